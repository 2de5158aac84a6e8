variables {
  replication_group_id = "skip-level-redis"
  vpc_id               = "vpc-1"
  subnet_ids           = ["subnet-1", "subnet-2"]
  secret_name_prefix   = "content-pipeline-dev"
  kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/1"
}

run "encrypted_and_closed" {
  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required"
    error_message = "nothing speaks to the cache in the clear"
  }
  assert {
    condition     = tobool(aws_elasticache_replication_group.this.at_rest_encryption_enabled) && aws_elasticache_replication_group.this.kms_key_id == var.kms_key_arn
    error_message = "snapshots and swap lie under our key"
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.cache.referenced_security_group_id == aws_security_group.functions.id && aws_vpc_security_group_ingress_rule.cache.cidr_ipv4 == null
    error_message = "only the functions' group is admitted, no address"
  }
  assert {
    condition     = one([for p in aws_elasticache_parameter_group.this.parameter : p.value if p.name == "maxmemory-policy"]) == "volatile-lru"
    error_message = "a full cache evicts"
  }
  assert {
    condition     = aws_elasticache_parameter_group.this.family == "valkey8" && output.endpoint != "" && endswith(output.endpoint, ":6379")
    error_message = "family follows the engine; the endpoint has its port"
  }
}

run "no_secret_in_the_state" {
  assert {
    condition     = aws_elasticache_user.pipeline.passwords_wo == null && aws_elasticache_user.pipeline.passwords == null && aws_secretsmanager_secret_version.user.secret_string_wo == null
    error_message = "passwords pass through, none stays"
  }
  assert {
    condition     = strcontains(aws_elasticache_user.pipeline.access_string, "-@dangerous") && strcontains(aws_elasticache_user.pipeline.access_string, "~winnow:*") && startswith(aws_elasticache_user.default.access_string, "off ")
    error_message = "the pipeline's user has its own keys only; the default user is off"
  }
}

run "production_form" {
  # A state of its own: in the first one num_cache_clusters is left to the scaling command.
  state_key = "production"
  variables {
    engine         = "redis"
    engine_version = "7.1"
    node_type      = "cache.r7g.large"
    replica_count  = 2
    multi_az       = true
  }
  assert {
    condition     = aws_elasticache_replication_group.this.num_cache_clusters == 3 && aws_elasticache_replication_group.this.automatic_failover_enabled && aws_elasticache_replication_group.this.multi_az_enabled
    error_message = "three nodes that take over from each other"
  }
  assert {
    condition     = output.node_ids == ["skip-level-redis-001", "skip-level-redis-002", "skip-level-redis-003"]
    error_message = "nodes are named as AWS names them"
  }
}

run "refuses_multi_az_without_replica" {
  command = plan
  variables {
    multi_az = true
  }
  expect_failures = [var.multi_az]
}

run "refuses_one_subnet" {
  command = plan
  variables {
    subnet_ids = ["subnet-1"]
  }
  expect_failures = [var.subnet_ids]
}

run "refuses_nodes_that_cannot" {
  command = plan
  variables {
    node_type = "cache.m3.medium"
  }
  expect_failures = [var.node_type]
}

run "refuses_tiering_without_disk" {
  command = plan
  variables {
    data_tiering = true
  }
  expect_failures = [var.node_type]
}

run "refuses_a_version_of_the_other_engine" {
  command = plan
  variables {
    engine_version = "7.1"
  }
  expect_failures = [var.engine_version]
}

run "refuses_wrong_input" {
  command = plan
  variables {
    replication_group_id        = "Skip_Level"
    vpc_id                      = ""
    engine                      = "memcached"
    replica_count               = 6
    eviction_policy             = "noeviction"
    keyspace_events             = "everything"
    idle_timeout_seconds        = 1
    snapshot_retention_days     = 36
    snapshot_window             = "at night"
    maintenance_window          = "sunday"
    password_version            = 0
    secret_name_prefix          = ""
    secret_recovery_window_days = 1
    kms_key_arn                 = "key"
    log_retention_days          = 2
    notification_topic_arn      = "topic"
  }
  expect_failures = [
    var.replication_group_id, var.vpc_id, var.engine, var.replica_count, var.eviction_policy, var.keyspace_events, var.idle_timeout_seconds,
    var.snapshot_retention_days, var.snapshot_window, var.maintenance_window, var.password_version, var.secret_name_prefix,
    var.secret_recovery_window_days, var.kms_key_arn, var.log_retention_days, var.notification_topic_arn,
  ]
}
