output "topic_arns" {
  description = "ARNs of the topics by severity: critical, warning, info."
  value       = { for severity, topic in aws_sns_topic.this : severity => topic.arn }
}

output "dead_letter_queue_arn" {
  description = "ARN of the queue of events that reached nobody."
  value       = aws_sqs_queue.dead_letters.arn
}

output "dead_letter_queue_name" {
  description = "Name of the queue of events that reached nobody."
  value       = aws_sqs_queue.dead_letters.name
}

output "ledger_table_name" {
  description = "Name of the table that records alarms and who took them; null without escalation."
  value       = one(aws_dynamodb_table.ledger[*].name)
}

output "alarm_prefixes" {
  description = "First part of an alarm's name by severity; the escalation listens to the critical one."
  value       = { for severity in local.severities : severity => "pipeline-${severity}-" }
}
