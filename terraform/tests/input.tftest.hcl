# Wrong input fails at plan, with a sentence that says what is right.

variables {
  environment        = "dev"
  owner              = "platform-team"
  cost_center        = "research"
  ecr_repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/winnow"
  image_digest       = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  qdrant_secrets_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:qdrant-AbCdEf"
  monthly_budget_usd = 20
}

run "refuses_prdo" {
  command = plan
  variables {
    environment = "prdo"
  }
  expect_failures = [var.environment]
}

run "refuses_a_malformed_cron" {
  command = plan
  variables {
    schedule_expression = "0 0 * * *"
  }
  expect_failures = [var.schedule_expression]
}

run "refuses_one_subnet" {
  command = plan
  variables {
    tier           = "standard"
    create_network = false
    vpc_id         = "vpc-0a1b2c3d"
    subnet_ids     = ["subnet-0a"]
  }
  expect_failures = [var.subnet_ids]
}

run "refuses_redis_without_network" {
  command = plan
  variables {
    tier           = "standard"
    create_network = false
    subnet_ids     = ["subnet-0a", "subnet-0b"]
  }
  expect_failures = [var.vpc_id]
}

run "refuses_a_node_that_cannot" {
  command = plan
  variables {
    tier            = "resilient"
    redis_node_type = "cache.m3.medium"
  }
  expect_failures = [var.redis_node_type]
}

run "refuses_failover_to_nothing" {
  command = plan
  variables {
    tier                = "resilient"
    redis_replica_count = 0
  }
  expect_failures = [var.redis_replica_count]
}

run "refuses_prod_with_whatever_was_pushed_last" {
  command = plan
  variables {
    environment  = "prod"
    image_digest = null
    alert_routes = { critical = { emails = ["on-call@example.com"] } }
  }
  expect_failures = [var.image_digest]
}

run "refuses_prod_that_nobody_watches" {
  command = plan
  variables {
    environment = "prod"
  }
  expect_failures = [var.alert_routes]
}

run "refuses_less_concurrency_than_the_map_uses" {
  command = plan
  variables {
    functions = { evaluator = { reserved_concurrency = 5 } }
  }
  expect_failures = [var.functions]
}

run "refuses_unknown_functions" {
  command = plan
  variables {
    functions = { judge = { memory_mb = 512 } }
  }
  expect_failures = [var.functions]
}

run "refuses_image_and_zip_together" {
  command = plan
  variables {
    package_zip = { bucket = "artifacts", key = "winnow.zip" }
  }
  expect_failures = [var.image_digest]
}

run "refuses_tag_and_zip_together" {
  command = plan
  variables {
    image_digest = null
    image_tag    = "v1"
    package_zip  = { bucket = "artifacts", key = "winnow.zip" }
  }
  expect_failures = [var.image_tag]
}

run "refuses_signatures_for_images" {
  command = plan
  variables {
    signing_profile_version_arns = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/winnow/1"]
  }
  expect_failures = [var.signing_profile_version_arns]
}

run "refuses_a_secret_without_value" {
  command = plan
  variables {
    secrets = { openai = { description = "API key of OpenAI", version = 1 } }
  }
  expect_failures = [var.secret_values]
}

run "refuses_a_version_of_the_other_engine" {
  command = plan
  variables {
    redis_engine_version = "7.1"
  }
  expect_failures = [var.redis_engine_version]
}

run "refuses_what_and_where" {
  command = plan
  variables {
    aws_region              = "Virginia"
    name_suffix             = "dev"
    allowed_account_ids     = ["1"]
    owner                   = ""
    cost_center             = ""
    extra_tags              = { Environment = "other" }
    tier                    = "tiny"
    vpc_cidr                = "10.0.0.0/28"
    ecr_repository_url      = "winnow:latest"
    architecture            = "riscv"
    release_mode            = "sometimes"
    bucket_name_prefix      = "Skip_Level"
    content_expiration_days = 0
    results_replication     = { bucket_arn = "elsewhere" }
  }
  expect_failures = [
    var.aws_region, var.name_suffix, var.allowed_account_ids, var.owner, var.cost_center, var.extra_tags, var.tier, var.vpc_cidr,
    var.ecr_repository_url, var.architecture, var.release_mode, var.bucket_name_prefix, var.content_expiration_days, var.results_replication,
  ]
}

run "refuses_wrong_operation" {
  command = plan
  variables {
    questions                    = {}
    schedule_timezone            = "midnight"
    schedule_window_minutes      = 1441
    state_machine_type           = "SLOW"
    map_mode                     = "parallel"
    tolerated_failure_percentage = 101
    run_timeout_seconds          = 1
    redis_engine                 = "memcached"
    redis_engine_version         = "8.0"
    redis_password_version       = 0
    qdrant_secrets_arn           = "arn:aws:secretsmanager:us-east-1:123456789012:secret:*"
    kms_key_arn                  = "alias/x"
    secret_kms_key_arns          = ["arn:aws:kms:us-east-1:123456789012:key/*"]
    permissions_boundary_arn     = "boundary"
    log_level                    = "TRACE"
    log_retention_days           = 2
    escalation_levels            = [{ name = "late", after_minutes = 721 }]
    runbook_url                  = "a page"
    error_rate_percent           = 0
    daily_model_cost_usd         = 0
    monthly_budget_usd           = 0
    budget_emails                = ["nobody"]
  }
  expect_failures = [
    var.questions, var.schedule_timezone, var.schedule_window_minutes, var.state_machine_type, var.map_mode,
    var.tolerated_failure_percentage, var.run_timeout_seconds, var.redis_engine, var.redis_password_version, var.qdrant_secrets_arn,
    var.kms_key_arn, var.secret_kms_key_arns, var.permissions_boundary_arn, var.log_level, var.log_retention_days,
    var.escalation_levels, var.runbook_url, var.error_rate_percent, var.daily_model_cost_usd, var.monthly_budget_usd, var.budget_emails,
  ]
}

run "refuses_fifty_at_once_inline" {
  command = plan
  variables {
    max_concurrency = 50
  }
  expect_failures = [var.max_concurrency]
}

run "refuses_wrong_users_of_a_secret" {
  command = plan
  variables {
    secrets = { openai = { description = "API key of OpenAI", used_by = ["everybody"] } }
  }
  expect_failures = [var.secrets]
}

run "refuses_a_folder_as_package" {
  command = plan
  variables {
    image_digest = null
    package_zip  = { bucket = "artifacts", key = "winnow" }
  }
  expect_failures = [var.package_zip]
}

run "refuses_a_mutable_tag_with_spaces" {
  command = plan
  variables {
    image_digest = null
    image_tag    = "the newest"
  }
  expect_failures = [var.image_tag]
}
