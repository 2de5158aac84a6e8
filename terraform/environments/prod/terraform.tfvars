# Production: Redis and NAT in two zones, alarms that reach a person. Replace the account number and addresses.
environment = "prod"
aws_region  = "us-east-1"
owner       = "platform-team"
cost_center = "product"

tier               = "resilient"
ecr_repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/winnow"
image_tag          = "v0.1.0"
qdrant_secrets_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:content-pipeline-prod/qdrant-AbCdEf"

schedule_expression = "cron(0 0 * * ? *)"
release_mode        = "gradual"

functions = {
  # More would be throttled, less would throttle the map; 0 is the switch that stops everything that costs.
  evaluator = { reserved_concurrency = 20 }
}
max_concurrency = 10

log_retention_days   = 365
daily_model_cost_usd = 10
monthly_budget_usd   = 250

alert_routes = {
  critical = { emails = ["on-call@example.com"] }
  warning  = { emails = ["pipeline@example.com"] }
  info     = { emails = ["pipeline@example.com"] }
}
escalation_levels = [
  { name = "second on call", after_minutes = 15, emails = ["second-on-call@example.com"] },
  { name = "head of engineering", after_minutes = 45, emails = ["head-of-engineering@example.com"] },
]
