variable "name_prefix" {
  description = "First part of every secret's name, before a slash."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9/_-]{1,100}$", var.name_prefix))
    error_message = "name_prefix must be 1 to 100 letters, digits, dashes, underscores or slashes."
  }
}

variable "secrets" {
  description = "Secrets by short name (openai, anthropic, youtube, …): what each is for, and the version of its value in `values` (a whole number, raised to send a new value; 0 when the value is put there by hand)."
  type = map(object({
    description = string
    version     = optional(number, 0)
  }))
  default = {}

  validation {
    condition     = alltrue([for name, s in var.secrets : can(regex("^[a-z][a-z0-9-]{0,40}$", name))])
    error_message = "the names in secrets must begin with a lower-case letter and hold lower-case letters, digits and dashes, at most 41."
  }
  validation {
    condition     = alltrue([for s in values(var.secrets) : s.version >= 0 && floor(s.version) == s.version])
    error_message = "the version of a secret must be a whole number, 0 or more."
  }
}

variable "values" {
  description = "Values of the secrets whose version is above 0, by short name. Ephemeral: neither plan nor state keeps them."
  type        = map(string)
  default     = {}
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = alltrue([for name, s in var.secrets : s.version == 0 || length(lookup(var.values, name, "")) > 0])
    error_message = "every secret with a version above 0 needs its value in `values` at every plan (for instance by TF_VAR_secret_values)."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the secrets; null for the AWS-managed key."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…, or null."
  }
}

variable "recovery_window_days" {
  description = "Days in which a deleted secret can be called back: 7 to 30, or 0 to delete at once (its name is free again only then)."
  type        = number
  default     = 30

  validation {
    condition     = var.recovery_window_days == 0 || (var.recovery_window_days >= 7 && var.recovery_window_days <= 30)
    error_message = "recovery_window_days must be 0 or from 7 to 30."
  }
}
