variable "environment" {
  description = "Environment, the value of the tag by which costs are told apart."
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

variable "tag_key" {
  description = "Key of the tag by which costs are told apart."
  type        = string
  default     = "Environment"

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_-]{0,63}$", var.tag_key))
    error_message = "tag_key must begin with a letter and hold at most 64 letters, digits, dashes and underscores."
  }
}

variable "monthly_limit_usd" {
  description = "US dollars a month for the environment (more than 0)."
  type        = number

  validation {
    condition     = var.monthly_limit_usd > 0
    error_message = "monthly_limit_usd must be more than 0."
  }
}

variable "anomaly_impact_usd" {
  description = "US dollars by which costs must leave their usual path before somebody is told (1 or more)."
  type        = number
  default     = 10

  validation {
    condition     = var.anomaly_impact_usd >= 1
    error_message = "anomaly_impact_usd must be 1 or more."
  }
}

variable "topic_arns" {
  description = "ARNs of the topics critical and warning."
  type        = map(string)

  validation {
    condition     = alltrue([for severity in ["critical", "warning"] : can(regex("^arn:aws[a-z-]*:sns:", var.topic_arns[severity]))])
    error_message = "topic_arns needs the ARNs of the topics critical and warning."
  }
}

variable "emails" {
  description = "E-mail addresses that hear of the budget beside the topics, ten at most."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.emails) <= 10 && alltrue([for address in var.emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "emails must be at most ten e-mail addresses."
  }
}
