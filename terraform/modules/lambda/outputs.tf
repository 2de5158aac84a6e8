output "function_arns" {
  description = "ARNs of the functions' aliases by key: what callers invoke."
  value       = { for key, alias in local.aliases : key => alias.arn }
}

output "function_names" {
  description = "Names of the functions by key."
  value       = { for key, f in aws_lambda_function.this : key => f.function_name }
}

output "log_group_names" {
  description = "Names of the functions' log groups by key."
  value       = { for key, group in aws_cloudwatch_log_group.this : key => group.name }
}

output "timeouts_seconds" {
  description = "Timeouts of the functions by key, in seconds."
  value       = { for key, f in aws_lambda_function.this : key => f.timeout }
}

output "alias_name" {
  description = "Name of the alias that callers use."
  value       = var.alias_name
}
