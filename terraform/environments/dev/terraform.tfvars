# Development: the smallest tier, in which nothing is paid by the hour, so that nothing needs switching off at night.
# For weeks without use: -var paused=true. Replace the account number and addresses.
environment = "dev"
aws_region  = "us-east-1"
owner       = "platform-team"
cost_center = "research"

tier               = "minimal"
ecr_repository_url = "123456789012.dkr.ecr.us-east-1.amazonaws.com/winnow"
qdrant_secrets_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:content-pipeline-dev/qdrant-AbCdEf"

schedule_expression = "cron(0 0 * * ? *)"

log_retention_days   = 14
log_level            = "DEBUG"
daily_model_cost_usd = 2
monthly_budget_usd   = 20

alert_routes = {
  critical = { emails = ["pipeline-dev@example.com"] }
}
