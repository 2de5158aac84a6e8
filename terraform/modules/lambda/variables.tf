variable "functions" {
  description = <<-TEXT
    The functions by key. name: deployed name. handler: what `winnow lambda` is told. role_arn: its role. memory_mb (128 to
    10240), timeout_seconds (1 to 900), ephemeral_storage_mb (512 to 10240, /tmp), reserved_concurrency (executions at once;
    -1 for no share of its own, 0 stops it), in_vpc: whether it uses the cache, environment: variables (ARNs of secrets,
    never values), asynchronous: whether
    its callers do not wait, and then failure_queue_arn: where events go that failed for good.
    provisioned_concurrency: environments kept warm, from min to max at a target_utilization (0.1 to 0.9), with a schedule of
    cron or at expressions that set other bounds.
  TEXT
  type = map(object({
    name                 = string
    handler              = string
    description          = string
    role_arn             = string
    memory_mb            = number
    timeout_seconds      = number
    ephemeral_storage_mb = optional(number, 512)
    reserved_concurrency = optional(number, -1)
    in_vpc               = optional(bool, false)
    environment          = optional(map(string), {})
    asynchronous         = optional(bool, false)
    failure_queue_arn    = optional(string)
    provisioned_concurrency = optional(object({
      min                = number
      max                = number
      target_utilization = optional(number, 0.7)
      schedule = optional(map(object({
        expression = string
        timezone   = optional(string, "UTC")
        min        = number
        max        = number
      })), {})
    }))
  }))

  validation {
    condition     = alltrue([for f in var.functions : can(regex("^[a-z][a-z0-9-]{0,63}$", f.name))])
    error_message = "a function's name must begin with a lower-case letter and hold at most 64 lower-case letters, digits and dashes."
  }
  validation {
    condition     = alltrue([for f in var.functions : !f.asynchronous || f.failure_queue_arn != null])
    error_message = "an asynchronous function needs failure_queue_arn: its caller gets no answer, so failures must go somewhere."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.memory_mb >= 128 && f.memory_mb <= 10240])
    error_message = "memory_mb must be from 128 to 10240."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.timeout_seconds >= 1 && f.timeout_seconds <= 900])
    error_message = "timeout_seconds must be from 1 to 900: Lambda ends a function after fifteen minutes."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.ephemeral_storage_mb >= 512 && f.ephemeral_storage_mb <= 10240])
    error_message = "ephemeral_storage_mb must be from 512 to 10240."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.reserved_concurrency >= -1 && floor(f.reserved_concurrency) == f.reserved_concurrency])
    error_message = "reserved_concurrency must be a whole number, -1 (none of its own), 0 (stopped) or more."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.provisioned_concurrency == null ? true : f.provisioned_concurrency.min >= 1 && f.provisioned_concurrency.max >= f.provisioned_concurrency.min && f.provisioned_concurrency.target_utilization >= 0.1 && f.provisioned_concurrency.target_utilization <= 0.9])
    error_message = "provisioned_concurrency needs min of 1 or more, max no less than min, and target_utilization from 0.1 to 0.9."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.provisioned_concurrency == null || f.reserved_concurrency == -1 ? true : f.provisioned_concurrency.max <= f.reserved_concurrency])
    error_message = "provisioned_concurrency.max may not exceed the function's reserved_concurrency."
  }
  validation {
    condition     = alltrue(flatten([for f in var.functions : [for name, value in f.environment : !can(regex("(?i)(password|api_key|token)$", name))]]))
    error_message = "environment may hold ARNs of secrets (…_SECRET_ARN), never secrets: a variable named …password, …api_key or …token is refused."
  }
  validation {
    # Lambda's limit is 4 KB for names and values together.
    condition     = alltrue([for f in var.functions : sum(concat([0], [for name, value in f.environment : length(name) + length(value)])) <= 4096])
    error_message = "a function's environment may hold 4 KB at most."
  }
}

variable "package" {
  description = "What runs: image_uri with its digest (…@sha256:…), or zip in a bucket (a folder with bootstrap and program)."
  type = object({
    image_uri = optional(string)
    zip = optional(object({
      bucket         = string
      key            = string
      object_version = optional(string)
    }))
  })

  validation {
    condition     = (var.package.image_uri == null) != (var.package.zip == null)
    error_message = "package needs either image_uri or zip, not both."
  }
  validation {
    condition     = var.package.image_uri == null || can(regex("@sha256:[0-9a-f]{64}$", var.package.image_uri))
    error_message = "package.image_uri must end in @sha256: and 64 hexadecimal digits: a tag may mean another image tomorrow."
  }
}

variable "architecture" {
  description = "Processor of the functions: arm64 (a fifth cheaper) or x86_64; the image must be built for it."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "vpc" {
  description = "Where functions with in_vpc live: subnets and security groups; null when there are none."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.subnet_ids) >= 2 && length(var.vpc.security_group_ids) >= 1
    error_message = "vpc needs at least two subnets, in different zones, and a security group."
  }
}

variable "alias_name" {
  description = "Name of the alias that callers use."
  type        = string
  default     = "live"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.alias_name))
    error_message = "alias_name must begin with a lower-case letter and hold lower-case letters, digits and dashes."
  }
}

variable "release_mode" {
  description = "immediate: an apply moves the alias to the new version. gradual: the deployment shifts it; Terraform leaves it alone."
  type        = string
  default     = "immediate"

  validation {
    condition     = contains(["immediate", "gradual"], var.release_mode)
    error_message = "release_mode must be immediate or gradual."
  }
}

variable "signing_profile_version_arns" {
  description = "ARNs of AWS Signer profile versions whose zip packages are accepted; empty for no check. Images cannot be signed this way."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.signing_profile_version_arns) == 0 || var.package.image_uri == null
    error_message = "signing_profile_version_arns works for zip packages only: Lambda does not check signatures of images."
  }
}

variable "tracing" {
  description = "Whether X-Ray traces are recorded."
  type        = bool
  default     = true
}

variable "log_level" {
  description = "Least level of the program's own log lines that is kept: DEBUG, INFO, WARN or ERROR."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN", "ERROR"], var.log_level)
    error_message = "log_level must be DEBUG, INFO, WARN or ERROR."
  }
}

variable "log_retention_days" {
  description = "Days for which logs are kept; one of CloudWatch's values."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key for logs and environment variables; null for the services' own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…, or null."
  }
}
