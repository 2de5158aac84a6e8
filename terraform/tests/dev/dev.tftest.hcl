# terraform test -test-directory=tests/dev -var-file=environments/dev/terraform.tfvars

variables {
  # Said although it is the default: terraform test forgets the default of an ephemeral variable between plan and apply.
  secret_values = {}
}

run "development_is_cheap" {
  assert {
    condition     = var.tier == "minimal" && output.nat_gateway_count == 0 && output.endpoint == null
    error_message = "nothing in development is paid by the hour"
  }
  assert {
    condition     = module.scheduler.schedule_expression == "cron(0 0 * * ? *)" && module.scheduler.schedule_names == ["career-growth"]
    error_message = "one question, at midnight"
  }
  assert {
    condition     = alltrue([for name in values(output.function_names) : anytrue([for alarm in module.monitoring.alarm_names : strcontains(alarm, name)])])
    error_message = "every function has alarms"
  }
  assert {
    condition     = startswith(output.bucket_name, "skip-level-ai-pipeline-results-dev")
    error_message = "the bucket's name says whose it is"
  }
}
