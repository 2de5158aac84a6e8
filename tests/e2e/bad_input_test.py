"""What people and the web get wrong: a clear message, and nothing lost."""

import http.server
import json
import os
import pathlib
import threading
import unittest

from program import ARCHIVE, QUESTION, ProgramTest


class Pages(http.server.BaseHTTPRequestHandler):
    """A loopback web with everything that can be wrong with a page."""

    article = "<html><head><title>Reviews</title></head><body><article><h1>Code reviews that teach</h1>" + "".join(
        f"<p>Paragraph {n} explains how code review works in our team, what we measured over {n + 3} weeks, and why small changes "
        "are reviewed faster; follow these steps and compare your own numbers.</p>" for n in range(12)) + "</article></body></html>"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", content_type="text/html; charset=utf-8", **headers):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.server.requests.append(self.path)
        article = self.article.encode()
        path = self.path
        if path == "/robots.txt":
            self.answer(200, b"User-agent: *\nDisallow: /forbidden\n", "text/plain")
        elif path == "/empty":
            self.answer(200)
        elif path == "/huge":
            self.answer(200, b"<p>" + b"x" * (3 << 20))
        elif path == "/binary":
            self.answer(200, bytes(range(256)) * 40)
        elif path == "/loop":
            self.answer(302, Location="/loop2")
        elif path == "/loop2":
            self.answer(302, Location="/loop")
        elif path == "/inward":
            self.answer(302, Location="http://169.254.169.254/latest/meta-data/")
        elif path == "/gone":
            self.answer(404, b"<h1>Not found</h1>")
        elif path == "/latin1":
            self.answer(200, self.article.replace("Code reviews", "Revisi\u00f3n de c\u00f3digo").encode("latin-1"), "text/html; charset=iso-8859-1")
        elif path == "/noai":
            self.answer(200, article, X_Robots_Tag="noai")
        elif path == "/feed":
            self.answer(200, b"this is no feed", "application/rss+xml")
        else:
            self.answer(200, article)


class Served(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.server.requests = []
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def run_urls(self, *paths, expect=0, arguments=(), **extra):
        urls = [self.base + path for path in paths]
        fast = {"WINNOW_FETCH__DELAY": "0s", "WINNOW_NET__RETRIES": "0", "WINNOW_FETCH__MAX_PAGE": "1MiB"}
        result = self.winnow("run", "code review", *urls, "--json", "--allow-private", *arguments, expect=expect, **fast, **extra)
        report = json.loads(result.stdout)
        ends = {item["url"].removeprefix(self.base): item["state"] for item in report["results"]}
        for omission in report["omissions"] + report["failures"]:
            ends[omission["url"].removeprefix(self.base)] = omission["state"]
        return report, ends


class HostilePages(Served):
    def test_every_url_ends_in_a_state_and_the_good_ones_are_judged(self):
        report, ends = self.run_urls("/good", "/empty", "/huge", "/binary", "/loop", "/gone", "/noai", "/forbidden/a", "/inward", expect=3)
        self.assertEqual(ends["/good"], "judged")
        self.assertIn(ends["/empty"], ("too_short", "not_read"))
        self.assertEqual(ends["/huge"], "failed")
        self.assertEqual(ends["/binary"], "not_read")
        self.assertEqual(ends["/loop"], "failed")
        self.assertEqual(ends["/gone"], "error_page")
        self.assertEqual(ends["/noai"], "no_ai")
        self.assertEqual(ends["/forbidden/a"], "blocked_by_robots")
        self.assertEqual(ends["/inward"], "failed")
        self.assertEqual(report["total_urls"], 9)
        self.assertNotIn("/forbidden/a", self.server.requests)

    def test_a_private_address_is_never_asked_without_leave(self):
        result = self.winnow("run", "code review", self.base + "/good", "--json", expect=3)
        report = json.loads(result.stdout)
        self.assertEqual(report["failures"][0]["error_kind"], "blocked")
        self.assertEqual(self.server.requests, [])

    def test_sources_that_answer_with_nonsense_cost_a_line_each_not_the_run(self):
        kinds = ("hackernews", "arxiv", "semantic_scholar", "crossref", "wikipedia", "devto", "github", "stackexchange", "searxng")
        sources = "".join(f"  - kind: {kind}\n    endpoint: {self.base}/good\n    retries: 0\n" for kind in kinds)
        keyed = "".join(f"  - kind: {kind}\n    endpoint: {self.base}/good\n    key: env:A_KEY\n    retries: 0\n" for kind in ("tavily", "brave", "exa"))
        self.write("winnow.yaml", f"net:\n  retries: 0\n  allow_private: true\nsources:\n{sources}{keyed}")
        result = self.winnow("run", "code review", "--json", expect=3, A_KEY="secret-of-a-test")
        report = json.loads(result.stdout)
        self.assertEqual(len(report["sources"]), 12)
        self.assertTrue(all(source["error"] and source["found"] == 0 for source in report["sources"]), report["sources"])
        self.assertNotIn("secret-of-a-test", result.stdout + result.stderr)

    def test_titles_of_another_charset_are_read(self):
        report, _ = self.run_urls("/latin1")
        self.assertEqual(report["results"][0]["title"], "Revisi\u00f3n de c\u00f3digo that teach")

    def test_a_feed_that_is_none_costs_a_line_not_the_run(self):
        result = self.winnow("run", "code review", self.base + "/good", "--feed", self.base + "/feed", "--json", "--allow-private")
        report = json.loads(result.stdout)
        self.assertEqual(len(report["results"]), 1)
        self.assertTrue([source for source in report["sources"] if source["error"]])

    def test_sources_that_all_fail_are_no_success(self):
        result = self.winnow("run", "code review", "--feed", self.base + "/feed", "--json", "--allow-private", expect=3)
        report = json.loads(result.stdout)
        self.assertEqual(report["total_urls"], 0)
        self.assertIn("feed:", report["explanation"])

    def test_a_recorded_run_replays_without_the_network(self):
        first, _ = self.run_urls("/good", "/a", arguments=("--record", "web.warc.gz"))
        self.winnow("cache", "clear", "--yes")
        before = len(self.server.requests)
        again, ends = self.run_urls("/good", "/a", arguments=("--archive", "web.warc.gz"))
        self.assertEqual(len(self.server.requests), before)
        self.assertEqual([item["url"] for item in again["results"]], [item["url"] for item in first["results"]])


class WrongUse(ProgramTest):
    def test_an_empty_question_is_refused(self):
        for question in ("", "  \t "):
            self.assertIn("question is empty", self.winnow("run", question, "--archive", ARCHIVE, expect=2).stderr)

    def test_a_word_that_is_no_url_is_named(self):
        self.assertIn("not-a-url", self.winnow("run", "q", "not-a-url", expect=2).stderr)

    def test_weights_that_do_not_add_up_are_named(self):
        rubric = self.write("bad.yaml", "name: bad\ncriteria:\n  - {name: a, title: A, description: d, weight: 0.4}\n")
        text = self.winnow("run", QUESTION, "--archive", ARCHIVE, "--rubric", rubric, expect=2).stderr
        self.assertIn("0.40", text)

    def test_a_missing_archive_is_named(self):
        self.assertIn("nowhere.warc.gz", self.winnow("run", QUESTION, "--archive", "nowhere.warc.gz", expect=1).stderr)

    def test_an_archive_that_is_none_is_named(self):
        name = self.write("photo.warc.gz", "this is no archive")
        self.assertIn("photo.warc.gz", self.winnow("run", QUESTION, "--archive", name, expect=1).stderr)

    def test_a_truncated_archive_serves_what_is_whole(self):
        bytes_ = pathlib.Path(ARCHIVE).read_bytes()
        (self.folder / "cut.warc.gz").write_bytes(bytes_[: len(bytes_) // 2])
        result = self.winnow("run", QUESTION, "--archive", "cut.warc.gz", "--json", expect=None)
        self.assertIn(result.returncode, (0, 3))
        report = json.loads(result.stdout)
        self.assertGreater(report["evaluated_urls"], 20)
        self.assertLess(report["total_urls"], 312)
        self.assertIn("cut.warc.gz", result.stderr + json.dumps(report))

    def test_urls_from_standard_input(self):
        result = self.winnow("run", QUESTION, "--urls", "-", "--dry-run", "--json", input="# mine\nhttps://example.org/a\n\nhttps://example.org/b\n")
        self.assertEqual([entry["url"] for entry in json.loads(result.stdout)["urls"]], ["https://example.org/a", "https://example.org/b"])

    def test_a_read_only_data_folder_is_explained(self):
        if os.geteuid() == 0:
            blocked = self.write("file", "in the way")
        else:
            blocked = str(self.folder / "locked")
            pathlib.Path(blocked).mkdir(mode=0o500)
        text = self.winnow("run", QUESTION, "--archive", ARCHIVE, "--data", blocked + "/data", expect=1).stderr
        self.assertIn(blocked, text)
        self.assertIn("winnow doctor", text)

    def test_a_corrupt_memory_is_set_aside_and_said(self):
        self.run_example()
        database = next((self.folder / "data").glob("*.sqlite*"))
        database.write_bytes(b"garbage" * 1000)
        result = self.winnow("run", QUESTION, "--archive", ARCHIVE)
        self.assertIn("note:", result.stderr)
        self.assertTrue([path for path in (self.folder / "data").iterdir() if "corrupt" in path.name])


if __name__ == "__main__":
    unittest.main()
