# The system as a whole, with variables of its own; tests/dev and tests/prod take those of the environments.

variables {
  environment        = "dev"
  owner              = "platform-team"
  cost_center        = "research"
  ecr_repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/winnow"
  image_digest       = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  qdrant_secrets_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:qdrant-AbCdEf"
  monthly_budget_usd = 20
  # Said although it is the default: terraform test forgets the default of an ephemeral variable between plan and apply.
  secret_values = {}
}

run "given_names_stay" {
  variables {
    tier = "standard"
  }
  assert {
    condition     = startswith(module.storage.bucket_name, "skip-level-ai-pipeline-")
    error_message = "buckets begin with skip-level-ai-pipeline"
  }
  assert {
    condition     = module.redis[0].replication_group_id == "skip-level-redis" && endswith(module.redis[0].endpoint, ":6379")
    error_message = "the replication group is skip-level-redis"
  }
  assert {
    condition     = module.lambda_functions.log_group_names["evaluator"] == "/aws/lambda/pipeline-evaluator"
    error_message = "the evaluator's log is /aws/lambda/pipeline-evaluator"
  }
  assert {
    condition = toset(values(module.lambda_functions.function_names)) == toset([
      "pipeline-trigger", "pipeline-fetch-urls", "pipeline-evaluator", "pipeline-process-results", "pipeline-save-results", "pipeline-error-handler",
    ])
    error_message = "six functions, by these names"
  }
  assert {
    condition     = module.step_functions.state_machine_name == output.state_machine_name && module.step_functions.state_machine_arn == "arn:aws:states:us-east-1:123456789012:stateMachine:content-pipeline"
    error_message = "the state machine's ARN is the one that roles and triggers were told"
  }
  assert {
    condition     = module.scheduler.schedule_expression == "cron(0 0 * * ? *)"
    error_message = "daily at midnight"
  }
  assert {
    condition     = endswith(output.image_uri, "@sha256:0000000000000000000000000000000000000000000000000000000000000000")
    error_message = "the image is named by digest"
  }
}

run "another_environment_in_this_state_is_refused" {
  command = plan
  variables {
    environment  = "staging"
    alert_routes = { critical = { emails = ["on-call@example.com"] } }
  }
  expect_failures = [terraform_data.environment]
}

run "smallest_tier_has_no_nat" {
  state_key = "minimal"
  variables {
    tier = "minimal"
  }
  assert {
    condition     = output.nat_gateway_count == 0 && length(module.network) == 0 && length(module.redis) == 0
    error_message = "no network, no NAT gateway, no Redis"
  }
  assert {
    condition     = output.endpoint == null
    error_message = "there is no Redis to name"
  }
}

run "standard_tier_has_one_nat" {
  state_key = "standard"
  variables {
    tier = "standard"
  }
  assert {
    condition     = output.nat_gateway_count == 1
    error_message = "one NAT gateway"
  }
}

run "paused_standard_tier_pays_nothing_by_the_hour" {
  state_key = "standard"
  variables {
    tier   = "standard"
    paused = true
  }
  assert {
    condition     = output.nat_gateway_count == 0 && length(module.redis) == 0
    error_message = "Redis and NAT gateway go while the environment rests"
  }
  assert {
    condition     = !contains(module.monitoring.alarm_names, "pipeline-critical-missing-run")
    error_message = "who rests is not missed"
  }
}

run "resilient_tier_has_two_nats" {
  state_key = "resilient"
  variables {
    tier = "resilient"
  }
  assert {
    condition     = output.nat_gateway_count == 2 && length(module.redis[0].node_ids) == 2
    error_message = "NAT gateway and Redis node in each of two zones"
  }
}

run "network_of_the_company" {
  state_key = "company"
  variables {
    tier           = "standard"
    create_network = false
    vpc_id         = "vpc-0a1b2c3d"
    subnet_ids     = ["subnet-0a", "subnet-0b"]
  }
  assert {
    condition     = length(module.network) == 0 && length(module.redis) == 1
    error_message = "Redis moves into the VPC that is there"
  }
}

run "shared_account" {
  state_key = "shared"
  variables {
    name_suffix = "-dev"
    tier        = "standard"
  }
  assert {
    condition     = alltrue([for name in values(module.lambda_functions.function_names) : endswith(name, "-dev")]) && module.redis[0].replication_group_id == "skip-level-redis-dev" && output.state_machine_name == "content-pipeline-dev"
    error_message = "every account-wide name carries the suffix"
  }
}

run "distributed_map" {
  state_key = "distributed"
  variables {
    map_mode        = "distributed"
    max_concurrency = 200
  }
  assert {
    condition     = jsondecode(module.step_functions.definition).States.ProcessURLs.ResultWriter.Parameters.Bucket == module.storage.bucket_names["content"]
    error_message = "results of the map go to the content bucket"
  }
}

run "zip_package" {
  state_key = "zip"
  variables {
    image_digest = null
    package_zip  = { bucket = "skip-level-ai-pipeline-artifacts-dev", key = "winnow.zip" }
  }
  assert {
    condition     = output.image_uri == null
    error_message = "zip packages run without an image"
  }
}

run "secrets_written_by_terraform" {
  state_key = "secrets"
  variables {
    secrets       = { openai = { description = "API key of OpenAI", version = 1 }, youtube = { description = "API key of YouTube", used_by = ["fetch_urls"] } }
    secret_values = { openai = "sk-that-no-state-may-hold" }
  }
  assert {
    condition     = toset(keys(output.secret_arns)) == toset(["openai", "youtube"])
    error_message = "a secret for each key"
  }
}
