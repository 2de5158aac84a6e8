output "arns" {
  description = "ARNs of the secrets by short name."
  value       = { for name, secret in aws_secretsmanager_secret.this : name => secret.arn }
}
