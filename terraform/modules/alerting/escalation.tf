# A critical alarm that nobody acknowledges and that does not clear is told to the next level, and the next; each step is
# recorded. No function of ours is involved: what watches should not depend on what it watches.

locals {
  escalates    = length(var.escalation_levels) > 0
  alarm_prefix = "pipeline-critical-"
  levels = [for index, level in var.escalation_levels : {
    name          = level.name
    after_seconds = level.after_minutes * 60
    topic_arn     = aws_sns_topic.level[tostring(index)].arn
  }]
  level_emails = merge([for index, level in var.escalation_levels : { for address in level.emails : "${index}/${address}" => { level = tostring(index), address = address } }]...)
  level_hooks  = merge([for index, level in var.escalation_levels : { for url in level.webhooks : "${index}/${url}" => { level = tostring(index), url = url } }]...)
}

resource "aws_sns_topic" "level" {
  for_each = { for index, level in var.escalation_levels : tostring(index) => level }

  name              = "pipeline-escalation-${each.key + 1}${var.name_suffix}"
  display_name      = "Pipeline: ${each.value.name}"
  kms_master_key_id = var.kms_key_arn
}

resource "aws_sns_topic_subscription" "level_email" {
  for_each = local.level_emails

  topic_arn = aws_sns_topic.level[each.value.level].arn
  protocol  = "email"
  endpoint  = each.value.address
}

resource "aws_sns_topic_subscription" "level_webhook" {
  for_each = local.level_hooks

  topic_arn              = aws_sns_topic.level[each.value.level].arn
  protocol               = "https"
  endpoint               = each.value.url
  endpoint_auto_confirms = true
}

# Who was told what, when, and who took it: one item of some hundred bytes per alarm and moment, kept for good.
resource "aws_dynamodb_table" "ledger" {
  count = local.escalates ? 1 : 0

  name                        = "pipeline-alarm-ledger${var.name_suffix}"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "alarm"
  range_key                   = "raised_at"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "alarm"
    type = "S"
  }
  attribute {
    name = "raised_at"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }
}

resource "aws_cloudwatch_log_group" "escalation" {
  #checkov:skip=CKV_AWS_338:the ledger keeps who was told for good; the log is for finding faults
  count = local.escalates ? 1 : 0

  name              = "/aws/vendedlogs/states/pipeline-escalation${var.name_suffix}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_sfn_state_machine" "escalation" {
  #checkov:skip=CKV_AWS_285:logs every step, without execution data: the ledger has it
  count = local.escalates ? 1 : 0

  name     = "pipeline-escalation${var.name_suffix}"
  role_arn = aws_iam_role.escalation[0].arn
  definition = templatefile("${path.module}/escalation.asl.json", {
    table       = aws_dynamodb_table.ledger[0].name
    levels      = jsonencode(local.levels)
    level_count = length(local.levels)
    runbook_url = var.runbook_url
  })
  logging_configuration {
    log_destination        = "${aws_cloudwatch_log_group.escalation[0].arn}:*"
    level                  = "ALL"
    include_execution_data = false
  }
  tracing_configuration {
    enabled = true
  }
}

resource "aws_cloudwatch_event_rule" "critical_alarm" {
  count = local.escalates ? 1 : 0

  name        = "pipeline-critical-alarm${var.name_suffix}"
  description = "A critical alarm of the content pipeline was raised"
  event_pattern = jsonencode({
    source      = ["aws.cloudwatch"]
    detail-type = ["CloudWatch Alarm State Change"]
    detail = {
      alarmName = [{ prefix = local.alarm_prefix }]
      state     = { value = ["ALARM"] }
    }
  })
}

resource "aws_cloudwatch_event_target" "critical_alarm" {
  count = local.escalates ? 1 : 0

  rule      = aws_cloudwatch_event_rule.critical_alarm[0].name
  target_id = "escalate"
  arn       = aws_sfn_state_machine.escalation[0].arn
  role_arn  = aws_iam_role.escalation_start[0].arn
  input_transformer {
    input_paths    = { alarm = "$.detail.alarmName", raised_at = "$.time", reason = "$.detail.state.reason" }
    input_template = "{\"alarm\": \"<alarm>\", \"raised_at\": \"<raised_at>\", \"reason\": \"<reason>\"}"
  }
  dead_letter_config {
    arn = aws_sqs_queue.dead_letters.arn
  }
}
