# What the escalation and the rule that starts it may do.

data "aws_iam_policy_document" "escalation_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:states:${local.place}:stateMachine:pipeline-escalation${var.name_suffix}"]
    }
  }
}

resource "aws_iam_role" "escalation" {
  count = local.escalates ? 1 : 0

  name                 = "pipeline-escalation-states${var.name_suffix}"
  description          = "What the escalation may do"
  assume_role_policy   = data.aws_iam_policy_document.escalation_trust.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "escalation" {
  count = local.escalates ? 1 : 0

  statement {
    sid       = "KeepTheLedger"
    actions   = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.ledger[0].arn]
  }
  statement {
    sid       = "LookAtTheAlarm"
    actions   = ["cloudwatch:DescribeAlarms"]
    resources = ["arn:${data.aws_partition.current.partition}:cloudwatch:${local.place}:alarm:${local.alarm_prefix}*"]
  }
  statement {
    sid       = "TellTheNextLevel"
    actions   = ["sns:Publish"]
    resources = [for topic in aws_sns_topic.level : topic.arn]
  }
  statement {
    sid       = "OpenAndSeal"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.kms_key_arn]
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["sns.${data.aws_region.current.region}.amazonaws.com", "dynamodb.${data.aws_region.current.region}.amazonaws.com"]
    }
  }
  # Vended log delivery and X-Ray know no resources (Step Functions developer guide, "Logging" and "Tracing").
  statement {
    sid = "DeliverLogs"
    actions = [
      "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries",
      "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
    ]
    resources = ["*"]
  }
  statement {
    sid       = "SendTraces"
    actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "escalation" {
  count = local.escalates ? 1 : 0

  name   = "what-it-needs"
  role   = aws_iam_role.escalation[0].id
  policy = data.aws_iam_policy_document.escalation[0].json
}

data "aws_iam_policy_document" "start_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:events:${local.place}:rule/pipeline-critical-alarm${var.name_suffix}"]
    }
  }
}

resource "aws_iam_role" "escalation_start" {
  count = local.escalates ? 1 : 0

  name                 = "pipeline-escalation-start${var.name_suffix}"
  description          = "The rule on critical alarms starts the escalation"
  assume_role_policy   = data.aws_iam_policy_document.start_trust.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "escalation_start" {
  count = local.escalates ? 1 : 0

  statement {
    actions   = ["states:StartExecution"]
    resources = [aws_sfn_state_machine.escalation[0].arn]
  }
}

resource "aws_iam_role_policy" "escalation_start" {
  count = local.escalates ? 1 : 0

  name   = "start-escalation"
  role   = aws_iam_role.escalation_start[0].id
  policy = data.aws_iam_policy_document.escalation_start[0].json
}
