variables {
  environment       = "dev"
  monthly_limit_usd = 25
  topic_arns = {
    critical = "arn:aws:sns:us-east-1:123456789012:pipeline-critical"
    warning  = "arn:aws:sns:us-east-1:123456789012:pipeline-warning"
  }
}

run "told_of_spent_and_of_forecast" {
  assert {
    condition     = length([for n in aws_budgets_budget.this.notification : n if n.notification_type == "FORECASTED" && n.threshold == 100]) == 1
    error_message = "the forecast of overspending is told"
  }
  assert {
    condition     = length([for n in aws_budgets_budget.this.notification : n if n.notification_type == "ACTUAL"]) == 2
    error_message = "80 % and 100 % of what is spent are told"
  }
  assert {
    condition     = one([for f in aws_budgets_budget.this.cost_filter : f.values[0]]) == "user:Environment$dev"
    error_message = "the environment's own costs only"
  }
  assert {
    condition     = jsondecode(aws_ce_anomaly_monitor.this.monitor_specification).Tags.Values == ["dev"]
    error_message = "anomalies too"
  }
}

run "refuses_wrong_input" {
  command = plan
  variables {
    environment        = "prdo"
    name_suffix        = "dev"
    tag_key            = "1"
    monthly_limit_usd  = 0
    anomaly_impact_usd = 0
    topic_arns         = {}
    emails             = ["nobody"]
  }
  expect_failures = [
    var.environment, var.name_suffix, var.tag_key, var.monthly_limit_usd, var.anomaly_impact_usd, var.topic_arns, var.emails,
  ]
}
