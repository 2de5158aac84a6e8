"""Reads every policy of what would be applied and refuses what is wider than AWS makes it be."""

import fnmatch
import json
import re
import unittest
from collections.abc import Iterator
from typing import Any

from applied import ALL, applied

POLICY_ATTRIBUTES = ("policy", "assume_role_policy", "inline_policy")

# What may stand there all the same: address of the resource, Sid of the statement, and why.
ALLOWED = [
    ("*.aws_kms_key.this", "*", "a key's own policy: '*' is the key, and kms:* for the account's root keeps it from being orphaned"),
    ("*", "SendTraces", "X-Ray's PutTraceSegments and PutTelemetryRecords know no resources"),
    ("*", "DeliverLogs", "vended log delivery knows no resources (Step Functions developer guide, 'Logging')"),
    ("*", "LambdaPlugsIntoTheVpc", "Lambda makes network interfaces before there is one to name; the program itself is denied it"),
    ("aws_iam_role_policy.push", "LogInToTheRegistry", "ecr:GetAuthorizationToken knows no resources"),
    ("aws_iam_role_policy.state*", "MakePasswords", "secretsmanager:GetRandomPassword knows no resources and reads nothing of ours"),
    ("aws_iam_policy.boundary", "WhatFunctionsAndServicesMayNeed", "a boundary grants nothing; the roles' own policies name their resources"),
    ("aws_iam_policy.apply*", "OurNames", "a deployment makes, changes and removes what bears the project's names"),
    ("aws_iam_policy.apply*", "OurBuckets", "the same for buckets"),
    ("aws_iam_policy.apply*", "OurLogsAlarmsAndDashboards", "the same for logs, alarms and dashboards"),
    ("aws_iam_policy.apply*", "KeysAndNetworkOfThisRegion", "creation before there is an id; bound to the region"),
    ("aws_iam_policy.apply*", "OnlyWhatCarriesOurTag", "ids unknown beforehand; bound to the project's tag"),
    ("aws_iam_policy.apply*", "Budgets", "cost monitors have ids unknown beforehand, and only they are meant"),
]


def listed(value: Any) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]


def is_wide_resource(resource: str) -> bool:
    if resource == "*":
        return True
    service, region, account, rest = (resource.split(":", 5) + [""] * 6)[2:6]
    if "*" in service + region + account:
        return True
    if service == "s3":
        return rest.split("/", 1)[0] == "*"
    # All of a kind (secret:*, table/*). A prefix (pipeline-*) or what hangs on one name (execution:name:*) is not.
    return re.fullmatch(r"(\*|[a-zA-Z-]+[:/]\*)([:/].*)?", rest) is not None


def faults(statement: dict[str, Any], is_resource_policy: bool) -> Iterator[str]:
    if statement.get("Effect") == "Deny":
        return  # a denial can hardly be too wide
    for action in listed(statement.get("Action")):
        if "*" in action:
            yield f"action {action}"
    for resource in listed(statement.get("Resource")):
        if is_wide_resource(resource):
            yield f"resource {resource}"
    for key in ("NotAction", "NotResource", "NotPrincipal"):
        if key in statement:
            yield f"allows by {key}"
    principal = statement.get("Principal")
    if principal == "*" or (isinstance(principal, dict) and "*" in [p for v in principal.values() for p in listed(v)]):
        yield "principal *"
    services = listed(principal.get("Service")) if isinstance(principal, dict) else []
    conditions = {key.lower() for test in statement.get("Condition", {}).values() for key in test}
    # Lambda takes a role only for the function it was passed to (iam:PassRole), so there is no deputy to confuse.
    guarded = {"aws:sourceaccount", "aws:sourcearn", "kms:encryptioncontext:aws:logs:arn"} & conditions
    if any(s != "lambda.amazonaws.com" or is_resource_policy for s in services) and not guarded:
        yield f"service {', '.join(services)} without aws:SourceAccount or aws:SourceArn"


def statements(name: str) -> Iterator[tuple[str, str, dict[str, Any], bool]]:
    for address, kind, values in applied(name).resources():
        for attribute in POLICY_ATTRIBUTES:
            # A VPC endpoint's policy is computed: on the stand-in it is no document.
            if (values.get(attribute) or "").startswith("{") and kind != "aws_ecr_lifecycle_policy":
                for statement in json.loads(values[attribute])["Statement"]:
                    yield address, attribute, statement, attribute == "policy" and not kind.startswith("aws_iam")


class Policies(unittest.TestCase):
    def test_allow_nothing_wider_than_aws_makes_them(self) -> None:
        used = set()
        for name in ALL:
            for address, attribute, statement, is_resource_policy in statements(name):
                for fault in faults(statement, is_resource_policy):
                    match = next((a for a in ALLOWED if fnmatch.fnmatch(address, a[0].replace("[", "[[]")) and fnmatch.fnmatch(statement.get("Sid", ""), a[1])), None)
                    used.add(match)
                    with self.subTest(environment=name, address=address, sid=statement.get("Sid")):
                        self.assertIsNotNone(match, f"{attribute}: {fault}")
        self.assertEqual([], [a for a in ALLOWED if a not in used], "the allow-list holds what no policy needs any more")

    def test_are_many(self) -> None:
        """So that the test above cannot pass by looking at nothing."""
        self.assertGreater(sum(1 for _ in statements("prod")), 60)

    def test_wide_statements_are_recognised(self) -> None:
        wide: list[dict[str, Any]] = [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
            {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket"},
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::*"]},
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::*/*"]},
            {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "arn:aws:secretsmanager:us-east-1:123456789012:secret:*"},
            {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/*"},
            {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:*:123456789012:function:x"},
            {"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::bucket"},
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"},
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}},
        ]
        for statement in wide:
            with self.subTest(statement):
                self.assertTrue(list(faults(statement, False)))
        narrow = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/runs/*"}
        self.assertEqual([], list(faults(narrow, False)))


if __name__ == "__main__":
    unittest.main()
