variables {
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1"
  routes = {
    critical = { emails = ["oncall@example.org"], webhooks = ["https://events.example.org/pager"], slack = [{ team_id = "T0001", channel_id = "C0001" }] }
    warning  = { slack = [{ team_id = "T0001", channel_id = "C0001" }] }
    info     = { emails = ["team@example.org"] }
  }
  escalation_levels = [
    { name = "second on call", after_minutes = 15, emails = ["second@example.org"] },
    { name = "head of engineering", after_minutes = 45, webhooks = ["https://events.example.org/head"] },
  ]
}

run "three_topics_encrypted" {
  assert {
    condition     = toset(keys(output.topic_arns)) == toset(["critical", "warning", "info"]) && alltrue([for t in aws_sns_topic.this : t.kms_master_key_id == var.kms_key_arn])
    error_message = "a topic a severity, under our key"
  }
  assert {
    condition     = length(aws_sns_topic_subscription.email) == 2 && aws_sns_topic_subscription.webhook["critical/https://events.example.org/pager"].protocol == "https"
    error_message = "routes become subscriptions"
  }
  assert {
    condition     = length(aws_chatbot_slack_channel_configuration.this) == 1 && length(aws_chatbot_slack_channel_configuration.this["T0001/C0001"].sns_topic_arns) == 2
    error_message = "a channel in two routes is configured once and hears both"
  }
  assert {
    condition = alltrue([for p in aws_sns_topic_policy.this : anytrue([for s in jsondecode(p.policy).Statement :
    try(s.Principal.Service[0], "") == "cloudwatch.amazonaws.com" && try(s.Condition.StringEquals["aws:SourceAccount"][0], "") == "123456789012"])])
    error_message = "alarms of this account may publish, others may not"
  }
  assert {
    condition     = aws_sqs_queue.dead_letters.message_retention_seconds == 1209600 && aws_sqs_queue.dead_letters.kms_master_key_id == var.kms_key_arn
    error_message = "dead letters are kept for 14 days, encrypted"
  }
}

run "open_alarms_escalate" {
  assert {
    condition     = jsondecode(aws_sfn_state_machine.escalation[0].definition).States.Begin.Parameters.levels[0].after_seconds == 900 && jsondecode(aws_sfn_state_machine.escalation[0].definition).States["MoreLevels?"].Choices[0].NumericLessThan == 2
    error_message = "two levels, the first after a quarter of an hour"
  }
  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.critical_alarm[0].event_pattern).detail.alarmName[0].prefix == output.alarm_prefixes["critical"]
    error_message = "it listens to the critical alarms' prefix"
  }
  assert {
    condition     = aws_dynamodb_table.ledger[0].point_in_time_recovery[0].enabled && one(aws_dynamodb_table.ledger[0].server_side_encryption).enabled
    error_message = "the ledger is encrypted and recoverable"
  }
}

run "nothing_without_levels" {
  state_key = "without"
  variables {
    escalation_levels = []
    routes            = {}
  }
  assert {
    condition     = length(aws_sfn_state_machine.escalation) == 0 && length(aws_dynamodb_table.ledger) == 0 && length(aws_iam_role.chat) == 0
    error_message = "what nobody asked for is not there"
  }
}

run "refuses_wrong_routes" {
  command = plan
  variables {
    routes = { urgent = { emails = ["somebody"], webhooks = ["http://example.org"], slack = [{ team_id = "#team", channel_id = "#channel" }] } }
  }
  expect_failures = [var.routes]
}

run "refuses_a_level_without_people" {
  command = plan
  variables {
    escalation_levels = [{ name = "nobody", after_minutes = 5 }]
  }
  expect_failures = [var.escalation_levels]
}

run "refuses_wrong_input" {
  command = plan
  variables {
    name_suffix              = "dev"
    kms_key_arn              = "alias/aws/sns"
    runbook_url              = "a page"
    log_retention_days       = 2
    permissions_boundary_arn = "boundary"
    escalation_levels        = [{ name = "late", after_minutes = 721, emails = ["x@example.org"] }]
  }
  expect_failures = [var.name_suffix, var.kms_key_arn, var.runbook_url, var.log_retention_days, var.permissions_boundary_arn, var.escalation_levels]
}
