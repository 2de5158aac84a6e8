variables {
  name = "content-pipeline"
  questions = {
    career = { query = "engineering career growth frameworks and evaluation criteria", evaluation_method = "openai_browsing" }
    weekly = { query = "what <staff> & principal engineers read", evaluation_method = "local", schedule_expression = "cron(30 6 ? * MON *)" }
  }
  target_function_arn   = "arn:aws:lambda:us-east-1:123456789012:function:pipeline-trigger:live"
  role_arn              = "arn:aws:iam::123456789012:role/content-pipeline-scheduler"
  dead_letter_queue_arn = "arn:aws:sqs:us-east-1:123456789012:pipeline-dead-letters"
  state_machine_arn     = "arn:aws:states:us-east-1:123456789012:stateMachine:content-pipeline"
  failed_runs_topic_arn = "arn:aws:sns:us-east-1:123456789012:pipeline-critical"
}

run "daily_at_midnight_utc" {
  assert {
    condition     = aws_scheduler_schedule.this["career"].schedule_expression == "cron(0 0 * * ? *)" && aws_scheduler_schedule.this["career"].schedule_expression_timezone == "UTC"
    error_message = "midnight, UTC"
  }
  assert {
    condition     = aws_scheduler_schedule.this["weekly"].schedule_expression == "cron(30 6 ? * MON *)"
    error_message = "a question may have its own time"
  }
  assert {
    condition     = jsondecode(aws_scheduler_schedule.this["career"].target[0].input).scheduled_time == "<aws.scheduler.scheduled-time>" && strcontains(aws_scheduler_schedule.this["career"].target[0].input, "<aws.scheduler.scheduled-time>")
    error_message = "the placeholder stands there literally"
  }
  assert {
    condition     = jsondecode(aws_scheduler_schedule.this["weekly"].target[0].input).query == "what <staff> & principal engineers read"
    error_message = "questions arrive as written"
  }
  assert {
    condition     = alltrue([for s in aws_scheduler_schedule.this : s.target[0].dead_letter_config[0].arn == var.dead_letter_queue_arn && s.target[0].retry_policy[0].maximum_retry_attempts == 5])
    error_message = "what cannot be delivered is tried again, then kept"
  }
  assert {
    condition     = toset(jsondecode(aws_cloudwatch_event_rule.failed_runs.event_pattern).detail.status) == toset(["FAILED", "TIMED_OUT", "ABORTED"])
    error_message = "every bad end is told"
  }
}

run "off_and_flexible" {
  variables {
    enabled                 = false
    flexible_window_minutes = 30
  }
  assert {
    condition     = alltrue([for s in aws_scheduler_schedule.this : s.state == "DISABLED" && s.flexible_time_window[0].maximum_window_in_minutes == 30])
    error_message = "paused, and spread over half an hour"
  }
}

run "refuses_five_fields" {
  command = plan
  variables {
    schedule_expression = "cron(0 0 * * ?)"
  }
  expect_failures = [var.schedule_expression]
}

run "refuses_unix_cron" {
  command = plan
  variables {
    schedule_expression = "0 0 * * *"
  }
  expect_failures = [var.schedule_expression]
}

run "refuses_day_and_weekday_together" {
  command = plan
  variables {
    schedule_expression = "cron(0 0 * * * *)"
  }
  expect_failures = [var.schedule_expression]
}

run "refuses_an_empty_question" {
  command = plan
  variables {
    questions = { empty = { query = " ", evaluation_method = "local" } }
  }
  expect_failures = [var.questions]
}

run "refuses_wrong_input" {
  command = plan
  variables {
    name                    = "a name"
    timezone                = "midnight"
    flexible_window_minutes = 1441
    target_function_arn     = "trigger"
    role_arn                = "role"
    retry_attempts          = 186
    retry_age_seconds       = 1
    dead_letter_queue_arn   = "queue"
    state_machine_arn       = "machine"
    failed_runs_topic_arn   = "topic"
    runbook_url             = "docs#x"
    kms_key_arn             = "key"
  }
  expect_failures = [
    var.name, var.timezone, var.flexible_window_minutes, var.target_function_arn, var.role_arn, var.retry_attempts, var.retry_age_seconds,
    var.dead_letter_queue_arn, var.state_machine_arn, var.failed_runs_topic_arn, var.runbook_url, var.kms_key_arn,
  ]
}
