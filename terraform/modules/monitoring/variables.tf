variable "aws_region" {
  description = "Region of the metrics."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region such as us-east-1."
  }
}

variable "environment" {
  description = "Environment, as the program writes it into its metrics' dimension of that name."
  type        = string

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
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

variable "function_names" {
  description = "Names of the functions by key."
  type        = map(string)

  validation {
    condition     = length(var.function_names) > 0
    error_message = "function_names may not be empty: there would be nothing to watch."
  }
}

variable "function_timeouts_seconds" {
  description = "Timeouts of the functions by the same keys, in seconds."
  type        = map(number)

  validation {
    condition     = alltrue([for key in keys(var.function_names) : contains(keys(var.function_timeouts_seconds), key)])
    error_message = "function_timeouts_seconds needs a number for every key of function_names."
  }
}

variable "log_group_names" {
  description = "Names of the functions' log groups by the same keys."
  type        = map(string)

  validation {
    condition     = alltrue([for key in keys(var.function_names) : contains(keys(var.log_group_names), key)])
    error_message = "log_group_names needs a name for every key of function_names."
  }
}

variable "critical_functions" {
  description = "Keys of the functions whose errors are critical; those of the others warn."
  type        = list(string)
  default     = ["trigger", "error_handler"]

  validation {
    condition     = alltrue([for key in var.critical_functions : contains(keys(var.function_names), key)])
    error_message = "critical_functions must be keys of function_names."
  }
}

variable "state_machine_arn" {
  description = "ARN of the state machine."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:states:", var.state_machine_arn))
    error_message = "state_machine_arn must be the ARN of a state machine."
  }
}

variable "state_machine_name" {
  description = "Name of the state machine."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.state_machine_name))
    error_message = "state_machine_name must be 1 to 80 letters, digits, dashes and underscores."
  }
}

variable "dead_letter_queue_name" {
  description = "Name of the queue of events that reached nobody."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.dead_letter_queue_name))
    error_message = "dead_letter_queue_name must be 1 to 80 letters, digits, dashes and underscores."
  }
}

variable "cache" {
  description = "Ids of the cache's nodes; null without a cache."
  type        = object({ node_ids = list(string) })
  default     = null

  validation {
    condition     = var.cache == null ? true : length(var.cache.node_ids) > 0
    error_message = "cache.node_ids may not be empty; without a cache, cache is null."
  }
}

variable "topic_arns" {
  description = "ARNs of the topics by severity: critical, warning, info."
  type        = map(string)

  validation {
    condition     = alltrue([for severity in ["critical", "warning", "info"] : can(regex("^arn:aws[a-z-]*:sns:", var.topic_arns[severity]))])
    error_message = "topic_arns needs the ARNs of three topics: critical, warning and info."
  }
}

variable "metrics_namespace" {
  description = "Namespace of the program's own metrics."
  type        = string
  default     = "SkipLevel/ContentPipeline"

  validation {
    condition     = can(regex("^[A-Za-z0-9./_-]{1,255}$", var.metrics_namespace)) && !startswith(var.metrics_namespace, "AWS/")
    error_message = "metrics_namespace must be 1 to 255 letters, digits, dots, slashes, dashes and underscores, and may not begin with AWS/."
  }
}

variable "runbook_url" {
  description = "Where the runbook is, without anchor."
  type        = string
  default     = "docs/operations.md"

  validation {
    condition     = can(regex("^[A-Za-z0-9:/._~-]+$", var.runbook_url))
    error_message = "runbook_url must be an address without quotes, spaces or #."
  }
}

variable "error_rate_percent" {
  description = "Percentage of failed invocations above which a function's alarm goes off (0.1 to 100)."
  type        = number
  default     = 5

  validation {
    condition     = var.error_rate_percent >= 0.1 && var.error_rate_percent <= 100
    error_message = "error_rate_percent must be from 0.1 to 100."
  }
}

variable "daily_model_cost_usd" {
  description = "US dollars that models may cost within a day before somebody is told; the program's own budget is the brake."
  type        = number
  default     = 5

  validation {
    condition     = var.daily_model_cost_usd > 0
    error_message = "daily_model_cost_usd must be more than 0."
  }
}

variable "expect_daily_run" {
  description = "Whether a day without a successful run is an alarm."
  type        = bool
  default     = true
}

variable "anomaly_detection" {
  description = "Whether CloudWatch learns how many URLs a day are normal (about 0.30 USD a month)."
  type        = bool
  default     = true
}
