variables {
  alias = "content-pipeline-dev"
}

run "key_rotates_and_can_be_called_back" {
  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.deletion_window_in_days == 30
    error_message = "the key rotates and is kept for 30 days after its deletion"
  }
  assert {
    condition     = output.alias == "alias/content-pipeline-dev"
    error_message = "the alias carries the name given"
  }
}

run "alarms_may_publish_only_from_this_account" {
  assert {
    condition = anytrue([for s in jsondecode(aws_kms_key.this.policy).Statement :
      contains(try(s.Principal.Service, []), "cloudwatch.amazonaws.com") && try(s.Condition.StringEquals["aws:SourceAccount"][0], "") == "123456789012"
    ])
    error_message = "CloudWatch may use the key, for this account alone"
  }
}

run "refuses_the_reserved_alias" {
  command = plan
  variables {
    alias = "aws/pipeline"
  }
  expect_failures = [var.alias]
}

run "refuses_a_short_window" {
  command = plan
  variables {
    deletion_window_days = 3
  }
  expect_failures = [var.deletion_window_days]
}
