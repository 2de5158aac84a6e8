variable "bucket_name_prefix" {
  description = "First part of the buckets' names; S3 shares one space of names with everybody, so choose one of your own."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,39}$", var.bucket_name_prefix))
    error_message = "bucket_name_prefix must be 3 to 40 lower-case letters, digits and dashes, beginning with a letter or digit."
  }
}

variable "name_suffix" {
  description = "Last part of every name, with its dash (for instance -dev), or empty."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(-[a-z0-9-]{1,12})?$", var.name_suffix))
    error_message = "name_suffix must be empty, or a dash and 1 to 12 lower-case letters, digits and dashes."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts objects; null for S3's own key (no further cost)."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…, or null."
  }
}

variable "force_destroy" {
  description = "Whether destroying the environment deletes buckets that still hold objects."
  type        = bool
  default     = false
}

variable "results_transitions" {
  description = "When results move to which cheaper class: days since they were written, storage class."
  type        = list(object({ days = number, storage_class = string }))
  default = [
    { days = 30, storage_class = "STANDARD_IA" },
    { days = 180, storage_class = "GLACIER_IR" },
  ]

  validation {
    condition     = alltrue([for t in var.results_transitions : contains(["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], t.storage_class)])
    error_message = "results_transitions may name STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER or DEEP_ARCHIVE."
  }
  validation {
    condition     = alltrue([for t in var.results_transitions : t.storage_class != "STANDARD_IA" || t.days >= 30])
    error_message = "S3 moves objects to STANDARD_IA after 30 days at the earliest."
  }
}

variable "content_expiration_days" {
  description = "Days after which bodies, texts and cache entries between the steps expire (1 to 365)."
  type        = number
  default     = 30

  validation {
    condition     = var.content_expiration_days >= 1 && var.content_expiration_days <= 365
    error_message = "content_expiration_days must be from 1 to 365: content is foreign text, not ours to keep for ever."
  }
}

variable "artifacts_expiration_days" {
  description = "Days after which deployment artifacts expire (30 or more)."
  type        = number
  default     = 180

  validation {
    condition     = var.artifacts_expiration_days >= 30
    error_message = "artifacts_expiration_days must be 30 or more, so that there is something to roll back to."
  }
}

variable "logs_expiration_days" {
  description = "Days after which access logs expire (1 or more)."
  type        = number
  default     = 90

  validation {
    condition     = var.logs_expiration_days >= 1
    error_message = "logs_expiration_days must be 1 or more."
  }
}

variable "old_versions_days" {
  description = "Days for which an overwritten or deleted object can be called back (1 or more)."
  type        = number
  default     = 30

  validation {
    condition     = var.old_versions_days >= 1
    error_message = "old_versions_days must be 1 or more."
  }
}

variable "replication" {
  description = "Where to copy the results: ARN of a versioned bucket, its account when it is another one, and the key there; null for no copy."
  type = object({
    bucket_arn  = string
    account_id  = optional(string)
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.replication == null || can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$", var.replication.bucket_arn))
    error_message = "replication.bucket_arn must be the ARN of a bucket, arn:aws:s3:::name."
  }
  validation {
    condition     = try(var.replication.account_id, null) == null || can(regex("^[0-9]{12}$", var.replication.account_id))
    error_message = "replication.account_id must be 12 digits."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of the replication role, or null."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, or null."
  }
}
