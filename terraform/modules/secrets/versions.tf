terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 6.47: the write-only passwords of aws_elasticache_user, without which a password would lie in the state.
      version = ">= 6.47, < 7.0"
    }
  }
}
