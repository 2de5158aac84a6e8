# A replication group of Redis or Valkey that only the functions reach, over TLS, as one named user. Node-based rather than
# serverless: `aws elasticache increase-replica-count` and parameter groups exist only there (docs/decisions/0041).

locals {
  replicated = var.replica_count > 0
  # Parameter groups are by engine and major version.
  family = var.engine == "valkey" ? "valkey${split(".", var.engine_version)[0]}" : "redis${split(".", var.engine_version)[0]}"
  port   = 6379
}

resource "aws_elasticache_subnet_group" "this" {
  name        = var.replication_group_id
  description = "Where ${var.replication_group_id} may live"
  subnet_ids  = var.subnet_ids
}

resource "aws_elasticache_parameter_group" "this" {
  name        = "${var.replication_group_id}-${local.family}"
  family      = local.family
  description = "What goes when memory is full, who is told, which connections are closed"

  # Every key of the pipeline has a time to live; when memory is short the least recently used of them goes.
  parameter {
    name  = "maxmemory-policy"
    value = var.eviction_policy
  }
  # The server's own default is none; naming the empty value would show as a change in every plan.
  dynamic "parameter" {
    for_each = var.keyspace_events == "" ? [] : [var.keyspace_events]
    content {
      name  = "notify-keyspace-events"
      value = parameter.value
    }
  }
  # A function that was frozen leaves its connection behind.
  parameter {
    name  = "timeout"
    value = tostring(var.idle_timeout_seconds)
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_elasticache_replication_group" "this" {
  replication_group_id = var.replication_group_id
  description          = "URL and evaluation cache of the content pipeline"

  engine               = var.engine
  engine_version       = var.engine_version
  node_type            = var.node_type
  data_tiering_enabled = var.data_tiering
  port                 = local.port
  parameter_group_name = aws_elasticache_parameter_group.this.name
  subnet_group_name    = aws_elasticache_subnet_group.this.name
  security_group_ids   = [aws_security_group.cache.id]
  user_group_ids       = [aws_elasticache_user_group.this.user_group_id]

  num_cache_clusters         = 1 + var.replica_count
  automatic_failover_enabled = local.replicated
  multi_az_enabled           = var.multi_az

  at_rest_encryption_enabled = true
  kms_key_id                 = var.kms_key_arn
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"

  snapshot_retention_limit   = var.snapshot_retention_days
  snapshot_window            = var.snapshot_window
  maintenance_window         = var.maintenance_window
  auto_minor_version_upgrade = true
  apply_immediately          = var.apply_immediately
  notification_topic_arn     = var.notification_topic_arn

  log_delivery_configuration {
    destination      = aws_cloudwatch_log_group.slow.name
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }

  lifecycle {
    # `aws elasticache increase-replica-count` is the runbook's way to scale: a later apply must not undo it. To change
    # the number here instead, change replica_count and run the same command (docs/operations.md, "Scale the cache").
    ignore_changes = [num_cache_clusters]
  }
}

resource "aws_cloudwatch_log_group" "slow" {
  name              = "/aws/elasticache/${var.replication_group_id}/slow"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key_arn
}
