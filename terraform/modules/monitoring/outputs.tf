output "dashboard_name" {
  description = "Name of the dashboard."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "alarm_names" {
  description = "Names of all alarms."
  value = concat(
    [for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_name],
    [for alarm in aws_cloudwatch_metric_alarm.error_rate : alarm.alarm_name],
    aws_cloudwatch_metric_alarm.few_urls[*].alarm_name,
    [aws_cloudwatch_composite_alarm.unhealthy.alarm_name],
  )
}

output "health_alarm_name" {
  description = "Name of the composite alarm that says whether the product works; a deployment rolls back on it."
  value       = aws_cloudwatch_composite_alarm.unhealthy.alarm_name
}
