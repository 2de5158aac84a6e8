# What a deployment may do: make, change and remove what this project consists of, by the names that it uses. Services whose
# resources have no names beforehand (VPC, KMS, budgets) are bound to the region, or to resources with our tag.

locals {
  applies = { for environment in var.environments : "apply-${environment}" => environment }
  role_arns = [
    "${local.arn}:iam::${local.account_id}:role/pipeline-*",
    "${local.arn}:iam::${local.account_id}:role/content-pipeline*",
  ]
}

# Every role that a deployment makes carries this boundary, so that it cannot hand out more than the functions need.
data "aws_iam_policy_document" "boundary" {
  #checkov:skip=CKV_AWS_111:a boundary grants nothing; the roles' own policies name their resources
  #checkov:skip=CKV_AWS_356:a boundary grants nothing; the roles' own policies name their resources
  #checkov:skip=CKV_AWS_108:a boundary grants nothing; the roles' own policies name their resources
  statement {
    sid = "WhatFunctionsAndServicesMayNeed"
    actions = [
      "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "cloudwatch:DescribeAlarms", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey",
      "lambda:InvokeFunction", "logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:CreateLogDelivery", "logs:GetLogDelivery",
      "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies",
      "logs:DescribeLogGroups", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts",
      "s3:GetReplicationConfiguration", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging", "s3:ReplicateObject",
      "s3:ReplicateDelete", "s3:ReplicateTags", "secretsmanager:GetSecretValue", "sns:Publish", "sqs:SendMessage", "states:StartExecution",
      "states:DescribeExecution", "states:StopExecution", "states:RedriveExecution", "xray:PutTraceSegments", "xray:PutTelemetryRecords",
      "xray:GetSamplingRules", "xray:GetSamplingTargets", "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface", "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
    ]
    # A boundary grants nothing: it is what the roles' own policies, which name their resources, may not exceed.
    resources = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name        = "content-pipeline-boundary"
  description = "The most that a role of the content pipeline may be given"
  policy      = data.aws_iam_policy_document.boundary.json
}

data "aws_iam_policy_document" "apply" {
  statement {
    sid     = "OurNames"
    actions = ["lambda:*", "states:*", "scheduler:*", "sns:*", "sqs:*", "dynamodb:*", "secretsmanager:*", "elasticache:*", "events:*"]
    resources = [
      "${local.arn}:lambda:${local.place}:function:pipeline-*",
      "${local.arn}:lambda:${local.place}:code-signing-config:*",
      "${local.arn}:states:${local.place}:stateMachine:content-pipeline*",
      "${local.arn}:states:${local.place}:stateMachine:pipeline-escalation*",
      "${local.arn}:states:${local.place}:execution:content-pipeline*",
      "${local.arn}:scheduler:${local.place}:schedule-group/content-pipeline*",
      "${local.arn}:scheduler:${local.place}:schedule/content-pipeline*/*",
      "${local.arn}:sns:${local.place}:pipeline-*",
      "${local.arn}:sqs:${local.place}:pipeline-dead-letters*",
      "${local.arn}:dynamodb:${local.place}:table/pipeline-alarm-ledger*",
      "${local.arn}:secretsmanager:${local.place}:secret:content-pipeline-*",
      "${local.arn}:events:${local.place}:rule/pipeline-*",
      "${local.arn}:events:${local.place}:rule/content-pipeline*",
      "${local.arn}:elasticache:${local.place}:replicationgroup:skip-level-redis*",
      "${local.arn}:elasticache:${local.place}:cluster:skip-level-redis*",
      "${local.arn}:elasticache:${local.place}:subnetgroup:skip-level-redis*",
      "${local.arn}:elasticache:${local.place}:parametergroup:skip-level-redis*",
      "${local.arn}:elasticache:${local.place}:user:skip-level-redis*",
      "${local.arn}:elasticache:${local.place}:usergroup:skip-level-redis*",
      "${local.arn}:elasticache:${local.place}:snapshot:*",
    ]
  }
  statement {
    sid     = "OurBuckets"
    actions = ["s3:*"]
    resources = [
      "${local.arn}:s3:::${var.bucket_name_prefix}-*",
      "${local.arn}:s3:::${var.bucket_name_prefix}-*/*",
    ]
  }
  statement {
    sid     = "OurLogsAlarmsAndDashboards"
    actions = ["logs:*", "cloudwatch:*"]
    resources = [
      "${local.arn}:logs:${local.place}:log-group:/aws/lambda/pipeline-*",
      "${local.arn}:logs:${local.place}:log-group:/aws/vendedlogs/states/*pipeline*",
      "${local.arn}:logs:${local.place}:log-group:/aws/elasticache/skip-level-redis*",
      "${local.arn}:logs:${local.place}:log-group:/aws/vpc/content-pipeline*",
      "${local.arn}:cloudwatch:${local.place}:alarm:pipeline-*",
      "${local.arn}:cloudwatch::${local.account_id}:dashboard/content-pipeline*",
    ]
  }
  statement {
    sid       = "OurRolesWithTheBoundary"
    actions   = ["iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary"]
    resources = local.role_arns
    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [aws_iam_policy.boundary.arn]
    }
  }
  statement {
    sid       = "OurRoles"
    actions   = ["iam:DeleteRole", "iam:TagRole", "iam:UntagRole", "iam:UpdateRole", "iam:UpdateRoleDescription", "iam:UpdateAssumeRolePolicy"]
    resources = local.role_arns
  }
  statement {
    sid       = "HandRolesToTheirServices"
    actions   = ["iam:PassRole"]
    resources = local.role_arns
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values = [
        "lambda.amazonaws.com", "states.amazonaws.com", "scheduler.amazonaws.com", "events.amazonaws.com", "s3.amazonaws.com", "vpc-flow-logs.amazonaws.com",
        "chatbot.amazonaws.com",
      ]
    }
  }
  statement {
    # The deployment's own roles match content-pipeline*: it may not touch them.
    sid       = "NotTheDeploymentItself"
    effect    = "Deny"
    actions   = ["iam:*"]
    resources = ["${local.arn}:iam::${local.account_id}:role/content-pipeline-github-*", aws_iam_policy.boundary.arn]
  }
  statement {
    sid       = "OurImages"
    actions   = ["ecr:DescribeImages", "ecr:BatchGetImage", "ecr:GetRepositoryPolicy"]
    resources = [aws_ecr_repository.this.arn]
  }
}

# IAM policies may have 6,144 characters: what has no names beforehand is a second one.
data "aws_iam_policy_document" "apply_unnamed" {
  statement {
    # Made before they have an id, so there is no narrower resource; the region is.
    sid = "KeysAndNetworkOfThisRegion"
    actions = [
      "kms:CreateKey", "kms:TagResource", "kms:CreateAlias", "kms:DeleteAlias",
      "ec2:AllocateAddress", "ec2:AssociateRouteTable", "ec2:AttachInternetGateway", "ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress",
      "ec2:CreateFlowLogs", "ec2:CreateInternetGateway", "ec2:CreateNatGateway", "ec2:CreateRoute", "ec2:CreateRouteTable", "ec2:CreateSecurityGroup",
      "ec2:CreateSubnet", "ec2:CreateTags", "ec2:CreateVpc", "ec2:CreateVpcEndpoint", "ec2:ModifyVpcAttribute", "ec2:ModifySubnetAttribute",
      "lambda:CreateCodeSigningConfig", "application-autoscaling:*ScalableTarget", "application-autoscaling:*ScalingPolicy",
      "application-autoscaling:*ScheduledAction", "application-autoscaling:TagResource", "chatbot:*SlackChannelConfiguration", "logs:*QueryDefinition",
      "logs:*LogDelivery", "logs:PutResourcePolicy",
    ]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = [var.aws_region]
    }
  }
  statement {
    # What is there already is changed and removed only if it is ours.
    sid = "OnlyWhatCarriesOurTag"
    actions = [
      "kms:DescribeKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:UpdateKeyDescription",
      "kms:CreateGrant", "kms:Decrypt", "kms:GenerateDataKey",
      "ec2:DeleteFlowLogs", "ec2:DeleteInternetGateway", "ec2:DeleteNatGateway", "ec2:DeleteRoute", "ec2:DeleteRouteTable", "ec2:DeleteSecurityGroup",
      "ec2:DeleteSubnet", "ec2:DeleteVpc", "ec2:DeleteVpcEndpoints", "ec2:DetachInternetGateway", "ec2:DisassociateAddress", "ec2:DisassociateRouteTable",
      "ec2:ReleaseAddress", "ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress",
    ]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Project"
      values   = ["content-pipeline"]
    }
  }
  statement {
    # A new account has no roles yet by which these services act.
    sid       = "RolesOfServices"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["${local.arn}:iam::${local.account_id}:role/aws-service-role/*"]
    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values   = ["elasticache.amazonaws.com", "lambda.application-autoscaling.amazonaws.com", "management.chatbot.amazonaws.com"]
    }
  }
  statement {
    # Budgets and cost monitors live in no region.
    sid = "Budgets"
    actions = [
      "budgets:ViewBudget", "budgets:ModifyBudget", "budgets:TagResource", "ce:CreateAnomalyMonitor", "ce:DeleteAnomalyMonitor", "ce:UpdateAnomalyMonitor",
      "ce:CreateAnomalySubscription", "ce:DeleteAnomalySubscription", "ce:UpdateAnomalySubscription", "ce:TagResource",
    ]
    resources = [
      "${local.arn}:budgets::${local.account_id}:budget/content-pipeline-*",
      "${local.arn}:ce::${local.account_id}:anomalymonitor/*",
      "${local.arn}:ce::${local.account_id}:anomalysubscription/*",
    ]
  }
}

# Terraform reads before it writes; reading what exists is not secret, what is in it is.
resource "aws_iam_role_policy_attachment" "apply_reads" {
  for_each = local.applies

  role       = aws_iam_role.github[each.key].name
  policy_arn = "${local.arn}:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_policy" "apply" {
  for_each = { named = data.aws_iam_policy_document.apply.json, unnamed = data.aws_iam_policy_document.apply_unnamed.json }

  name        = "content-pipeline-apply-${each.key}"
  description = "What a deployment of the content pipeline may do"
  policy      = each.value
}

resource "aws_iam_role_policy_attachment" "apply" {
  for_each = { for pair in setproduct(keys(local.applies), ["named", "unnamed"]) : join("/", pair) => pair }

  role       = aws_iam_role.github[each.value[0]].name
  policy_arn = aws_iam_policy.apply[each.value[1]].arn
}
