# What people must look at: topics by severity and who hears them, and the queue of events that reached nobody.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  place      = "${data.aws_region.current.region}:${local.account_id}"
  severities = toset(["critical", "warning", "info"])
  topics     = { for severity in local.severities : severity => "pipeline-${severity}${var.name_suffix}" }

  emails = merge([for severity, route in var.routes : { for address in route.emails : "${severity}/${address}" => { severity = severity, address = address } }]...)
  hooks  = merge([for severity, route in var.routes : { for url in route.webhooks : "${severity}/${url}" => { severity = severity, url = url } }]...)
  # One configuration a channel, however many severities it hears.
  slack = {
    for pair in flatten([for severity, route in var.routes : [for channel in route.slack : merge(channel, { severity = severity })]]) :
    "${pair.team_id}/${pair.channel_id}" => pair...
  }
}

resource "aws_sns_topic" "this" {
  for_each = local.topics

  name              = each.value
  display_name      = "Pipeline ${each.key}"
  kms_master_key_id = var.kms_key_arn
}

data "aws_iam_policy_document" "topic" {
  for_each = local.topics

  statement {
    sid       = "AlarmsOfThisAccount"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this[each.key].arn]
    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:cloudwatch:${local.place}:alarm:pipeline-*"]
    }
  }
  statement {
    sid       = "RulesBudgetsAndCachesOfThisAccount"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this[each.key].arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com", "elasticache.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this[each.key].arn]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sns_topic_policy" "this" {
  for_each = local.topics

  arn    = aws_sns_topic.this[each.key].arn
  policy = data.aws_iam_policy_document.topic[each.key].json
}

resource "aws_sns_topic_subscription" "email" {
  for_each = local.emails

  topic_arn = aws_sns_topic.this[each.value.severity].arn
  protocol  = "email"
  endpoint  = each.value.address
}

resource "aws_sns_topic_subscription" "webhook" {
  for_each = local.hooks

  topic_arn              = aws_sns_topic.this[each.value.severity].arn
  protocol               = "https"
  endpoint               = each.value.url
  endpoint_auto_confirms = true
  redrive_policy         = jsonencode({ deadLetterTargetArn = aws_sqs_queue.dead_letters.arn })
}

# Chat (Amazon Q Developer in chat applications, once AWS Chatbot): it may say what it hears and do nothing else.
data "aws_iam_policy_document" "chat_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["chatbot.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_iam_role" "chat" {
  count = length(local.slack) > 0 ? 1 : 0

  name                 = "pipeline-chat${var.name_suffix}"
  description          = "Chat shows alarms; it has no permissions"
  assume_role_policy   = data.aws_iam_policy_document.chat_trust.json
  permissions_boundary = var.permissions_boundary_arn
}

resource "aws_chatbot_slack_channel_configuration" "this" {
  for_each = local.slack

  configuration_name    = "pipeline-${lower(each.value[0].channel_id)}${var.name_suffix}"
  iam_role_arn          = aws_iam_role.chat[0].arn
  slack_team_id         = each.value[0].team_id
  slack_channel_id      = each.value[0].channel_id
  sns_topic_arns        = [for severity in distinct(each.value[*].severity) : aws_sns_topic.this[severity].arn]
  guardrail_policy_arns = ["arn:${data.aws_partition.current.partition}:iam::aws:policy/AWSDenyAll"]
  logging_level         = "ERROR"
}

# Events that no function took: schedules not delivered, triggers that failed for good, messages that a webhook refused.
resource "aws_sqs_queue" "dead_letters" {
  name                      = "pipeline-dead-letters${var.name_suffix}"
  message_retention_seconds = 1209600 # 14 days, the most that SQS keeps
  kms_master_key_id         = var.kms_key_arn
}

data "aws_iam_policy_document" "dead_letters" {
  statement {
    sid       = "RulesAndTopicsOfThisAccount"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.dead_letters.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com", "sns.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [aws_sqs_queue.dead_letters.arn]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue_policy" "dead_letters" {
  queue_url = aws_sqs_queue.dead_letters.id
  policy    = data.aws_iam_policy_document.dead_letters.json
}
