# Where and what.

variable "aws_region" {
  description = "AWS region, the same as Qdrant's."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region such as us-east-1."
  }
}

variable "environment" {
  description = "dev, staging or prod: prod keeps its data when destroyed, pins its image and wants somebody to be told."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "name_suffix" {
  description = "Last part of every account-wide name, with its dash (for instance -dev), when environments share an account; else empty."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^(-[a-z0-9-]{1,12})?$", var.name_suffix))
    error_message = "name_suffix must be empty, or a dash and 1 to 12 lower-case letters, digits and dashes."
  }
}

variable "allowed_account_ids" {
  description = "Ids of the accounts in which this may be applied; null for any."
  type        = list(string)
  default     = null

  validation {
    condition     = var.allowed_account_ids == null ? true : alltrue([for id in var.allowed_account_ids : can(regex("^[0-9]{12}$", id))])
    error_message = "allowed_account_ids must be account ids of 12 digits."
  }
}

variable "owner" {
  description = "Who answers for the environment, for the tag Owner."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.owner))
    error_message = "owner must be 1 to 256 letters, digits, spaces and _.:/=+@-."
  }
}

variable "cost_center" {
  description = "Who pays for it, for the tag CostCenter."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9 _.:/=+@-]{1,256}$", var.cost_center))
    error_message = "cost_center must be 1 to 256 letters, digits, spaces and _.:/=+@-."
  }
}

variable "extra_tags" {
  description = "Further tags on everything."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.extra_tags) : !startswith(lower(key), "aws:") && !contains(["Project", "Environment", "Owner", "CostCenter", "ManagedBy"], key)])
    error_message = "extra_tags may neither begin with aws: nor repeat Project, Environment, Owner, CostCenter or ManagedBy."
  }
}

# How much of it.

variable "tier" {
  description = "minimal (no VPC, no NAT, cache in S3: about 5 USD a month idle), standard (Redis, one NAT gateway: about 50), resilient (Redis and NAT in two zones: about 120). docs/costs.md has the arithmetic."
  type        = string
  default     = "minimal"

  validation {
    condition     = contains(["minimal", "standard", "resilient"], var.tier)
    error_message = "tier must be minimal, standard or resilient."
  }
}

variable "paused" {
  description = "Whether the environment rests: schedules off, Redis and NAT gateways gone, data kept."
  type        = bool
  default     = false
}

variable "create_network" {
  description = "Whether to make a VPC for Redis; false uses vpc_id and subnet_ids. The tier minimal needs neither."
  type        = bool
  default     = true
}

variable "vpc_id" {
  description = "Id of the company's VPC, when create_network is false."
  type        = string
  default     = null

  validation {
    condition     = var.create_network || var.tier == "minimal" || can(regex("^vpc-[0-9a-z]+$", var.vpc_id))
    error_message = "vpc_id must be the id of a VPC (vpc-…), since create_network is false and the tier has Redis."
  }
}

variable "subnet_ids" {
  description = "Ids of private subnets with a way to the internet, in at least two zones, when create_network is false."
  type        = list(string)
  default     = []

  validation {
    condition     = var.create_network || var.tier == "minimal" || length(distinct(var.subnet_ids)) >= 2
    error_message = "subnet_ids must name at least two subnets in different zones: Redis moves between them when a zone fails."
  }
  validation {
    condition     = alltrue([for id in var.subnet_ids : can(regex("^subnet-[0-9a-z]+$", id))])
    error_message = "subnet_ids must be ids of subnets (subnet-…)."
  }
}

variable "vpc_cidr" {
  description = "Address range of the network made here, /16 to /20."
  type        = string
  default     = "10.60.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.vpc_cidr)) && can(regex("/(1[6-9]|20)$", var.vpc_cidr))
    error_message = "vpc_cidr must be an IPv4 range from /16 to /20, such as 10.60.0.0/16."
  }
}

# What runs.

variable "ecr_repository_url" {
  description = "Address of the repository that holds the image."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[a-z0-9][a-z0-9._/-]*$", var.ecr_repository_url))
    error_message = "ecr_repository_url must look like 123456789012.dkr.ecr.us-east-1.amazonaws.com/winnow, without tag or digest."
  }
}

variable "image_tag" {
  description = "Tag of the image, looked up and pinned by digest at plan; null for the newest image."
  type        = string
  default     = null

  validation {
    condition     = var.image_tag == null || can(regex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", var.image_tag))
    error_message = "image_tag must be a tag of 1 to 128 letters, digits, dots, dashes and underscores."
  }
  validation {
    condition     = var.image_tag == null || var.package_zip == null
    error_message = "image_tag and package_zip exclude each other: functions run one or the other."
  }
}

variable "image_digest" {
  description = "Digest of the image, sha256:…; goes before image_tag. Deployments give this one."
  type        = string
  default     = null

  validation {
    condition     = var.image_digest == null || can(regex("^sha256:[0-9a-f]{64}$", var.image_digest))
    error_message = "image_digest must be sha256: and 64 hexadecimal digits."
  }
  validation {
    condition     = var.environment != "prod" || var.image_digest != null || var.image_tag != null || var.package_zip != null
    error_message = "prod needs image_digest or image_tag: it does not run whatever was pushed last."
  }
  validation {
    condition     = var.image_digest == null || var.package_zip == null
    error_message = "image_digest and package_zip exclude each other: functions run one or the other."
  }
}

variable "package_zip" {
  description = "Zip package to run in place of the image: bucket, key, object_version."
  type = object({
    bucket         = string
    key            = string
    object_version = optional(string)
  })
  default = null

  validation {
    condition     = var.package_zip == null ? true : length(var.package_zip.bucket) > 0 && endswith(var.package_zip.key, ".zip")
    error_message = "package_zip needs a bucket, and a key that ends in .zip."
  }
}

variable "signing_profile_version_arns" {
  description = "ARNs of AWS Signer profile versions whose zip packages are accepted; empty for no check."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.signing_profile_version_arns) == 0 || var.package_zip != null
    error_message = "signing_profile_version_arns works for zip packages only: Lambda does not check signatures of images."
  }
}

variable "architecture" {
  description = "Processor of the functions: arm64 or x86_64; the image must be built for it."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "release_mode" {
  description = "immediate: an apply moves the functions' alias. gradual: the deployment shifts it step by step."
  type        = string
  default     = "immediate"

  validation {
    condition     = contains(["immediate", "gradual"], var.release_mode)
    error_message = "release_mode must be immediate or gradual."
  }
}

variable "functions" {
  description = "What is to differ from the defaults, by key (trigger, fetch_urls, evaluator, process_results, save_results, error_handler): memory_mb, timeout_seconds, ephemeral_storage_mb, reserved_concurrency, provisioned_concurrency."
  type = map(object({
    memory_mb            = optional(number)
    timeout_seconds      = optional(number)
    ephemeral_storage_mb = optional(number)
    reserved_concurrency = optional(number)
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
  default = {}

  validation {
    condition     = alltrue([for key in keys(var.functions) : contains(["trigger", "fetch_urls", "evaluator", "process_results", "save_results", "error_handler"], key)])
    error_message = "functions may name trigger, fetch_urls, evaluator, process_results, save_results and error_handler."
  }
  validation {
    condition     = try(var.functions["evaluator"].reserved_concurrency, null) == null ? true : var.functions["evaluator"].reserved_concurrency == 0 || var.functions["evaluator"].reserved_concurrency == -1 || var.functions["evaluator"].reserved_concurrency >= var.max_concurrency
    error_message = "functions.evaluator.reserved_concurrency must not be below max_concurrency: the state machine would be throttled by its own function. (0 stops it.)"
  }
}

variable "bucket_name_prefix" {
  description = "First part of the buckets' names; S3 shares one space of names with everybody."
  type        = string
  default     = "skip-level-ai-pipeline"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,39}$", var.bucket_name_prefix))
    error_message = "bucket_name_prefix must be 3 to 40 lower-case letters, digits and dashes, beginning with a letter or digit."
  }
}

variable "content_expiration_days" {
  description = "Days after which bodies, texts and cache entries expire (1 to 365)."
  type        = number
  default     = 30

  validation {
    condition     = var.content_expiration_days >= 1 && var.content_expiration_days <= 365
    error_message = "content_expiration_days must be from 1 to 365: content is foreign text, not ours to keep for ever."
  }
}

variable "results_replication" {
  description = "Where to copy the results: ARN of a versioned bucket, its account when it is another one, and the key there; null for no copy."
  type = object({
    bucket_arn  = string
    account_id  = optional(string)
    kms_key_arn = optional(string)
  })
  default = null

  validation {
    condition     = var.results_replication == null || can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$", var.results_replication.bucket_arn))
    error_message = "results_replication.bucket_arn must be the ARN of a bucket, arn:aws:s3:::name."
  }
}
