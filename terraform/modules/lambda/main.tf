# One image, one program, as many functions as there are steps: the handler's name, given as argument, says which.

locals {
  is_image = var.package.image_uri != null
  aliases  = var.release_mode == "gradual" ? aws_lambda_alias.gradual : aws_lambda_alias.immediate
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = var.functions

  name              = "/aws/lambda/${each.value.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_116:the one asynchronous function has a destination on failure, which carries more than a dead letter
  for_each = var.functions

  function_name = each.value.name
  description   = each.value.description
  role          = each.value.role_arn
  architectures = [var.architecture]

  package_type = local.is_image ? "Image" : "Zip"
  image_uri    = var.package.image_uri
  dynamic "image_config" {
    for_each = local.is_image ? [1] : []
    content {
      command = ["lambda", each.value.handler]
    }
  }

  s3_bucket               = try(var.package.zip.bucket, null)
  s3_key                  = try(var.package.zip.key, null)
  s3_object_version       = try(var.package.zip.object_version, null)
  runtime                 = local.is_image ? null : "provided.al2023"
  handler                 = local.is_image ? null : each.value.handler
  code_signing_config_arn = one(aws_lambda_code_signing_config.this[*].arn)

  memory_size                    = each.value.memory_mb
  timeout                        = each.value.timeout_seconds
  reserved_concurrent_executions = each.value.reserved_concurrency
  ephemeral_storage {
    size = each.value.ephemeral_storage_mb
  }

  kms_key_arn = var.kms_key_arn
  environment {
    variables = each.value.environment
  }

  # Only functions that need the cache: the others would lose their way to the internet for nothing.
  dynamic "vpc_config" {
    for_each = each.value.in_vpc ? [var.vpc] : []
    content {
      subnet_ids         = vpc_config.value.subnet_ids
      security_group_ids = vpc_config.value.security_group_ids
    }
  }

  tracing_config {
    mode = var.tracing ? "Active" : "PassThrough"
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this[each.key].name
    # INFO keeps the REPORT lines, from which durations and cold starts are read.
    system_log_level      = "INFO"
    application_log_level = var.log_level
  }

  publish = true

  lifecycle {
    precondition {
      condition     = !each.value.in_vpc || var.vpc != null
      error_message = "function ${each.value.name} is to be in the VPC, but vpc is null."
    }
  }
}

# Callers name the alias, never the newest version, so that a release is one move, and so is taking it back.
resource "aws_lambda_alias" "immediate" {
  for_each = var.release_mode == "immediate" ? var.functions : {}

  name             = var.alias_name
  description      = "What callers use"
  function_name    = aws_lambda_function.this[each.key].function_name
  function_version = aws_lambda_function.this[each.key].version
}

# The same, when a deployment shifts traffic step by step and back on alarm: Terraform makes it and then keeps its hands off.
resource "aws_lambda_alias" "gradual" {
  for_each = var.release_mode == "gradual" ? var.functions : {}

  name             = var.alias_name
  description      = "What callers use; moved by the deployment"
  function_name    = aws_lambda_function.this[each.key].function_name
  function_version = aws_lambda_function.this[each.key].version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

# Asynchronous callers get no answer, so what failed for good has to go somewhere that somebody looks at.
resource "aws_lambda_function_event_invoke_config" "this" {
  for_each = { for key, f in var.functions : key => f if f.asynchronous }

  function_name                = aws_lambda_function.this[each.key].function_name
  qualifier                    = local.aliases[each.key].name
  maximum_retry_attempts       = 2
  maximum_event_age_in_seconds = 3600
  destination_config {
    on_failure {
      destination = each.value.failure_queue_arn
    }
  }
}

# Signatures exist for zip packages only; images are pinned by digest in a repository with immutable tags instead.
resource "aws_lambda_code_signing_config" "this" {
  count = length(var.signing_profile_version_arns) > 0 ? 1 : 0

  description = "Only packages signed by the deployment"
  allowed_publishers {
    signing_profile_version_arns = var.signing_profile_version_arns
  }
  policies {
    untrusted_artifact_on_deployment = "Enforce"
  }
}
