# When the pipeline asks which question. Scheduler may deliver twice and late: the trigger gives each run a name made of
# the schedule and its time, so that a repeated event starts nothing twice.

locals {
  schedules = { for name, q in var.questions : name => merge(q, { expression = coalesce(q.schedule_expression, var.schedule_expression) }) }
}

resource "aws_scheduler_schedule_group" "this" {
  name = var.name
}

resource "aws_scheduler_schedule" "this" {
  for_each = local.schedules

  name        = each.key
  group_name  = aws_scheduler_schedule_group.this.name
  description = substr("${each.value.evaluation_method}: ${each.value.query}", 0, 512)
  state       = var.enabled && each.value.enabled ? "ENABLED" : "DISABLED"
  kms_key_arn = var.kms_key_arn

  schedule_expression          = each.value.expression
  schedule_expression_timezone = var.timezone
  flexible_time_window {
    mode                      = var.flexible_window_minutes == 0 ? "OFF" : "FLEXIBLE"
    maximum_window_in_minutes = var.flexible_window_minutes == 0 ? null : var.flexible_window_minutes
  }

  target {
    arn      = var.target_function_arn
    role_arn = var.role_arn
    # jsonencode writes < and > as \u003c and \u003e, which Scheduler would not take for its placeholder.
    input = replace(replace(jsonencode({
      query             = each.value.query
      evaluation_method = each.value.evaluation_method
      schedule          = each.key
      scheduled_time    = "<aws.scheduler.scheduled-time>"
    }), "\\u003c", "<"), "\\u003e", ">")

    retry_policy {
      maximum_retry_attempts       = var.retry_attempts
      maximum_event_age_in_seconds = var.retry_age_seconds
    }
    dead_letter_config {
      arn = var.dead_letter_queue_arn
    }
  }
}
