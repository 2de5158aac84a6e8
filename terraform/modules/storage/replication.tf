# The results once more, in a bucket that somebody else guards (another region, better another account).

resource "aws_iam_role" "replication" {
  count = var.replication == null ? 0 : 1

  name                 = "pipeline-results-replication${var.name_suffix}"
  description          = "S3 copies the results bucket to ${var.replication.bucket_arn}"
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = data.aws_iam_policy_document.replication_trust[0].json
}

data "aws_iam_policy_document" "replication_trust" {
  count = var.replication == null ? 0 : 1

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${data.aws_partition.current.partition}:s3:::${local.buckets["results"]}"]
    }
  }
}

data "aws_iam_policy_document" "replication" {
  count = var.replication == null ? 0 : 1

  statement {
    sid       = "ReadWhatChanged"
    actions   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
    resources = [aws_s3_bucket.this["results"].arn]
  }
  statement {
    sid       = "ReadVersions"
    actions   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
    resources = ["${aws_s3_bucket.this["results"].arn}/*"]
  }
  statement {
    sid       = "WriteCopies"
    actions   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
    resources = ["${var.replication.bucket_arn}/*"]
  }
  dynamic "statement" {
    for_each = var.kms_key_arn == null ? [] : [var.kms_key_arn]
    content {
      sid       = "OpenTheSource"
      actions   = ["kms:Decrypt"]
      resources = [statement.value]
    }
  }
  dynamic "statement" {
    for_each = var.replication.kms_key_arn == null ? [] : [var.replication.kms_key_arn]
    content {
      sid       = "SealTheCopy"
      actions   = ["kms:Encrypt", "kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "replication" {
  count = var.replication == null ? 0 : 1

  name   = "replicate-results"
  role   = aws_iam_role.replication[0].id
  policy = data.aws_iam_policy_document.replication[0].json
}

resource "aws_s3_bucket_replication_configuration" "results" {
  count = var.replication == null ? 0 : 1

  bucket = aws_s3_bucket.this["results"].id
  role   = aws_iam_role.replication[0].arn

  rule {
    id     = "results"
    status = "Enabled"
    filter {
      prefix = ""
    }
    # A deletion here, by mistake or worse, does not reach the copy.
    delete_marker_replication {
      status = "Disabled"
    }
    dynamic "source_selection_criteria" {
      for_each = var.kms_key_arn == null ? [] : [1]
      content {
        sse_kms_encrypted_objects {
          status = "Enabled"
        }
      }
    }
    destination {
      bucket        = var.replication.bucket_arn
      account       = var.replication.account_id
      storage_class = "STANDARD_IA"
      dynamic "access_control_translation" {
        for_each = var.replication.account_id == null ? [] : [1]
        content {
          owner = "Destination"
        }
      }
      dynamic "encryption_configuration" {
        for_each = var.replication.kms_key_arn == null ? [] : [var.replication.kms_key_arn]
        content {
          replica_kms_key_id = encryption_configuration.value
        }
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.kms_key_arn == null || var.replication.kms_key_arn != null
      error_message = "replication.kms_key_arn is needed: objects under a KMS key are copied only to a key named at the destination."
    }
  }
  depends_on = [aws_s3_bucket_versioning.this]
}
