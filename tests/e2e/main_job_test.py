"""The main job over the example archive: reports, memory, resumption."""

import contextlib
import csv
import json
import random
import signal
import sqlite3
import subprocess
import time
import unittest
import xml.etree.ElementTree as xml

from program import ARCHIVE, PROGRAM, QUESTION, ProgramTest

VARYING = ("run_id", "started", "runtime_seconds", "stages")


def comparable(report):
    """The report without times, and without what differs when judgements come from the memory."""
    kept = {key: value for key, value in report.items() if key not in VARYING}
    return json.dumps(kept, sort_keys=True)


def without_cache_states(report):
    kept = json.loads(comparable(report))
    for key in ("states", "evaluated_urls", "cached_urls_used", "cost_usd", "tokens", "previous", "gone"):
        kept.pop(key, None)
    for item in kept["results"]:
        item.pop("novelty", None)
    for item in kept["results"] + kept["omissions"]:
        item["state"] = "judged" if item["state"] == "cached" else item["state"]
    return json.dumps(kept, sort_keys=True)


class MainJob(ProgramTest):
    def test_answers_the_example_question(self):
        report = self.run_example()
        self.assertEqual(report["query"], QUESTION)
        self.assertEqual(report["evaluation_method"], "local")
        self.assertEqual(report["total_urls"], 312)
        self.assertEqual(report["failed_urls"], 0)
        self.assertGreater(len(report["results"]), 5)
        first = report["results"][0]
        self.assertEqual(first["position"], 1)
        names = [score["criterion"] for score in first["assessment"]["scores"]]
        self.assertEqual(names, ["technical_accuracy", "actionability", "evidence_based", "technical_depth", "bias_mitigation"])

    def test_counts_add_up(self):
        report = self.run_example()
        states = report["states"]
        self.assertEqual(sum(states.values()), report["total_urls"])
        behind = [omission for omission in report["omissions"] if omission["state"] in ("judged", "cached")]
        self.assertEqual(len(report["results"]), 100)
        self.assertEqual(states["judged"] + states["cached"], len(report["results"]) + len(behind))
        unjudged = report["total_urls"] - report["evaluated_urls"] - report["cached_urls_used"] - report["failed_urls"]
        self.assertGreaterEqual(unjudged, 0)
        good = [item for item in report["results"] if item["assessment"]["overall"] >= report["min_score"]]
        self.assertEqual(len(good), report["high_quality_count"])
        for item in report["results"]:
            weights = {"technical_accuracy": 0.3, "actionability": 0.3, "evidence_based": 0.2, "technical_depth": 0.1, "bias_mitigation": 0.1}
            mean = sum(weights[score["criterion"]] * score["score"] for score in item["assessment"]["scores"])
            self.assertAlmostEqual(mean, item["assessment"]["overall"], places=3)

    def test_the_same_archive_gives_the_same_report(self):
        first = self.run_example("--workers", "1")
        self.winnow("cache", "clear", "--yes")
        self.assertEqual(comparable(first), comparable(self.run_example("--workers", "8")))

    def test_a_second_run_judges_nothing_again(self):
        first = self.run_example()
        second = self.run_example()
        self.assertEqual(second["evaluated_urls"], 0)
        self.assertEqual(second["cached_urls_used"], first["evaluated_urls"])
        self.assertEqual(without_cache_states(first), without_cache_states(second))

    def test_a_changed_rubric_judges_again(self):
        self.run_example()
        rubric = self.write("mine.yaml", (
            "name: mine\ncriteria:\n"
            "  - {name: actionability, title: Actionability, description: Can be used., weight: 0.5}\n"
            "  - {name: evidence_based, title: Evidence, description: Is shown., weight: 0.5}\n"))
        report = self.run_example("--rubric", rubric)
        self.assertEqual(report["cached_urls_used"], 0)
        self.assertEqual(report["rubric"], "mine")
        self.assertEqual(len(report["results"][0]["assessment"]["scores"]), 2)

    def test_writes_every_form_of_the_report(self):
        report = self.run_example("--output", "out")
        folder = self.folder / "out" / report["run_id"]
        self.assertEqual(sorted(path.name for path in folder.iterdir()),
                         ["feed.json", "feed.xml", "report.html", "report.md", "results.csv", "results.json"])
        self.assertEqual(json.loads((folder / "results.json").read_text())["run_id"], report["run_id"])
        with (folder / "results.csv").open(newline="") as file:
            self.assertEqual(len(list(csv.DictReader(file))), len(report["results"]))
        self.assertEqual(xml.parse(folder / "feed.xml").getroot().tag, "{http://www.w3.org/2005/Atom}feed")
        self.assertIn("Content-Security-Policy", (folder / "report.html").read_text())

    def test_dry_run_fetches_and_judges_nothing(self):
        plan = json.loads(self.winnow("run", QUESTION, "--archive", ARCHIVE, "--dry-run", "--json").stdout)
        self.assertEqual((plan["fetches"], plan["evaluations"]), (312, 312))
        stats = json.loads(self.winnow("cache", "stats", "--json").stdout)
        self.assertEqual((stats["pages"], stats["evaluations"], stats["runs"]), (0, 0, 0))

    def test_runs_lists_and_shows(self):
        report = self.run_example()
        runs = json.loads(self.winnow("runs", "--json").stdout)
        self.assertEqual([run["id"] for run in runs], [report["run_id"]])
        self.assertIn("Report:", self.winnow("runs", "show", report["run_id"]).stdout)

    def test_off_topic_pages_are_not_listed_however_well_written(self):
        report = self.run_example(question="sourdough bread hydration and proofing")
        for item in report["results"][:3]:
            self.assertNotIn("dropbox", item["url"])

    def test_a_question_about_nothing_there_explains_the_silence(self):
        report = self.run_example(question="xylophone marzipan kumquat")
        self.assertEqual(report["results"], [])
        self.assertIn("off topic", report["explanation"])

    def test_rank_writes_a_trec_run(self):
        queries = self.write("queries.json", json.dumps({"q1": QUESTION}))
        lines = self.winnow("rank", "--archive", ARCHIVE, "--queries", queries, "--trec", "-").stdout.splitlines()
        self.assertEqual(lines[0].split()[:2] + lines[0].split()[3:4], ["q1", "Q0", "1"])
        self.assertEqual(len({line.split()[2] for line in lines}), len(lines))


class Resumption(ProgramTest):
    def test_a_killed_run_continues_to_the_same_report(self):
        undisturbed = self.run_example("--workers", "2")
        random.seed(7)
        for attempt in range(6):
            self.winnow("cache", "clear", "--yes")
            with subprocess.Popen([PROGRAM, "run", QUESTION, "--archive", ARCHIVE, "--workers", "2"], cwd=self.folder, env=self.environment(),
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                time.sleep(random.uniform(0.05, 0.6))
                process.send_signal(signal.SIGKILL)
            runs = json.loads(self.winnow("runs", "--json").stdout)
            if not runs or runs[0]["state"] == "finished":
                continue
            resumed = json.loads(self.winnow("run", "--resume", "--json").stdout)
            self.assertEqual(resumed["run_id"], runs[0]["id"])
            self.assertEqual(without_cache_states(resumed), without_cache_states(undisturbed), f"attempt {attempt}")

    def test_nothing_to_resume_is_said(self):
        self.assertIn("no unfinished run", self.winnow("run", "--resume", expect=2).stderr)

    def has_judged(self):
        """Whether the memory holds a judgement."""
        with contextlib.suppress(sqlite3.OperationalError):
            with contextlib.closing(sqlite3.connect(f"file:{self.folder}/data/winnow.sqlite?mode=ro", uri=True)) as memory:
                return memory.execute("SELECT 1 FROM evaluations LIMIT 1").fetchone() is not None
        return False

    def test_an_interrupt_stops_and_names_the_way_on(self):
        with subprocess.Popen([PROGRAM, "run", QUESTION, "--archive", ARCHIVE, "--workers", "1"], cwd=self.folder, env=self.environment(),
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
            while process.poll() is None and not self.has_judged():
                time.sleep(0.002)
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=60)
        if process.returncode == 0:
            self.skipTest("the run was over before the interrupt came")
        self.assertEqual(process.returncode, 1)
        self.assertIn("--resume", errors)
        self.winnow("run", "--resume")


if __name__ == "__main__":
    unittest.main()
