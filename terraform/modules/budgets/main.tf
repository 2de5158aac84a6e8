# Told before the bill. Budgets are computed about once a day, so they are no brake: the program's own budget is.

locals {
  tag = format("user:%s$%s", var.tag_key, var.environment)
}

resource "aws_budgets_budget" "this" {
  name         = "content-pipeline-${var.environment}${var.name_suffix}"
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_limit_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  # Only what carries the environment's tag, once the tag is activated for cost allocation (docs/costs.md).
  cost_filter {
    name   = "TagKeyValue"
    values = [local.tag]
  }

  # Spent: time to look.
  notification {
    notification_type          = "ACTUAL"
    comparison_operator        = "GREATER_THAN"
    threshold                  = 80
    threshold_type             = "PERCENTAGE"
    subscriber_sns_topic_arns  = [var.topic_arns["warning"]]
    subscriber_email_addresses = var.emails
  }
  # On the way to be spent: time to act.
  notification {
    notification_type          = "FORECASTED"
    comparison_operator        = "GREATER_THAN"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    subscriber_sns_topic_arns  = [var.topic_arns["warning"]]
    subscriber_email_addresses = var.emails
  }
  notification {
    notification_type          = "ACTUAL"
    comparison_operator        = "GREATER_THAN"
    threshold                  = 100
    threshold_type             = "PERCENTAGE"
    subscriber_sns_topic_arns  = [var.topic_arns["critical"]]
    subscriber_email_addresses = var.emails
  }
}

# A monitor by tag and not by service: of the latter AWS allows one an account, which others may have already.
resource "aws_ce_anomaly_monitor" "this" {
  name         = "content-pipeline-${var.environment}${var.name_suffix}"
  monitor_type = "CUSTOM"
  monitor_specification = jsonencode({
    Tags = { Key = var.tag_key, Values = [var.environment], MatchOptions = ["EQUALS"] }
  })
}

resource "aws_ce_anomaly_subscription" "this" {
  name             = "content-pipeline-${var.environment}${var.name_suffix}"
  frequency        = "IMMEDIATE"
  monitor_arn_list = [aws_ce_anomaly_monitor.this.arn]

  subscriber {
    type    = "SNS"
    address = var.topic_arns["warning"]
  }
  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(var.anomaly_impact_usd)]
    }
  }
}
