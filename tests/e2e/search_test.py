"""winnow search and winnow index over what a run of the example archive judged."""

import http.server
import json
import sqlite3
import sys
import threading
import unittest

import serve_test
from program import ARCHIVE, SOURCE, ProgramTest

sys.path.insert(0, str(SOURCE / "tests" / "support"))
import qdrant_server  # noqa: E402

KEY = "e2e-test-key"


class Search(ProgramTest):
    def setUp(self):
        super().setUp()
        self.report = self.run_example()

    def search(self, *arguments, **extra):
        return json.loads(self.winnow("search", *arguments, "--json", **extra).stdout)["results"]

    def stats(self, **extra):
        return json.loads(self.winnow("index", "stats", "--json", **extra).stdout)

    def test_finds_filters_and_moves_what_was_judged(self):
        judged = self.report["evaluated_urls"]
        self.assertNotIn("warnings", self.report)
        stats = self.stats()
        self.assertGreaterEqual(stats["documents"], judged - 10)  # some pages are one by their canonical URL
        self.assertLessEqual(stats["documents"], judged)
        self.assertGreater(stats["passages"], stats["documents"])
        self.assertGreater(stats["dimensions"], 0)

        with self.subTest("modes"):
            for mode in ("lexical", "semantic", "hybrid"):
                hits = self.search("engineering ladder for staff engineers", "--mode", mode, "-n", "5")
                self.assertEqual(len(hits), 5, mode)
                scores = [hit["score"] for hit in hits]
                self.assertEqual(scores, sorted(scores, reverse=True))
            self.assertTrue(all("ladder" in str(hit["passages"]).lower() or "ladder" in hit["title"].lower()
                                for hit in self.search("ladder", "--mode", "lexical")))
        with self.subTest("filters"):
            good = self.search("career", "--min-score", "6")
            self.assertTrue(good and all(hit["judged"] >= 6 for hit in good))
            self.assertEqual(self.search("career", "--source", "nobody"), [])
            self.assertTrue(self.search("career", "--source", "archive"))
            self.assertTrue(all(hit["language"].startswith("en") for hit in self.search("career", "--language", "en")))
            self.assertTrue(self.search("career", "--run", self.report["run_id"][:12]))
            self.assertIn("there is no run", self.winnow("search", "career", "--run", "1999", expect=2).stderr)
            dated = self.search("career", "--since", "2000-01-01", "--until", "2100-01-01")
            self.assertTrue(all(hit["published"] for hit in dated))
            self.assertTrue(all(hit["language"].startswith("en") for hit in self.search("career", "--language", "EN")))
            self.assertIn("is not before", self.winnow("search", "career", "--since", "2024-01-01", "--until", "2020-01-01", expect=2).stderr)
            self.assertIn("without a date", self.winnow("search", "career", "--until", "1990-01-01").stderr)
        with self.subTest("notes"):
            self.assertIn("no page says a word", self.winnow("search", "zzzqqq").stderr)
            self.assertEqual("", self.winnow("search", "zzzqqq", "-q").stderr)
            self.assertEqual("", self.winnow("search", "career").stderr)
        with self.subTest("fusion"):
            best = self.search("career ladder", "-n", "1")[0]
            self.assertTrue(0 < best["score"] <= 1)
            self.assertLess(self.search("career ladder", "-n", "1", "--fusion", "rrf")[0]["score"], 0.04)
            by_words = [hit["url"] for hit in self.search("career ladder", "-n", "3", "--semantic-weight", "0")]
            self.assertEqual(by_words, [hit["url"] for hit in self.search("career ladder", "-n", "3", "--mode", "lexical")])
            self.assertIn("belongs to", self.winnow("search", "x", "--fusion", "rrf", "--semantic-weight", "0.3", expect=2).stderr)
        with self.subTest("like"):
            example = self.search("career ladder")[0]["url"]
            alike = self.search("--like", example)
            self.assertTrue(alike)
            self.assertNotIn(example, [hit["url"] for hit in alike])
            self.assertIn("has no document", self.winnow("search", "--like", "https://nowhere.example/", expect=1).stderr)
            self.assertIsNotNone(self.search("promotion", "--like", example)[0]["lexical"])
        with self.subTest("forms"):
            text = self.winnow("search", "career ladder", "-n", "3").stdout
            self.assertLessEqual(max(len(line) for line in text.splitlines() if "://" not in line), 80)
            self.assertNotIn("\x1b", text)
            self.assertIn("1. ", text)
            self.assertIn("**", self.winnow("search", "career ladder", "--format", "markdown").stdout)
        with self.subTest("rerank"):
            self.assertEqual(len(self.search("promotion", "-n", "4", "--rerank", "local")), 4)
            self.assertIn("rerank.kind", self.winnow("search", "x", "--rerank", "provider", expect=2).stderr)
        with self.subTest("a copy is linked"):
            self.assertTrue(any(hit["original"] for hit in self.search("career", "-n", "200", "--mode", "lexical")))

        before = self.search("promotion criteria", "-n", "8")
        with self.subTest("export, import"):
            self.winnow("index", "export", "all.jsonl")
            other = {"WINNOW_DATA": str(self.folder / "other")}
            self.winnow("index", "import", "all.jsonl", **other)
            self.assertEqual(self.stats(**other)["documents"], stats["documents"])
            self.assertEqual([hit["url"] for hit in self.search("promotion criteria", "-n", "8", **other)],
                             [hit["url"] for hit in before])
            again = self.winnow("index", "export", **other).stdout.splitlines()
            self.assertEqual([json.loads(line).get("id") for line in again],
                             [json.loads(line).get("id") for line in (self.folder / "all.jsonl").read_text().splitlines()])
            broken = self.write("broken.jsonl", again[0] + "\n{\"id\": \"x\"}\n")
            self.assertIn("line 2", self.winnow("index", "import", broken, expect=1, **other).stderr)
        with self.subTest("rebuild"):
            rebuilt = json.loads(self.winnow("index", "rebuild", "--json").stdout)
            self.assertEqual(rebuilt["documents"], stats["documents"])
            self.assertEqual([hit["url"] for hit in self.search("promotion criteria", "-n", "8")],
                             [hit["url"] for hit in before])
            self.assertEqual(list((self.folder / "data").glob("index-rebuild*")), [])
        with self.subTest("verify"):
            self.assertIn("sound", self.winnow("index", "verify").stdout)
            base = sqlite3.connect(self.folder / "data" / "index.sqlite")
            base.execute("DELETE FROM words WHERE rowid = (SELECT min(number) FROM passages)")
            base.commit()
            base.close()
            self.assertIn("1 passages cannot be found by words", self.winnow("index", "verify", expect=1).stdout)
            self.winnow("index", "rebuild")
            (self.folder / "data" / "index-rebuild.jsonl").write_text("{}")  # what one that was ended leaves
            self.assertIn("not finished", self.winnow("index", "verify", expect=1).stdout)
            self.assertIn("not finished", self.winnow("search", "career").stderr)
            (self.folder / "data" / "index-rebuild.jsonl").unlink()
        with self.subTest("a damaged index is no sound one"):
            (self.folder / "data" / "index.sqlite").write_bytes(b"\xa5" * 50_000)
            damaged = self.winnow("index", "verify", expect=1).stdout
            self.assertIn("set aside", damaged)
            self.assertNotIn("sound", damaged)
        with self.subTest("a damaged index is set aside, and the run goes on"):
            file = self.folder / "data" / "index.sqlite"
            file.write_bytes(b"\xa5" * 50_000)
            result = self.winnow("run", "career growth", "--archive", ARCHIVE, "--json")
            self.assertIn("set aside", result.stderr)
            self.assertGreater(self.stats()["documents"], 0)


class IndexOfARun(ProgramTest):
    def test_can_be_left_out(self):
        self.run_example("--no-index")
        self.assertFalse((self.folder / "data" / "index.sqlite").exists())

    def test_of_a_second_run_joins_the_runs(self):
        first = self.run_example()
        second = self.run_example(question="engineering management")
        found = json.loads(self.winnow("search", "management", "--json", "--run", second["run_id"]).stdout)["results"]
        self.assertTrue(found)
        self.assertTrue(all(hit["runs"] == [first["run_id"], second["run_id"]] for hit in found))

    def test_that_is_away_is_a_line_of_the_report(self):
        for setting, reason in (("http://127.0.0.1:1", "127.0.0.1:1"), ("nonsense", "index.url")):
            report = self.run_example(WINNOW_INDEX__KIND="qdrant", WINNOW_INDEX__URL=setting, WINNOW_NET__RETRIES="0")
            self.assertGreater(len(report["results"]), 5)
            self.assertIn("index was not filled", report["warnings"][0])
            self.assertIn(reason, report["warnings"][0])

    def test_says_what_is_missing(self):
        self.assertIn("the question is empty", self.winnow("search", expect=2).stderr)
        empty = self.winnow("search", "anything")
        self.assertIn("Nothing in the index", empty.stdout)
        self.assertIn("winnow run fills it", empty.stderr)
        self.assertIn("embed.kind is none",
                      self.winnow("search", "x", "--mode", "semantic", expect=2, WINNOW_EMBED__KIND="none").stderr)


class Page(http.server.BaseHTTPRequestHandler):
    """Three pages, and an embedder that speaks like OpenAI's and knows one key."""

    def do_POST(self):
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        is_known = self.headers["Authorization"] == "Bearer right-key"
        answer = {"data": [{"index": i, "embedding": [1, len(text) % 7, 2]} for i, text in enumerate(texts)]} if is_known else {}
        self.send(200 if is_known else 401, "application/json", json.dumps(answer).encode())

    def do_GET(self):
        sentence = f"Chapter {self.path[1:]} tells how a team writes incident reviews without blame and what it changes afterwards. "
        body = f"<html lang=en><head><title>Reviews {self.path[1:]}</title></head><body><article><p>{sentence * 12}</p></article></body></html>".encode()
        self.send(404 if self.path == "/robots.txt" else 200, "text/html; charset=utf-8", body)

    def send(self, status, content_type, body):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class JudgedPages(serve_test.ServeTest):
    def setUp(self):
        super().setUp()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.base = f"http://127.0.0.1:{server.server_port}"
        self.config = self.write("winnow.yaml", f"net: {{allow: ['127.0.0.1:{server.server_port}']}}\nfetch: {{delay: 0s}}\n")

    def judge(self, *questions, **extra):
        pages = [f"{self.base}/{number}" for number in range(3)]
        for question in questions:
            self.winnow("run", question, *pages, "-c", self.config, "--method", "local", "--json", "--output",
                        str(self.folder / "out"), **extra)

    def damage(self):
        (self.folder / "data" / "index.sqlite").write_bytes(b"\xa5" * 50_000)


class DamagedIndex(JudgedPages):
    def test_is_filled_from_the_memory_by_the_command_that_meets_it(self):
        self.judge("incident reviews", "reviews without blame")  # pages that two runs judged are told once
        config = self.config
        for arguments in (("search", "incident reviews"), ("index", "stats"), ("doctor",)):
            with self.subTest(arguments):
                self.damage()
                said = self.winnow(*arguments, "-c", config)
                self.assertIn("read again from the memory of runs: 3", said.stdout + said.stderr)
                found = json.loads(self.winnow("search", "incident reviews", "--json", "-c", config).stdout)["results"]
                self.assertTrue(found)
                self.assertEqual(3, json.loads(self.winnow("index", "stats", "--json").stdout)["documents"])

    def test_is_filled_by_the_local_page_when_it_starts(self):
        self.judge("incident reviews")
        self.damage()
        process = self.serve("-c", self.config)
        self.assertEqual(1, len(self.ask("/api/search?q=incident+reviews").json()["results"]))
        self.assertIn("3 pages can be found", self.ask("/search").text)
        process.terminate()
        process.wait(60)
        self.assertIn("read again from the memory of runs: 3", process.stderr.read())

    def test_that_is_found_while_the_page_is_served_is_filled_by_the_next_question(self):
        self.judge("incident reviews")
        self.serve("-c", self.config)
        self.assertEqual(1, len(self.ask("/api/search?q=incident+reviews").json()["results"]))
        self.damage()
        answers = [self.ask("/api/search?q=teams+that+write+reviews") for _ in range(3)]
        self.assertEqual(200, answers[-1].status, answers[-1].text)
        self.assertEqual(1, len(answers[-1].json()["results"]))
        self.assertTrue(list((self.folder / "data").glob("index.sqlite.corrupt-*")), [answer.text for answer in answers])
        self.assertIn("3 pages can be found", self.ask("/search").text)


class EmbedderAway(JudgedPages):
    def setUp(self):
        super().setUp()
        self.settings = {"WINNOW_EMBED__KIND": "openai", "WINNOW_EMBED__ENDPOINT": self.base, "WINNOW_EMBED__MODEL": "toy",
                         "WINNOW_EMBED__DIMENSIONS": "3", "WINNOW_EMBED__API_KEY": "env:EMBED_KEY", "EMBED_KEY": "right-key"}
        self.judge("incident reviews", **self.settings)

    def search(self, *arguments, expect=0, **extra):
        return self.winnow("search", "incident reviews", *arguments, "-c", self.config, expect=expect, **{**self.settings, **extra})

    def test_leaves_the_words(self):
        found = json.loads(self.search("--json").stdout)
        self.assertEqual([], found["notes"])
        self.assertIsNotNone(found["results"][0]["semantic"])
        (self.folder / "data" / "vectors.sqlite").unlink()  # else the question's vector is remembered
        for name, away in (("no key", {"EMBED_KEY": ""}), ("a wrong key", {"EMBED_KEY": "wrong-key"}),
                           ("nobody there", {"WINNOW_EMBED__ENDPOINT": "http://127.0.0.1:1"})):
            with self.subTest(name):
                answer = self.search("--json", **away)
                self.assertIn("only words were searched", answer.stderr)
                found = json.loads(answer.stdout)
                self.assertEqual(1, len(found["results"]))  # of the three pages two are copies
                self.assertIsNone(found["results"][0]["semantic"])
                self.assertIn("only words were searched", found["notes"][0])
                self.assertNotIn("wrong-key", answer.stdout + answer.stderr)
        nobody = {"EMBED_KEY": "wrong-key"}
        self.assertIn("Note: only words were searched", self.search("--format", "markdown", **nobody).stdout)
        self.assertNotIn("only words", self.search("--mode", "lexical", **nobody).stderr)
        self.assertIn("401", self.search("--mode", "semantic", expect=None, **nobody).stderr)
        self.assertNotEqual(0, self.search("--mode", "semantic", expect=None, **nobody).returncode)

    def test_leaves_the_words_on_the_local_page(self):
        self.serve("-c", self.config, **{**self.settings, "EMBED_KEY": "wrong-key"})
        found = self.ask("/api/search?q=reviews").json()
        self.assertEqual(1, len(found["results"]))  # of the three pages two are copies
        self.assertIn("only words were searched", found["notes"][0])
        self.assertIn('<p class="note" role="status">only words were searched', self.ask("/search?q=reviews").text)
        self.assertEqual([], self.ask("/api/search?q=reviews&mode=lexical").json()["notes"])
        self.assertEqual(404, self.ask("/api/search?q=reviews&mode=semantic").status)

    def test_is_not_one_that_is_configured_wrongly(self):
        other = self.search(expect=None, WINNOW_EMBED__MODEL="other")
        self.assertNotEqual(0, other.returncode)
        self.assertIn("winnow index rebuild", other.stderr)


class IndexInQdrant(ProgramTest):
    def test_is_filled_and_searched_as_the_file_is(self):
        server = qdrant_server.start(KEY)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        qdrant = {"WINNOW_INDEX__KIND": "qdrant", "WINNOW_INDEX__URL": f"http://127.0.0.1:{server.server_port}",
                  "WINNOW_INDEX__API_KEY": "env:INDEX_KEY", "INDEX_KEY": KEY}
        self.run_example()
        self.winnow("index", "export", "all.jsonl")
        self.winnow("index", "import", "all.jsonl", **qdrant)
        stats = json.loads(self.winnow("index", "stats", "--json", **qdrant).stdout)
        self.assertEqual(stats["kind"], "qdrant")
        self.assertEqual(stats["documents"], json.loads(self.winnow("index", "stats", "--json").stdout)["documents"])
        self.assertIn("sound", self.winnow("index", "verify", **qdrant).stdout)
        ask = ["search", "how are staff engineers promoted", "--json", "-n", "10", "--mode"]
        for mode, least in (("semantic", 9), ("lexical", 5), ("hybrid", 6)):
            here, there = ([hit["url"] for hit in json.loads(self.winnow(*ask, mode, **where).stdout)["results"]]
                           for where in ({}, qdrant))
            self.assertGreaterEqual(len(set(here) & set(there)), least, mode)
        by_rank = self.winnow(*ask, "hybrid", "--fusion", "rrf", **qdrant)
        self.assertEqual("", by_rank.stderr)  # the server fuses and does not tell which list had what: nothing is claimed
        hits = json.loads(by_rank.stdout)["results"]
        self.assertEqual([None] * 10, [hit["lexical"] for hit in hits])
        self.assertTrue(all(0 < hit["score"] <= 2 / 61 + 1e-6 and hit["passages"] for hit in hits))
        here = json.loads(self.winnow(*ask, "hybrid", "--fusion", "rrf").stdout)["results"]
        self.assertGreaterEqual(len({hit["url"] for hit in here} & {hit["url"] for hit in hits}), 5)
        refused = self.winnow("search", "x", expect=1, **{**qdrant, "INDEX_KEY": "wrong-key"})
        self.assertIn("index.api_key", refused.stderr)
        self.assertNotIn("wrong-key", refused.stderr)


if __name__ == "__main__":
    unittest.main()
