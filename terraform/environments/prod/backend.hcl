# terraform init -reconfigure -backend-config=environments/prod/backend.hcl
bucket       = "skip-level-ai-terraform-state"
key          = "non-agentic-pipeline/prod/terraform.tfstate"
region       = "us-east-1"
encrypt      = true
use_lockfile = true
