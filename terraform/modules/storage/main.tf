# Four buckets: results (kept, moved to cheaper classes), content (bodies and texts between the steps, expires), artifacts
# (what is deployed) and logs (who read what of the other three).

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  data       = toset(["results", "content", "artifacts"])
  all        = setunion(local.data, ["logs"])
  buckets    = { for purpose in local.all : purpose => "${var.bucket_name_prefix}-${purpose}${var.name_suffix}" }
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV2_AWS_62:S3 has nothing to tell anybody: the state machine reads and writes in order
  #checkov:skip=CKV_AWS_18:the data buckets log to the logs bucket, which cannot log to itself
  #checkov:skip=CKV_AWS_144:results are copied when replication is set; content expires, artifacts are rebuilt
  for_each = local.buckets

  bucket = each.value
  # Only what a development environment holds may go with the environment.
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.buckets

  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id
  rule {
    # S3 delivers access logs only into buckets under its own key (SSE-S3).
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key_arn != null && each.key != "logs" ? "aws:kms" : "AES256"
      kms_master_key_id = var.kms_key_arn != null && each.key != "logs" ? var.kms_key_arn : null
    }
    # One call of KMS per bucket key instead of one per object: 99 % fewer at the price of none.
    bucket_key_enabled = var.kms_key_arn != null && each.key != "logs"
  }
}

resource "aws_s3_bucket_logging" "this" {
  for_each = local.data

  bucket        = aws_s3_bucket.this[each.key].id
  target_bucket = aws_s3_bucket.this["logs"].id
  target_prefix = "${each.key}/"
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.buckets

  statement {
    sid       = "OnlyOverTls"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this[each.key].arn, "${aws_s3_bucket.this[each.key].arn}/*"]
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

  statement {
    sid       = "OnlyTls12OrLater"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.this[each.key].arn, "${aws_s3_bucket.this[each.key].arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "NumericLessThan"
      variable = "s3:TlsVersion"
      values   = ["1.2"]
    }
  }

  dynamic "statement" {
    for_each = each.key == "logs" ? [1] : []
    content {
      sid       = "S3DeliversAccessLogs"
      actions   = ["s3:PutObject"]
      resources = [for purpose in local.data : "${aws_s3_bucket.this["logs"].arn}/${purpose}/*"]
      principals {
        type        = "Service"
        identifiers = ["logging.s3.amazonaws.com"]
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account_id]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [for purpose in local.data : aws_s3_bucket.this[purpose].arn]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id
  policy = data.aws_iam_policy_document.bucket[each.key].json
  # Both write the bucket's policy status; together they conflict.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
