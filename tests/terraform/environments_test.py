"""What would be there: tags on everything, no secret in any state, a second plan that changes nothing, and a way back."""

import json
import unittest

from applied import ALL, SECRETS, applied, run

TAGS = {"Project", "Environment", "Owner", "CostCenter", "ManagedBy"}


class Environments(unittest.TestCase):
    def test_every_taggable_resource_carries_all_tags(self) -> None:
        for name in ALL:
            taggable = [(address, values) for address, _, values in applied(name).resources() if "tags_all" in values]
            self.assertGreater(len(taggable), 8)
            for address, values in taggable:
                with self.subTest(environment=name, address=address):
                    self.assertLessEqual(TAGS, set(values["tags_all"] or {}))

    def test_no_state_holds_a_secret(self) -> None:
        for name in ALL:
            for secret in SECRETS:
                self.assertNotIn(secret, applied(name).state_text, name)

    def test_a_second_plan_changes_nothing(self) -> None:
        for name in ("dev", "prod"):
            done = run(applied(name).folder, "plan", "-input=false", "-no-color", "-detailed-exitcode", *applied(name).arguments, may_exit=(0, 2))
            self.assertEqual(0, done.returncode, done.stdout)

    def test_the_smallest_tier_has_nothing_that_costs_by_the_hour(self) -> None:
        kinds = {kind for _, kind, _ in applied("dev").resources()}
        hourly = {"aws_nat_gateway", "aws_eip", "aws_elasticache_replication_group", "aws_elasticache_serverless_cache", "aws_lambda_provisioned_concurrency_config", "aws_vpc"}
        self.assertEqual(set(), kinds & hourly)
        self.assertFalse([a for a, v in applied("dev").of_type("aws_vpc_endpoint") if v["vpc_endpoint_type"] == "Interface"])

    def test_production_keeps_what_it_has(self) -> None:
        self.assertFalse([a for a, v in applied("prod").of_type("aws_s3_bucket") if v["force_destroy"]])
        (_, redis), = applied("prod").of_type("aws_elasticache_replication_group")
        self.assertTrue(redis["multi_az_enabled"] and redis["snapshot_retention_limit"] == 7)
        (_, ledger), = applied("prod").of_type("aws_dynamodb_table")
        self.assertTrue(ledger["deletion_protection_enabled"])

    def test_everything_at_rest_is_encrypted(self) -> None:
        for name in ("dev", "prod"):
            result = applied(name)
            for kind, attribute in (("aws_cloudwatch_log_group", "kms_key_id"), ("aws_sns_topic", "kms_master_key_id"), ("aws_sqs_queue", "kms_master_key_id"),
                                    ("aws_secretsmanager_secret", "kms_key_id"), ("aws_lambda_function", "kms_key_arn")):
                found = result.of_type(kind)
                self.assertTrue(found, f"{name} has no {kind}")
                for address, values in found:
                    with self.subTest(environment=name, address=address):
                        self.assertTrue(values[attribute])

    def test_every_function_has_its_three_alarms(self) -> None:
        for name in ("dev", "prod"):
            result = applied(name)
            alarms = [v["alarm_name"] for _, v in result.of_type("aws_cloudwatch_metric_alarm")]
            for _, function in result.of_type("aws_lambda_function"):
                for alarm in ("throttles", "latency", "error-rate"):
                    self.assertTrue(any(f"{alarm}-{function['function_name']}" in a for a in alarms), (function["function_name"], alarm))

    def test_no_environment_variable_is_a_value_that_should_be_secret(self) -> None:
        for _, function in applied("prod").of_type("aws_lambda_function"):
            variables = function["environment"][0]["variables"]
            for key, value in variables.items():
                self.assertTrue(not key.endswith("_SECRET_ARN") or value.startswith("arn:"), key)
            # The program refuses WINNOW_…__… that no key of its configuration asked for.
            self.assertFalse([key for key in variables if "__" in key])

    def test_dashboards_are_whole(self) -> None:
        for _, dashboard in applied("prod").of_type("aws_cloudwatch_dashboard"):
            widgets = json.loads(dashboard["dashboard_body"])["widgets"]
            self.assertGreaterEqual(len(widgets), 20)
            places = [(x, y) for w in widgets for x in range(w["x"], w["x"] + w["width"]) for y in range(w["y"], w["y"] + w["height"])]
            self.assertEqual(len(places), len(set(places)), "widgets overlap")

    def test_zz_nothing_is_left_after_destroy(self) -> None:
        """Last by its name: it takes down what the others look at. Production wants its ledger's protection lifted first."""
        for name in ("dev", "dev-standard", "bootstrap"):
            run(applied(name).folder, "destroy", "-input=false", "-auto-approve", "-no-color", *applied(name).arguments)
            self.assertEqual([], json.loads((applied(name).folder / "terraform.tfstate").read_text())["resources"])


if __name__ == "__main__":
    unittest.main()
