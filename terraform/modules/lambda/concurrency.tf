# Environments kept warm, for functions where a cold start would be felt. None by default: the program starts in
# milliseconds, and a warm environment of 1 GB costs about 9 USD a month.

locals {
  provisioned = { for key, f in var.functions : key => f.provisioned_concurrency if f.provisioned_concurrency != null }
  scheduled = merge([for key, p in local.provisioned : {
    for name, action in p.schedule : "${key}/${name}" => merge(action, { function = key, name = name })
  }]...)
}

resource "aws_lambda_provisioned_concurrency_config" "this" {
  for_each = local.provisioned

  function_name                     = aws_lambda_function.this[each.key].function_name
  qualifier                         = local.aliases[each.key].name
  provisioned_concurrent_executions = each.value.min

  lifecycle {
    # The scaling policy below moves it.
    ignore_changes = [provisioned_concurrent_executions]
  }
}

resource "aws_appautoscaling_target" "this" {
  for_each = local.provisioned

  service_namespace  = "lambda"
  scalable_dimension = "lambda:function:ProvisionedConcurrency"
  resource_id        = "function:${aws_lambda_function.this[each.key].function_name}:${local.aliases[each.key].name}"
  min_capacity       = each.value.min
  max_capacity       = each.value.max

  depends_on = [aws_lambda_provisioned_concurrency_config.this]
  lifecycle {
    # Scheduled actions below move both.
    ignore_changes = [min_capacity, max_capacity]
  }
}

resource "aws_appautoscaling_policy" "this" {
  for_each = local.provisioned

  name               = "${aws_lambda_function.this[each.key].function_name}-utilization"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id

  target_tracking_scaling_policy_configuration {
    target_value = each.value.target_utilization
    predefined_metric_specification {
      predefined_metric_type = "LambdaProvisionedConcurrencyUtilization"
    }
  }
}

# Warm before the run, cold after it; in development warm in working hours only.
resource "aws_appautoscaling_scheduled_action" "this" {
  for_each = local.scheduled

  name               = replace(each.key, "/", "-")
  service_namespace  = aws_appautoscaling_target.this[each.value.function].service_namespace
  scalable_dimension = aws_appautoscaling_target.this[each.value.function].scalable_dimension
  resource_id        = aws_appautoscaling_target.this[each.value.function].resource_id
  schedule           = each.value.expression
  timezone           = each.value.timezone
  scalable_target_action {
    min_capacity = each.value.min
    max_capacity = each.value.max
  }
}
