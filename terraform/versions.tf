terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # The write-only password of aws_elasticache_user came in spring 2026; without it a password would lie in the state.
      version = ">= 6.47, < 7.0"
    }
  }

  # The state of the first environment. Others name a key of their own: terraform init -backend-config=environments/prod/backend.hcl
  backend "s3" {
    bucket       = "skip-level-ai-terraform-state"
    key          = "non-agentic-pipeline/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region              = var.aws_region
  allowed_account_ids = var.allowed_account_ids

  default_tags {
    tags = local.tags
  }
}
