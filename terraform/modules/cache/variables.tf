variable "replication_group_id" {
  description = "Name of the replication group; runbooks use skip-level-redis."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,29}$", var.replication_group_id)) && !can(regex("--|-$", var.replication_group_id))
    error_message = "replication_group_id must begin with a lower-case letter and hold at most 30 lower-case letters, digits and single dashes, not at its end."
  }
}

variable "vpc_id" {
  description = "Id of the VPC."
  type        = string

  validation {
    condition     = var.vpc_id != null && can(regex("^[a-z0-9-]+$", var.vpc_id))
    error_message = "vpc_id is needed: a cache lives in a VPC."
  }
}

variable "subnet_ids" {
  description = "Ids of private subnets, at least two, in different availability zones."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "subnet_ids must name at least two subnets in different zones: the cache moves between them when a zone fails."
  }
}

variable "engine" {
  description = "redis or valkey (a fifth cheaper per node, same protocol)."
  type        = string
  default     = "valkey"

  validation {
    condition     = contains(["redis", "valkey"], var.engine)
    error_message = "engine must be redis or valkey."
  }
}

variable "engine_version" {
  description = "Version of the engine: 7.0 or 7.1 for redis; 7.2, 8.0 or 8.1 for valkey."
  type        = string
  default     = "8.0"

  validation {
    condition     = contains(var.engine == "redis" ? ["7.0", "7.1"] : ["7.2", "8.0", "8.1"], var.engine_version)
    error_message = "engine_version must be 7.0 or 7.1 for redis, 7.2, 8.0 or 8.1 for valkey."
  }
}

variable "node_type" {
  description = "Size of each node, such as cache.t4g.micro (0.5 GiB) or cache.r7g.large (13 GiB)."
  type        = string
  default     = "cache.t4g.micro"

  validation {
    condition     = can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.node_type))
    error_message = "node_type must look like cache.t4g.micro."
  }
  validation {
    condition     = !can(regex("^cache\\.(t1|m1|m2|c1|m3|r3)\\.", var.node_type))
    error_message = "nodes of the old families t1, m1, m2, c1, m3 and r3 can neither encrypt nor fail over; choose cache.t4g.micro or larger."
  }
  validation {
    condition     = !var.data_tiering || can(regex("^cache\\.r6gd\\.", var.node_type))
    error_message = "data_tiering needs a cache.r6gd node type: others have no disk to move keys to."
  }
}

variable "replica_count" {
  description = "Number of replicas beside the primary at creation (0 to 5); later the scaling command decides."
  type        = number
  default     = 0

  validation {
    condition     = var.replica_count >= 0 && var.replica_count <= 5 && floor(var.replica_count) == var.replica_count
    error_message = "replica_count must be a whole number from 0 to 5."
  }
}

variable "multi_az" {
  description = "Whether the replicas stand in other zones and take over by themselves."
  type        = bool
  default     = false

  validation {
    condition     = !var.multi_az || var.replica_count >= 1
    error_message = "multi_az needs replica_count of 1 or more: with no replica there is nothing in the other zone."
  }
}

variable "data_tiering" {
  description = "Whether cold keys move to disk (cache.r6gd nodes only)."
  type        = bool
  default     = false
}

variable "eviction_policy" {
  description = "What goes when memory is full."
  type        = string
  default     = "volatile-lru"

  validation {
    condition     = contains(["volatile-lru", "volatile-lfu", "volatile-ttl", "allkeys-lru", "allkeys-lfu"], var.eviction_policy)
    error_message = "eviction_policy must be volatile-lru, volatile-lfu, volatile-ttl, allkeys-lru or allkeys-lfu; without eviction a full cache refuses writes."
  }
}

variable "keyspace_events" {
  description = "Keyspace events that are published, such as Ex; empty for none: the program listens to none, and each costs a publish per write."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[KEg$lshzxetdmnA]*$", var.keyspace_events))
    error_message = "keyspace_events must be empty or letters of K, E, g, $, l, s, h, z, x, e, t, d, m, n and A, such as Ex."
  }
}

variable "idle_timeout_seconds" {
  description = "Seconds after which the server closes an idle connection (60 or more)."
  type        = number
  default     = 900

  validation {
    condition     = var.idle_timeout_seconds >= 60
    error_message = "idle_timeout_seconds must be 60 or more."
  }
}

variable "snapshot_retention_days" {
  description = "Days for which daily snapshots are kept (0 to 35; 0 makes none)."
  type        = number
  default     = 1

  validation {
    condition     = var.snapshot_retention_days >= 0 && var.snapshot_retention_days <= 35
    error_message = "snapshot_retention_days must be from 0 to 35."
  }
}

variable "snapshot_window" {
  description = "When the daily snapshot is made, UTC, hh:mm-hh:mm; away from midnight, when the pipeline runs."
  type        = string
  default     = "04:00-05:00"

  validation {
    condition     = can(regex("^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$", var.snapshot_window))
    error_message = "snapshot_window must look like 04:00-05:00 (UTC)."
  }
}

variable "maintenance_window" {
  description = "When AWS may restart nodes, UTC, ddd:hh:mm-ddd:hh:mm."
  type        = string
  default     = "sun:05:30-sun:06:30"

  validation {
    condition     = can(regex("^(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]-(mon|tue|wed|thu|fri|sat|sun):[0-2][0-9]:[0-5][0-9]$", var.maintenance_window))
    error_message = "maintenance_window must look like sun:05:30-sun:06:30 (UTC)."
  }
}

variable "apply_immediately" {
  description = "Whether changes are made at once rather than in the maintenance window."
  type        = bool
  default     = false
}

variable "password_version" {
  description = "Number of the password; raise it and apply to send a new one to the cache and the secret (1 or more)."
  type        = number
  default     = 1

  validation {
    condition     = var.password_version >= 1 && floor(var.password_version) == var.password_version
    error_message = "password_version must be a whole number, 1 or more."
  }
}

variable "secret_name_prefix" {
  description = "First part of the secret's name, before /redis."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9/_-]{1,100}$", var.secret_name_prefix))
    error_message = "secret_name_prefix must be 1 to 100 letters, digits, dashes, underscores or slashes."
  }
}

variable "secret_recovery_window_days" {
  description = "Days in which the deleted secret can be called back: 7 to 30, or 0 to delete at once."
  type        = number
  default     = 30

  validation {
    condition     = var.secret_recovery_window_days == 0 || (var.secret_recovery_window_days >= 7 && var.secret_recovery_window_days <= 30)
    error_message = "secret_recovery_window_days must be 0 or from 7 to 30."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key for nodes, secret and logs; null for the services' own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…, or null."
  }
}

variable "log_retention_days" {
  description = "Days for which the slow log is kept; one of CloudWatch's values."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731."
  }
}

variable "notification_topic_arn" {
  description = "ARN of the SNS topic that hears of failovers and maintenance, or null."
  type        = string
  default     = null

  validation {
    condition     = var.notification_topic_arn == null || can(regex("^arn:aws[a-z-]*:sns:", var.notification_topic_arn))
    error_message = "notification_topic_arn must be the ARN of an SNS topic, or null."
  }
}
