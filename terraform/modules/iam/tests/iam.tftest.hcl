variables {
  functions = {
    trigger = { name = "pipeline-trigger", start_state_machine_arn = "arn:aws:states:us-east-1:123456789012:stateMachine:content-pipeline" }
    evaluator = {
      name          = "pipeline-evaluator"
      in_vpc        = true
      secret_arns   = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:openai-AbCdEf"]
      read_objects  = ["arn:aws:s3:::content/runs/*"]
      write_objects = ["arn:aws:s3:::content/runs/*"]
      list_buckets  = ["arn:aws:s3:::content"]
    }
  }
  step_functions      = ["evaluator"]
  trigger_function    = "trigger"
  state_machine_name  = "content-pipeline"
  schedule_group_name = "content-pipeline"
  schedule_queue_name = "pipeline-schedule-dead-letters"
  kms_key_arns        = ["arn:aws:kms:us-east-1:123456789012:key/1"]
}

run "each_function_its_own_role" {
  assert {
    condition     = length(aws_iam_role.function) == 2 && aws_iam_role.function["evaluator"].name == "pipeline-evaluator"
    error_message = "one role a function"
  }
  assert {
    condition     = !strcontains(aws_iam_role_policy.function["trigger"].policy, "secretsmanager:GetSecretValue") && !strcontains(aws_iam_role_policy.function["trigger"].policy, "ec2:")
    error_message = "what one function may do, another may not"
  }
  assert {
    condition = anytrue([for s in jsondecode(aws_iam_role_policy.function["evaluator"].policy).Statement :
    s.Effect == "Deny" && try(s.Condition.ArnEquals["lambda:SourceFunctionArn"][0], "") == "arn:aws:lambda:us-east-1:123456789012:function:pipeline-evaluator"])
    error_message = "the program may not touch network interfaces"
  }
}

run "services_act_for_us_alone" {
  assert {
    condition = alltrue([for role in [aws_iam_role.states, aws_iam_role.scheduler] : alltrue([for s in jsondecode(role.assume_role_policy).Statement :
    s.Condition.StringEquals["aws:SourceAccount"][0] == "123456789012" && length(s.Condition.ArnLike["aws:SourceArn"]) == 1])])
    error_message = "no confused deputies"
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.states.policy).Statement : s.Resource if s.Sid == "RunTheSteps"]) == ["arn:aws:lambda:us-east-1:123456789012:function:pipeline-evaluator:live"]
    error_message = "the state machine invokes its steps, by their alias"
  }
  assert {
    condition     = !strcontains(aws_iam_role_policy.states.policy, "states:StartExecution")
    error_message = "an inline map starts nothing"
  }
}

run "distributed_map_gets_what_it_needs" {
  variables {
    distributed_map = { bucket_arn = "arn:aws:s3:::content", list_prefix = "runs/", results_prefix = "map-results/" }
  }
  assert {
    condition     = one([for s in jsondecode(aws_iam_role_policy.states.policy).Statement : s.Resource if s.Sid == "RunItems"]) == ["arn:aws:states:us-east-1:123456789012:stateMachine:content-pipeline"]
    error_message = "it may start itself and nothing else"
  }
}

run "boundary_on_every_role" {
  variables {
    permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  }
  assert {
    condition     = alltrue([for role in concat(values(aws_iam_role.function), [aws_iam_role.states, aws_iam_role.scheduler]) : role.permissions_boundary == var.permissions_boundary_arn])
    error_message = "every role has the boundary"
  }
}

run "refuses_a_grant_of_everything" {
  command = plan
  variables {
    functions = { trigger = { name = "pipeline-trigger", read_objects = ["arn:aws:s3:::*"] }, evaluator = { name = "pipeline-evaluator" } }
  }
  expect_failures = [var.functions]
}

run "refuses_wrong_input" {
  command = plan
  variables {
    step_functions           = ["nobody"]
    trigger_function         = "nobody"
    alias_name               = "Live"
    state_machine_name       = "a name"
    schedule_group_name      = ""
    schedule_queue_name      = "a queue"
    distributed_map          = { bucket_arn = "arn:aws:s3:::content", list_prefix = "runs", results_prefix = "map-results/" }
    kms_key_arns             = ["arn:aws:kms:us-east-1:123456789012:key/*"]
    permissions_boundary_arn = "boundary"
  }
  expect_failures = [
    var.step_functions, var.trigger_function, var.alias_name, var.state_machine_name, var.schedule_group_name, var.schedule_queue_name,
    var.distributed_map, var.kms_key_arns, var.permissions_boundary_arn,
  ]
}
