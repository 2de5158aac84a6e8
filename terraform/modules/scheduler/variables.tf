variable "name" {
  description = "Name of the schedule group and first part of the rule's name."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{1,54}$", var.name))
    error_message = "name must be 1 to 54 letters, digits, dots, dashes and underscores."
  }
}

variable "questions" {
  description = "The questions by short name: query, evaluation_method, a schedule_expression of its own (else the common one), enabled."
  type = map(object({
    query               = string
    evaluation_method   = string
    schedule_expression = optional(string)
    enabled             = optional(bool, true)
  }))

  validation {
    condition     = alltrue([for name, q in var.questions : can(regex("^[a-zA-Z0-9_.-]{1,64}$", name))])
    error_message = "a question's short name must be 1 to 64 letters, digits, dots, dashes and underscores."
  }
  validation {
    condition     = alltrue([for q in var.questions : length(trimspace(q.query)) > 0 && length(q.query) <= 1000])
    error_message = "a question's query must have 1 to 1000 characters."
  }
  validation {
    condition     = alltrue([for q in var.questions : can(regex("^[a-z][a-z0-9_]{0,63}$", q.evaluation_method))])
    error_message = "evaluation_method must be a name such as openai_browsing."
  }
  validation {
    condition     = alltrue([for q in var.questions : q.schedule_expression == null ? true : can(regex("^(cron\\(([0-9*/,-]+ ){2}([0-9*/,LW-]+ [0-9A-Z*/,-]+ \\?|\\? [0-9A-Z*/,-]+ [0-9A-Z*/,L#-]+) [0-9*/,-]+\\)|rate\\([1-9][0-9]* (minutes?|hours?|days?)\\)|at\\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\))$", q.schedule_expression))])
    error_message = "a question's schedule_expression must be cron(minutes hours day month weekday year) with ? for the day or the weekday, rate(1 day) or at(2030-01-31T00:00:00)."
  }
}

variable "schedule_expression" {
  description = "When questions without an expression of their own are asked: cron, rate or at."
  type        = string
  default     = "cron(0 0 * * ? *)"

  validation {
    condition     = can(regex("^(cron\\(([0-9*/,-]+ ){2}([0-9*/,LW-]+ [0-9A-Z*/,-]+ \\?|\\? [0-9A-Z*/,-]+ [0-9A-Z*/,L#-]+) [0-9*/,-]+\\)|rate\\([1-9][0-9]* (minutes?|hours?|days?)\\)|at\\([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\))$", var.schedule_expression))
    error_message = "schedule_expression must be cron(minutes hours day month weekday year) with ? for the day or the weekday, such as cron(0 0 * * ? *), or rate(1 day), or at(2030-01-31T00:00:00)."
  }
}

variable "timezone" {
  description = "Time zone of the expressions, a name such as UTC or Europe/Berlin."
  type        = string
  default     = "UTC"

  validation {
    condition     = can(regex("^(UTC|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})$", var.timezone))
    error_message = "timezone must be UTC or a name such as Europe/Berlin."
  }
}

variable "flexible_window_minutes" {
  description = "Minutes within which Scheduler may choose the moment (0 for none, to 1440); several questions then do not start together."
  type        = number
  default     = 0

  validation {
    condition     = var.flexible_window_minutes >= 0 && var.flexible_window_minutes <= 1440
    error_message = "flexible_window_minutes must be from 0 to 1440."
  }
}

variable "enabled" {
  description = "Whether schedules are on at all."
  type        = bool
  default     = true
}

variable "target_function_arn" {
  description = "ARN of the trigger's alias."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:lambda:", var.target_function_arn))
    error_message = "target_function_arn must be the ARN of a function or alias."
  }
}

variable "role_arn" {
  description = "ARN of the role with which Scheduler calls the trigger."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", var.role_arn))
    error_message = "role_arn must be the ARN of an IAM role."
  }
}

variable "retry_attempts" {
  description = "Times that an undelivered event is sent again (0 to 185)."
  type        = number
  default     = 5

  validation {
    condition     = var.retry_attempts >= 0 && var.retry_attempts <= 185
    error_message = "retry_attempts must be from 0 to 185."
  }
}

variable "retry_age_seconds" {
  description = "Seconds after which an undelivered event is given up (60 to 86400)."
  type        = number
  default     = 3600

  validation {
    condition     = var.retry_age_seconds >= 60 && var.retry_age_seconds <= 86400
    error_message = "retry_age_seconds must be from 60 to 86400."
  }
}

variable "dead_letter_queue_arn" {
  description = "ARN of the queue that keeps what could not be delivered."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:sqs:", var.dead_letter_queue_arn))
    error_message = "dead_letter_queue_arn must be the ARN of a queue."
  }
}

variable "state_machine_arn" {
  description = "ARN of the state machine whose failures are told."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:states:", var.state_machine_arn))
    error_message = "state_machine_arn must be the ARN of a state machine."
  }
}

variable "failed_runs_topic_arn" {
  description = "ARN of the topic that hears of failed runs."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:sns:", var.failed_runs_topic_arn))
    error_message = "failed_runs_topic_arn must be the ARN of a topic."
  }
}

variable "runbook_url" {
  description = "Where the runbook is, without anchor."
  type        = string
  default     = "docs/operations.md"

  validation {
    condition     = length(var.runbook_url) > 0 && !strcontains(var.runbook_url, "#")
    error_message = "runbook_url must be an address without #: each message adds its own."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key for the schedules' input; null for the service's own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…, or null."
  }
}
