variables {
  bucket_name_prefix = "skip-level-ai-pipeline"
  name_suffix        = "-dev"
}

run "buckets_are_closed_and_encrypted" {
  assert {
    condition     = output.bucket_name == "skip-level-ai-pipeline-results-dev" && length(output.bucket_names) == 4
    error_message = "four buckets, results first"
  }
  assert {
    condition = alltrue([for b in aws_s3_bucket_public_access_block.this :
    b.block_public_acls && b.block_public_policy && b.ignore_public_acls && b.restrict_public_buckets])
    error_message = "no bucket can become public in any of the four ways"
  }
  assert {
    condition     = alltrue([for b in aws_s3_bucket_ownership_controls.this : b.rule[0].object_ownership == "BucketOwnerEnforced"])
    error_message = "ACLs are off"
  }
  assert {
    condition     = alltrue([for b in aws_s3_bucket_versioning.this : b.versioning_configuration[0].status == "Enabled"])
    error_message = "every bucket keeps old versions"
  }
  assert {
    condition = alltrue([for p in aws_s3_bucket_policy.this : length([for s in jsondecode(p.policy).Statement :
    s if try(s.Effect == "Deny" && s.Condition.Bool["aws:SecureTransport"][0] == "false", false)]) == 1])
    error_message = "every bucket refuses what does not come over TLS"
  }
  assert {
    condition     = toset(keys(aws_s3_bucket_logging.this)) == toset(["results", "content", "artifacts"])
    error_message = "access to the data buckets is logged"
  }
  assert {
    condition     = !anytrue([for b in aws_s3_bucket.this : b.force_destroy])
    error_message = "full buckets survive a destroy unless told otherwise"
  }
}

run "leftovers_go_everywhere" {
  assert {
    condition = alltrue([for l in aws_s3_bucket_lifecycle_configuration.this : length([for r in l.rule :
    r if try(r.abort_incomplete_multipart_upload[0].days_after_initiation == 7 && r.noncurrent_version_expiration[0].noncurrent_days == 30, false)]) == 1])
    error_message = "aborted uploads and old versions go, in every bucket"
  }
  assert {
    condition     = anytrue([for r in aws_s3_bucket_lifecycle_configuration.this["content"].rule : try(r.expiration[0].days, 0) == 30])
    error_message = "content expires"
  }
  assert {
    condition     = anytrue([for r in aws_s3_bucket_lifecycle_configuration.this["results"].rule : length(r.transition) == 2])
    error_message = "results move to cheaper classes"
  }
}

run "our_key_when_there_is_one" {
  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1"
  }
  assert {
    condition = alltrue([for purpose, e in aws_s3_bucket_server_side_encryption_configuration.this :
    one(one(e.rule).apply_server_side_encryption_by_default).sse_algorithm == (purpose == "logs" ? "AES256" : "aws:kms")])
    error_message = "data lies under our key, access logs under S3's, which is all that S3 can write to"
  }
}

run "copies_results_when_asked" {
  variables {
    replication = { bucket_arn = "arn:aws:s3:::elsewhere", account_id = "210987654321" }
  }
  assert {
    condition     = aws_s3_bucket_replication_configuration.results[0].rule[0].delete_marker_replication[0].status == "Disabled"
    error_message = "deletions do not reach the copy"
  }
  assert {
    condition     = jsondecode(aws_iam_role.replication[0].assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"][0] == "123456789012"
    error_message = "S3 takes the role for our account alone"
  }
}

run "refuses_a_copy_without_a_key_there" {
  command = plan
  variables {
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1"
    replication = { bucket_arn = "arn:aws:s3:::elsewhere" }
  }
  expect_failures = [aws_s3_bucket_replication_configuration.results]
}

run "refuses_wrong_input" {
  command = plan
  variables {
    bucket_name_prefix        = "Skip_Level"
    name_suffix               = "dev"
    kms_key_arn               = "alias/x"
    results_transitions       = [{ days = 3, storage_class = "STANDARD_IA" }]
    content_expiration_days   = 0
    artifacts_expiration_days = 1
    logs_expiration_days      = 0
    old_versions_days         = 0
    replication               = { bucket_arn = "elsewhere" }
    permissions_boundary_arn  = "boundary"
  }
  expect_failures = [
    var.bucket_name_prefix, var.name_suffix, var.kms_key_arn, var.results_transitions, var.content_expiration_days,
    var.artifacts_expiration_days, var.logs_expiration_days, var.old_versions_days, var.replication, var.permissions_boundary_arn,
  ]
}
