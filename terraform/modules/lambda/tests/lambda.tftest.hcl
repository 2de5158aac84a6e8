variables {
  package = { image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/winnow@sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  functions = {
    evaluator = {
      name                 = "pipeline-evaluator"
      handler              = "pipeline-evaluator"
      description          = "Judges one URL"
      role_arn             = "arn:aws:iam::123456789012:role/pipeline-evaluator"
      memory_mb            = 1024
      timeout_seconds      = 180
      reserved_concurrency = 20
      in_vpc               = true
      environment          = { WINNOW_REDIS_SECRET_ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:redis" }
      provisioned_concurrency = {
        min = 2
        max = 10
        schedule = {
          before_the_run = { expression = "cron(45 23 * * ? *)", min = 5, max = 10 }
          after_the_run  = { expression = "cron(0 3 * * ? *)", min = 0, max = 0 }
        }
      }
    }
    trigger = {
      name              = "pipeline-trigger"
      handler           = "pipeline-trigger"
      description       = "Starts a run"
      role_arn          = "arn:aws:iam::123456789012:role/pipeline-trigger"
      memory_mb         = 256
      timeout_seconds   = 30
      asynchronous      = true
      failure_queue_arn = "arn:aws:sqs:us-east-1:123456789012:failed"
    }
  }
  vpc = { subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }
}

run "image_by_digest_and_handler_by_name" {
  assert {
    condition     = aws_lambda_function.this["evaluator"].package_type == "Image" && aws_lambda_function.this["evaluator"].image_config[0].command == tolist(["lambda", "pipeline-evaluator"])
    error_message = "one image; the handler is its argument"
  }
  assert {
    condition     = length(aws_lambda_function.this["evaluator"].vpc_config) == 1 && length(aws_lambda_function.this["trigger"].vpc_config) == 0
    error_message = "only what needs the cache is in the VPC"
  }
  assert {
    condition     = aws_cloudwatch_log_group.this["evaluator"].name == "/aws/lambda/pipeline-evaluator" && aws_cloudwatch_log_group.this["evaluator"].retention_in_days == 30
    error_message = "log groups have the given name and an end"
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.this["trigger"].destination_config[0].on_failure[0].destination == "arn:aws:sqs:us-east-1:123456789012:failed"
    error_message = "lost events go to the queue"
  }
  assert {
    condition     = alltrue([for f in aws_lambda_function.this : f.tracing_config[0].mode == "Active" && f.logging_config[0].log_format == "JSON"])
    error_message = "traces and JSON logs"
  }
}

run "warm_by_schedule" {
  assert {
    condition     = aws_appautoscaling_target.this["evaluator"].resource_id == "function:pipeline-evaluator:live" && length(aws_appautoscaling_scheduled_action.this) == 2
    error_message = "scaling is on the alias, with both actions"
  }
  assert {
    condition     = length(aws_appautoscaling_target.this) == 1
    error_message = "only where asked for"
  }
}

run "gradual_release_leaves_the_alias" {
  variables {
    release_mode = "gradual"
  }
  assert {
    condition     = length(aws_lambda_alias.gradual) == 2 && length(aws_lambda_alias.immediate) == 0
    error_message = "one alias a function, of the kind asked for"
  }
}

run "zip_with_signature" {
  state_key = "zip"
  variables {
    package                      = { zip = { bucket = "artifacts", key = "winnow.zip" } }
    signing_profile_version_arns = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/winnow/1"]
  }
  assert {
    condition     = aws_lambda_function.this["trigger"].runtime == "provided.al2023" && aws_lambda_function.this["trigger"].handler == "pipeline-trigger" && aws_lambda_code_signing_config.this[0].policies[0].untrusted_artifact_on_deployment == "Enforce"
    error_message = "zip packages run on the base runtime, and only signed ones"
  }
}

run "refuses_signatures_for_images" {
  command = plan
  variables {
    signing_profile_version_arns = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/winnow/1"]
  }
  expect_failures = [var.signing_profile_version_arns]
}

run "refuses_a_tag" {
  command = plan
  variables {
    package = { image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/winnow:latest" }
  }
  expect_failures = [var.package]
}

run "refuses_secrets_in_the_environment" {
  command = plan
  variables {
    functions = { trigger = { name = "pipeline-trigger", handler = "h", description = "d", role_arn = "r", memory_mb = 256, timeout_seconds = 30, environment = { OPENAI_API_KEY = "x" } } }
  }
  expect_failures = [var.functions]
}

run "refuses_lost_events" {
  command = plan
  variables {
    functions = { trigger = { name = "pipeline-trigger", handler = "h", description = "d", role_arn = "r", memory_mb = 256, timeout_seconds = 30, asynchronous = true } }
  }
  expect_failures = [var.functions]
}

run "refuses_sixteen_minutes" {
  command = plan
  variables {
    functions = { trigger = { name = "pipeline-trigger", handler = "h", description = "d", role_arn = "r", memory_mb = 256, timeout_seconds = 960 } }
  }
  expect_failures = [var.functions]
}

run "refuses_more_warm_than_reserved" {
  command = plan
  variables {
    functions = { trigger = { name = "pipeline-trigger", handler = "h", description = "d", role_arn = "r", memory_mb = 256, timeout_seconds = 60, reserved_concurrency = 2, provisioned_concurrency = { min = 1, max = 5 } } }
  }
  expect_failures = [var.functions]
}

run "refuses_a_vpc_function_without_vpc" {
  command = plan
  variables {
    vpc = null
  }
  expect_failures = [aws_lambda_function.this["evaluator"]]
}

run "refuses_wrong_input" {
  command = plan
  variables {
    architecture       = "riscv"
    vpc                = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
    alias_name         = "LIVE"
    release_mode       = "sometimes"
    log_level          = "TRACE"
    log_retention_days = 2
    kms_key_arn        = "key"
  }
  expect_failures = [var.architecture, var.vpc, var.alias_name, var.release_mode, var.log_level, var.log_retention_days, var.kms_key_arn]
}
