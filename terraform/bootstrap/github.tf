# GitHub's jobs come in by OIDC: no key is stored anywhere. One role may plan, for pull requests; one for each environment may
# apply, for jobs that GitHub lets into that environment (with its reviewers); one may push images, for the main branch.

locals {
  issuer = "token.actions.githubusercontent.com"
  roles = merge(
    { plan = { subject = "repo:${var.github_repository}:pull_request", description = "Plans for pull requests: reads, changes nothing" } },
    { push = { subject = "repo:${var.github_repository}:ref:refs/heads/${var.main_branch}", description = "Pushes images built from ${var.main_branch}" } },
    { for environment in var.environments : "apply-${environment}" => { subject = "repo:${var.github_repository}:environment:${environment}", description = "Deploys ${environment}" } },
  )
}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

data "aws_iam_policy_document" "github_trust" {
  for_each = local.roles

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }
    # The whole subject, no wildcard: a branch or fork of another name is another subject.
    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = [each.value.subject]
    }
  }
}

resource "aws_iam_role" "github" {
  for_each = local.roles

  name                 = "content-pipeline-github-${each.key}"
  description          = each.value.description
  assume_role_policy   = data.aws_iam_policy_document.github_trust[each.key].json
  max_session_duration = 3600
}

# ---- push
data "aws_iam_policy_document" "push" {
  # ECR knows no resource for this one.
  statement {
    sid       = "LogInToTheRegistry"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
  statement {
    sid = "PushImages"
    actions = [
      "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart",
    ]
    resources = [aws_ecr_repository.this.arn]
  }
}

resource "aws_iam_role_policy" "push" {
  name   = "push-images"
  role   = aws_iam_role.github["push"].id
  policy = data.aws_iam_policy_document.push.json
}

# ---- state, for plan and apply
data "aws_iam_policy_document" "state" {
  for_each = { for name, role in local.roles : name => role if name != "push" }

  statement {
    sid       = "FindStates"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.state.arn]
  }
  statement {
    sid       = "ReadStates"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.state.arn}/${var.state_key_prefix}*"]
  }
  # Planning Redis' user makes a password that nobody keeps; Secrets Manager knows no resource for that.
  statement {
    sid       = "MakePasswords"
    actions   = ["secretsmanager:GetRandomPassword"]
    resources = ["*"]
  }
  # Locks are objects beside the state; a plan runs with -lock=false and needs none.
  dynamic "statement" {
    for_each = startswith(each.key, "apply-") ? [1] : []
    content {
      sid       = "WriteStatesAndLocks"
      actions   = ["s3:PutObject", "s3:DeleteObject"]
      resources = ["${aws_s3_bucket.state.arn}/${var.state_key_prefix}*"]
    }
  }
}

resource "aws_iam_role_policy" "state" {
  for_each = data.aws_iam_policy_document.state

  name   = "terraform-state"
  role   = aws_iam_role.github[each.key].id
  policy = each.value.json
}

# ---- plan: AWS's own read-only policy, without what is secret
resource "aws_iam_role_policy_attachment" "plan" {
  role       = aws_iam_role.github["plan"].name
  policy_arn = "${local.arn}:iam::aws:policy/ReadOnlyAccess"
}

data "aws_iam_policy_document" "plan_may_not" {
  # ReadOnlyAccess reads objects of every bucket; a pull request has no business in results and content.
  statement {
    sid           = "NoObjectsButStates"
    effect        = "Deny"
    actions       = ["s3:GetObject", "s3:GetObjectVersion"]
    not_resources = ["${aws_s3_bucket.state.arn}/${var.state_key_prefix}*"]
  }
  statement {
    sid       = "NoSecretsNoMessages"
    effect    = "Deny"
    actions   = ["secretsmanager:GetSecretValue", "ssm:GetParameter*", "kms:Decrypt", "sqs:ReceiveMessage", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan", "logs:GetLogEvents", "logs:FilterLogEvents"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "plan_may_not" {
  name   = "may-not"
  role   = aws_iam_role.github["plan"].id
  policy = data.aws_iam_policy_document.plan_may_not.json
}
