# What grows without limit unless somebody says when it ends.

locals {
  rules = {
    results = [
      { id = "cheaper-classes", prefix = "", days = null, transitions = var.results_transitions },
    ]
    content = [
      { id = "expire-content", prefix = "", days = var.content_expiration_days, transitions = [] },
    ]
    # Builds are re-made from their commit; the running ones are younger than this or pinned by the function itself.
    artifacts = [{ id = "expire-artifacts", prefix = "", days = var.artifacts_expiration_days, transitions = [] }]
    logs      = [{ id = "expire-logs", prefix = "", days = var.logs_expiration_days, transitions = [] }]
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id

  rule {
    id     = "leftovers"
    status = "Enabled"
    filter {
      prefix = ""
    }
    # An upload that broke off is invisible, and paid for.
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
    noncurrent_version_expiration {
      noncurrent_days = var.old_versions_days
    }
    expiration {
      expired_object_delete_marker = true
    }
  }

  dynamic "rule" {
    for_each = local.rules[each.key]
    content {
      id     = rule.value.id
      status = "Enabled"
      filter {
        prefix = rule.value.prefix
      }
      dynamic "expiration" {
        for_each = rule.value.days == null ? [] : [rule.value.days]
        content {
          days = expiration.value
        }
      }
      dynamic "transition" {
        for_each = rule.value.transitions
        content {
          days          = transition.value.days
          storage_class = transition.value.storage_class
        }
      }
    }
  }

  # Versioning first: rules on old versions mean nothing without it.
  depends_on = [aws_s3_bucket_versioning.this]
}
