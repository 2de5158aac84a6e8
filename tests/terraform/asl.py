"""Fills in a state machine's template and looks for what Step Functions would refuse or never reach."""

import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

FUNCTIONS = ("fetch_urls", "evaluator", "process_results", "save_results", "error_handler")
PLACEHOLDERS = {
    **{f"{name}_arn": f"arn:aws:lambda:us-east-1:123456789012:function:pipeline-{name.replace('_', '-')}:live" for name in FUNCTIONS},
    **{f"{name}_timeout_seconds": "190" for name in FUNCTIONS},
    "max_concurrency": "10", "run_timeout_seconds": "7200", "child_execution_type": "STANDARD", "tolerated_failure_percentage": "20",
    "results_bucket": "content", "results_prefix": "map-results",
    "table": "ledger", "levels": '[{"name": "next", "after_seconds": 60, "topic_arn": "arn:aws:sns:us-east-1:123456789012:x"}]', "level_count": "1",
    "runbook_url": "docs/operations.md",
}
COMMON = {"Type", "Comment", "Next", "End", "InputPath", "OutputPath"}
FIELDS = {
    "Task": COMMON | {"Resource", "Parameters", "ResultSelector", "ResultPath", "TimeoutSeconds", "Retry", "Catch"},
    "Map": COMMON | {"ItemsPath", "ItemReader", "ItemProcessor", "Iterator", "MaxConcurrency", "ResultPath", "ResultSelector", "ResultWriter", "ToleratedFailurePercentage", "Label", "Retry", "Catch"},
    "Pass": COMMON | {"Parameters", "Result", "ResultPath"},
    "Choice": {"Type", "Comment", "Choices", "Default"},
    "Wait": COMMON | {"SecondsPath"},
    "Succeed": {"Type", "Comment"},
    "Fail": {"Type", "Comment", "Error", "Cause"},
}


def render(path: pathlib.Path) -> dict[str, Any]:
    text = re.sub(r"\$\{(\w+)\}", lambda match: PLACEHOLDERS[match[1]], path.read_text(encoding="utf-8"))
    return json.loads(text)


def machines(machine: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The machine and those inside its maps."""
    yield machine
    for state in machine["States"].values():
        inner = state.get("ItemProcessor") or state.get("Iterator")
        if inner:
            yield from machines(inner)


def targets(state: dict[str, Any]) -> list[str]:
    found = [state.get("Next"), state.get("Default")]
    found += [entry["Next"] for key in ("Catch", "Choices") for entry in state.get(key, [])]
    return [name for name in found if name]


def faults(machine: dict[str, Any]) -> Iterator[str]:
    for one in machines(machine):
        states = one["States"]
        reached, waiting = set(), [one["StartAt"]]
        while waiting:
            name = waiting.pop()
            if name not in states:
                yield f"no state is named {name}"
            elif name not in reached:
                reached.add(name)
                waiting += targets(states[name])
        for name, state in states.items():
            if name not in reached and name != "HandleError":
                yield f"{name} is never reached"
            yield from (f"{name}: {key} is no field of {state['Type']}" for key in state.keys() - FIELDS[state["Type"]])
            ends = state["Type"] in ("Succeed", "Fail", "Choice") or ("Next" in state) != bool(state.get("End"))
            if not ends:
                yield f"{name} needs Next or End, and one of them"
            for retrier in state.get("Retry", [])[:-1]:
                if "States.ALL" in retrier["ErrorEquals"]:
                    yield f"{name}: States.ALL must be the last retrier"
