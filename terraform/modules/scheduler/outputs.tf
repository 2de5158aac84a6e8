output "schedule_group_name" {
  description = "Name of the schedule group."
  value       = aws_scheduler_schedule_group.this.name
}

output "schedule_names" {
  description = "Names of the schedules."
  value       = [for schedule in aws_scheduler_schedule.this : schedule.name]
}

output "schedule_expression" {
  description = "When questions without an expression of their own are asked."
  value       = var.schedule_expression
}
