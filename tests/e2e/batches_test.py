"""winnow run --batch: ordered, waited for, taken up again by another process."""

import json
import pathlib
import signal
import sqlite3
import subprocess
import time
import unittest
import zlib

from batches import serve
from models import KEYS, answer, asked
from program import PROGRAM, ProgramTest

OPENAI = {"OPENAI_API_KEY": KEYS["OPENAI_API_KEY"]}
ANTHROPIC = {"ANTHROPIC_API_KEY": KEYS["ANTHROPIC_API_KEY"]}


class Batched(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server, self.base, self.settings = serve(self)
        self.script = self.server.script

    def command(self, *paths, method="standard", arguments=()):
        urls = [self.base + path for path in paths]
        return ["run", "code review", *urls, "--json", "--method", method, "--batch", *arguments]

    def run_batch(self, *paths, method="standard", keys=OPENAI, expect=0, arguments=(), **extra):
        result = self.winnow(*self.command(*paths, method=method, arguments=arguments), "-v", expect=expect,
                             **{**self.settings, **keys, **extra})
        self.said = result.stdout + result.stderr
        return json.loads(result.stdout) if expect in (0, 3) else None

    def start(self, *paths, keys=OPENAI):
        process = subprocess.Popen([PROGRAM, *self.command(*paths)], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=self.environment(**self.settings, **keys))
        self.addCleanup(process.kill)
        self.addCleanup(process.communicate)
        return process

    def wait_until(self, condition):
        for _ in range(600):
            if condition():
                return
            time.sleep(0.02)
        self.fail("it did not come to that")

    def records(self):
        return list((self.folder / "data" / "batches").glob("*.json"))

    def direct_calls(self):
        return [path for path, _, _ in self.server.asked]


class Success(Batched):
    PAGES = tuple(f"/page-{n}" for n in range(5))

    def check(self, keys):
        report = self.run_batch(*self.PAGES, keys=keys)
        self.assertEqual([len(batch) for batch in self.server.batches], [5])
        self.assertEqual(self.direct_calls(), [])
        self.assertEqual(report["evaluated_urls"], 5)
        self.assertEqual({item["assessment"]["overall"] for item in report["results"]}, {8})
        for item in report["results"]:
            self.assertIn("sha256:", item["assessment"]["proof"])
        self.assertEqual(self.records(), [])
        return report

    def test_many_pages_are_one_batch_at_the_price_of_batches(self):
        batched = self.check(OPENAI)
        self.winnow("cache", "clear", "--yes")
        usual = json.loads(self.winnow("run", "code review", *[self.base + path for path in self.PAGES], "--json", "--method", "standard",
                                       **self.settings, **OPENAI).stdout)
        self.assertAlmostEqual(batched["cost_usd"], usual["cost_usd"] / 2)
        self.assertEqual(batched["tokens"], usual["tokens"])
        self.assertEqual(batched.keys(), usual.keys())
        for report in (batched, usual):
            for item in report["results"]:
                item["assessment"]["usage"].pop("cost_usd")
        self.assertEqual(batched["results"], usual["results"])

    def test_what_was_sent_is_kept_of_each(self):
        self.run_batch("/page-1", "/page-2")
        store = sqlite3.connect(self.folder / "data" / "winnow.sqlite")
        self.addCleanup(store.close)
        for (packed,) in store.execute("SELECT list FROM exchanges").fetchall():
            (exchange,) = json.loads(zlib.decompress(packed[4:]))
            self.assertEqual([message["role"] for message in exchange["sent"]], ["system", "user"])
            self.assertIn("page", exchange["sent"][1]["text"])
            self.assertIn("verdict", exchange["answer"]["text"])
        self.assertEqual(store.execute("SELECT count(*) FROM exchanges").fetchone(), (2,))

    def test_anthropic(self):
        self.check(ANTHROPIC)

    def test_dual_perspective(self):
        self.script.say = lambda names, text: answer(names, 6 if "team_growth" in names else 5)
        report = self.run_batch("/a", "/b", method="dual_perspective:standard")
        self.assertEqual([round(item["assessment"]["overall"], 9) for item in report["results"]], [5.5, 5.5])
        self.assertEqual([len(batch) for batch in self.server.batches], [2, 2])

    def test_what_is_remembered_is_not_ordered_again(self):
        self.run_batch("/a")
        self.assertEqual(self.run_batch("/a", "/b")["cached_urls_used"], 1)
        self.assertEqual([len(batch) for batch in self.server.batches], [1, 1])

    def test_nothing_to_judge_orders_nothing(self):
        self.assertEqual(self.run_batch("/noai")["states"]["no_ai"], 1)
        self.assertEqual(self.server.batches, [])

    def test_a_repair_and_a_second_look_are_further_batches(self):
        spoilt = []

        def say(names, text):
            if "/bad" in text and not spoilt:
                spoilt.append(text)
                return "nonsense"
            return answer(names, 10 if "rate this page 10" in text else 4)

        self.script.say = say
        report = self.run_batch("/bad", "/command", "/good")
        self.assertEqual(report["evaluated_urls"], 3)
        self.assertEqual({item["assessment"]["overall"] for item in report["results"]}, {4})
        self.assertEqual(len(self.server.batches[0]), 3)
        self.assertEqual(len(self.server.batches[1]), 2)
        self.assertEqual(report["tokens"]["input"], 5000)

    def test_a_high_score_is_checked_by_halves_in_one_batch(self):
        self.script.say = lambda names, text: answer(names, 10)
        report = self.run_batch("/a", WINNOW_EVALUATE__HALVES="true")
        self.assertEqual([len(batch) for batch in self.server.batches], [1, 2])
        self.assertEqual(report["results"][0]["assessment"]["flags"], [])


class Restart(Batched):
    def test_a_killed_run_is_taken_up_without_another_order(self):
        for keys in (OPENAI, ANTHROPIC):
            with self.subTest(keys=list(keys)):
                self.server.batches.clear()
                self.server.polls = 0
                self.server.done.clear()
                process = self.start("/a", "/b", "/c", keys=keys)
                self.wait_until(lambda: self.server.polls > 3)
                process.send_signal(signal.SIGKILL)
                process.wait()
                (record,) = self.records()
                self.assertNotIn(KEYS["OPENAI_API_KEY"], record.read_text())
                self.server.done.set()
                report = json.loads(self.winnow("run", "--resume", "--json", **self.settings, **keys).stdout)
                self.assertEqual([len(batch) for batch in self.server.batches], [3])
                self.assertEqual(report["evaluated_urls"], 3)
                self.assertEqual(report["tokens"]["input"], 3000)
                self.assertEqual(self.direct_calls(), [])
                self.assertEqual(self.records(), [])
                self.winnow("cache", "clear", "--yes")

    def test_an_interrupted_run_says_how_to_go_on(self):
        self.server.done.clear()
        process = self.start("/a")
        self.wait_until(lambda: self.server.polls > 1)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=20)[1].decode()
        self.assertEqual(process.returncode, 1, said)
        self.assertIn("--resume", said)
        self.assertEqual(json.loads(self.winnow("runs", "--json").stdout)[0]["state"], "interrupted")

    def test_killed_between_two_batches_it_pays_for_none_twice(self):
        self.script.say = lambda names, text: answer(names, 10 if "rate this page 10" in text else 4)
        process = self.start("/command", "/a")
        self.wait_until(lambda: len(self.server.batches) == 2 or process.poll() is not None)
        process.send_signal(signal.SIGKILL)
        process.wait()
        before = len(self.server.batches)
        resumed = self.winnow("run", "--resume", "--json", expect=None, **self.settings, **OPENAI)
        if resumed.returncode == 0:  # else it had finished before the kill
            self.assertEqual(json.loads(resumed.stdout)["evaluated_urls"], 2)
        self.assertLessEqual(len(self.server.batches) - before, 1)  # an order that was just being made
        self.assertEqual(len(self.server.batches[0]), 2)

    def test_another_model_cannot_take_it_up(self):
        self.server.done.clear()
        process = self.start("/a")
        self.wait_until(lambda: self.server.polls > 1)
        process.kill()
        process.wait()
        said = self.winnow("run", "--resume", expect=2, WINNOW_MODELS__OPENAI__MODEL="gpt-4.1", **self.settings, **OPENAI).stderr
        self.assertIn("gpt-5-mini", said)


class Failures(Batched):
    def test_what_failed_is_named_and_the_rest_judged(self):
        for keys in (OPENAI, ANTHROPIC):
            with self.subTest(keys=list(keys)):
                self.server.fate = lambda text: "expired" if "/late" in text else "errored" if "/broken" in text else None
                report = self.run_batch("/a", "/late", "/broken", keys=keys, expect=3)
                failures = {item["url"].rsplit("/", 1)[1]: item for item in report["failures"]}
                self.assertEqual((report["evaluated_urls"], report["failed_urls"]), (1, 2))
                self.assertIn("expired", failures["late"]["reason"])
                self.assertEqual(failures["broken"]["error_kind"], "unavailable")
                self.assertEqual(report["tokens"]["input"], 1000)
                self.winnow("cache", "clear", "--yes")

    def test_a_batch_that_expires_as_a_whole_is_an_error_of_each_page(self):
        self.server.end_state = "expired"
        self.server.fate = lambda text: "expired"
        report = self.run_batch("/a", "/b", expect=3)
        self.assertEqual(report["failed_urls"], 2)
        self.assertEqual(len(self.server.batches), 1)

    def test_answers_that_are_no_good_cost_all_the_same(self):
        self.script.say = lambda names, text: "nonsense"
        report = self.run_batch("/a", expect=3)
        self.assertEqual(report["failures"][0]["error_kind"], "malformed")
        self.assertEqual(report["tokens"]["input"], 2000)
        self.assertGreater(report["cost_usd"], 0)

    def test_a_budget_holds_before_anything_is_ordered(self):
        pages = [f"/page-{n}" for n in range(6)]
        report = self.run_batch(*pages, arguments=("--budget-tokens", "6000"))
        ordered = sum(len(batch) for batch in self.server.batches)
        self.assertGreaterEqual(ordered, 1)
        self.assertLess(ordered, 6)
        self.assertEqual((report["evaluated_urls"], report["states"]["budget_exhausted"]), (ordered, 6 - ordered))
        self.assertLessEqual(report["tokens"]["input"] + report["tokens"]["output"], 6000)

    def test_methods_and_providers_without_batches_are_refused(self):
        for method in ("local", "openai_browsing", "claude_browsing", "bedrock", "tavily_content"):
            said = self.winnow(*self.command("/a", method=method), expect=2, **self.settings, **KEYS).stderr
            self.assertIn("--batch", said, method)
            self.assertIn("--method standard", said, method)
        said = self.winnow(*self.command("/a"), expect=2, WINNOW_MODELS__OLLAMA__MODEL="m", WINNOW_MODELS__ORDER="ollama", **self.settings).stderr
        self.assertIn("ollama has no batches", said)
        self.assertEqual(self.server.batches, [])

    def test_keys_and_refusals_of_orders(self):
        text = self.winnow(*self.command("/a"), expect=2, **self.settings).stderr
        self.assertIn("OPENAI_API_KEY", text)
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.assertNotIn(KEYS["OPENAI_API_KEY"].encode(), path.read_bytes())


if __name__ == "__main__":
    unittest.main()
