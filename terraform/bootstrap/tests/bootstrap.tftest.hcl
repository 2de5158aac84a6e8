variables {
  owner             = "platform-team"
  cost_center       = "research"
  github_repository = "skip-level-ai/winnow"
}

run "states_and_images_are_safe" {
  assert {
    condition     = aws_s3_bucket.state.bucket == "skip-level-ai-terraform-state" && aws_s3_bucket_versioning.state.versioning_configuration[0].status == "Enabled"
    error_message = "states are versioned, in the bucket that backends name"
  }
  assert {
    condition     = aws_s3_bucket_public_access_block.state.block_public_acls && aws_s3_bucket_public_access_block.state.restrict_public_buckets
    error_message = "states are never public"
  }
  assert {
    condition     = aws_ecr_repository.this.image_tag_mutability == "IMMUTABLE" && aws_ecr_repository.this.image_scanning_configuration[0].scan_on_push
    error_message = "tags mean one image for ever, and images are scanned"
  }
  assert {
    condition     = length(jsondecode(aws_ecr_lifecycle_policy.this.policy).rules) == 2
    error_message = "old images go"
  }
}

run "jobs_come_in_by_their_whole_name" {
  assert {
    condition = alltrue([for r in aws_iam_role.github : alltrue([for s in jsondecode(r.assume_role_policy).Statement :
    s.Condition.StringEquals["token.actions.githubusercontent.com:aud"][0] == "sts.amazonaws.com" && !strcontains(s.Condition.StringEquals["token.actions.githubusercontent.com:sub"][0], "*")])])
    error_message = "audience and subject are compared whole"
  }
  assert {
    condition     = jsondecode(aws_iam_role.github["apply-prod"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"][0] == "repo:skip-level-ai/winnow:environment:prod"
    error_message = "prod is applied by jobs of its environment alone"
  }
  assert {
    condition     = toset(keys(output.github_role_arns)) == toset(["plan", "push", "apply-dev", "apply-prod"])
    error_message = "a role a purpose"
  }
}

run "deployments_cannot_outgrow_themselves" {
  assert {
    condition     = anytrue([for s in jsondecode(aws_iam_policy.apply["named"].policy).Statement : try(s.Condition.StringEquals["iam:PermissionsBoundary"][0], "") == aws_iam_policy.boundary.arn])
    error_message = "roles are made with the boundary only"
  }
  assert {
    condition     = anytrue([for s in jsondecode(aws_iam_policy.apply["named"].policy).Statement : s.Effect == "Deny" && contains(s.Resource, aws_iam_policy.boundary.arn)])
    error_message = "boundary and deployment roles are out of reach"
  }
  assert {
    condition     = alltrue([for p in aws_iam_policy.apply : length(replace(p.policy, "/\\s/", "")) <= 6144])
    error_message = "IAM takes policies of 6,144 characters at most"
  }
}

run "refuses_wrong_input" {
  command = plan
  variables {
    aws_region          = "Virginia"
    owner               = ""
    cost_center         = ""
    state_bucket_name   = "S"
    state_key_prefix    = "states"
    bucket_name_prefix  = "Skip_Level"
    repository_name     = "Winnow"
    untagged_image_days = 0
    kept_images         = 1
    github_repository   = "skip-level-ai/*"
    main_branch         = "*"
    environments        = ["prdo"]
  }
  expect_failures = [
    var.aws_region, var.owner, var.cost_center, var.state_bucket_name, var.state_key_prefix, var.bucket_name_prefix, var.repository_name,
    var.untagged_image_days, var.kept_images, var.github_repository, var.main_branch, var.environments,
  ]
}
