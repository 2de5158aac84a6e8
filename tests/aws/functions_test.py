"""Single functions: events that come twice, wrong ones, starts that fail, signals."""

import json
import socket
import time
import unittest

from stack.case import CONTENT, QUESTION, RESULTS, CloudTest
from stack.functions import Sandbox

START = {"query": QUESTION, "evaluation_method": "local", "max_urls": 3}
EVENT = {"query": QUESTION, "evaluation_method": "local", "schedule": "career-growth", "scheduled_time": "2026-11-23T00:00:00Z"}


class Trigger(CloudTest):
    def test_an_event_that_comes_twice_starts_one_run(self):
        self.machine()
        first, failed = self.call("trigger", {**EVENT, "max_urls": 2})
        self.assertFalse(failed, first)
        self.wait(first["execution_arn"])
        second, failed = self.call("trigger", {**EVENT, "max_urls": 2})
        self.assertFalse(failed, second)
        self.assertEqual((True, False), (first["started"], second["started"]))
        self.assertEqual(first["run_id"], second["run_id"])
        self.assertRegex(first["run_id"], r"^career-growth-20261123T000000-[0-9a-f]{6}$")
        executions = self.states.list_executions(stateMachineArn=self.machine())["executions"]
        self.assertEqual([first["run_id"]], [execution["name"] for execution in executions])
        told = self.states.describe_execution(executionArn=first["execution_arn"])
        self.assertEqual("SUCCEEDED", told["status"])
        self.assertEqual(first["run_id"], json.loads(told["output"])["run_id"])

    def test_the_next_days_event_starts_another(self):
        self.machine()
        names = {self.call("trigger", {**EVENT, "scheduled_time": f"2026-11-2{day}T00:00:00Z", "max_urls": 1})[0]["run_id"] for day in (4, 5)}
        self.assertEqual(2, len(names))
        for execution in self.states.list_executions(stateMachineArn=self.machine())["executions"]:
            self.wait(execution["executionArn"])

    def test_an_unknown_key_is_named(self):
        error, failed = self.call("trigger", {**EVENT, "evaluation_metod": "local"})
        self.assertTrue(failed)
        self.assertEqual("InvalidArgument", error["errorType"])
        self.assertIn("evaluation_metod", error["errorMessage"])


class Traced(CloudTest):
    """The X-Ray daemon beside the functions hears what they spend their time on."""

    @classmethod
    def make_services(cls):
        super().make_services()
        cls.daemon = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        cls.addClassCleanup(cls.daemon.close)
        cls.daemon.bind(("127.0.0.1", 0))
        cls.daemon.settimeout(0.5)
        cls.environment = {"AWS_XRAY_DAEMON_ADDRESS": "127.0.0.1:%d" % cls.daemon.getsockname()[1]}

    def segments(self):
        found = []
        try:
            while True:
                head, _, document = self.daemon.recv(65536).decode().partition("\n")
                self.assertEqual({"format": "json", "version": 1}, json.loads(head))
                found.append(json.loads(document))
        except TimeoutError:
            return found

    def test_calls_pages_and_judgements_are_parts_of_the_trace(self):
        reply, failed = self.call("fetch-urls", {"query": QUESTION, "evaluation_method": "local", "max_urls": 1})
        self.assertFalse(failed, reply)
        self.segments()
        heard = []
        self.cloud.faults.append(lambda environ: heard.append(environ.get("HTTP_X_AMZN_TRACE_ID")))
        self.assertFalse(self.call("evaluator", reply["urls"][0])[1])
        segments = self.segments()
        self.assertEqual({"subsegment"}, {segment["type"] for segment in segments})
        self.assertEqual({("1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8")},
                         {(segment["trace_id"], segment["parent_id"]) for segment in segments})
        self.assertTrue(all(segment["start_time"] <= segment["end_time"] for segment in segments))
        self.assertEqual(len(segments), len({segment["id"] for segment in segments}))
        page, = (segment for segment in segments if segment.get("namespace") == "remote")
        self.assertEqual(("GET", 200), (page["http"]["request"]["method"], page["http"]["response"]["status"]))
        judged, = (segment for segment in segments if segment["name"] == "evaluate")
        self.assertEqual("local", judged["annotations"]["method"])
        calls = {segment["id"] for segment in segments if segment.get("namespace") == "aws" and segment["name"] == "s3"}
        self.assertGreater(len(calls), 1)
        self.assertLessEqual({header.split("Parent=")[1].split(";")[0] for header in heard if header}, calls)
        self.assertTrue(any(heard))
        self.assertNotIn("X-Amz-Signature", json.dumps(segments))

    def test_what_fails_is_marked(self):
        reply, _ = self.call("fetch-urls", {"query": QUESTION, "evaluation_method": "local", "max_urls": 1})
        self.segments()
        self.cloud.faults.append(lambda environ: ("403 Forbidden", [], b"<Error><Code>AccessDenied</Code></Error>")
                                 if CONTENT in environ["PATH_INFO"] and environ["REQUEST_METHOD"] == "PUT" else None)
        self.assertTrue(self.call("evaluator", {**reply["urls"][0], "run_id": reply["run_id"]})[1])
        marked = [segment for segment in self.segments() if segment.get("error")]
        self.assertTrue(any(segment["http"]["response"]["status"] == 403 for segment in marked), marked)


class Repeated(CloudTest):
    """Every function gives the same and leaves the same when its event is delivered again."""

    def objects(self):
        return {(bucket, name): self.s3.head_object(Bucket=bucket, Key=name)["ETag"]
                for bucket in (CONTENT, RESULTS) for name in self.names(bucket) if not name.startswith("cache/")}

    def twice(self, name, event):
        first, failed = self.call(name, event)
        self.assertFalse(failed, first)
        before = self.objects()
        second, failed = self.call(name, event)
        self.assertFalse(failed, second)
        self.assertEqual(first, second)
        self.assertEqual({key: tag for key, tag in before.items() if "report" not in key[1]},
                         {key: tag for key, tag in self.objects().items() if "report" not in key[1]})
        self.assertEqual(before.keys(), self.objects().keys())
        return first

    def test_functions_may_be_repeated(self):
        found = self.twice("fetch-urls", {**START, "run_id": "repeated-1"})
        self.assertEqual(3, len(found["urls"]))
        results = [self.twice("evaluator", item) for item in found["urls"]]
        processed = self.twice("process-results", {**found, "urls": results})
        self.twice("save-results", processed)

    def test_a_failure_is_recorded_and_told_once(self):
        event = {**START, "run_id": "repeated-2", "error": {"Error": "Unavailable", "Cause": json.dumps({"errorType": "Unavailable", "errorMessage": "no source"})}}
        first, failed = self.call("error-handler", event)
        self.assertFalse(failed, first)
        second, _ = self.call("error-handler", event)
        self.assertEqual((False, True), (first["recorded_before"], second["recorded_before"]))
        told = self.messages("warning")
        self.assertEqual(1, len(told))
        self.assertIn("no source", told[0]["Body"])
        record = json.loads(self.read(RESULTS, first["record"].removeprefix(f"s3://{RESULTS}/")))
        self.assertEqual(("repeated-2", "Unavailable", "no source", "warning"), tuple(record[key] for key in ("run_id", "error", "cause", "severity")))


class Events(CloudTest):
    def refused(self, name, event, kind, words, body=None):
        error, failed = self.call(name, event, body)
        self.assertTrue(failed, error)
        self.assertEqual(kind, error["errorType"])
        self.assertIn(words, error["errorMessage"])
        good, failed = self.call("fetch-urls", START)
        self.assertFalse(failed, good)

    def test_wrong_events_are_refused_with_what_is_wrong(self):
        self.refused("fetch-urls", None, "Malformed", "line 1", body=b'{"query": ')
        self.refused("fetch-urls", {}, "InvalidArgument", "'query' is missing")
        self.refused("fetch-urls", {**START, "run_id": "../../x"}, "InvalidArgument", "run_id")
        self.refused("fetch-urls", {**START, "sources": ["no-such"]}, "InvalidArgument", "no-such")
        self.refused("evaluator", {"url": "https://example.org/"}, "InvalidArgument", "run_id")
        self.refused("evaluator", {"run_id": "nobody", "url": "https://example.org/"}, "NotFound", "there is no run 'nobody'")
        self.refused("process-results", [], "InvalidArgument", "names no run")
        self.refused("process-results", {"run_id": "nobody"}, "NotFound", "nobody")
        self.refused("save-results", {"run_id": "nobody"}, "NotFound", "report.json")
        self.refused("error-handler", {}, "InvalidArgument", "Error and Cause")

    def test_errors_are_logged_with_the_word_that_people_search_for(self):
        self.refused("fetch-urls", {}, "InvalidArgument", "query")
        self.assertTrue([line for line in self.function("fetch-urls").lines() if line.get("level") == "ERROR" and line["event"] == "call failed"])


class Process(CloudTest):
    def start(self, name, **environment):
        log = open(self.folder / "process.log", "ab")
        self.addCleanup(log.close)
        return Sandbox(self.function(name).command, {**self.function(name).environment, **environment}, log)

    def test_an_idle_function_ends_at_once_when_it_is_told_to(self):
        sandbox = self.start("evaluator")
        self.assertTrue(sandbox.ready.wait(20))
        begin = time.monotonic()
        self.assertEqual(0, sandbox.stop())
        self.assertLess(time.monotonic() - begin, 5)

    def test_a_function_that_cannot_start_says_why(self):
        sandbox = self.start("evaluator", WINNOW_CACHE="memcached")
        body, error = sandbox.invoke(b"{}", 20)
        sandbox.process.wait(20)
        self.assertEqual("Unhandled", error)
        told = json.loads(body)
        self.assertEqual("InvalidConfig", told["errorType"])
        self.assertIn("WINNOW_CACHE must be redis or s3", told["errorMessage"])
        self.assertEqual(1, sandbox.process.returncode)
        sandbox.stop()

    def test_a_function_of_another_name_does_not_start(self):
        function = self.function("evaluator")
        log = open(self.folder / "process.log", "ab")
        self.addCleanup(log.close)
        sandbox = Sandbox([*function.command[:-1], "pipeline-evaluater"], function.environment, log)
        body, _ = sandbox.invoke(b"{}", 20)
        self.assertIn("pipeline-evaluator", json.loads(body)["errorMessage"])
        sandbox.stop()


if __name__ == "__main__":
    unittest.main()
