variables {
  aws_region                = "us-east-1"
  environment               = "prod"
  function_names            = { trigger = "pipeline-trigger", evaluator = "pipeline-evaluator", error_handler = "pipeline-error-handler" }
  function_timeouts_seconds = { trigger = 30, evaluator = 180, error_handler = 30 }
  log_group_names           = { trigger = "/aws/lambda/pipeline-trigger", evaluator = "/aws/lambda/pipeline-evaluator", error_handler = "/aws/lambda/pipeline-error-handler" }
  state_machine_arn         = "arn:aws:states:us-east-1:123456789012:stateMachine:content-pipeline"
  state_machine_name        = "content-pipeline"
  dead_letter_queue_name    = "pipeline-dead-letters"
  cache                     = { node_ids = ["skip-level-redis-001"] }
  topic_arns = {
    critical = "arn:aws:sns:us-east-1:123456789012:pipeline-critical"
    warning  = "arn:aws:sns:us-east-1:123456789012:pipeline-warning"
    info     = "arn:aws:sns:us-east-1:123456789012:pipeline-info"
  }
}

run "every_function_is_watched" {
  assert {
    condition     = alltrue([for name in values(var.function_names) : contains(keys(aws_cloudwatch_metric_alarm.this), "throttles/${name}") && contains(keys(aws_cloudwatch_metric_alarm.this), "latency/${name}")])
    error_message = "throttles and latency of every function"
  }
  assert {
    condition     = toset(keys(aws_cloudwatch_metric_alarm.error_rate)) == toset(keys(var.function_names))
    error_message = "error rate of every function"
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["latency/pipeline-evaluator"].threshold == 144000 && aws_cloudwatch_metric_alarm.this["latency/pipeline-evaluator"].extended_statistic == "p95"
    error_message = "p95 above four fifths of the timeout, in milliseconds"
  }
  assert {
    condition     = length(aws_cloudwatch_log_metric_filter.this) == 6
    error_message = "errors and timeouts are counted in every log"
  }
}

run "silence_is_an_alarm" {
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["missing-run"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.this["missing-run"].evaluation_periods * aws_cloudwatch_metric_alarm.this["missing-run"].period == 93600
    error_message = "26 hours without a successful run, missing data included"
  }
  assert {
    condition     = alltrue([for key, a in aws_cloudwatch_metric_alarm.this : key == "missing-run" || a.treat_missing_data == "notBreaching"])
    error_message = "elsewhere silence is peace"
  }
}

run "alarms_reach_people_with_a_runbook" {
  assert {
    condition     = alltrue([for a in concat(values(aws_cloudwatch_metric_alarm.this), values(aws_cloudwatch_metric_alarm.error_rate)) : length(a.alarm_actions) == 1 && strcontains(a.alarm_description, "docs/operations.md#")])
    error_message = "every alarm tells somebody and says where the runbook is"
  }
  assert {
    condition     = alltrue([for a in values(aws_cloudwatch_metric_alarm.this) : strcontains(one(a.alarm_actions), split("-", a.alarm_name)[1])])
    error_message = "the name carries the severity of the topic, which the escalation relies on"
  }
  assert {
    condition     = strcontains(aws_cloudwatch_composite_alarm.unhealthy.alarm_rule, "pipeline-critical-missing-run") && strcontains(aws_cloudwatch_composite_alarm.unhealthy.alarm_rule, " OR ")
    error_message = "the composite alarm sums up"
  }
}

run "the_dashboard_shows_it_all" {
  assert {
    condition     = alltrue([for text in ["ExecutionsFailed", "urls_fetched", "PR(7:)", "p99", "cold_start", "cache_hits", "cost_usd", "tokens", "EngineCPUUtilization", "stage_latency_ms"] : strcontains(aws_cloudwatch_dashboard.this.dashboard_body, text)])
    error_message = "runs, funnel, quality, latencies, cold starts, cache, cost, Redis"
  }
  assert {
    condition     = alltrue([for w in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : w.x + w.width <= 24])
    error_message = "no widget leaves the page"
  }
}

run "less_where_there_is_less" {
  variables {
    cache             = null
    expect_daily_run  = false
    anomaly_detection = false
  }
  assert {
    condition     = !anytrue([for key in keys(aws_cloudwatch_metric_alarm.this) : startswith(key, "cache-") || key == "missing-run"]) && length(aws_cloudwatch_metric_alarm.few_urls) == 0
    error_message = "no alarms for what is not there"
  }
  assert {
    condition     = !strcontains(aws_cloudwatch_dashboard.this.dashboard_body, "ElastiCache")
    error_message = "no empty graphs"
  }
}

run "refuses_wrong_input" {
  command = plan
  variables {
    aws_region                = "Virginia"
    environment               = "prdo"
    name_suffix               = "dev"
    function_timeouts_seconds = {}
    log_group_names           = {}
    critical_functions        = ["nobody"]
    state_machine_arn         = "machine"
    state_machine_name        = "a machine"
    dead_letter_queue_name    = "a queue"
    cache                     = { node_ids = [] }
    topic_arns                = {}
    metrics_namespace         = "AWS/Lambda"
    runbook_url               = "a page"
    error_rate_percent        = 0
    daily_model_cost_usd      = 0
  }
  expect_failures = [
    var.aws_region, var.environment, var.name_suffix, var.function_timeouts_seconds, var.log_group_names, var.critical_functions,
    var.state_machine_arn, var.state_machine_name, var.dead_letter_queue_name, var.cache, var.topic_arns, var.metrics_namespace,
    var.runbook_url, var.error_rate_percent, var.daily_model_cost_usd,
  ]
}

run "refuses_nothing_to_watch" {
  command = plan
  variables {
    function_names     = {}
    critical_functions = []
  }
  expect_failures = [var.function_names]
}
