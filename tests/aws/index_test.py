"""What the functions judge becomes findable in Qdrant; what Qdrant cannot take waits in the bucket for the next run."""

import json
import subprocess
import sys
import unittest

from stack.case import CONTENT, PROGRAM, QUESTION, SOURCE, CloudTest, comparable
from stack.functions import inherited

sys.path.insert(0, str(SOURCE / "tests" / "support"))
import qdrant_server  # noqa: E402

KEY = "a-qdrant-key-that-nobody-may-see"
START = {"query": QUESTION, "evaluation_method": "local", "max_urls": 8}


class Index(CloudTest):
    @classmethod
    def make_services(cls):
        super().make_services()
        cls.qdrant = qdrant_server.start(KEY)
        cls.addClassCleanup(lambda: cls.qdrant.server_close())
        cls.url = f"http://127.0.0.1:{cls.qdrant.server_port}"
        secret = json.dumps({"url": cls.url, "api_key": KEY})
        cls.secret = cls.client("secretsmanager").create_secret(Name=f"qdrant-{id(cls)}", SecretString=secret)["ARN"]

    @classmethod
    def told(cls, name):
        told = super().told(name)
        if name in ("evaluator", "process-results"):  # as terraform/functions.tf
            told["WINNOW_QDRANT_SECRET_ARN"] = cls.secret
        return told

    def setUp(self):
        self.forget()
        self.qdrant.state.collections.clear()

    def on_a_laptop(self, *arguments):
        """What a command of the program says that looks into the same Qdrant."""
        found = subprocess.run([PROGRAM, *arguments, "--json"], capture_output=True, text=True, timeout=60,
                               env={**inherited(), "HOME": str(self.folder), "WINNOW_DATA": str(self.folder / "laptop"), "WINNOW_INDEX__KIND": "qdrant",
                                    "WINNOW_INDEX__URL": self.url, "WINNOW_INDEX__API_KEY": "env:QDRANT_KEY", "QDRANT_KEY": KEY})
        self.assertEqual(0, found.returncode, found.stderr)
        return json.loads(found.stdout)

    def indexed(self):
        return self.on_a_laptop("index", "stats")["documents"]

    def waiting(self):
        return self.names(CONTENT, "index-queue/")

    def judged(self, report):
        return report["evaluated_urls"]

    def restart(self):
        """New processes: a secret that was read is kept for a while."""
        for name in ("evaluator", "process-results"):
            for sandbox in self.function(name).all:
                if sandbox.is_alive:
                    sandbox.stop()

    def logs(self):
        return b"".join(path.read_bytes() for path in self.folder.glob("*.log"))

    def test_what_was_judged_is_found(self):
        report = self.report(self.execute(START))
        self.assertGreater(self.judged(report), 2)
        self.assertEqual(self.judged(report), self.indexed())
        found = {hit["url"] for hit in self.on_a_laptop("search", "career levels", "--run", report["run_id"])["results"]}
        self.assertGreater(len(found & {result["url"] for result in report["results"]}), 0)
        self.assertEqual([], self.waiting())
        self.assertEqual(comparable(self.winnow_run("--max-urls", "8")), comparable(report))

    def test_an_index_that_is_away_costs_nothing_and_is_filled_by_the_next_run(self):
        state, port = self.qdrant.state, self.qdrant.server_port
        self.qdrant.shutdown()
        self.qdrant.server_close()
        told = self.execute(START)
        report = self.report(told)
        self.assertEqual(comparable(self.winnow_run("--max-urls", "8")), comparable(report))
        self.assertEqual(self.judged(report), json.loads(told["output"])["index_waiting"])
        self.assertEqual(self.judged(report), len(self.waiting()))

        type(self).qdrant = qdrant_server.start(KEY, port)
        self.qdrant.state = state
        again = self.execute({**START, "max_urls": 2})
        self.assertEqual(0, json.loads(again["output"])["index_waiting"])
        self.assertEqual([], self.waiting())
        self.assertEqual(self.judged(report), self.indexed())

    def test_a_wrong_key_is_said_and_not_shown(self):
        self.client("secretsmanager").put_secret_value(SecretId=self.secret, SecretString=json.dumps({"url": self.url, "api_key": "wrong-key-1234"}))
        self.addCleanup(self.client("secretsmanager").put_secret_value, SecretId=self.secret,
                        SecretString=json.dumps({"url": self.url, "api_key": KEY}))
        self.restart()
        self.addCleanup(self.restart)
        told = self.execute({**START, "max_urls": 3})
        self.assertEqual(len(self.waiting()), json.loads(told["output"])["index_waiting"])
        self.assertGreater(len(self.waiting()), 0)
        for name in self.waiting():
            self.s3.delete_object(Bucket=CONTENT, Key=name)
        for secret in (KEY.encode(), b"wrong-key-1234"):
            self.assertNotIn(secret, self.logs())


if __name__ == "__main__":
    unittest.main()
