"""What was sent to models and what came back: kept for each judgement, shown by winnow serve, without any key."""

import html
import json
import sqlite3
import zlib

from judges_test import Judged
from models import KEYS, TEXT, answer
from serve_test import ServeTest


class Exchanges(Judged, ServeTest):
    def exchanges(self, report, **extra):
        """Of the first entry, as the API has them; `self.page` and `self.whole` are what browsers get."""
        if not hasattr(self, "port"):
            self.serve(**extra)
        path = f"/runs/{report['run_id']}/articles/1"
        self.page, self.whole = self.ask(path).text, self.ask(path + "/sent").text
        told = self.ask(f"/api{path}/exchanges")
        self.assertEqual(told.status, 200, told.text)
        for shown in (self.page, self.whole, told.text):
            for key in KEYS.values():
                self.assertNotIn(key, shown)
            self.assertNotIn("Bearer", shown)
        self.note = told.json()["note"]
        return told.json()["exchanges"]

    def check(self, method, expected_calls=1, path="/a"):
        exchanges = self.exchanges(self.run_urls(path, method=method))
        self.assertEqual(len(exchanges), expected_calls)
        bodies = [body for where, body, _ in self.server.asked if where != "/extract"]
        for exchange, body in zip(exchanges, bodies):
            flat = json.dumps(body)
            for message in exchange["sent"]:
                self.assertIn(json.dumps(message["text"])[1:-1], flat, "as it went over the wire")
                self.assertEqual(message["left_out"], 0)
            self.assertEqual([message["role"] for message in exchange["sent"]], ["system", "user"])
            for name, value in json.loads(exchange["settings"]).items():
                self.assertEqual(body[name], value)
            self.assertEqual(exchange["usage"]["input_tokens"], 1000)
            self.assertIn(json.loads(exchange["answer"]["text"])["verdict"], html.unescape(self.whole))
        self.assertEqual(self.note, "")
        self.assertIn("What was sent, and what came back", self.page)
        return exchanges

    def test_standard(self):
        (exchange,) = self.check("standard")
        self.assertEqual((exchange["provider"], exchange["model"]), ("openai", "gpt-5-mini-2026"))
        self.assertIn(TEXT[0], exchange["sent"][1]["text"])
        self.assertIn("1,000 tokens in, 100 out", self.page)

    def test_openai_browsing(self):
        (exchange,) = self.check("openai_browsing")
        self.assertIn("tools", json.loads(exchange["settings"]))
        self.assertEqual(exchange["opened"][0]["url"], self.base + "/a")

    def test_claude_browsing(self):
        (exchange,) = self.check("claude_browsing")
        self.assertEqual(exchange["opened"][0]["text"], "\n".join(TEXT))

    def test_bedrock(self):
        (exchange,) = self.check("bedrock")
        self.assertEqual(exchange["provider"], "bedrock")

    def test_tavily_content(self):
        (exchange,) = self.check("tavily_content")
        self.assertIn(TEXT[0], exchange["sent"][1]["text"])

    def test_dual_perspective(self):
        self.check("dual_perspective:standard", expected_calls=2)

    def test_a_repair_shows_both_answers_and_what_was_wrong(self):
        answers = iter(["{}"])
        self.script.say = lambda names, text: next(answers, None) or answer(names)
        exchanges = self.exchanges(self.run_urls("/a"))
        self.assertEqual([bool(exchange["fault"]) for exchange in exchanges], [True, False])
        self.assertIn("Not taken:", self.page)

    def test_the_local_judge_sends_nothing_and_says_so(self):
        self.assertEqual(self.exchanges(self.run_urls("/a", method="local")), [])
        self.assertIn("Nothing was sent anywhere", self.note)
        self.assertIn("Nothing was sent anywhere", self.page)

    def test_an_earlier_judgement_keeps_its_own(self):
        self.run_urls("/a")
        again = self.run_urls("/a")
        self.assertEqual(again["results"][0]["state"], "cached")
        self.assertEqual(len(self.exchanges(again)), 1)

    def test_a_page_that_asks_not_to_be_kept_is_not(self):
        exchanges = self.exchanges(self.run_urls("/unkept"))
        system, user = exchanges[0]["sent"]
        self.assertEqual(user["text"], "")
        self.assertGreater(user["left_out"], 1000)
        self.assertIn("criterion", system["text"])

    def test_the_memory_holds_no_key(self):
        self.run_urls("/a", "/b", method="dual_perspective:standard")
        store = sqlite3.connect(self.folder / "data" / "winnow.sqlite")
        self.addCleanup(store.close)
        lists = [zlib.decompress(packed[4:]) for (packed,) in store.execute("SELECT list FROM exchanges")]
        self.assertEqual(len(lists), 2)
        for kept in lists:
            self.assertIn(TEXT[0].encode(), kept)
            for secret in (*(key.encode() for key in KEYS.values()), b"Bearer", b"Authorization"):
                self.assertNotIn(secret, kept)

    def test_they_go_with_their_judgement(self):
        report = self.run_urls("/a")
        self.winnow("cache", "prune", "--older-than", "2999-01-01")
        store = sqlite3.connect(self.folder / "data" / "winnow.sqlite")
        self.addCleanup(store.close)
        self.assertEqual(store.execute("SELECT count(*) FROM exchanges").fetchone(), (0,))
        self.assertEqual(report["results"][0]["assessment"]["overall"], 8)


del Judged, ServeTest  # their tests run elsewhere

if __name__ == "__main__":
    import unittest
    unittest.main()
