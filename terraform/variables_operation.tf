# How it is driven, guarded and watched.

variable "questions" {
  description = "The questions by short name: query, evaluation_method, a schedule_expression of its own (else the common one), enabled."
  type = map(object({
    query               = string
    evaluation_method   = string
    schedule_expression = optional(string)
    enabled             = optional(bool, true)
  }))
  default = {
    career-growth = {
      query             = "engineering career growth frameworks and evaluation criteria"
      evaluation_method = "openai_browsing"
    }
  }

  validation {
    condition     = length(var.questions) > 0
    error_message = "questions may not be empty: there would be nothing to run. To rest, set schedule_enabled = false or paused = true."
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

variable "schedule_timezone" {
  description = "Time zone of the expressions, a name such as UTC or Europe/Berlin."
  type        = string
  default     = "UTC"

  validation {
    condition     = can(regex("^(UTC|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+){1,2})$", var.schedule_timezone))
    error_message = "schedule_timezone must be UTC or a name such as Europe/Berlin."
  }
}

variable "schedule_window_minutes" {
  description = "Minutes within which Scheduler may choose the moment (0 for none, to 1440)."
  type        = number
  default     = 0

  validation {
    condition     = var.schedule_window_minutes >= 0 && var.schedule_window_minutes <= 1440
    error_message = "schedule_window_minutes must be from 0 to 1440."
  }
}

variable "schedule_enabled" {
  description = "Whether questions are asked on schedule."
  type        = bool
  default     = true
}

variable "state_machine_type" {
  description = "STANDARD, or EXPRESS for runs of at most five minutes."
  type        = string
  default     = "STANDARD"

  validation {
    condition     = contains(["STANDARD", "EXPRESS"], var.state_machine_type)
    error_message = "state_machine_type must be STANDARD or EXPRESS."
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
}

variable "max_concurrency" {
  description = "URLs evaluated at once: 1 to 40 inline, 1 to 1000 distributed."
  type        = number
  default     = 10

  validation {
    condition     = var.max_concurrency >= 1 && var.max_concurrency <= (var.map_mode == "distributed" ? 1000 : 40)
    error_message = "max_concurrency must be from 1 to 40 for an inline map (AWS runs no more), to 1000 for a distributed one."
  }
}

variable "tolerated_failure_percentage" {
  description = "Percentage of URLs that may fail in a distributed map before the run does (0 to 100)."
  type        = number
  default     = 20

  validation {
    condition     = var.tolerated_failure_percentage >= 0 && var.tolerated_failure_percentage <= 100 && floor(var.tolerated_failure_percentage) == var.tolerated_failure_percentage
    error_message = "tolerated_failure_percentage must be a whole number from 0 to 100."
  }
}

variable "run_timeout_seconds" {
  description = "Seconds after which a run counts as lost (60 to 86400)."
  type        = number
  default     = 7200

  validation {
    condition     = var.run_timeout_seconds >= 60 && var.run_timeout_seconds <= 86400
    error_message = "run_timeout_seconds must be from 60 to 86400."
  }
}

# Redis.

variable "redis_engine" {
  description = "valkey (a fifth cheaper, same protocol) or redis."
  type        = string
  default     = "valkey"

  validation {
    condition     = contains(["redis", "valkey"], var.redis_engine)
    error_message = "redis_engine must be redis or valkey."
  }
}

variable "redis_engine_version" {
  description = "Version: 7.2, 8.0 or 8.1 for valkey; 7.0 or 7.1 for redis."
  type        = string
  default     = "8.0"

  validation {
    condition     = contains(var.redis_engine == "redis" ? ["7.0", "7.1"] : ["7.2", "8.0", "8.1"], var.redis_engine_version)
    error_message = "redis_engine_version must be 7.0 or 7.1 for redis, 7.2, 8.0 or 8.1 for valkey."
  }
}

variable "redis_node_type" {
  description = "Size of each node, such as cache.t4g.micro; null for the tier's."
  type        = string
  default     = null

  validation {
    condition     = var.redis_node_type == null || can(regex("^cache\\.[a-z0-9]+\\.[a-z0-9]+$", var.redis_node_type))
    error_message = "redis_node_type must look like cache.t4g.micro."
  }
  validation {
    condition     = !can(regex("^cache\\.(t1|m1|m2|c1|m3|r3)\\.", var.redis_node_type))
    error_message = "Redis nodes of the old families t1, m1, m2, c1, m3 and r3 can neither encrypt nor fail over; choose cache.t4g.micro or larger."
  }
}

variable "redis_replica_count" {
  description = "Replicas beside the primary when it is made (0 to 5); null for the tier's. Later: aws elasticache increase-replica-count."
  type        = number
  default     = null

  validation {
    condition     = var.redis_replica_count == null ? true : var.redis_replica_count >= (var.tier == "resilient" ? 1 : 0) && var.redis_replica_count <= 5
    error_message = "redis_replica_count must be from 0 to 5, and 1 or more in the tier resilient: with no replica there is nothing to take over."
  }
}

variable "redis_password_version" {
  description = "Number of Redis' password; raise it and apply to send a new one (1 or more)."
  type        = number
  default     = 1

  validation {
    condition     = var.redis_password_version >= 1
    error_message = "redis_password_version must be 1 or more."
  }
}

# Secrets and keys.

variable "qdrant_secrets_arn" {
  description = "ARN of the secret with Qdrant's url and api_key."
  type        = string

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*]+$", var.qdrant_secrets_arn))
    error_message = "qdrant_secrets_arn must be the ARN of one secret, arn:aws:secretsmanager:…:secret:…."
  }
}

variable "secrets" {
  description = "API keys by short name: what each is for, which functions use it (fetch_urls, evaluator, process_results), and the version of its value in secret_values (0: put there by hand)."
  type = map(object({
    description = string
    used_by     = optional(list(string), ["evaluator"])
    version     = optional(number, 0)
  }))
  default = {
    openai = { description = "API key of OpenAI" }
  }

  validation {
    condition     = alltrue(flatten([for s in var.secrets : [for key in s.used_by : contains(["fetch_urls", "evaluator", "process_results"], key)]]))
    error_message = "secrets.used_by may name fetch_urls, evaluator and process_results."
  }
}

variable "secret_values" {
  description = "Values of the secrets with a version above 0, by short name; from TF_VAR_secret_values, never from a file in the repository."
  type        = map(string)
  default     = {}
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = alltrue([for name, s in var.secrets : s.version == 0 || length(lookup(var.secret_values, name, "")) > 0])
    error_message = "every secret with a version above 0 needs its value in secret_values at every plan (for instance by TF_VAR_secret_values)."
  }
}

variable "kms_key_arn" {
  description = "ARN of a key of the company's own for everything at rest; null makes one (1 USD a month). Its policy must let the services in as modules/encryption does."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[^*]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of one key, arn:aws:kms:…:key/…, or null."
  }
}

variable "secret_kms_key_arns" {
  description = "ARNs of further keys under which secrets lie that were made elsewhere, such as Qdrant's."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.secret_kms_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[^*]+$", arn))])
    error_message = "secret_kms_key_arns must be ARNs of single keys."
  }
}

variable "encrypt_buckets_with_kms" {
  description = "Whether buckets lie under the key too; false uses S3's own encryption, which costs nothing."
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

# Watching.

variable "log_level" {
  description = "Least level of the program's log lines that is kept: DEBUG, INFO, WARN or ERROR."
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

variable "tracing" {
  description = "Whether X-Ray traces are recorded."
  type        = bool
  default     = true
}

variable "alert_routes" {
  description = "Who hears what, by severity (critical, warning, info): emails, https webhooks, slack (team_id, channel_id)."
  type = map(object({
    emails   = optional(list(string), [])
    webhooks = optional(list(string), [])
    slack    = optional(list(object({ team_id = string, channel_id = string })), [])
  }))
  default = {}

  validation {
    condition     = var.environment != "prod" ? true : length(flatten([for r in [try(var.alert_routes["critical"], null)] : r == null ? [] : concat(r.emails, r.webhooks, r.slack[*].channel_id)])) > 0
    error_message = "prod needs somebody in alert_routes.critical: an alarm that nobody hears is none."
  }
}

variable "escalation_levels" {
  description = "Who is told next when a critical alarm stays open, in order: name, after_minutes (1 to 720), emails, webhooks; empty for no escalation."
  type = list(object({
    name          = string
    after_minutes = number
    emails        = optional(list(string), [])
    webhooks      = optional(list(string), [])
  }))
  default = []

  validation {
    condition     = alltrue([for l in var.escalation_levels : l.after_minutes >= 1 && l.after_minutes <= 720])
    error_message = "after_minutes of an escalation level must be from 1 to 720."
  }
}

variable "runbook_url" {
  description = "Where people find docs/operations.md, without anchor."
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

variable "expect_daily_run" {
  description = "Whether a day without a successful run is an alarm; false where questions are asked less often."
  type        = bool
  default     = true
}

variable "daily_model_cost_usd" {
  description = "US dollars that models may cost within a day before somebody is told."
  type        = number
  default     = 5

  validation {
    condition     = var.daily_model_cost_usd > 0
    error_message = "daily_model_cost_usd must be more than 0."
  }
}

variable "monthly_budget_usd" {
  description = "US dollars a month for AWS in this environment."
  type        = number

  validation {
    condition     = var.monthly_budget_usd > 0
    error_message = "monthly_budget_usd must be more than 0."
  }
}

variable "budget_emails" {
  description = "E-mail addresses that hear of the budget beside the topics, ten at most."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.budget_emails) <= 10 && alltrue([for address in var.budget_emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", address))])
    error_message = "budget_emails must be at most ten e-mail addresses."
  }
}
