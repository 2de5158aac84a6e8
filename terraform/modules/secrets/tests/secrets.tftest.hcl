variables {
  name_prefix = "content-pipeline-dev"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1"
  secrets = {
    openai  = { description = "API key of OpenAI", version = 2 }
    youtube = { description = "API key of YouTube" }
  }
  values = { openai = "the-value-itself" }
}

run "values_are_sent_and_forgotten" {
  assert {
    condition     = aws_secretsmanager_secret_version.this["openai"].secret_string_wo == null && aws_secretsmanager_secret_version.this["openai"].secret_string_wo_version == 2
    error_message = "the state knows the version, never the value"
  }
  assert {
    condition     = !contains(keys(aws_secretsmanager_secret_version.this), "youtube")
    error_message = "a secret with version 0 is filled by hand"
  }
  assert {
    condition     = alltrue([for s in aws_secretsmanager_secret.this : s.kms_key_id == var.kms_key_arn])
    error_message = "secrets lie under our key"
  }
  assert {
    condition     = alltrue([for p in aws_secretsmanager_secret_policy.this : p.block_public_policy])
    error_message = "a public policy is refused"
  }
}

run "refuses_a_version_without_a_value" {
  command = plan
  variables {
    values = {}
  }
  expect_failures = [var.values]
}

run "refuses_names_in_capitals" {
  command = plan
  variables {
    secrets = { OpenAI = { description = "x" } }
  }
  expect_failures = [var.secrets]
}

run "refuses_a_fraction_as_version" {
  command = plan
  variables {
    secrets = { openai = { description = "x", version = 1.5 } }
  }
  expect_failures = [var.secrets]
}

run "refuses_an_empty_prefix" {
  command = plan
  variables {
    name_prefix = ""
  }
  expect_failures = [var.name_prefix]
}

run "refuses_an_alias_as_key" {
  command = plan
  variables {
    kms_key_arn = "alias/pipeline"
  }
  expect_failures = [var.kms_key_arn]
}

run "refuses_a_window_of_three_days" {
  command = plan
  variables {
    recovery_window_days = 3
  }
  expect_failures = [var.recovery_window_days]
}
