# The services that act in our name: Step Functions and Scheduler. Each may take its role only for our own state machine or
# schedule group in our own account (the confused deputy).

locals {
  state_machine_arn = "${local.prefix}:states:${local.place}:stateMachine:${var.state_machine_name}"
  step_arns         = [for key in var.step_functions : "${local.prefix}:lambda:${local.place}:function:${var.functions[key].name}:${var.alias_name}"]
}

data "aws_iam_policy_document" "states_trust" {
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
      values   = [local.state_machine_arn]
    }
  }
}

resource "aws_iam_role" "states" {
  name                 = "${var.state_machine_name}-states"
  description          = "What the state machine ${var.state_machine_name} may do"
  assume_role_policy   = data.aws_iam_policy_document.states_trust.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "states" {
  statement {
    sid       = "RunTheSteps"
    actions   = ["lambda:InvokeFunction"]
    resources = local.step_arns
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
  dynamic "statement" {
    for_each = var.tracing ? [1] : []
    content {
      sid       = "SendTraces"
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"]
      resources = ["*"]
    }
  }

  # A distributed map runs its items as executions of the same state machine, reads their list and writes their results.
  dynamic "statement" {
    for_each = var.distributed_map == null ? [] : [1]
    content {
      sid       = "RunItems"
      actions   = ["states:StartExecution"]
      resources = [local.state_machine_arn]
    }
  }
  dynamic "statement" {
    for_each = var.distributed_map == null ? [] : [1]
    content {
      sid       = "WatchItems"
      actions   = ["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"]
      resources = ["${local.prefix}:states:${local.place}:execution:${var.state_machine_name}:*", "${local.prefix}:states:${local.place}:execution:${var.state_machine_name}/*"]
    }
  }
  dynamic "statement" {
    for_each = var.distributed_map == null ? [] : [var.distributed_map]
    content {
      sid       = "ReadTheList"
      actions   = ["s3:GetObject"]
      resources = ["${statement.value.bucket_arn}/${statement.value.list_prefix}*"]
    }
  }
  dynamic "statement" {
    for_each = var.distributed_map == null ? [] : [var.distributed_map]
    content {
      sid       = "WriteTheResults"
      actions   = ["s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"]
      resources = ["${statement.value.bucket_arn}/${statement.value.results_prefix}*"]
    }
  }
  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 && var.distributed_map != null ? [1] : []
    content {
      sid       = "OpenAndSeal"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = var.kms_key_arns
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["s3.${data.aws_region.current.region}.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role_policy" "states" {
  name   = "what-it-needs"
  role   = aws_iam_role.states.id
  policy = data.aws_iam_policy_document.states.json
}

data "aws_iam_policy_document" "scheduler_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["${local.prefix}:scheduler:${local.place}:schedule-group/${var.schedule_group_name}"]
    }
  }
}

resource "aws_iam_role" "scheduler" {
  name                 = "${var.schedule_group_name}-scheduler"
  description          = "What the schedules of ${var.schedule_group_name} may do"
  assume_role_policy   = data.aws_iam_policy_document.scheduler_trust.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "scheduler" {
  statement {
    sid       = "CallTheTrigger"
    actions   = ["lambda:InvokeFunction"]
    resources = ["${local.prefix}:lambda:${local.place}:function:${var.functions[var.trigger_function].name}:${var.alias_name}"]
  }
  statement {
    sid       = "KeepLostSchedules"
    actions   = ["sqs:SendMessage"]
    resources = ["${local.prefix}:sqs:${local.place}:${var.schedule_queue_name}"]
  }
  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 ? [1] : []
    content {
      sid       = "SealLostSchedules"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = var.kms_key_arns
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["sqs.${data.aws_region.current.region}.amazonaws.com"]
      }
    }
  }
}

resource "aws_iam_role_policy" "scheduler" {
  name   = "what-it-needs"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.scheduler.json
}
