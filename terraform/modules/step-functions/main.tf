# The state machine, from a template that runs just as well in an emulator: this module only fills in names and numbers.

locals {
  # Step Functions gives up a little after the function itself would, so that the function's own error is the one seen.
  timeouts = { for key, seconds in var.function_timeouts_seconds : "${key}_timeout_seconds" => seconds + 10 }
  arns     = { for key, arn in var.function_arns : "${key}_arn" => arn }

  definition = templatefile("${var.definitions_path}/${var.map_mode == "distributed" ? "pipeline-distributed" : "pipeline"}.asl.json", merge(local.arns, local.timeouts, {
    max_concurrency              = var.max_concurrency
    run_timeout_seconds          = var.run_timeout_seconds
    child_execution_type         = try(var.distributed.child_execution_type, "")
    tolerated_failure_percentage = try(var.distributed.tolerated_failure_percentage, 0)
    results_bucket               = try(var.distributed.results_bucket, "")
    results_prefix               = try(var.distributed.results_prefix, "")
  }))
}

resource "aws_cloudwatch_log_group" "this" {
  # Log groups under /aws/vendedlogs/ do not use up the account's resource policy, which is 5,120 characters long.
  name              = "/aws/vendedlogs/states/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_sfn_state_machine" "this" {
  #checkov:skip=CKV_AWS_285:logs errors, without execution data: questions and URLs are the user's business
  name       = var.name
  type       = var.type
  role_arn   = var.role_arn
  definition = local.definition
  publish    = true

  logging_configuration {
    log_destination = "${aws_cloudwatch_log_group.this.arn}:*"
    level           = var.log_level
    # Questions and URLs are the user's business; ids are enough to find an execution.
    include_execution_data = false
  }
  tracing_configuration {
    enabled = var.tracing
  }

  lifecycle {
    precondition {
      condition     = var.map_mode == "inline" || var.distributed != null
      error_message = "map_mode distributed needs `distributed`: where results go, and how many may fail."
    }
  }
}
