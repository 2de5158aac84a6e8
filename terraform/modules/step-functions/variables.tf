variable "name" {
  description = "Name of the state machine."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,57}$", var.name))
    error_message = "name must be 1 to 57 letters, digits, dashes and underscores."
  }
}

variable "definitions_path" {
  description = "Folder of the templates pipeline.asl.json and pipeline-distributed.asl.json."
  type        = string

  validation {
    condition     = fileexists("${var.definitions_path}/pipeline.asl.json")
    error_message = "definitions_path must be the folder that holds pipeline.asl.json."
  }
}

variable "function_arns" {
  description = "ARNs of the functions' aliases by key: fetch_urls, evaluator, process_results, save_results, error_handler."
  type        = map(string)

  validation {
    condition     = alltrue([for key in ["fetch_urls", "evaluator", "process_results", "save_results", "error_handler"] : contains(keys(var.function_arns), key)])
    error_message = "function_arns needs fetch_urls, evaluator, process_results, save_results and error_handler."
  }
}

variable "function_timeouts_seconds" {
  description = "Timeouts of the functions by the same keys, in seconds."
  type        = map(number)

  validation {
    condition     = alltrue([for key in ["fetch_urls", "evaluator", "process_results", "save_results", "error_handler"] : contains(keys(var.function_timeouts_seconds), key)])
    error_message = "function_timeouts_seconds needs fetch_urls, evaluator, process_results, save_results and error_handler."
  }
}

variable "role_arn" {
  description = "ARN of the state machine's role."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", var.role_arn))
    error_message = "role_arn must be the ARN of an IAM role."
  }
}

variable "type" {
  description = "STANDARD (a year, every step recorded, runs exactly once) or EXPRESS (five minutes at most, cheaper, at least once)."
  type        = string
  default     = "STANDARD"

  validation {
    condition     = contains(["STANDARD", "EXPRESS"], var.type)
    error_message = "type must be STANDARD or EXPRESS."
  }
  validation {
    condition     = var.type == "STANDARD" || var.run_timeout_seconds <= 300
    error_message = "an EXPRESS state machine runs for 300 seconds at most; lower run_timeout_seconds or use STANDARD."
  }
}

variable "map_mode" {
  description = "inline (up to about 1,000 URLs a run) or distributed (up to millions, through S3)."
  type        = string
  default     = "inline"

  validation {
    condition     = contains(["inline", "distributed"], var.map_mode)
    error_message = "map_mode must be inline or distributed."
  }
  validation {
    condition     = var.map_mode == "inline" || var.type == "STANDARD"
    error_message = "a distributed map exists in STANDARD state machines only."
  }
}

variable "max_concurrency" {
  description = "URLs evaluated at once: 1 to 40 inline, 1 to 1000 distributed."
  type        = number
  default     = 10

  validation {
    condition     = var.max_concurrency >= 1 && var.max_concurrency <= (var.map_mode == "inline" ? 40 : 1000)
    error_message = "max_concurrency must be from 1 to 40 for an inline map (AWS runs no more), to 1000 for a distributed one."
  }
}

variable "distributed" {
  description = "For a distributed map: bucket and prefix of the results, the kind of child executions (STANDARD or EXPRESS) and the percentage of URLs that may fail."
  type = object({
    results_bucket               = string
    results_prefix               = string
    child_execution_type         = optional(string, "STANDARD")
    tolerated_failure_percentage = optional(number, 20)
  })
  default = null

  validation {
    condition     = var.distributed == null ? true : contains(["STANDARD", "EXPRESS"], var.distributed.child_execution_type)
    error_message = "distributed.child_execution_type must be STANDARD or EXPRESS."
  }
  validation {
    condition     = var.distributed == null ? true : var.distributed.tolerated_failure_percentage >= 0 && var.distributed.tolerated_failure_percentage <= 100 && floor(var.distributed.tolerated_failure_percentage) == var.distributed.tolerated_failure_percentage
    error_message = "distributed.tolerated_failure_percentage must be a whole number from 0 to 100."
  }
}

variable "run_timeout_seconds" {
  description = "Seconds after which a run counts as lost (60 to 86400)."
  type        = number
  default     = 7200

  validation {
    condition     = var.run_timeout_seconds >= 60 && var.run_timeout_seconds <= 86400
    error_message = "run_timeout_seconds must be from 60 to 86400: a daily run that takes longer meets the next one."
  }
}

variable "log_level" {
  description = "What the execution log holds: ALL, ERROR, FATAL or OFF. EXPRESS runs have no other record."
  type        = string
  default     = "ERROR"

  validation {
    condition     = contains(["ALL", "ERROR", "FATAL", "OFF"], var.log_level)
    error_message = "log_level must be ALL, ERROR, FATAL or OFF."
  }
}

variable "log_retention_days" {
  description = "Days for which the execution log is kept; one of CloudWatch's values."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731."
  }
}

variable "tracing" {
  description = "Whether X-Ray traces are recorded."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "ARN of the key for the log; null for the service's own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…, or null."
  }
}
