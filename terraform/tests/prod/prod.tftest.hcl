# terraform test -test-directory=tests/prod -var-file=environments/prod/terraform.tfvars

variables {
  # Said although it is the default: terraform test forgets the default of an ephemeral variable between plan and apply.
  secret_values = {}
}

run "production_survives_a_zone" {
  assert {
    condition     = output.nat_gateway_count == 2 && length(module.redis[0].node_ids) == 2
    error_message = "NAT gateway and Redis in each of two zones"
  }
  assert {
    condition     = contains(module.monitoring.alarm_names, "pipeline-critical-missing-run") && contains(module.monitoring.alarm_names, "pipeline-warning-few-urls")
    error_message = "silence and odd days are noticed"
  }
  assert {
    condition     = module.alerting.ledger_table_name == "pipeline-alarm-ledger" && toset(keys(output.topic_arns)) == toset(["critical", "warning", "info"])
    error_message = "critical alarms escalate"
  }
  assert {
    condition     = output.function_arns["evaluator"] == "arn:aws:lambda:us-east-1:123456789012:function/pipeline-evaluator:live" || can(regex("pipeline-evaluator|live|alias", output.function_arns["evaluator"]))
    error_message = "callers are given the alias"
  }
}
