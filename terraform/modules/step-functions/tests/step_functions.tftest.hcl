variables {
  name             = "content-pipeline"
  definitions_path = "../../../statemachine"
  role_arn         = "arn:aws:iam::123456789012:role/content-pipeline-states"
  function_arns = {
    fetch_urls      = "arn:aws:lambda:us-east-1:123456789012:function:pipeline-fetch-urls:live"
    evaluator       = "arn:aws:lambda:us-east-1:123456789012:function:pipeline-evaluator:live"
    process_results = "arn:aws:lambda:us-east-1:123456789012:function:pipeline-process-results:live"
    save_results    = "arn:aws:lambda:us-east-1:123456789012:function:pipeline-save-results:live"
    error_handler   = "arn:aws:lambda:us-east-1:123456789012:function:pipeline-error-handler:live"
  }
  function_timeouts_seconds = { fetch_urls = 300, evaluator = 180, process_results = 300, save_results = 120, error_handler = 30 }
}

run "the_given_states_in_the_given_order" {
  assert {
    condition = alltrue([for pair in [["FetchURLs", "ProcessURLs"], ["ProcessURLs", "ProcessResults"], ["ProcessResults", "SaveResults"]] :
    jsondecode(aws_sfn_state_machine.this.definition).States[pair[0]].Next == pair[1]])
    error_message = "FetchURLs, ProcessURLs, ProcessResults, SaveResults"
  }
  assert {
    condition     = jsondecode(output.definition).States.ProcessURLs.ItemsPath == "$.urls" && jsondecode(output.definition).States.ProcessURLs.MaxConcurrency == 10
    error_message = "ten URLs at once, out of $.urls"
  }
  assert {
    condition     = jsondecode(output.definition).States.ProcessURLs.ItemProcessor.States.EvaluateURL.TimeoutSeconds == 190
    error_message = "the state gives up after the function"
  }
  assert {
    condition     = !aws_sfn_state_machine.this.logging_configuration[0].include_execution_data && aws_sfn_state_machine.this.tracing_configuration[0].enabled
    error_message = "logged without the users' questions, traced"
  }
}

run "distributed_for_more" {
  variables {
    map_mode        = "distributed"
    max_concurrency = 200
    distributed     = { results_bucket = "content", results_prefix = "map-results" }
  }
  assert {
    condition     = jsondecode(output.definition).States.ProcessURLs.ItemProcessor.ProcessorConfig.Mode == "DISTRIBUTED" && jsondecode(output.definition).States.ProcessURLs.ToleratedFailurePercentage == 20
    error_message = "child executions, a fifth of which may fail"
  }
  assert {
    condition     = jsondecode(output.definition).States.ProcessURLs.MaxConcurrency == 200
    error_message = "an upper limit is always set: AWS's own is 10,000"
  }
}

run "refuses_distributed_without_place" {
  command = plan
  variables {
    map_mode = "distributed"
  }
  expect_failures = [aws_sfn_state_machine.this]
}

run "refuses_long_express_runs" {
  command = plan
  variables {
    type = "EXPRESS"
  }
  expect_failures = [var.type]
}

run "refuses_distributed_express" {
  command = plan
  variables {
    type                = "EXPRESS"
    run_timeout_seconds = 300
    map_mode            = "distributed"
    distributed         = { results_bucket = "content", results_prefix = "map-results" }
  }
  expect_failures = [var.map_mode]
}

run "refuses_fifty_at_once_inline" {
  command = plan
  variables {
    max_concurrency = 50
  }
  expect_failures = [var.max_concurrency]
}

run "refuses_wrong_input" {
  command = plan
  variables {
    name                      = "a name"
    definitions_path          = "../nowhere"
    function_arns             = {}
    function_timeouts_seconds = {}
    role_arn                  = "role"
    distributed               = { results_bucket = "content", results_prefix = "map-results", tolerated_failure_percentage = 101 }
    run_timeout_seconds       = 1
    log_level                 = "SOME"
    log_retention_days        = 2
    kms_key_arn               = "key"
  }
  expect_failures = [
    var.name, var.definitions_path, var.function_arns, var.function_timeouts_seconds, var.role_arn, var.distributed,
    var.run_timeout_seconds, var.log_level, var.log_retention_days, var.kms_key_arn,
  ]
}

run "refuses_an_unknown_mode" {
  command = plan
  variables {
    map_mode = "parallel"
  }
  expect_failures = [var.map_mode]
}
