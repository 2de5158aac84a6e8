"""What pages say is text in every form of the report: no markup, no formula, no escape sequence, no forged line."""

import csv
import html.parser
import json
import pathlib
import re
import subprocess
import unittest
import xml.etree.ElementTree as xml

import models
from program import PROGRAM, ProgramTest

HOSTILE = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "]]><x>", "<!--", "&lt;script&gt;", "javascript:alert(1)",
           "[a](javascript:alert(1))", "![a](http://evil.invalid/pixel)", "\n# Heading\n", "```\n", "| a | b |", "@everyone", "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1",
           "\x1b[2J\x1b[31mred", "\x1b]8;;http://evil.invalid\x07link\x1b]8;;\x07", "\u009b31m", "\u202egnp.exe", "\u2066x\u2069", "a\r\nX-Injected: yes", "\x00\x07\x08", "${7*7}", "{{7*7}}")
# What a report is made of; pages of the test bring script, img, svg, x and h1 of their own.
ALLOWED = set("html head meta title link style body header main footer section article div span p h1 h2 h3 ul ol li dl dt dd a b bdi small table thead tbody tr th td details summary "
              "blockquote time label input button output form script svg rect circle line path".split())


def entity(text):
    """As a page would write it: control characters as themselves, markup as entities, so that it is text for a reader."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class Hostile(models.Web):
    def do_GET(self):
        number = self.path.strip("/")
        if not number.isdigit():
            return self.send(404, "", "text/plain")
        text = entity(HOSTILE[int(number)])
        words = "".join(f"<p>{text} paragraph {n} of {number}: code review {text} works {text} when small changes {number}{n} are read soon, as measured over {n + 3} weeks.</p>" for n in range(14))
        head = f"<title>{text} code review {number}</title><meta name=author content=\"{text}\"><meta name=description content=\"{text} code review\"><meta property=og:site_name content=\"{text}\">"
        return self.send(200, f"<html><head>{head}</head><body><article><h1>{text} code review</h1>{words}</article></body></html>", "text/html; charset=utf-8")


class Elements(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    handle_startendtag = handle_starttag


class Reports(ProgramTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = None

    def report(self):
        server, base, told = models.serve(self)
        server.RequestHandlerClass = Hostile
        result = self.winnow("run", "code review <script>alert(1)</script> \x1b[31m", *[f"{base}/{n}" for n in range(len(HOSTILE))], "--method", "local", "--output", str(self.folder / "out"), WINNOW_RANK__OFF_TOPIC_BELOW="0.000001", **told)
        folder = next((self.folder / "out").iterdir())
        report = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        self.assertGreaterEqual(len(report["results"]), len(HOSTILE) - 3, [(entry["url"], entry["reason"]) for entry in report["omissions"]])
        return folder, result

    def test_every_form_keeps_foreign_text_as_text(self):
        folder, result = self.report()
        self.no_markup((folder / "report.html").read_text(encoding="utf-8"))
        self.no_formula(folder / "results.csv")
        self.no_block((folder / "report.md").read_text(encoding="utf-8"))
        self.no_forged_entry(folder)
        for name in ("report.html", "report.md", "results.csv", "feed.xml"):
            self.no_control((folder / name).read_text(encoding="utf-8"), name)
        self.no_control(result.stdout, "terminal")
        self.no_control(result.stderr, "errors")

    def no_control(self, text, where):
        found = re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]", text)
        self.assertEqual(found, [], where)

    def no_markup(self, text):
        page = Elements()
        page.feed(text)
        self.assertLessEqual({tag for tag, _ in page.found}, ALLOWED)
        self.assertEqual(sum(tag == "script" for tag, _ in page.found), text.count("<script"))
        for tag, attributes in page.found:
            self.assertEqual([name for name in attributes if name.startswith("on")], [], (tag, attributes))
            for name in ("href", "src", "action", "xlink:href"):
                self.assertRegex(attributes.get(name) or "#", r"^(https?://|#|data:image/svg|mailto:)", (tag, attributes))
        self.assertNotIn("alert(1)", "".join(re.findall(r"<script[^>]*>(.*?)</script>", text, re.S)))

    def no_formula(self, path):
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        self.assertEqual(len({len(row) for row in rows}), 1)
        for cell in (cell for row in rows[1:] for cell in row):
            if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
                self.assertNotRegex(cell, r"^[=+\-@\t\r]")

    def no_block(self, text):
        self.assertNotRegex(text, r"(?<!\\)<(script|img|svg)")
        self.assertNotRegex(text, r"(?<!\\)\]\(javascript:")
        self.assertNotRegex(text, r"(?<!\\)!\[a\]\(http://evil")
        self.assertNotIn("\n# Heading", text)

    def no_forged_entry(self, folder):
        atom = "{http://www.w3.org/2005/Atom}"
        feed = xml.parse(folder / "feed.xml").getroot()
        for link in feed.iter(atom + "link"):
            self.assertRegex(link.get("href"), r"^https?://")
        for item in json.loads((folder / "feed.json").read_text(encoding="utf-8"))["items"]:
            self.assertRegex(item["url"], r"^https?://")
            for markup in (item.get("content_html", ""),):
                page = Elements()
                page.feed(markup)
                self.assertEqual([tag for tag, attributes in page.found if tag in ("script", "img", "svg", "iframe") or any(name.startswith("on") for name in attributes)], [])

    def test_the_terminal_gets_no_sequence_from_a_page_or_an_error(self):
        text = "\x1b[2J\x1b]0;title\x07 \u009b31m code review"
        paragraphs = "".join(f"<p>{text} paragraph {n} tells how code review works and why it is worth the time of a team.</p>" for n in range(20))
        pathlib.Path(self.folder, "page.html").write_text(f"<html><title>{text}</title><article>{paragraphs}<pre>{text}</pre></article></html>", encoding="utf-8")
        for form in ("text", "markdown"):
            self.no_control(self.winnow("extract", "page.html", "--format", form).stdout, form)
        done = subprocess.run([PROGRAM, "extract", "no-such-\x1b[2J\udc89"], cwd=self.folder, env=self.environment(), capture_output=True, check=False)
        self.no_control(done.stderr.decode("utf-8"), "error")


if __name__ == "__main__":
    unittest.main()
