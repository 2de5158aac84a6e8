"""Runs of one question after another, over a web that changes between them."""

import csv
import http.server
import json
import threading
import unittest
import xml.etree.ElementTree as xml

from program import ProgramTest

QUESTION = "incident reviews"
ATOM, TOMBSTONE = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"


def page(name):
    sentence = f"In {name} we write incident reviews without blame, list what happened, and agree on what the team changes. "
    return f"<!doctype html><html lang=en><head><title>Reviews of {name}</title></head><body><article><h1>{name}</h1><p>{sentence * 12}</p></article></body></html>"


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = self.server.pages.get(self.path)
        body = (text or "no such page").encode()
        self.send_response(200 if text else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Incremental(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
        self.server.pages = {f"/{name}": page(text) for name, text in (("a", "January"), ("b", "February"), ("c", "March"))}
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.port = self.server.server_address[1]

    def run_over(self, *names):
        """The report of a run whose source names these pages."""
        urls = ", ".join(f"'http://127.0.0.1:{self.port}/{name}'" for name in names)
        config = self.write("winnow.yaml", (
            f"net: {{allow: ['127.0.0.1:{self.port}']}}\nfetch: {{delay: 0s}}\nrank: {{near_duplicate: 1}}\n"
            f"sources: [{{kind: urls, urls: [{urls}]}}]\n"))
        said = self.winnow("run", QUESTION, "-c", config, "--method", "local", "--no-index", "--json", "--output", str(self.folder / "out"))
        return json.loads(said.stdout)

    def by_path(self, entries, key):
        return {entry["url"].rsplit("/", 1)[1]: entry[key] for entry in entries}

    def test_the_report_marks_new_and_changed_pages_and_lists_what_is_gone(self):
        first = self.run_over("a", "b", "c")
        self.assertEqual(3, len(first["results"]))
        self.assertFalse([key for key in ("previous", "gone") if key in first])
        scores = self.by_path(first["results"], "assessment")
        del self.server.pages["/a"]
        self.server.pages["/b"] = page("February, rewritten")
        self.server.pages["/d"] = page("April")
        second = self.run_over("a", "b", "d")
        self.assertEqual({"b": "changed", "d": "new"}, self.by_path(second["results"], "novelty"))
        self.assertEqual({"a": "removed", "c": "not_suggested"}, self.by_path(second["gone"], "why"))
        self.assertEqual({name: scores[name]["overall"] for name in "ac"}, self.by_path(second["gone"], "last_score"))
        self.assertEqual({first["started"]}, set(self.by_path(second["gone"], "last_judged").values()))
        third = self.run_over("b", "d")
        self.assertEqual([], third["gone"])
        self.assertEqual({"b": "unchanged", "d": "unchanged"}, self.by_path(third["results"], "novelty"))
        self.forms_say_the_same(self.folder / "out" / second["run_id"])

    def forms_say_the_same(self, folder):
        with (folder / "results.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self.assertEqual({"b": "changed", "d": "new", "a": "removed", "c": "not_suggested"},
                         {row["url"].rsplit("/", 1)[1]: row["novelty"] for row in rows})
        feed = xml.parse(folder / "feed.xml").getroot()
        self.assertEqual(2, len(feed.findall(f"{TOMBSTONE}deleted-entry")))
        self.assertEqual({"new", "changed"}, {category.get("term") for category in feed.iter(f"{ATOM}category")
                                              if category.get("scheme") == "urn:winnow:novelty"})
        self.assertEqual(2, len(json.loads((folder / "feed.json").read_text(encoding="utf-8"))["_winnow"]["gone"]))
        for form in ("report.md", "report.html"):
            text = (folder / form).read_text(encoding="utf-8")
            self.assertIn("1 new, 1 changed, 2 gone", text)
            self.assertIn("Gone since the last run", text)

    def test_a_run_for_what_is_new_concludes_nothing_from_silence(self):
        self.run_over("a", "b")
        since = self.winnow("run", QUESTION, "-c", str(self.folder / "winnow.yaml"), "--since", "last", "--method", "local",
                            "--no-index", "--json")
        self.assertEqual([], json.loads(since.stdout)["gone"])


if __name__ == "__main__":
    unittest.main()
