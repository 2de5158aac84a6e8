terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.47, < 7.0"
    }
  }

  # The state of what holds the states. Made with a local state, moved here afterwards (docs/deployment.md, step 1).
  backend "s3" {
    bucket       = "skip-level-ai-terraform-state"
    key          = "non-agentic-pipeline/bootstrap.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.aws_region

  default_tags {
    tags = {
      Project     = "content-pipeline"
      Environment = "bootstrap"
      Owner       = var.owner
      CostCenter  = var.cost_center
      ManagedBy   = "terraform"
    }
  }
}
