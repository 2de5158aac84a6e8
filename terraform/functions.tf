# The six functions: what each is, what it is told, and what it may do. docs/terraform.md lists the environment variables.

locals {
  bucket = module.storage.bucket_arns

  secret_arns_for = { for key in ["fetch_urls", "evaluator", "process_results"] : key => [for name, s in var.secrets : module.secrets.arns[name] if contains(s.used_by, key)] }
  redis_secret    = local.has_cache ? [module.redis[0].secret_arn] : []

  # What every function is told. Values are names and ARNs, never secrets.
  common_environment = {
    WINNOW_ENVIRONMENT       = var.environment
    WINNOW_DATA              = "/tmp/winnow" # the only place that Lambda lets a program write to
    WINNOW_LOG_FORMAT        = "json"
    WINNOW_METRICS_NAMESPACE = "SkipLevel/ContentPipeline"
    WINNOW_RESULTS_BUCKET    = module.storage.bucket_names["results"]
    WINNOW_CONTENT_BUCKET    = module.storage.bucket_names["content"]
    WINNOW_MAP_MODE          = var.map_mode
  }
  # Redis where there is one; else objects under cache/ in the content bucket.
  cache_environment = local.has_cache ? {
    WINNOW_CACHE                 = "redis"
    WINNOW_REDIS_ENDPOINT        = module.redis[0].endpoint
    WINNOW_REDIS_READER_ENDPOINT = module.redis[0].reader_endpoint
    WINNOW_REDIS_SECRET_ARN      = module.redis[0].secret_arn
    } : {
    WINNOW_CACHE = "s3"
  }
  secret_environment = { for key in ["fetch_urls", "evaluator", "process_results"] : key => {
    for name, s in var.secrets : "WINNOW_${upper(replace(name, "-", "_"))}_SECRET_ARN" => module.secrets.arns[name] if contains(s.used_by, key)
  } }

  cache_objects = local.has_cache ? [] : ["${local.bucket["content"]}/cache/*"]

  defaults = {
    trigger = {
      description = "Starts a run, once per question and time", memory_mb = 256, timeout_seconds = 30, in_vpc = false
      environment = { WINNOW_STATE_MACHINE_ARN = local.state_machine_arn }
      grants      = { start_state_machine_arn = local.state_machine_arn, failure_queue_arn = module.alerting.dead_letter_queue_arn }
    }
    fetch_urls = {
      # arXiv wants three seconds between requests, so this one waits more than it works.
      description = "Asks every source what is new", memory_mb = 1024, timeout_seconds = 300, in_vpc = local.has_cache
      environment = merge(local.cache_environment, local.secret_environment["fetch_urls"])
      grants = {
        secret_arns   = concat(local.redis_secret, local.secret_arns_for["fetch_urls"])
        read_objects  = concat(["${local.bucket["content"]}/runs/*"], local.cache_objects)
        write_objects = concat(["${local.bucket["content"]}/runs/*"], local.cache_objects)
        list_buckets  = [local.bucket["content"]]
      }
    }
    evaluator = {
      description = "Fetches, extracts, judges and embeds one URL", memory_mb = 1024, timeout_seconds = 180, in_vpc = local.has_cache
      environment = merge(local.cache_environment, local.secret_environment["evaluator"], { WINNOW_QDRANT_SECRET_ARN = var.qdrant_secrets_arn })
      grants = {
        secret_arns   = concat(local.redis_secret, local.secret_arns_for["evaluator"], [var.qdrant_secrets_arn])
        read_objects  = concat(["${local.bucket["content"]}/runs/*"], local.cache_objects)
        write_objects = concat(["${local.bucket["content"]}/runs/*", "${local.bucket["content"]}/pending-vectors/*"], local.cache_objects)
        list_buckets  = [local.bucket["content"]]
      }
    }
    process_results = {
      description = "Ranks and groups what was judged, and stores vectors that an earlier run could not", memory_mb = 2048, timeout_seconds = 300, in_vpc = false
      environment = merge(local.secret_environment["process_results"], { WINNOW_QDRANT_SECRET_ARN = var.qdrant_secrets_arn })
      grants = {
        secret_arns    = concat(local.secret_arns_for["process_results"], [var.qdrant_secrets_arn])
        read_objects   = ["${local.bucket["content"]}/runs/*", "${local.bucket["content"]}/map-results/*", "${local.bucket["content"]}/pending-vectors/*"]
        write_objects  = ["${local.bucket["content"]}/runs/*"]
        delete_objects = ["${local.bucket["content"]}/pending-vectors/*"]
        list_buckets   = [local.bucket["content"]]
      }
    }
    save_results = {
      description = "Writes report and statistics, and says that they are there", memory_mb = 512, timeout_seconds = 120, in_vpc = false
      environment = { WINNOW_DONE_TOPIC_ARN = module.alerting.topic_arns["info"] }
      grants = {
        read_objects       = ["${local.bucket["content"]}/runs/*", "${local.bucket["results"]}/reports/*"]
        write_objects      = ["${local.bucket["results"]}/reports/*"]
        list_buckets       = [local.bucket["content"], local.bucket["results"]]
        publish_topic_arns = [module.alerting.topic_arns["info"]]
      }
    }
    error_handler = {
      description = "Records what went wrong and tells people", memory_mb = 256, timeout_seconds = 30, in_vpc = false
      environment = {
        WINNOW_FAILURE_TOPIC_ARN  = module.alerting.topic_arns["warning"]
        WINNOW_CRITICAL_TOPIC_ARN = module.alerting.topic_arns["critical"]
      }
      grants = {
        read_objects       = ["${local.bucket["content"]}/runs/*", "${local.bucket["results"]}/failures/*"]
        write_objects      = ["${local.bucket["results"]}/failures/*"]
        list_buckets       = [local.bucket["content"], local.bucket["results"]]
        publish_topic_arns = [module.alerting.topic_arns["warning"], module.alerting.topic_arns["critical"]]
      }
    }
  }

  # name and handler: pipeline-fetch-urls; with what var.functions says otherwise.
  functions = { for key, d in local.defaults : key => {
    name                    = "pipeline-${replace(key, "_", "-")}${var.name_suffix}"
    handler                 = "pipeline-${replace(key, "_", "-")}"
    description             = d.description
    in_vpc                  = d.in_vpc
    environment             = merge(local.common_environment, d.environment)
    grants                  = d.grants
    memory_mb               = coalesce(try(var.functions[key].memory_mb, null), d.memory_mb)
    timeout_seconds         = coalesce(try(var.functions[key].timeout_seconds, null), d.timeout_seconds)
    ephemeral_storage_mb    = coalesce(try(var.functions[key].ephemeral_storage_mb, null), 512)
    reserved_concurrency    = coalesce(try(var.functions[key].reserved_concurrency, null), -1)
    provisioned_concurrency = try(var.functions[key].provisioned_concurrency, null)
  } }
}
