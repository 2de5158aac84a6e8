# Alarms. Each one's key is the heading of its paragraph in the runbook, its severity decides who hears it, and its name
# begins with pipeline-<severity>-, which is what the escalation listens to.

locals {
  runs = { StateMachineArn = var.state_machine_arn }
  env  = { environment = var.environment }

  # One metric, one threshold. Missing data is no trouble unless it says so.
  run_alarms = {
    failed-runs = {
      severity  = "critical", summary = "a run failed", namespace = "AWS/States", metric = "ExecutionsFailed", dimensions = local.runs
      statistic = "Sum", period = 300, periods = 1, threshold = 1, compare = "GreaterThanOrEqualToThreshold", missing = "notBreaching"
    }
    timed-out-runs = {
      severity  = "critical", summary = "a run took longer than it may", namespace = "AWS/States", metric = "ExecutionsTimedOut", dimensions = local.runs
      statistic = "Sum", period = 300, periods = 1, threshold = 1, compare = "GreaterThanOrEqualToThreshold", missing = "notBreaching"
    }
    aborted-runs = {
      severity  = "warning", summary = "somebody stopped a run", namespace = "AWS/States", metric = "ExecutionsAborted", dimensions = local.runs
      statistic = "Sum", period = 300, periods = 1, threshold = 1, compare = "GreaterThanOrEqualToThreshold", missing = "notBreaching"
    }
    throttled-runs = {
      severity  = "warning", summary = "Step Functions slowed a run down", namespace = "AWS/States", metric = "ExecutionThrottled", dimensions = local.runs
      statistic = "Sum", period = 300, periods = 3, threshold = 1, compare = "GreaterThanOrEqualToThreshold", missing = "notBreaching"
    }
    dead-letters = {
      severity  = "critical", summary = "an event reached nobody", namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", dimensions = { QueueName = var.dead_letter_queue_name }
      statistic = "Maximum", period = 300, periods = 1, threshold = 0, compare = "GreaterThanThreshold", missing = "notBreaching"
    }
    model-cost = {
      severity  = "critical", summary = "models cost more than ${var.daily_model_cost_usd} USD within a day", namespace = var.metrics_namespace, metric = "cost_usd", dimensions = local.env
      statistic = "Sum", period = 86400, periods = 1, threshold = var.daily_model_cost_usd, compare = "GreaterThanThreshold", missing = "notBreaching"
    }
  }

  # A run is expected once a day: one that never started raises no error anywhere, so silence itself is the alarm.
  # 26 hours: a day, the run itself and some patience. Paused environments expect none.
  heartbeat_alarms = var.expect_daily_run ? {
    missing-run = {
      severity  = "critical", summary = "no run has succeeded for 26 hours", namespace = "AWS/States", metric = "ExecutionsSucceeded", dimensions = local.runs
      statistic = "Sum", period = 3600, periods = 26, threshold = 1, compare = "LessThanThreshold", missing = "breaching"
    }
  } : {}

  cache_alarms = var.cache == null ? {} : merge([for node in var.cache.node_ids : {
    "cache-memory/${node}" = {
      severity  = "warning", summary = "the cache node ${node} is nearly full", namespace = "AWS/ElastiCache", metric = "DatabaseMemoryUsagePercentage", dimensions = { CacheClusterId = node }
      statistic = "Average", period = 300, periods = 3, threshold = 85, compare = "GreaterThanThreshold", missing = "notBreaching"
    }
    "cache-evictions/${node}" = {
      severity  = "warning", summary = "the cache node ${node} drops keys before their time", namespace = "AWS/ElastiCache", metric = "Evictions", dimensions = { CacheClusterId = node }
      statistic = "Sum", period = 900, periods = 2, threshold = 100, compare = "GreaterThanThreshold", missing = "notBreaching"
    }
    # Redis works on one core: its own share of it says more than the machine's.
    "cache-cpu/${node}" = {
      severity  = "warning", summary = "the cache node ${node} is busy", namespace = "AWS/ElastiCache", metric = "EngineCPUUtilization", dimensions = { CacheClusterId = node }
      statistic = "Average", period = 300, periods = 3, threshold = 80, compare = "GreaterThanThreshold", missing = "notBreaching"
    }
  }]...)

  function_alarms = merge([for key, name in var.function_names : {
    "throttles/${name}" = {
      severity  = "warning", summary = "${name} is refused for want of concurrency", namespace = "AWS/Lambda", metric = "Throttles", dimensions = { FunctionName = name }
      statistic = "Sum", period = 300, periods = 3, threshold = 0, compare = "GreaterThanThreshold", missing = "notBreaching"
    }
    # Four fifths of the timeout: the next slow page is a killed function.
    "latency/${name}" = {
      severity  = "warning", summary = "${name} takes more than 80 % of its ${var.function_timeouts_seconds[key]} s at p95", namespace = "AWS/Lambda", metric = "Duration", dimensions = { FunctionName = name }
      statistic = "p95", period = 300, periods = 3, threshold = var.function_timeouts_seconds[key] * 800, compare = "GreaterThanThreshold", missing = "notBreaching"
    }
  }]...)

  alarms = merge(local.run_alarms, local.heartbeat_alarms, local.cache_alarms, local.function_alarms)
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "pipeline-${each.value.severity}-${replace(each.key, "/", "-")}${var.name_suffix}"
  alarm_description   = "${each.value.summary}. What to do: ${var.runbook_url}#${split("/", each.key)[0]}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  period              = each.value.period
  evaluation_periods  = each.value.periods
  threshold           = each.value.threshold
  comparison_operator = each.value.compare
  treat_missing_data  = each.value.missing
  alarm_actions       = [var.topic_arns[each.value.severity]]
  ok_actions          = [var.topic_arns[each.value.severity]]
}

# Of few invocations one may fail; what counts is the share, once there are enough to speak of one.
resource "aws_cloudwatch_metric_alarm" "error_rate" {
  for_each = var.function_names

  alarm_name          = "pipeline-${contains(var.critical_functions, each.key) ? "critical" : "warning"}-error-rate-${each.value}${var.name_suffix}"
  alarm_description   = "${each.value} fails in more than ${var.error_rate_percent} % of its invocations. What to do: ${var.runbook_url}#error-rate"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.error_rate_percent
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arns[contains(var.critical_functions, each.key) ? "critical" : "warning"]]
  ok_actions          = [var.topic_arns[contains(var.critical_functions, each.key) ? "critical" : "warning"]]

  metric_query {
    id          = "rate"
    label       = "Errors, percent of invocations"
    expression  = "IF(invocations >= ${each.key == "evaluator" ? 10 : 1}, 100 * errors / invocations, 0)"
    return_data = true
  }
  metric_query {
    id = "errors"
    metric {
      namespace   = "AWS/Lambda"
      metric_name = "Errors"
      dimensions  = { FunctionName = each.value }
      period      = 300
      stat        = "Sum"
    }
  }
  metric_query {
    id = "invocations"
    metric {
      namespace   = "AWS/Lambda"
      metric_name = "Invocations"
      dimensions  = { FunctionName = each.value }
      period      = 300
      stat        = "Sum"
    }
  }
}

# What is normal here nobody can say beforehand: a source that falls silent shows as fewer URLs than on other days.
resource "aws_cloudwatch_metric_alarm" "few_urls" {
  count = var.anomaly_detection ? 1 : 0

  alarm_name          = "pipeline-warning-few-urls${var.name_suffix}"
  alarm_description   = "far fewer URLs were found than on other days. What to do: ${var.runbook_url}#few-urls"
  comparison_operator = "LessThanLowerThreshold"
  threshold_metric_id = "band"
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [var.topic_arns["warning"]]
  ok_actions          = [var.topic_arns["warning"]]

  metric_query {
    id          = "band"
    label       = "Expected"
    expression  = "ANOMALY_DETECTION_BAND(urls, 3)"
    return_data = true
  }
  metric_query {
    id          = "urls"
    return_data = true
    metric {
      namespace   = var.metrics_namespace
      metric_name = "urls_fetched"
      dimensions  = local.env
      period      = 86400
      stat        = "Sum"
    }
  }
}

# One signal for "the product does not work", for a status page or a deployment's rollback: quiet while it only stutters.
resource "aws_cloudwatch_composite_alarm" "unhealthy" {
  alarm_name        = "pipeline-info-unhealthy${var.name_suffix}"
  alarm_description = "runs fail, time out or do not happen, or the evaluator fails. What to do: ${var.runbook_url}#unhealthy"
  alarm_rule = join(" OR ", [for name in compact([
    aws_cloudwatch_metric_alarm.this["failed-runs"].alarm_name,
    aws_cloudwatch_metric_alarm.this["timed-out-runs"].alarm_name,
    try(aws_cloudwatch_metric_alarm.this["missing-run"].alarm_name, ""),
    try(aws_cloudwatch_metric_alarm.error_rate["evaluator"].alarm_name, ""),
  ]) : "ALARM(\"${name}\")"])
  alarm_actions = [var.topic_arns["info"]]
  ok_actions    = [var.topic_arns["info"]]
}
