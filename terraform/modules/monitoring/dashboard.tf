# One page that answers, from top to bottom: did it run, how much came of it, how good, how fast, what broke, what it costs.

locals {
  ns     = var.metrics_namespace
  region = var.aws_region
  # Widgets are laid out in rows of 24 columns: a row is a list of [title, width, metrics, options].
  sum   = { stat = "Sum", period = 86400 }
  steps = [for key in sort(keys(var.function_names)) : var.function_names[key]]

  rows = concat(
    [
      [
        { title = "Runs", width = 8, options = { stat = "Sum", period = 3600 }, metrics = [for m in ["ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"] : ["AWS/States", m, "StateMachineArn", var.state_machine_arn]] },
        { title = "How long a run takes (ms)", width = 8, options = { stat = "p50", period = 3600 }, metrics = [["AWS/States", "ExecutionTime", "StateMachineArn", var.state_machine_arn], ["...", { stat = "p99" }]] },
        { title = "Funnel of URLs", width = 8, options = local.sum, metrics = [for m in ["urls_fetched", "urls_evaluated", "urls_failed"] : [local.ns, m, "environment", var.environment]] },
      ],
      [
        { title = "Share of URLs that failed (%)", width = 8, options = { period = 86400 }, metrics = [
          [{ expression = "100 * failed / (failed + evaluated)", label = "failed", id = "share" }],
          [local.ns, "urls_failed", "environment", var.environment, { id = "failed", stat = "Sum", visible = false }],
          [local.ns, "urls_evaluated", "environment", var.environment, { id = "evaluated", stat = "Sum", visible = false }],
        ] },
        { title = "Quality ratio (share of scores from 7)", width = 8, options = { period = 86400, yAxis = { left = { min = 0, max = 1 } } }, metrics = [
          # PR(7:) is the percentile rank: the percentage of values from 7 upward.
          [{ expression = "good / 100", label = "quality ratio", id = "ratio" }],
          [local.ns, "score", "environment", var.environment, { id = "good", stat = "PR(7:)", visible = false }],
        ] },
        { title = "Distribution of scores", width = 8, options = { period = 86400, yAxis = { left = { min = 1, max = 10 } } }, metrics = [for p in ["p10", "p25", "p50", "p75", "p90"] : [local.ns, "score", "environment", var.environment, { stat = p, label = p }]] },
      ],
      [
        { title = "Evaluation of one URL (ms)", width = 8, options = { period = 300 }, metrics = [for p in ["p50", "p95", "p99"] : [local.ns, "evaluation_latency_ms", "environment", var.environment, { stat = p, label = p }]] },
        { title = "Stages (ms, p95)", width = 8, options = { period = 300 }, metrics = [[{ expression = "SEARCH('{${local.ns},environment,stage} MetricName=\"stage_latency_ms\" environment=\"${var.environment}\"', 'p95', 300)", id = "stages", label = "" }]] },
        { title = "Cold starts", width = 8, options = { stat = "Sum", period = 3600 }, metrics = [[local.ns, "cold_start", "environment", var.environment]] },
      ],
      [
        { title = "Functions: duration p50, p95, p99 of the evaluator (ms)", width = 8, options = { period = 300 }, metrics = [for p in ["p50", "p95", "p99"] : ["AWS/Lambda", "Duration", "FunctionName", lookup(var.function_names, "evaluator", "-"), { stat = p, label = p }]] },
        { title = "Functions: errors", width = 8, options = { stat = "Sum", period = 300 }, metrics = [for name in local.steps : ["AWS/Lambda", "Errors", "FunctionName", name]] },
        { title = "Functions: throttles and concurrency", width = 8, options = { period = 300 }, metrics = concat([for name in local.steps : ["AWS/Lambda", "Throttles", "FunctionName", name, { stat = "Sum" }]], [["AWS/Lambda", "ConcurrentExecutions", { stat = "Maximum", yAxis = "right" }]]) },
      ],
      [
        { title = "Cost of models (USD a day)", width = 8, options = local.sum, metrics = [[local.ns, "cost_usd", "environment", var.environment]] },
        { title = "Tokens", width = 8, options = local.sum, metrics = [[local.ns, "tokens", "environment", var.environment]] },
        { title = "Cache hit ratio", width = 8, options = { period = 86400, yAxis = { left = { min = 0, max = 1 } } }, metrics = [
          [{ expression = "hits / (hits + misses)", label = "hits", id = "ratio" }],
          [local.ns, "cache_hits", "environment", var.environment, { id = "hits", stat = "Sum", visible = false }],
          [local.ns, "urls_evaluated", "environment", var.environment, { id = "misses", stat = "Sum", visible = false }],
        ] },
      ],
      [
        { title = "Steps of the state machine", width = 12, options = { stat = "Sum", period = 3600 }, metrics = [for m in ["ExecutionsStarted", "ExecutionThrottled"] : ["AWS/States", m, "StateMachineArn", var.state_machine_arn]] },
        { title = "Dead letters", width = 12, options = { stat = "Maximum", period = 300 }, metrics = [["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", var.dead_letter_queue_name]] },
      ],
    ],
    var.cache == null ? [] : [[
      { title = "Redis: memory (%)", width = 6, options = { stat = "Average", period = 300 }, metrics = [for node in var.cache.node_ids : ["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "CacheClusterId", node]] },
      { title = "Redis: engine CPU (%)", width = 6, options = { stat = "Average", period = 300 }, metrics = [for node in var.cache.node_ids : ["AWS/ElastiCache", "EngineCPUUtilization", "CacheClusterId", node]] },
      { title = "Redis: evictions and connections", width = 6, options = { stat = "Sum", period = 300 }, metrics = concat([for node in var.cache.node_ids : ["AWS/ElastiCache", "Evictions", "CacheClusterId", node]], [for node in var.cache.node_ids : ["AWS/ElastiCache", "CurrConnections", "CacheClusterId", node, { stat = "Maximum", yAxis = "right" }]]) },
      { title = "Redis: hits and misses", width = 6, options = { stat = "Sum", period = 300 }, metrics = concat([for node in var.cache.node_ids : ["AWS/ElastiCache", "CacheHits", "CacheClusterId", node]], [for node in var.cache.node_ids : ["AWS/ElastiCache", "CacheMisses", "CacheClusterId", node]]) },
    ]],
  )

  widgets = flatten([for y, row in local.rows : [for x, w in row : {
    type   = "metric"
    x      = sum(concat([0], slice([for earlier in row : earlier.width], 0, x)))
    y      = y * 6 + 2
    width  = w.width
    height = 6
    properties = merge(w.options, {
      title   = w.title
      region  = local.region
      view    = "timeSeries"
      metrics = w.metrics
    })
  }]])
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "content-pipeline${var.name_suffix}"
  dashboard_body = jsonencode({
    periodOverride = "inherit"
    widgets = concat([{
      type       = "text", x = 0, y = 0, width = 24, height = 2
      properties = { markdown = "**Content pipeline, ${var.environment}** (state machine ${var.state_machine_name}). Alarms and what to do: ${var.runbook_url}" }
    }], local.widgets)
  })
}
