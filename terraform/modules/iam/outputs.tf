output "function_role_arns" {
  description = "ARNs of the functions' roles by key."
  value       = { for key, role in aws_iam_role.function : key => role.arn }
}

output "state_machine_role_arn" {
  description = "ARN of the state machine's role."
  value       = aws_iam_role.states.arn
}

output "scheduler_role_arn" {
  description = "ARN of the schedules' role."
  value       = aws_iam_role.scheduler.arn
}
