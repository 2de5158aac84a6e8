output "bucket_name" {
  description = "Name of the results bucket."
  value       = module.storage.bucket_name
}

output "bucket_names" {
  description = "Names of the buckets by purpose."
  value       = module.storage.bucket_names
}

output "endpoint" {
  description = "Name and port of Redis' primary node; null without Redis."
  value       = one(module.redis[*].endpoint)
}

output "function_arns" {
  description = "ARNs of the functions' aliases by key."
  value       = module.lambda_functions.function_arns
}

output "function_names" {
  description = "Names of the functions by key."
  value       = module.lambda_functions.function_names
}

output "state_machine_arn" {
  description = "ARN of the state machine."
  value       = module.step_functions.state_machine_arn
}

output "state_machine_name" {
  description = "Name of the state machine."
  value       = module.step_functions.state_machine_name
}

output "schedule_expression" {
  description = "When questions without an expression of their own are asked."
  value       = module.scheduler.schedule_expression
}

output "dashboard_name" {
  description = "Name of the dashboard."
  value       = module.monitoring.dashboard_name
}

output "health_alarm_name" {
  description = "Name of the alarm that says whether the product works; a deployment rolls back on it."
  value       = module.monitoring.health_alarm_name
}

output "topic_arns" {
  description = "ARNs of the topics by severity."
  value       = module.alerting.topic_arns
}

output "secret_arns" {
  description = "ARNs of the secrets that wait for their values, by short name."
  value       = module.secrets.arns
}

output "nat_gateway_count" {
  description = "Number of NAT gateways that this state holds."
  value       = length(module.network) == 0 ? 0 : module.network[0].nat_gateway_count
}

output "image_uri" {
  description = "The image that runs, by its digest; null for zip packages."
  value       = local.image_uri
}

output "start_command" {
  description = "Starts a run by hand."
  value       = "aws stepfunctions start-execution --region ${var.aws_region} --state-machine-arn ${module.step_functions.state_machine_arn} --input '{\"query\": \"engineering career growth frameworks and evaluation criteria\", \"evaluation_method\": \"openai_browsing\"}'"
}
