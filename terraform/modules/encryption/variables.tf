variable "alias" {
  description = "Name of the key, without the leading alias/."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9/_-]{1,250}$", var.alias)) && !startswith(var.alias, "aws")
    error_message = "alias must be 1 to 250 letters, digits, dashes, underscores or slashes, and may not begin with aws."
  }
}

variable "deletion_window_days" {
  description = "Days between destroying the key and its end, in which it can be called back (7 to 30)."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "deletion_window_days must be from 7 to 30: AWS keeps a deleted key that long."
  }
}
