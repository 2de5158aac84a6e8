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
  description = "ARN of the key for topics, queue and ledger. The AWS-managed SNS key will not do: alarms cannot publish under it."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a key of your own, arn:aws:kms:…:key/…."
  }
}

variable "routes" {
  description = "Who hears what, by severity (critical, warning, info): e-mail addresses, https webhooks (a pager, a chat), Slack channels."
  type = map(object({
    emails   = optional(list(string), [])
    webhooks = optional(list(string), [])
    slack    = optional(list(object({ team_id = string, channel_id = string })), [])
  }))
  default = {}

  validation {
    condition     = alltrue([for severity in keys(var.routes) : contains(["critical", "warning", "info"], severity)])
    error_message = "routes may name critical, warning and info."
  }
  validation {
    condition     = alltrue(flatten([for r in var.routes : [for address in r.emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))]]))
    error_message = "routes.emails must be e-mail addresses."
  }
  validation {
    condition     = alltrue(flatten([for r in var.routes : [for url in r.webhooks : can(regex("^https://[^\\s/]+", url))]]))
    error_message = "routes.webhooks must be https addresses."
  }
  validation {
    condition     = alltrue(flatten([for r in var.routes : [for c in r.slack : can(regex("^T[A-Z0-9]+$", c.team_id)) && can(regex("^[CG][A-Z0-9]+$", c.channel_id))]]))
    error_message = "routes.slack needs the ids of team (T…) and channel (C… or G…), not their names."
  }
}

variable "escalation_levels" {
  description = "Who is told next when a critical alarm stays open, in order: name, minutes to wait before (1 to 720), e-mail addresses, https webhooks; empty for no escalation."
  type = list(object({
    name          = string
    after_minutes = number
    emails        = optional(list(string), [])
    webhooks      = optional(list(string), [])
  }))
  default = []

  validation {
    condition     = alltrue([for l in var.escalation_levels : l.after_minutes >= 1 && l.after_minutes <= 720 && floor(l.after_minutes) == l.after_minutes])
    error_message = "after_minutes of an escalation level must be a whole number from 1 to 720."
  }
  validation {
    condition     = alltrue([for l in var.escalation_levels : length(l.emails) + length(l.webhooks) > 0])
    error_message = "every escalation level needs somebody to tell: emails or webhooks."
  }
  validation {
    condition     = sum(concat([0], var.escalation_levels[*].after_minutes)) <= 1380
    error_message = "the minutes of all escalation levels may add up to 1380 (23 hours): the escalation ends after a day."
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

variable "deletion_protection" {
  description = "Whether the ledger of alarms refuses to be deleted."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "Days for which the escalation's log is kept; one of CloudWatch's values."
  type        = number
  default     = 90

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731."
  }
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
