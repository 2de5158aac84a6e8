"""A model that opens the pages itself, under the state machine: its key lies in Secrets Manager, OpenAI is scripted."""

import json
import os
import pathlib
import subprocess
import sys

from stack.case import CONTENT, QUESTION, REGION, RESULTS, CloudTest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import models  # noqa: E402  the scripted APIs of the command line's tests

KEY = "sk-openai-of-the-secret-0123456789"
START = {"query": QUESTION, "evaluation_method": "openai_browsing", "max_urls": 4}


class Browsing(CloudTest):
    @classmethod
    def setUpClass(cls):
        cls.model, _, surroundings = models.serve(ClassCleanup(cls))
        cls.environment = surroundings
        super().setUpClass()

    @classmethod
    def told(cls, name):
        told = super().told(name)
        if not hasattr(cls, "secret"):
            cls.secret = cls.client("secretsmanager").create_secret(Name=f"openai-{id(cls)}", SecretString=KEY)["ARN"]
        if name in ("evaluator", "process-results", "fetch-urls", "save-results"):
            told["WINNOW_OPENAI_SECRET_ARN"] = cls.secret
        return told

    def setUp(self):
        self.forget()
        judged = self.winnow_run("--max-urls", "4")["results"]
        self.quotes = {item["url"]: item["assessment"]["scores"][0]["quotes"] or item["assessment"]["scores"][1]["quotes"] for item in judged}
        self.quotes = {url: quotes[0]["text"] for url, quotes in self.quotes.items() if quotes}
        self.assertGreaterEqual(len(self.quotes), 2)
        self.model.asked.clear()
        self.model.script.open = lambda url: url
        self.model.script.say = lambda names, text: models.answer(names, quote=self.quote_for(text))

    def quote_for(self, text):
        return next((quote for url, quote in self.quotes.items() if url in text), "words that stand on no page of the web")

    def start_by_command_line(self):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION,
                       "AWS_ENDPOINT_URL": self.cloud.url, "PAGER": "cat"}
        started = subprocess.run(["aws", "stepfunctions", "start-execution", "--state-machine-arn", self.machine(), "--input", json.dumps(START)],
                                 capture_output=True, text=True, env=environment, timeout=60)
        self.assertEqual(0, started.returncode, started.stderr)
        return self.wait(json.loads(started.stdout)["executionArn"])

    def test_what_the_model_opened_and_quoted_has_a_score(self):
        told = self.start_by_command_line()
        self.assertEqual("SUCCEEDED", told["status"])
        report = self.report(told)
        self.assertEqual("openai_browsing", report["evaluation_method"])
        self.assertEqual(sorted(self.quotes), sorted(item["url"] for item in report["results"]))
        for item in report["results"]:
            self.assertIn("opened " + item["url"], item["assessment"]["proof"])
            self.assertIn(item["assessment"]["scores"][0]["quotes"][0]["text"], self.quotes[item["url"]])
        self.assertGreater(report["cost_usd"], 0)
        self.assertTrue(all(headers["Authorization"] == "Bearer " + KEY for _, _, headers in self.model.asked))

    def test_what_the_model_did_not_open_has_none(self):
        self.model.script.open = lambda url: None
        report = self.report(self.start_by_command_line())
        self.assertEqual([], report["results"])
        self.assertEqual(len(self.quotes), report["states"]["not_read"])

    def test_the_key_stands_nowhere(self):
        self.start_by_command_line()
        for bucket in (CONTENT, RESULTS):
            for name in self.names(bucket):
                self.assertNotIn(KEY.encode(), self.read(bucket, name), name)
        for log in self.folder.rglob("*"):
            if log.is_file():
                self.assertNotIn(KEY.encode(), log.read_bytes(), log)


class ClassCleanup:
    """models.serve() tidies up after a test; here after the class."""

    def __init__(self, case):
        self.addCleanup = case.addClassCleanup
