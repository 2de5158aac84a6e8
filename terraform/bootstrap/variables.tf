variable "aws_region" {
  description = "AWS region of states and images."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be a region such as us-east-1."
  }
}

variable "owner" {
  description = "Who answers for it, for the tag Owner."
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

variable "state_bucket_name" {
  description = "Name of the bucket of states; the same stands in terraform/versions.tf and environments/*/backend.hcl."
  type        = string
  default     = "skip-level-ai-terraform-state"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.state_bucket_name))
    error_message = "state_bucket_name must be 3 to 63 lower-case letters, digits, dots and dashes."
  }
}

variable "state_key_prefix" {
  description = "Folder of the states in the bucket, with its slash."
  type        = string
  default     = "non-agentic-pipeline/"

  validation {
    condition     = can(regex("^[a-z0-9-]+/$", var.state_key_prefix))
    error_message = "state_key_prefix must be lower-case letters, digits and dashes, and end in a slash."
  }
}

variable "bucket_name_prefix" {
  description = "First part of the pipeline's buckets, as in terraform/variables.tf."
  type        = string
  default     = "skip-level-ai-pipeline"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{2,39}$", var.bucket_name_prefix))
    error_message = "bucket_name_prefix must be 3 to 40 lower-case letters, digits and dashes, beginning with a letter or digit."
  }
}

variable "repository_name" {
  description = "Name of the image repository."
  type        = string
  default     = "winnow"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._/-]{1,255}$", var.repository_name))
    error_message = "repository_name must be 2 to 256 lower-case letters, digits, dots, dashes, underscores and slashes."
  }
}

variable "untagged_image_days" {
  description = "Days after which untagged images go (1 or more)."
  type        = number
  default     = 7

  validation {
    condition     = var.untagged_image_days >= 1
    error_message = "untagged_image_days must be 1 or more."
  }
}

variable "kept_images" {
  description = "Number of images that stay, which is how far one can roll back (5 to 500)."
  type        = number
  default     = 30

  validation {
    condition     = var.kept_images >= 5 && var.kept_images <= 500
    error_message = "kept_images must be from 5 to 500."
  }
}

variable "github_repository" {
  description = "Repository whose jobs may come in, owner/name."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.github_repository))
    error_message = "github_repository must be owner/name, without wildcard."
  }
}

variable "main_branch" {
  description = "Branch whose jobs may push images."
  type        = string
  default     = "main"

  validation {
    condition     = can(regex("^[A-Za-z0-9._/-]+$", var.main_branch))
    error_message = "main_branch must be the name of a branch, without wildcard."
  }
}

variable "environments" {
  description = "GitHub environments that this account serves, each with its own apply role."
  type        = set(string)
  default     = ["dev", "prod"]

  validation {
    condition     = length(var.environments) > 0 && alltrue([for e in var.environments : contains(["dev", "staging", "prod"], e)])
    error_message = "environments may be dev, staging and prod, at least one of them."
  }
}
