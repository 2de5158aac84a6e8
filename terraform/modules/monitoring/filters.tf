# What is only in the logs. The program writes its own metrics in the Embedded Metric Format; filters count what it could
# not report itself: being killed, and errors by the line that `aws logs filter-log-events --filter-pattern ERROR` finds.

locals {
  filters = merge([for key, group in var.log_group_names : {
    "${key}/errors"   = { group = group, name = "log_errors_${key}", pattern = "ERROR" }
    "${key}/timeouts" = { group = group, name = "function_timeouts_${key}", pattern = "\"Task timed out\"" }
  }]...)
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.filters

  name           = replace(each.key, "/", "-")
  log_group_name = each.value.group
  pattern        = each.value.pattern

  metric_transformation {
    namespace     = var.metrics_namespace
    name          = "${each.value.name}${replace(var.name_suffix, "-", "_")}"
    value         = "1"
    default_value = "0"
    unit          = "Count"
  }
}

resource "aws_cloudwatch_query_definition" "this" {
  for_each = {
    errors          = "fields @timestamp, @log, @message | filter @message like /ERROR/ | sort @timestamp desc | limit 100"
    slowest         = "filter type = 'platform.report' | fields @timestamp, @log, record.metrics.durationMs as ms, record.metrics.maxMemoryUsedMB as mb | sort ms desc | limit 50"
    cold-starts     = "filter type = 'platform.report' and ispresent(record.metrics.initDurationMs) | stats count() as starts, pct(record.metrics.initDurationMs, 50) as p50, pct(record.metrics.initDurationMs, 99) as p99 by @log"
    failures-by-url = "filter ispresent(url) and level = 'error' | stats count() as failures by url, error | sort failures desc | limit 50"
  }

  name            = "content-pipeline${var.name_suffix}/${each.key}"
  log_group_names = values(var.log_group_names)
  query_string    = each.value
}
