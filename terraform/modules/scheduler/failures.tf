# A run that ended badly says so itself when it can (HandleError); this rule speaks for those that cannot: killed, timed out,
# or failed in a way that States.ALL does not catch.

resource "aws_cloudwatch_event_rule" "failed_runs" {
  name        = "${var.name}-failed-runs"
  description = "Runs of the content pipeline that failed, timed out or were aborted"
  event_pattern = jsonencode({
    source      = ["aws.states"]
    detail-type = ["Step Functions Execution Status Change"]
    detail = {
      stateMachineArn = [var.state_machine_arn]
      status          = ["FAILED", "TIMED_OUT", "ABORTED"]
    }
  })
}

resource "aws_cloudwatch_event_target" "failed_runs" {
  rule      = aws_cloudwatch_event_rule.failed_runs.name
  target_id = "tell-people"
  arn       = var.failed_runs_topic_arn

  input_transformer {
    input_paths = {
      status = "$.detail.status"
      name   = "$.detail.name"
      arn    = "$.detail.executionArn"
      cause  = "$.detail.cause"
    }
    # Not JSON: an e-mail is read by a person.
    input_template = "\"The run <name> ended as <status>: <cause>. Look: aws stepfunctions get-execution-history --execution-arn <arn> --reverse-order --max-items 5. What to do: ${var.runbook_url}#failed-runs\""
  }

  dead_letter_config {
    arn = var.dead_letter_queue_arn
  }
}
