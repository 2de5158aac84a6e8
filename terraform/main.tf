# The whole system. Each module can be read, planned and tested alone; this file says how they are joined.

module "encryption" {
  source = "./modules/encryption"
  count  = var.kms_key_arn == null ? 1 : 0

  alias                = "content-pipeline-${var.environment}${var.name_suffix}"
  deletion_window_days = local.is_prod ? 30 : 7

  depends_on = [terraform_data.environment]
}

module "network" {
  source = "./modules/network"
  count  = local.own_network ? 1 : 0

  name                     = local.name
  cidr                     = var.vpc_cidr
  zone_count               = local.tier.zones
  nat_gateways             = local.tier.nat_gateways
  kms_key_arn              = local.kms_key_arn
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "storage" {
  source = "./modules/storage"

  bucket_name_prefix       = var.bucket_name_prefix
  name_suffix              = local.bucket_suffix
  kms_key_arn              = var.encrypt_buckets_with_kms ? local.kms_key_arn : null
  force_destroy            = !local.is_prod
  content_expiration_days  = var.content_expiration_days
  replication              = var.results_replication
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "secrets" {
  source = "./modules/secrets"

  name_prefix          = local.secret_prefix
  secrets              = { for name, s in var.secrets : name => { description = s.description, version = s.version } }
  values               = var.secret_values
  kms_key_arn          = local.kms_key_arn
  recovery_window_days = local.is_prod ? 30 : 0
}

module "alerting" {
  source = "./modules/alerting"

  name_suffix              = var.name_suffix
  kms_key_arn              = local.kms_key_arn
  routes                   = var.alert_routes
  escalation_levels        = var.escalation_levels
  runbook_url              = var.runbook_url
  deletion_protection      = local.is_prod
  log_retention_days       = var.log_retention_days
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "redis" {
  source = "./modules/cache"
  count  = local.has_cache ? 1 : 0

  replication_group_id        = "skip-level-redis${var.name_suffix}"
  vpc_id                      = local.vpc_id
  subnet_ids                  = local.subnet_ids
  engine                      = var.redis_engine
  engine_version              = var.redis_engine_version
  node_type                   = coalesce(var.redis_node_type, local.tier.node_type)
  replica_count               = coalesce(var.redis_replica_count, local.tier.replicas)
  multi_az                    = local.tier.multi_az
  password_version            = var.redis_password_version
  snapshot_retention_days     = local.is_prod ? 7 : 0
  apply_immediately           = !local.is_prod
  secret_name_prefix          = local.secret_prefix
  secret_recovery_window_days = local.is_prod ? 30 : 0
  kms_key_arn                 = local.kms_key_arn
  log_retention_days          = var.log_retention_days
  notification_topic_arn      = module.alerting.topic_arns["info"]
}

module "iam" {
  source = "./modules/iam"

  functions           = { for key, f in local.functions : key => merge(f.grants, { name = f.name, in_vpc = f.in_vpc }) }
  step_functions      = [for key in keys(local.functions) : key if key != "trigger"]
  trigger_function    = "trigger"
  state_machine_name  = local.name
  schedule_group_name = local.name
  schedule_queue_name = module.alerting.dead_letter_queue_name
  kms_key_arns        = distinct(concat([local.kms_key_arn], var.secret_kms_key_arns))
  tracing             = var.tracing
  distributed_map = var.map_mode == "distributed" ? {
    bucket_arn     = module.storage.bucket_arns["content"]
    list_prefix    = "runs/"
    results_prefix = "map-results/"
  } : null
  permissions_boundary_arn = var.permissions_boundary_arn
}

module "lambda_functions" {
  source = "./modules/lambda"

  package                      = { image_uri = local.image_uri, zip = var.package_zip }
  signing_profile_version_arns = var.signing_profile_version_arns
  architecture                 = var.architecture
  release_mode                 = var.release_mode
  tracing                      = var.tracing
  log_level                    = var.log_level
  log_retention_days           = var.log_retention_days
  kms_key_arn                  = local.kms_key_arn
  vpc = local.has_cache ? {
    subnet_ids         = local.subnet_ids
    security_group_ids = [module.redis[0].functions_security_group_id]
  } : null

  functions = { for key, f in local.functions : key => {
    name                    = f.name
    handler                 = f.handler
    description             = f.description
    role_arn                = module.iam.function_role_arns[key]
    memory_mb               = f.memory_mb
    timeout_seconds         = f.timeout_seconds
    ephemeral_storage_mb    = f.ephemeral_storage_mb
    reserved_concurrency    = f.reserved_concurrency
    provisioned_concurrency = f.provisioned_concurrency
    in_vpc                  = f.in_vpc
    environment             = f.environment
    asynchronous            = key == "trigger" # Scheduler does not wait for an answer
    failure_queue_arn       = try(f.grants.failure_queue_arn, null)
  } }

  # Lambda checks a role's permissions when it makes interfaces and destinations: the policies must be there.
  depends_on = [module.iam]
}

module "step_functions" {
  source = "./modules/step-functions"

  name                      = local.name
  definitions_path          = "${path.root}/../statemachine"
  role_arn                  = module.iam.state_machine_role_arn
  function_arns             = module.lambda_functions.function_arns
  function_timeouts_seconds = module.lambda_functions.timeouts_seconds
  type                      = var.state_machine_type
  map_mode                  = var.map_mode
  max_concurrency           = var.max_concurrency
  run_timeout_seconds       = var.run_timeout_seconds
  distributed = var.map_mode == "distributed" ? {
    results_bucket               = module.storage.bucket_names["content"]
    results_prefix               = "map-results"
    tolerated_failure_percentage = var.tolerated_failure_percentage
  } : null
  log_retention_days = var.log_retention_days
  tracing            = var.tracing
  kms_key_arn        = local.kms_key_arn

  # Step Functions checks the role's log permissions when it is made.
  depends_on = [module.iam]
}

module "scheduler" {
  source = "./modules/scheduler"

  name                    = local.name
  questions               = var.questions
  schedule_expression     = var.schedule_expression
  timezone                = var.schedule_timezone
  flexible_window_minutes = var.schedule_window_minutes
  enabled                 = var.schedule_enabled && !var.paused
  target_function_arn     = module.lambda_functions.function_arns["trigger"]
  role_arn                = module.iam.scheduler_role_arn
  dead_letter_queue_arn   = module.alerting.dead_letter_queue_arn
  state_machine_arn       = module.step_functions.state_machine_arn
  # A failed run also raises an alarm on the critical topic: this message has the details, and pages nobody.
  failed_runs_topic_arn = module.alerting.topic_arns["warning"]
  runbook_url           = var.runbook_url

  depends_on = [module.iam]
}

module "monitoring" {
  source = "./modules/monitoring"

  aws_region                = var.aws_region
  environment               = var.environment
  name_suffix               = var.name_suffix
  function_names            = module.lambda_functions.function_names
  function_timeouts_seconds = module.lambda_functions.timeouts_seconds
  log_group_names           = module.lambda_functions.log_group_names
  state_machine_arn         = module.step_functions.state_machine_arn
  state_machine_name        = module.step_functions.state_machine_name
  dead_letter_queue_name    = module.alerting.dead_letter_queue_name
  cache                     = local.has_cache ? { node_ids = module.redis[0].node_ids } : null
  topic_arns                = module.alerting.topic_arns
  runbook_url               = var.runbook_url
  error_rate_percent        = var.error_rate_percent
  daily_model_cost_usd      = var.daily_model_cost_usd
  expect_daily_run          = var.expect_daily_run && var.schedule_enabled && !var.paused
  anomaly_detection         = local.is_prod
}

module "budgets" {
  source = "./modules/budgets"

  environment       = var.environment
  name_suffix       = var.name_suffix
  monthly_limit_usd = var.monthly_budget_usd
  topic_arns        = module.alerting.topic_arns
  emails            = var.budget_emails
}
