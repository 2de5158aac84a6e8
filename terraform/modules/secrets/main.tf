# Places for the keys of model and source APIs. Their values never pass through a plan or a state: either somebody puts
# them there by hand (aws secretsmanager put-secret-value), or they come in an ephemeral variable and leave through a
# write-only argument, which Terraform sends once per version and forgets.

locals {
  # A secret whose version is 0 is filled by hand.
  written_here = { for name, secret in var.secrets : name => secret if secret.version > 0 }
}

resource "aws_secretsmanager_secret" "this" {
  #checkov:skip=CKV2_AWS_57:keys of foreign APIs are changed where they were issued; docs/operations.md says how
  for_each = var.secrets

  name                    = "${var.name_prefix}/${each.key}"
  description             = each.value.description
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.recovery_window_days
}

resource "aws_secretsmanager_secret_version" "this" {
  for_each = local.written_here

  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo         = lookup(var.values, each.key, "")
  secret_string_wo_version = each.value.version
}

# Nobody outside this account may read a secret, whatever their own policies say.
data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "this" {
  for_each = var.secrets

  statement {
    sid       = "OnlyThisAccount"
    effect    = "Deny"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"]
    resources = [aws_secretsmanager_secret.this[each.key].arn]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_secretsmanager_secret_policy" "this" {
  for_each = var.secrets

  secret_arn          = aws_secretsmanager_secret.this[each.key].arn
  policy              = data.aws_iam_policy_document.this[each.key].json
  block_public_policy = true
}
