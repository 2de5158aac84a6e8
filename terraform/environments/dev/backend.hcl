# terraform init -backend-config=environments/dev/backend.hcl    (the same as plain terraform init)
bucket       = "skip-level-ai-terraform-state"
key          = "non-agentic-pipeline/terraform.tfstate"
region       = "us-east-1"
encrypt      = true
use_lockfile = true
