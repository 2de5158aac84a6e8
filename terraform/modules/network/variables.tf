variable "name" {
  description = "Name of the VPC and first part of all names in it."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,40}$", var.name))
    error_message = "name must begin with a lower-case letter and hold 2 to 41 lower-case letters, digits and dashes."
  }
}

variable "cidr" {
  description = "Address range of the VPC, a /16 to /20 of private addresses."
  type        = string
  default     = "10.60.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && can(regex("/(1[6-9]|20)$", var.cidr))
    error_message = "cidr must be an IPv4 range from /16 to /20, such as 10.60.0.0/16."
  }
}

variable "zone_count" {
  description = "Number of availability zones (2 or 3)."
  type        = number
  default     = 2

  validation {
    condition     = contains([2, 3], var.zone_count)
    error_message = "zone_count must be 2 or 3: a cache subnet group needs two zones, and a fourth buys nothing."
  }
}

variable "nat_gateways" {
  description = "How private subnets reach the internet: none, single (one gateway, about 32 USD a month) or per_zone (one each)."
  type        = string

  validation {
    condition     = contains(["none", "single", "per_zone"], var.nat_gateways)
    error_message = "nat_gateways must be none, single or per_zone."
  }
}

variable "flow_log_traffic" {
  description = "Which connections are recorded: REJECT, ACCEPT or ALL."
  type        = string
  default     = "REJECT"

  validation {
    condition     = contains(["REJECT", "ACCEPT", "ALL"], var.flow_log_traffic)
    error_message = "flow_log_traffic must be REJECT, ACCEPT or ALL."
  }
}

variable "flow_log_retention_days" {
  description = "Days for which flow logs are kept; one of CloudWatch's values."
  type        = number
  default     = 365

  validation {
    condition     = contains([30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.flow_log_retention_days)
    error_message = "flow_log_retention_days must be one of 30, 60, 90, 120, 150, 180, 365, 400, 545, 731."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that encrypts the flow logs; null for the service's own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:", var.kms_key_arn))
    error_message = "kms_key_arn must be the ARN of a KMS key, arn:aws:kms:…, or null."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary of the flow-log role, or null."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be the ARN of an IAM policy, or null."
  }
}
