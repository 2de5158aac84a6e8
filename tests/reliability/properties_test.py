"""Reports are honest: their counts add up, failures are in no average, and neither order nor repetition changes them."""

import itertools
import json
import os
import random
import unittest

import models
from main_job_test import comparable, without_cache_states
from program import ProgramTest

ROUNDS = int(os.environ.get("WINNOW_ROUNDS", "6"))
ENDS = ("page", "noai", "gone", "broken", "thin", "binary", "login", "robots", "reset")


class Mixed(models.Web):
    """A page of each kind by the beginning of its path."""

    def do_GET(self):
        kind = self.path.strip("/").split("-")[0]
        if self.path == "/robots.txt":
            return self.send(200, "User-agent: *\nDisallow: /robots-\n", "text/plain")
        if kind == "noai":
            return self.send(200, models.page(self.path), "text/html", X_Robots_Tag="noai")
        if kind == "gone":
            return self.send(404, "<h1>Not found</h1>", "text/html")
        if kind == "broken":
            return self.send(500, "<h1>Broken</h1>", "text/html")
        if kind == "thin":
            return self.send(200, "<p>Too little to judge.</p>", "text/html")
        if kind == "binary":
            return self.send(200, "\x00\x01\x02" * 500, "application/octet-stream")
        if kind == "login":
            return self.send(401, "<form><input type=password></form>", "text/html")
        if kind == "reset":
            self.close_connection = True
            return self.connection.close()
        return super().do_GET()


class Honest(ProgramTest):
    def setUp(self):
        super().setUp()
        server, self.base, told = models.serve(self)
        server.RequestHandlerClass = Mixed
        self.told = {**told, "WINNOW_INDEX__ENABLED": "false"}

    def run_on(self, paths, *arguments):
        result = self.winnow("run", "code review", *[f"{self.base}/{path}" for path in paths], "--method", "local", "--json", *arguments, expect=None, **self.told)
        self.assertIn(result.returncode, (0, 3), result.stderr)
        return json.loads(result.stdout)

    def check(self, report):
        states = report["states"]
        cached, judged_before = report["cached_urls_used"], report["evaluated_urls"] + report["cached_urls_used"]
        self.assertEqual(sum(states.values()), report["total_urls"])
        self.assertEqual(states["failed"], report["failed_urls"])
        unjudged = ("failed", "not_read", "no_ai", "error_page", "login_wall", "paywalled", "too_short", "blocked_by_robots", "budget_exhausted")
        skipped = sum(states[state] for state in unjudged if state != "failed")
        self.assertLessEqual(report["evaluated_urls"] + cached + report["failed_urls"] + skipped, report["total_urls"])
        self.assertEqual(report["total_urls"], judged_before + report["failed_urls"] + skipped + self.off_topic_unjudged(report))
        listed = report["results"] + report["omissions"] + report["failures"]
        self.assertEqual(len(listed), report["total_urls"], "each URL stands in the report once")
        self.assertEqual(len({entry["url"] for entry in listed}), report["total_urls"])
        scores = [entry["assessment"]["overall"] for entry in report["results"]]
        self.assertTrue(all(1 <= score <= 10 for score in scores))
        for entry in report["omissions"] + report["failures"]:
            self.assertNotIn("assessment", entry)
            self.assertTrue(entry["reason"] or entry["state"] == "duplicate", entry)
        if not states["duplicate"] and not states["off_topic"] and scores:
            self.assertAlmostEqual(report["average_score"], sum(scores) / len(scores), places=9)
        if not scores and judged_before == 0:
            self.assertEqual(report["average_score"], 0)
        good = sum(score >= report["min_score"] for score in scores)
        if not states["duplicate"] and not states["off_topic"]:
            self.assertEqual(report["high_quality_count"], good)

    @staticmethod
    def off_topic_unjudged(report):
        """Only a metered judge leaves pages out before it reads them; the local one judges all."""
        return sum("no word of the question" in entry["reason"] for entry in report["omissions"])

    def test_counts_add_up_whatever_the_pages_are(self):
        chance = random.Random(11)
        for number in range(ROUNDS):
            paths = [f"{chance.choice(ENDS)}-{number}-{n}" for n in range(chance.randrange(1, 24))]
            paths += chance.sample(paths, len(paths) // 3)  # some twice
            with self.subTest(paths=paths):
                report = self.run_on(paths)
                self.assertEqual(report["total_urls"], len(set(paths)))
                self.check(report)

    def test_failures_are_in_no_average(self):
        alone = self.run_on(["page-1", "page-2"])
        among = self.run_on(["page-1", "reset-1", "broken-1", "gone-1", "page-2", "thin-1"], "--refresh")
        self.assertEqual(among["average_score"], alone["average_score"])
        self.assertEqual(among["evaluated_urls"] + among["cached_urls_used"], 2)
        self.check(among)

    def test_all_failed_is_no_score_at_all(self):
        report = self.run_on(["reset-1", "reset-2"])
        self.assertEqual((report["average_score"], report["quality_ratio"], report["high_quality_count"], report["failed_urls"]), (0, 0, 0, 2))
        self.check(report)

    def test_a_second_run_changes_nothing(self):
        paths = [f"{kind}-{n}" for n in range(3) for kind in ENDS]
        first, second, third = (self.run_on(paths) for _ in range(3))
        self.assertEqual(without_cache_states(first), without_cache_states(second))
        self.assertEqual(second["evaluated_urls"], 0)
        for report in (second, third):
            report.pop("previous")  # another run each time
        self.assertEqual(comparable(second), comparable(third))
        self.check(second)

    def test_the_order_of_arrival_changes_no_place(self):
        paths = [f"{kind}-{n}" for n in range(4) for kind in ("page", "thin", "gone", "reset")]
        places = []
        for seed, workers in itertools.product(range(2), ("1", "8")):
            random.Random(seed).shuffle(paths)
            report = self.run_on(paths, "--workers", workers, "--refresh")
            places.append([(entry["url"], entry["position"], entry["rank_score"], entry["assessment"]["overall"]) for entry in report["results"]])
        for other in places[1:]:
            self.assertEqual(other, places[0])

    def test_the_order_of_an_archive_changes_no_place(self):
        urls = [entry["url"] for entry in self.report_of_archive()["results"]]
        again = [entry["url"] for entry in self.report_of_archive("--workers", "7")["results"]]
        self.assertEqual(urls, again)

    def report_of_archive(self, *arguments):
        report = self.run_example("--max-urls", "80", *arguments)
        self.check(report)
        return report


if __name__ == "__main__":
    unittest.main()
