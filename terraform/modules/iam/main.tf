# A role for each function and service, with what that one needs and no more. The grants come in as ARNs; what a policy says
# is written here only.

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  prefix     = "arn:${local.partition}"
  place      = "${data.aws_region.current.region}:${local.account_id}"
}

data "aws_iam_policy_document" "lambda_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = var.functions

  name                 = each.value.name
  description          = "What the function ${each.value.name} may do"
  assume_role_policy   = data.aws_iam_policy_document.lambda_trust.json
  permissions_boundary = var.permissions_boundary_arn
}

data "aws_iam_policy_document" "function" {
  for_each = var.functions

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.prefix}:logs:${local.place}:log-group:/aws/lambda/${each.value.name}:*"]
  }

  # X-Ray knows no resources for these.
  dynamic "statement" {
    for_each = var.tracing ? [1] : []
    content {
      sid       = "SendTraces"
      actions   = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = length(each.value.secret_arns) > 0 ? [1] : []
    content {
      sid       = "ReadItsSecrets"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = each.value.secret_arns
    }
  }

  dynamic "statement" {
    for_each = length(each.value.read_objects) > 0 ? [1] : []
    content {
      sid       = "ReadObjects"
      actions   = ["s3:GetObject"]
      resources = each.value.read_objects
    }
  }

  dynamic "statement" {
    for_each = length(each.value.write_objects) > 0 ? [1] : []
    content {
      sid       = "WriteObjects"
      actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
      resources = each.value.write_objects
    }
  }

  dynamic "statement" {
    for_each = length(each.value.delete_objects) > 0 ? [1] : []
    content {
      sid       = "TakeFromQueue"
      actions   = ["s3:DeleteObject"]
      resources = each.value.delete_objects
    }
  }

  # Without it S3 answers "forbidden" for what is only missing.
  dynamic "statement" {
    for_each = length(each.value.list_buckets) > 0 ? [1] : []
    content {
      sid       = "ListItsPrefixes"
      actions   = ["s3:ListBucket"]
      resources = each.value.list_buckets
    }
  }

  dynamic "statement" {
    for_each = each.value.start_state_machine_arn == null ? [] : [each.value.start_state_machine_arn]
    content {
      sid       = "StartRuns"
      actions   = ["states:StartExecution"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = length(each.value.publish_topic_arns) > 0 ? [1] : []
    content {
      sid       = "TellPeople"
      actions   = ["sns:Publish"]
      resources = each.value.publish_topic_arns
    }
  }

  dynamic "statement" {
    for_each = each.value.failure_queue_arn == null ? [] : [each.value.failure_queue_arn]
    content {
      sid       = "KeepLostEvents"
      actions   = ["sqs:SendMessage"]
      resources = [statement.value]
    }
  }

  # The key opens only through the services that the role may use anyway.
  dynamic "statement" {
    for_each = length(var.kms_key_arns) > 0 ? [1] : []
    content {
      sid       = "OpenAndSeal"
      actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
      resources = var.kms_key_arns
      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = [for service in ["s3", "secretsmanager", "sns", "sqs", "lambda"] : "${service}.${data.aws_region.current.region}.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = each.value.in_vpc ? [1] : []
    content {
      # Lambda itself makes the network interfaces, before there is anything to name: EC2 knows no narrower resource then.
      sid = "LambdaPlugsIntoTheVpc"
      actions = [
        "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
      ]
      resources = ["*"]
    }
  }

  dynamic "statement" {
    for_each = each.value.in_vpc ? [1] : []
    content {
      # ... and only Lambda: the program in the function is denied the same calls.
      sid    = "ButNotTheProgram"
      effect = "Deny"
      actions = [
        "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DeleteNetworkInterface",
        "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
      ]
      resources = ["*"]
      condition {
        test     = "ArnEquals"
        variable = "lambda:SourceFunctionArn"
        values   = ["${local.prefix}:lambda:${local.place}:function:${each.value.name}"]
      }
    }
  }
}

resource "aws_iam_role_policy" "function" {
  for_each = var.functions

  name   = "what-it-needs"
  role   = aws_iam_role.function[each.key].id
  policy = data.aws_iam_policy_document.function[each.key].json
}
