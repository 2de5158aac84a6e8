"""winnow serve as browsers and programs, and those who mean no good, meet it."""

import base64
import csv
import html.parser
import http.client
import io
import json
import re
import socket
import subprocess
import time
import unittest
import urllib.parse
import xml.etree.ElementTree

from program import ARCHIVE, PROGRAM, QUESTION, ProgramTest

HOSTILE = "\"'><script>alert(1)</script>"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.text)


class Links(html.parser.HTMLParser):
    """Every address of our own that a page leads to."""

    def __init__(self, text):
        super().__init__()
        self.found = set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value and value.startswith("/"):
                self.found.add(value.split("#")[0])


class ServeTest(ProgramTest):
    def serve(self, *arguments, **extra):
        """Starts the program; returns when it listens."""
        process = subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", *arguments], cwd=self.folder, env=self.environment(**extra),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.terminate)
        line = process.stdout.readline()
        found = re.search(r"http://([^/]*):(\d+)/", line)
        self.assertTrue(found, line + (process.stderr.read() if not line else ""))
        self.host, self.port = found[1], int(found[2])
        return process

    def ask(self, target, method="GET", body=None, headers=(), host=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            for name, value in dict(headers).items():
                connection.putheader(name, value)
            if isinstance(body, (dict, list)):
                body = json.dumps(body).encode()
                connection.putheader("Content-Type", "application/json")
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def token(self):
        return self.ask("/api/session").json()["token"]

    def post_form(self, target, fields, **headers):
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self.ask(target, "POST", body, {"Content-Type": "application/x-www-form-urlencoded", **headers})


class Reading(ServeTest):
    def setUp(self):
        super().setUp()
        self.report = self.run_example()
        self.serve()

    def test_shows_lists_articles_history_and_search(self):
        run = self.report["run_id"]
        first = self.report["results"][0]
        with self.subTest("today"):
            page = self.ask("/")
            self.assertEqual(page.status, 200)
            self.assertIn(f"/runs/{run}/articles/1", page.text)
            self.assertLess(len(page.body), 100_000)
        with self.subTest("list and filter"):
            page = self.ask(f"/runs/{run}")
            self.assertIn('id="entry-20"', page.text)
            self.assertNotIn('id="entry-21"', page.text)
            self.assertLess(len(page.body), 100_000)
            self.assertIn('id="entry-21"', self.ask(f"/runs/{run}?page=2").text)
            self.assertIn("No entry passes", self.ask(f"/runs/{run}?words=zzzzqqq").text)
            self.assertEqual(self.ask(f"/runs/{run}?least=x").status, 400)
        with self.subTest("article, its quotes marked in context"):
            page = self.ask(f"/runs/{run}/articles/1")
            self.assertEqual(page.status, 200)
            self.assertIn("<mark>", page.text)
            evidence = self.ask(f"/api/runs/{run}/articles/1").json()["evidence"]
            quotes = [quote for each in evidence.values() for quote in each]
            self.assertTrue(quotes)
            self.assertTrue(all(quote["before"] is not None for quote in quotes), quotes)
        with self.subTest("search"):
            hits = self.ask("/api/search?q=career+ladder&limit=5").json()["results"]
            self.assertEqual(len(hits), 5)
            for empty in ("/api/runs?limit=", "/api/search?q=a&min_score=", "/api/search?q=a&mode="):
                self.assertEqual(self.ask(empty).status, 400, empty)
            self.assertIn(hits[0]["url"], self.ask("/search?q=career+ladder").text.replace("&amp;", "&"))
            part = self.ask("/search?q=career+ladder&part=hits").text
            self.assertNotIn("<html", part)
            self.assertIn("<mark>", part)
            like = self.ask("/search?like=" + urllib.parse.quote(first["url"], safe=""))
            self.assertEqual(like.status, 200)
            self.assertIn("class=\"hit\"", like.text)
        with self.subTest("history"):
            page = self.ask("/history").text
            self.assertEqual(page.count('class="chart"'), 6)
            figures = self.ask("/api/history").json()["runs"][0]
            self.assertAlmostEqual(figures["quality_ratio"], self.report["quality_ratio"])
            self.assertEqual(sum(figures["scores"]), len(self.report["results"]))
        with self.subTest("sources"):
            self.assertIn("hackernews", self.ask("/sources").text)
        with self.subTest("every link of every page leads somewhere"):
            seen, open_links = set(), {"/"}
            while open_links and len(seen) < 120:
                target = open_links.pop()
                seen.add(target)
                answer = self.ask(target)
                self.assertLess(answer.status, 400, target)
                if answer.headers["content-type"].startswith("text/html") and "export" not in target:
                    open_links |= Links(answer.text).found - seen

    def test_exports_and_feeds(self):
        run = self.report["run_id"]
        self.assertEqual(self.ask(f"/runs/{run}/export/results.json").json(), self.report)
        rows = list(csv.DictReader(io.StringIO(self.ask(f"/runs/{run}/export/results.csv").text)))
        self.assertEqual(len(rows), len(self.report["results"]))
        answer = self.ask(f"/runs/{run}/export/report.md")
        self.assertTrue(answer.text.startswith("#"))
        self.assertIn("attachment", answer.headers["content-disposition"])
        self.assertEqual(self.ask(f"/runs/{run}/export/winnow.sqlite").status, 404)
        question = self.ask("/api/questions").json()["questions"][0]
        feed = xml.etree.ElementTree.fromstring(self.ask(question["atom"]).body)
        self.assertEqual(len(feed.findall("{http://www.w3.org/2005/Atom}entry")), len(self.report["results"]))
        self.assertEqual(len(self.ask(question["json_feed"]).json()["items"]), len(self.report["results"]))

    def test_keeps_labels_for_measuring_a_judge(self):
        url = self.report["results"][0]["url"]
        token = self.token()
        fields = {"token": token, "url": url, "title": HOSTILE, "question": QUESTION, "back": f"/runs/{self.report['run_id']}"}
        answer = self.post_form("/labels", {**fields, "worth": "yes"})
        self.assertEqual((answer.status, answer.headers["location"]), (303, fields["back"]))
        self.assertIn('aria-pressed="true"', self.ask(fields["back"]).text)
        answer = self.post_form("/labels", {**fields, "whole": "1", "note": HOSTILE, "score.technical_depth": "7.5"})
        self.assertEqual(answer.status, 303)
        label = self.ask("/api/labels").json()["labels"][0]
        self.assertEqual((label["worth_reading"], label["scores"], label["note"]), (True, {"technical_depth": 7.5}, HOSTILE))
        self.assertNotIn("<script>alert", self.ask("/labels").text)
        (thumbs,) = self.ask("/api/labels").json()["thumbs"]
        self.assertEqual(thumbs["judge"], "local, rubric default")
        self.assertEqual((thumbs["agreement"]["up"], thumbs["agreement"]["down"], thumbs["agreement"]["suggested"]), (1, 0, None))
        self.assertIn("at least 10 thumbs each way", self.ask("/labels").text)
        self.assertEqual(self.post_form("/labels", {**fields, "whole": "1", "score.x": "11"}).status, 400)
        for back in ("//evil.example", "https://evil.example/", "/\\evil.example"):
            self.assertEqual(self.post_form("/labels", {**fields, "back": back}).headers["location"], "/labels")

        exported = self.winnow("labels", "export").stdout
        self.assertIn("technical_depth", exported)
        self.write("labels.csv", exported)
        judged = json.loads(self.winnow("judge", "--labels", "labels.csv", "--archive", ARCHIVE, "--json").stdout)
        self.assertEqual(judged["criteria"]["technical_depth"]["pages"], 1)
        self.assertEqual(judged["thumbs"]["up"], 1)
        self.winnow("cache", "clear", "-y")
        self.assertEqual(len(json.loads(self.winnow("labels", "export", "--json").stdout)), 1)

        headers = {"X-Winnow-Token": token}
        self.assertEqual(self.ask("/api/labels", "PUT", {"url": url, "worth_reading": False}, headers).status, 200)
        for bad in ({"url": "x"}, {"url": url, "scores": {"a": 11}}, {"url": url, "more": 1}, {"url": url}, [],
                    {"url": url, "note": 5}):
            self.assertEqual(self.ask("/api/labels", "PUT", bad, headers).status, 400, bad)
        gone = self.ask("/api/labels?url=" + urllib.parse.quote(url, safe=""), "DELETE", headers=headers)
        self.assertFalse(gone.json()["worth_reading"])
        self.assertEqual(self.ask("/api/labels").json()["labels"], [])


class Running(ServeTest):
    def events(self, job):
        """The job's events until the stream ends."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.addCleanup(connection.close)
        connection.request("GET", f"/api/jobs/{job}/events", headers={"Host": f"127.0.0.1:{self.port}"})
        response = connection.getresponse()
        self.assertEqual(response.headers["Content-Type"], "text/event-stream")
        text = response.read().decode()
        return [json.loads(line[len("data: "):]) for line in text.splitlines() if line.startswith("data: ")]

    def test_starts_runs_from_the_form_and_shows_how_they_go_on(self):
        self.serve("--archive", ARCHIVE)
        self.assertIn("Nothing was asked yet", self.ask("/").text)
        token = self.token()
        answer = self.post_form("/jobs", {"token": token, "question": QUESTION})
        self.assertEqual(answer.status, 303)
        job = answer.headers["location"].rsplit("/", 1)[1]
        waiting = self.ask("/api/jobs", "POST", {"question": "code review"}, {"X-Winnow-Token": token})
        self.assertEqual(waiting.status, 201)
        events = self.events(job)
        self.assertEqual(events[-1]["state"], "finished")
        self.assertGreater(events[-1]["judged"], 100)
        self.assertEqual(len(events[-1]["best"]), 5)
        # The same as `winnow run` gives.
        report = self.ask(f"/api/runs/{events[-1]['run_id']}").json()
        other = self.run_example(WINNOW_DATA=str(self.folder / "other"))
        self.assertEqual([item["url"] for item in report["results"]], [item["url"] for item in other["results"]])
        self.assertIn("Read the list", self.ask(f"/jobs/{job}").text)
        self.assertEqual(self.events(waiting.json()["id"])[-1]["state"], "finished")
        self.assertEqual(len(self.ask("/api/questions").json()["questions"]), 2)
        self.assertTrue(self.ask("/api/search?q=ladder").json()["results"])  # what was judged meanwhile is found

    def test_stops_and_refuses(self):
        self.serve("--archive", ARCHIVE)
        headers = {"X-Winnow-Token": self.token()}
        first = self.ask("/api/jobs", "POST", {"question": QUESTION}, headers).json()["id"]
        second = self.ask("/api/jobs", "POST", {"question": "b"}, headers).json()["id"]
        self.assertEqual(self.ask(f"/api/jobs/{second}/stop", "POST", headers=headers).json()["state"], "stopped")
        self.ask(f"/api/jobs/{first}/stop", "POST", headers=headers)
        self.assertIn(self.events(first)[-1]["state"], ("stopped", "finished"))
        for bad in ({}, {"question": " "}, {"question": 5}, {"question": "x", "rubric": "/etc/passwd"},
                    {"question": "x", "sources": ["nobody"]}, {"question": "x", "urls": ["file:///etc/passwd"]},
                    {"question": "x", "since": "soon"}, {"question": "x", "method": "oracle"}, {"question": "x", "extra": 1}):
            answer = self.ask("/api/jobs", "POST", bad, headers)
            self.assertEqual(answer.status, 400, bad)
            self.assertIn("message", answer.json()["error"])
        self.assertEqual(self.ask("/api/jobs", "POST", b"x=1", {**headers, "Content-Type": "text/plain"}).status, 415)
        self.assertEqual(self.ask("/api/jobs/99").status, 404)

    def test_ends_when_asked_to_and_keeps_the_run(self):
        process = self.serve("--archive", ARCHIVE)
        headers = {"X-Winnow-Token": self.token()}
        self.ask("/api/jobs", "POST", {"question": QUESTION}, headers)
        process.terminate()
        self.assertEqual(process.wait(60), 0)
        runs = json.loads(self.winnow("runs", "--json").stdout)
        self.assertTrue(all(run["state"] in ("interrupted", "finished") for run in runs), runs)


class Defending(ServeTest):
    def test_binds_to_this_machine_unless_a_password_protects_it(self):
        with self.subTest("no password"):
            refused = self.winnow("serve", "--address", "0.0.0.0", "--port", "0", expect=2)
            self.assertIn("password", refused.stderr)
        with self.subTest("a short one"):
            refused = self.winnow("serve", "--address", "0.0.0.0", "--port", "0", expect=2, WINNOW_SERVE_PASSWORD="short")
            self.assertIn("12 characters", refused.stderr)
            self.assertNotIn("short", refused.stderr.replace("shorter", ""))
        with self.subTest("a port that is taken"):
            with socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                taken.listen()
                refused = self.winnow("serve", "--port", str(taken.getsockname()[1]), expect=1)
                self.assertIn("--port", refused.stderr)
        with self.subTest("a password"):
            self.serve("--address", "127.0.0.2", WINNOW_SERVE_PASSWORD="correct horse battery")
            with self.assertRaises(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
        with self.subTest("asked for on every page"):
            self.serve(WINNOW_SERVE_PASSWORD="correct horse battery")
            for target in ("/", "/api/health", "/assets/app.js", "/api/session"):
                self.assertEqual(self.ask(target).status, 401, target)
            self.assertEqual(self.ask("/", headers={"Authorization": "Bearer correct horse battery"}).status, 200)
            basic = base64.b64encode(b"me:correct horse battery").decode()
            self.assertEqual(self.ask("/", headers={"Authorization": f"Basic {basic}"}).status, 200)
            wrong = base64.b64encode(b"me:correct horse batterx").decode()
            self.assertEqual(self.ask("/", headers={"Authorization": f"Basic {wrong}"}).status, 401)

    def test_refuses_other_sites_and_bent_names(self):
        self.serve()
        token = self.token()
        port = self.port
        for host in (f"evil.example:{port}", "evil.example", f"127.0.0.1.evil.example:{port}", "127.0.0.1:1", f"10.0.0.1:{port}"):
            for target in ("/", "/api/session", "/assets/app.js"):
                answer = self.ask(target, host=host)
                self.assertEqual(answer.status, 421, host)
                self.assertNotIn(token, answer.text)
        self.assertEqual(self.ask("/", host=f"localhost:{port}").status, 200)
        fields = {"question": "x"}
        self.assertEqual(self.post_form("/jobs", fields).status, 403)
        self.assertEqual(self.post_form("/jobs", {**fields, "token": "0" * 64}).status, 403)
        self.assertEqual(self.post_form("/jobs", {**fields, "token": token}, Origin="http://evil.example").status, 403)
        self.assertEqual(self.post_form("/jobs", {**fields, "token": token}, **{"Sec-Fetch-Site": "cross-site"}).status, 403)
        self.assertEqual(self.post_form("/labels", {"url": "https://example.org/", "worth": "yes"}).status, 403)
        self.assertEqual(self.ask("/api/labels", "DELETE").status, 403)
        self.assertEqual(self.ask("/api/jobs").json()["jobs"], [])

    def test_tells_browsers_to_keep_everything_else_out(self):
        self.serve()
        for target in ("/", "/search", "/nowhere", "/assets/app.js", "/api/health", "/jobs"):
            headers = self.ask(target).headers
            policy = headers["content-security-policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(headers["x-content-type-options"], "nosniff")
            self.assertNotIn("access-control-allow-origin", headers)
        page = self.ask("/").text
        self.assertNotRegex(page, r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=")

    def test_serves_nothing_but_its_own_files(self):
        self.serve()
        for target in ("/../../etc/passwd", "/assets/../winnow.sqlite", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2fapp.js",
                       "/runs/..%2f..%2fetc/export/results.json", "/runs/x/export/..%2f..%2fwinnow.sqlite", "/assets/%00",
                       "/assets//etc/passwd", "/labels/..%2f..%2fetc%2fpasswd"):
            answer = self.ask(target)
            self.assertIn(answer.status, (400, 404), target)
            self.assertNotIn("root:", answer.text)

    def test_bounds_what_it_reads(self):
        self.serve()
        headers = {"X-Winnow-Token": self.token(), "Content-Type": "application/json"}
        self.assertEqual(self.ask("/api/labels", "PUT", b"[" * 70_000, headers).status, 413)
        self.assertEqual(self.ask("/api/labels", "PUT", b"[" * 60_000, headers).status, 400)
        self.assertEqual(self.ask("/api/labels", "PUT", b"\xff\xfe{}", headers).status, 400)
        self.assertIn(self.ask("/", headers={"X-Long": "x" * 90_000}).status, (400, 413, 431))
        self.assertIn(self.ask("/" + "x" * 90_000).status, (400, 404, 414, 431))
        self.assertEqual(self.ask("/", "BREW").status, 403)  # whatever it is, it is no reading
        self.assertEqual(self.ask("/api/health").status, 200)

    def test_lets_nobody_wait_for_slow_clients(self):
        self.serve()
        slow = [socket.create_connection(("127.0.0.1", self.port), timeout=30) for _ in range(40)]
        for one in slow:
            self.addCleanup(one.close)
            one.sendall(b"POST /jobs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n")
        self.assertEqual(self.ask("/api/health").status, 200)
        # They are cut off although each sends a byte now and then.
        deadline = time.monotonic() + 40
        cut = 0
        while cut < len(slow) and time.monotonic() < deadline:
            cut = 0
            for one in slow:
                try:
                    one.sendall(b"X")
                    one.setblocking(False)
                    cut += one.recv(1000) == b""
                except BlockingIOError:
                    pass
                except OSError:
                    cut += 1
                finally:
                    one.setblocking(True)
            time.sleep(0.5)
        self.assertEqual(cut, len(slow))
        self.assertEqual(self.ask("/api/health").status, 200)


if __name__ == "__main__":
    unittest.main()
