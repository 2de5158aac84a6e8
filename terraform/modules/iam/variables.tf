variable "functions" {
  description = <<-TEXT
    The functions by key, each with what it may do: name, in_vpc, secret_arns it reads, read_objects, write_objects and
    delete_objects (ARNs of S3 objects, such as bucket/prefix/*), list_buckets (ARNs), start_state_machine_arn,
    publish_topic_arns, failure_queue_arn.
  TEXT
  type = map(object({
    name                    = string
    in_vpc                  = optional(bool, false)
    secret_arns             = optional(list(string), [])
    read_objects            = optional(list(string), [])
    write_objects           = optional(list(string), [])
    delete_objects          = optional(list(string), [])
    list_buckets            = optional(list(string), [])
    start_state_machine_arn = optional(string)
    publish_topic_arns      = optional(list(string), [])
    failure_queue_arn       = optional(string)
  }))

  validation {
    condition     = alltrue(flatten([for f in var.functions : [for arn in concat(f.secret_arns, f.read_objects, f.write_objects, f.delete_objects, f.list_buckets, f.publish_topic_arns) : can(regex("^arn:aws[a-z-]*:(s3|secretsmanager|sns):", arn)) && !can(regex(":::\\*|:secret:\\*|:\\*$", arn))]]))
    error_message = "grants must be ARNs of S3 objects or buckets, secrets or topics, and may not stand for all of a kind (no bare *)."
  }
  validation {
    condition     = alltrue([for f in var.functions : length(f.name) <= 64])
    error_message = "a function's name, which is its role's too, may have 64 characters at most."
  }
}

variable "step_functions" {
  description = "Keys of the functions that the state machine invokes."
  type        = list(string)

  validation {
    condition     = length(var.step_functions) > 0 && alltrue([for key in var.step_functions : contains(keys(var.functions), key)])
    error_message = "step_functions must name at least one key of functions, and no other."
  }
}

variable "trigger_function" {
  description = "Key of the function that the schedules invoke."
  type        = string

  validation {
    condition     = contains(keys(var.functions), var.trigger_function)
    error_message = "trigger_function must be a key of functions."
  }
}

variable "alias_name" {
  description = "Name of the alias by which functions are invoked."
  type        = string
  default     = "live"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.alias_name))
    error_message = "alias_name must begin with a lower-case letter and hold lower-case letters, digits and dashes."
  }
}

variable "state_machine_name" {
  description = "Name of the state machine."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,57}$", var.state_machine_name))
    error_message = "state_machine_name must be 1 to 57 letters, digits, dashes and underscores (its role adds seven)."
  }
}

variable "schedule_group_name" {
  description = "Name of the schedule group."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,54}$", var.schedule_group_name))
    error_message = "schedule_group_name must be 1 to 54 letters, digits, dots, dashes and underscores (its role adds ten)."
  }
}

variable "schedule_queue_name" {
  description = "Name of the queue that keeps schedules which could not be delivered."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.schedule_queue_name))
    error_message = "schedule_queue_name must be 1 to 80 letters, digits, dashes and underscores."
  }
}

variable "distributed_map" {
  description = "For a distributed map: bucket of the URL list and of the results, and the prefixes (with their slash) of both; null for an inline map."
  type = object({
    bucket_arn     = string
    list_prefix    = string
    results_prefix = string
  })
  default = null

  validation {
    condition     = var.distributed_map == null ? true : endswith(var.distributed_map.list_prefix, "/") && endswith(var.distributed_map.results_prefix, "/")
    error_message = "the prefixes of distributed_map must end in a slash, so that they open one folder and not its namesakes."
  }
}

variable "kms_key_arns" {
  description = "ARNs of the keys under which buckets, secrets, topics and queues lie."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[^*]+$", arn))])
    error_message = "kms_key_arns must be ARNs of single keys, arn:aws:kms:…:key/…, without *."
  }
}

variable "tracing" {
  description = "Whether functions and state machine send X-Ray traces."
  type        = bool
  default     = true
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of every role, or null."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, or null."
  }
}
