"""The whole pipeline, under the state machines as they are deployed."""

import json
import os
import subprocess
import tempfile
import unittest

from stack.case import CONTENT, FORMS, QUESTION, REGION, RESULTS, CloudTest, comparable

START = {"query": QUESTION, "evaluation_method": "local"}


class Inline(CloudTest):
    def start_by_command_line(self, given):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION,
                       "AWS_ENDPOINT_URL": self.cloud.url, "PAGER": "cat"}
        started = subprocess.run(["aws", "stepfunctions", "start-execution", "--state-machine-arn", self.machine(), "--input", json.dumps(given)],
                                 capture_output=True, text=True, env=environment, timeout=60)
        self.assertEqual(0, started.returncode, started.stderr)
        return json.loads(started.stdout)["executionArn"]

    def test_the_whole_web_judged_by_the_state_machine_gives_the_report_of_winnow_run(self):
        self.forget()
        told = self.wait(self.start_by_command_line(START))
        self.assertEqual("SUCCEEDED", told["status"])
        report = self.report(told)
        self.assertEqual(312, report["total_urls"])
        self.assertEqual(comparable(self.winnow_run()), comparable(report))
        run_id = report["run_id"]
        self.assertEqual(sorted(f"reports/{run_id}/{form}" for form in FORMS), self.names(RESULTS, f"reports/{run_id}/"))
        output = json.loads(told["output"])
        self.assertEqual(f"s3://{RESULTS}/reports/{run_id}/results.json", output["report"])
        self.assertLess(len(told["output"]), 10_000)

    def test_a_second_run_tells_what_is_new_as_winnow_run_does(self):
        self.forget()
        with tempfile.TemporaryDirectory(prefix="winnow-runs.") as place:
            laptop = [self.winnow_run("--max-urls", str(count), WINNOW_DATA=place) for count in (10, 20)]
        cloud = [self.report(self.execute({**START, "max_urls": count})) for count in (10, 20)]
        self.assertEqual([comparable(report) for report in laptop], [comparable(report) for report in cloud])
        self.assertNotIn("previous", cloud[0])
        self.assertEqual(cloud[0]["run_id"], cloud[1]["previous"]["run_id"])
        self.assertEqual({"new", "unchanged"}, {entry["novelty"] for entry in cloud[1]["results"]})

    def test_texts_and_outcomes_are_kept(self):
        told = self.execute({**START, "max_urls": 5})
        run_id = json.loads(told["output"])["run_id"]
        self.assertEqual(5, len(self.names(CONTENT, f"runs/{run_id}/outcomes/")))
        texts = [json.loads(self.read(CONTENT, name)) for name in self.names(CONTENT, f"runs/{run_id}/texts/")]
        self.assertGreaterEqual(len(texts), 4)
        self.assertTrue(all(text["text"] and text["content_hash"] for text in texts))

    def test_people_hear_of_a_report_once(self):
        told = self.execute({**START, "max_urls": 3})
        run_id = json.loads(told["output"])["run_id"]
        again, failed = self.call("save-results", json.loads(told["output"]))
        self.assertFalse(failed, again)
        bodies = [message["Body"] for message in self.messages("info")]
        self.assertEqual(1, sum(f"/reports/{run_id}/results.json" in body for body in bodies))

    def test_a_second_run_uses_what_the_first_one_judged(self):
        self.forget()
        first = self.report(self.execute({**START, "max_urls": 4}))
        second = self.report(self.execute({**START, "max_urls": 4}))
        self.assertGreater(first["evaluated_urls"], 0)
        self.assertEqual((0, first["evaluated_urls"]), (second["evaluated_urls"], second["cached_urls_used"]))

    def test_overrides_hold(self):
        report = self.report(self.execute({**START, "max_urls": 6, "min_score": 9.9, "limit": 2}))
        self.assertEqual((6, 9.9, 0), (report["total_urls"], report["min_score"], report["high_quality_count"]))
        self.assertLessEqual(len(report["results"]), 2)

    def test_an_unknown_key_fails_the_run_and_says_its_name(self):
        self.execute({**START, "evaluation_metod": "x"}, expect="FAILED")
        records = [json.loads(self.read(RESULTS, name)) for name in self.names(RESULTS, "failures/")]
        record = next(record for record in records if "evaluation_metod" in record["cause"])
        self.assertEqual(("InvalidArgument", "critical"), (record["error"], record["severity"]))
        told = [message for message in self.messages("critical") if "evaluation_metod" in message["Body"]]
        self.assertEqual(1, len(told))
        self.assertEqual("critical", told[0]["MessageAttributes"]["severity"]["StringValue"])

    def test_an_unknown_method_fails_the_run(self):
        self.execute({"query": QUESTION, "evaluation_method": "oracle"}, expect="FAILED")
        records = [json.loads(self.read(RESULTS, name)) for name in self.names(RESULTS, "failures/")]
        self.assertTrue(any(record["error"] == "InvalidConfig" and "oracle" in record["cause"] for record in records))


class Plain(CloudTest):
    def test_the_five_states_run_with_the_same_functions(self):
        machine = self.machine("pipeline-plain.asl.json", name="plain")
        report = self.report(self.execute({**START, "max_urls": 20}, machine))
        self.assertEqual(comparable(self.winnow_run("--max-urls", "20")), comparable(report))

    def test_a_failure_is_handled_with_nothing_but_its_error(self):
        machine = self.machine("pipeline-plain.asl.json", name="plain")
        told = self.execute({"query": " "}, machine)
        output = json.loads(told["output"])
        self.assertEqual(("InvalidArgument", ""), (output["error"], output["run_id"]))
        self.assertIn("'query' is missing or empty", self.read(RESULTS, output["record"].removeprefix(f"s3://{RESULTS}/")).decode())


class Distributed(CloudTest):
    map_mode = "distributed"

    def test_the_list_and_the_results_go_through_the_bucket(self):
        machine = self.machine("pipeline-distributed.asl.json", name="distributed")
        told = self.execute({**START, "max_urls": 20}, machine)
        report = self.report(told)
        self.assertEqual(comparable(self.winnow_run("--max-urls", "20")), comparable(report))
        self.assertEqual(20, len(json.loads(self.read(CONTENT, f"runs/{report['run_id']}/urls.json"))))
        self.assertTrue(self.names(CONTENT, "map-results"))


class Observability(CloudTest):
    def test_lines_and_metrics_are_as_the_alarms_read_them(self):
        told = self.execute({**START, "max_urls": 6})
        run_id = json.loads(told["output"])["run_id"]
        lines = self.function("evaluator").lines()
        self.assertFalse([line for line in lines if "raw" in line])
        metrics = [line for line in lines if "_aws" in line]
        for line in metrics:
            self.assertEqual("dev", line["environment"])
            self.assertIn("request_id", line)
            for directive in line["_aws"]["CloudWatchMetrics"]:
                self.assertEqual("SkipLevel/ContentPipeline", directive["Namespace"])
                self.assertLessEqual(len(directive["Metrics"]), 100)
                for names in directive["Dimensions"]:
                    self.assertTrue(all(isinstance(line[name], str) for name in names))
                for metric in directive["Metrics"]:
                    self.assertIsInstance(line[metric["Name"]], (int, float))
        judged = [line for line in metrics if line.get("urls_evaluated")]
        self.assertGreaterEqual(len(judged), 4)
        self.assertLessEqual({"evaluation_latency_ms", "score", "tokens", "cost_usd"}, judged[0].keys())
        self.assertEqual(6, sum("stage_latency_ms" in line for line in metrics))
        self.assertEqual(len(self.function("evaluator").all), sum(line.get("cold_start", 0) for line in metrics))
        found = [line for line in self.function("fetch-urls").lines() if "urls_fetched" in line]
        self.assertEqual([(None, 6), ("archive", 312)], [(line.get("source"), line["urls_fetched"]) for line in found])
        events = [line for line in lines if line.get("event") == "url ended"]
        self.assertEqual(6, len(events))
        self.assertEqual({(run_id, "evaluate", "INFO")}, {(line["run_id"], line["stage"], line["level"]) for line in events})

    def test_the_trace_goes_on_to_the_services(self):
        self.cloud.requests.clear()
        self.call("fetch-urls", {**START, "max_urls": 1})
        sent = [environ.get("HTTP_X_AMZN_TRACE_ID") for method, path, environ in self.cloud.requests if path.startswith(f"/{CONTENT}/runs/")]
        self.assertTrue(sent)
        self.assertEqual({"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"}, set(sent))

    def test_no_line_holds_a_secret(self):
        self.call("fetch-urls", {**START, "max_urls": 1})
        for function in self.cloud.functions.values():
            self.assertNotIn(self.credentials["AWS_SECRET_ACCESS_KEY"], function.log_path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
