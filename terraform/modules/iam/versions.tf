terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The write-only password of aws_elasticache_user came in spring 2026; without it a password would lie in the state.
      version = ">= 6.47, < 7.0"
    }
  }
}
