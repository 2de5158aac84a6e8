"""The state machines: valid, in the given form, and agreeing with the program's names of errors."""

import re
import unittest

from applied import ROOT
from asl import faults, machines, render

FOLDER = ROOT / "statemachine"
LAMBDA_ERRORS = ("ClientExecutionTimeoutException", "ServiceException", "AWSLambdaException", "SdkClientException", "TooManyRequestsException")
PRODUCTION = ("pipeline.asl.json", "pipeline-distributed.asl.json")


class StateMachines(unittest.TestCase):
    def test_are_valid(self) -> None:
        for path in [*FOLDER.glob("*.asl.json"), ROOT / "terraform/modules/alerting/escalation.asl.json"]:
            with self.subTest(path.name):
                self.assertEqual([], list(faults(render(path))))

    def test_faults_are_recognised(self) -> None:
        machine = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "r", "Retries": [], "Next": "B"}, "C": {"Type": "Pass"}}}
        self.assertEqual(4, len(list(faults(machine))))

    def test_keep_the_given_states_in_the_given_order(self) -> None:
        for name in (*PRODUCTION, "pipeline-plain.asl.json"):
            machine = render(FOLDER / name)
            states = machine["States"]
            order = [machine["StartAt"]]
            while "Next" in states[order[-1]]:
                order.append(states[order[-1]]["Next"])
            self.assertEqual(["FetchURLs", "ProcessURLs", "ProcessResults", "SaveResults"], order)
            self.assertIn("HandleError", states)
            everything = [r for r in states["FetchURLs"]["Retry"] if r["ErrorEquals"] == ["States.ALL"]]
            self.assertEqual([(2, 3, 2.0)], [(r["IntervalSeconds"], r["MaxAttempts"], r["BackoffRate"]) for r in everything])
            self.assertEqual(["EvaluateURL"], [inner["StartAt"] for inner in list(machines(machine))[1:]])
            self.assertEqual(10, states["ProcessURLs"]["MaxConcurrency"])
        self.assertEqual("$.urls", render(FOLDER / "pipeline.asl.json")["States"]["ProcessURLs"]["ItemsPath"])

    def test_production_forms_are_complete(self) -> None:
        for name in PRODUCTION:
            machine = render(FOLDER / name)
            self.assertIn("TimeoutSeconds", machine)
            for state_name, state in [pair for one in machines(machine) for pair in one["States"].items()]:
                if state["Type"] == "Task":
                    with self.subTest(machine=name, state=state_name):
                        self.assertIn("TimeoutSeconds", state)
                        self.assertEqual(["States.ALL"], state["Catch"][-1]["ErrorEquals"])
                        names = [error for r in state["Retry"] for error in r["ErrorEquals"]]
                        self.assertLessEqual({f"Lambda.{error}" for error in LAMBDA_ERRORS}, set(names))
            for state_name in ("FetchURLs", "ProcessURLs", "ProcessResults", "SaveResults"):
                self.assertEqual("HandleError", machine["States"][state_name]["Catch"][0]["Next"])
            self.assertEqual("RunFailed", machine["States"]["HandleError"]["Next"])
            self.assertEqual("Fail", machine["States"]["RunFailed"]["Type"])

    def test_one_bad_url_never_leaves_its_item(self) -> None:
        for name in PRODUCTION:
            item = list(machines(render(FOLDER / name)))[1]
            self.assertEqual("URLFailed", item["States"]["EvaluateURL"]["Catch"][0]["Next"])
            self.assertTrue(item["States"]["URLFailed"]["End"])

    def test_errors_that_are_not_retried_are_the_programs_permanent_ones(self) -> None:
        source = (ROOT / "src/core/result.cpp").read_text(encoding="utf-8")
        kinds = dict(re.findall(r'Name\{ErrorKind::(\w+), "\w+", "(\w+)"\}', source))
        transient = set(re.findall(r"kind == ErrorKind::(\w+)", source))
        retrier = render(FOLDER / "pipeline.asl.json")["States"]["ProcessURLs"]["ItemProcessor"]["States"]["EvaluateURL"]["Retry"][2]
        self.assertEqual(0, retrier["MaxAttempts"])
        # Conflict, storage, internal and cancelled are not transient to the program itself, but another machine may fare better.
        elsewhere = {"conflict", "storage", "internal", "cancelled"}
        self.assertEqual({kinds[kind] for kind in kinds.keys() - transient - elsewhere}, set(retrier["ErrorEquals"]))

    def test_the_plain_form_is_plain(self) -> None:
        text = (FOLDER / "pipeline-plain.asl.json").read_text(encoding="utf-8")
        self.assertIn("Iterator", text)
        self.assertEqual(1, text.count('"Retry"'))
        for word in ("ItemProcessor", "TimeoutSeconds", "ResultPath"):
            self.assertNotIn(word, text)


if __name__ == "__main__":
    unittest.main()
