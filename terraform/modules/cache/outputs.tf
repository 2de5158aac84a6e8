output "endpoint" {
  description = "Name and port of the primary node, host:port."
  value       = "${aws_elasticache_replication_group.this.primary_endpoint_address}:${local.port}"
}

output "reader_endpoint" {
  description = "Name and port that spread reads over the replicas, host:port."
  value       = "${aws_elasticache_replication_group.this.reader_endpoint_address}:${local.port}"
}

output "replication_group_id" {
  description = "Name of the replication group."
  value       = aws_elasticache_replication_group.this.replication_group_id
}

output "node_ids" {
  description = "Ids of the nodes as made here, which CloudWatch names its metrics by."
  value       = [for number in range(1 + var.replica_count) : format("%s-%03d", var.replication_group_id, number + 1)]
}

output "secret_arn" {
  description = "ARN of the secret with username, password, host and port."
  value       = aws_secretsmanager_secret.user.arn
}

output "functions_security_group_id" {
  description = "Id of the security group that functions must be in to reach the cache."
  value       = aws_security_group.functions.id
}
