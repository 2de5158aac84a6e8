output "state_bucket" {
  description = "Name of the bucket of states."
  value       = aws_s3_bucket.state.id
}

output "ecr_repository_url" {
  description = "Address of the repository, for the variable of that name in terraform/."
  value       = aws_ecr_repository.this.repository_url
}

output "github_role_arns" {
  description = "ARNs of the roles for GitHub's jobs: plan, push, apply-<environment>."
  value       = { for name, role in aws_iam_role.github : name => role.arn }
}

output "permissions_boundary_arn" {
  description = "ARN of the boundary, for the variable of that name in terraform/; the apply roles cannot make roles without it."
  value       = aws_iam_policy.boundary.arn
}
