"""`winnow run` on computers that share a Redis, reached over TLS with a user that may do little."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

from stack import redis
from stack.case import ARCHIVE, PROGRAM, QUESTION
from stack.functions import inherited


class SharedCache(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="winnow-redis.")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.redis = redis.Redis(self.folder)
        self.addCleanup(self.redis.stop)

    def run_on(self, computer, *arguments, password=redis.PASSWORD):
        """The report of a run on one of several computers, and what was said on the way."""
        home = self.folder / computer
        home.mkdir(exist_ok=True)
        result = subprocess.run(
            [PROGRAM, "run", QUESTION, "--archive", ARCHIVE, "--method", "local", "--no-index", "--max-urls", "20", "--json", *arguments],
            capture_output=True, text=True, timeout=120,
            env={**inherited(), "HOME": str(home), "WINNOW_DATA": str(home), "REDIS_PASSWORD": password,
                 "WINNOW_NET__CA_FILE": str(self.redis.ca_file),
                 "WINNOW_CACHE__REDIS": f"rediss://{redis.USER}:env:REDIS_PASSWORD@localhost:{self.redis.port}"})
        self.assertIn(result.returncode, (0, 3), result.stderr)
        self.assertNotIn(redis.PASSWORD, result.stdout + result.stderr)
        return json.loads(result.stdout), result.stderr

    def test_what_one_computer_judged_another_does_not_judge_again(self):
        first, said = self.run_on("one")
        self.assertNotIn("cache", said)
        self.assertGreater(first["evaluated_urls"], 0)
        second, _ = self.run_on("two")
        self.assertEqual((0, first["evaluated_urls"]), (second["evaluated_urls"], second["cached_urls_used"]))
        # Runs stay with their computer: the other has no earlier one to compare with.
        self.assertNotIn("previous", second)
        third, _ = self.run_on("two")
        self.assertEqual(second["run_id"], third["previous"]["run_id"])

    def test_a_redis_that_is_away_costs_the_memory_and_not_the_run(self):
        first, _ = self.run_on("one")
        self.redis.stop()
        second, said = self.run_on("two")
        self.assertEqual(first["evaluated_urls"], second["evaluated_urls"])
        self.assertIn("cache", said)

    def test_a_wrong_password_is_said_and_costs_no_run(self):
        report, said = self.run_on("one", password="wrong")
        self.assertGreater(report["evaluated_urls"], 0)
        self.assertIn("user or password is wrong", said)


if __name__ == "__main__":
    unittest.main()
