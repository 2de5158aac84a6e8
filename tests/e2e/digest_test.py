"""The digest: what is new reaches mail, chat, Markdown and a web folder, once."""

import email
import email.policy
import json
import os
import re
import signal
import subprocess
import sys
import time
import unittest

from program import ARCHIVE, PROGRAM, QUESTION, SOURCE, ProgramTest

sys.path.insert(0, str(SOURCE / "tests" / "support"))
from mail_server import MailServer, WebhookSink, make_certificate, unused_port  # noqa: E402


class DigestTest(ProgramTest):
    """Each test begins with the memory of one run over the example archive."""

    @classmethod
    def setUpClass(cls):
        import tempfile
        cls.made = tempfile.TemporaryDirectory(prefix="winnow-digest.")
        cls.addClassCleanup(cls.made.cleanup)
        subprocess.run(
            [PROGRAM, "run", QUESTION, "--archive", ARCHIVE, "--data", cls.made.name + "/data", "-q", "--max-urls", "120"],
            check=True, capture_output=True, timeout=120, env={"PATH": os.environ["PATH"], "HOME": cls.made.name})

    def setUp(self):
        super().setUp()
        subprocess.run(["cp", "-r", self.made.name + "/data", str(self.folder / "data")], check=True)

    def configure(self, *destinations, **digest):
        self.write("winnow.yaml", json.dumps({
            "net": {"ca_file": str(self.folder / "cert.pem")} if (self.folder / "cert.pem").exists() else {},
            "digest": {"limit": 5, "min_score": 3, **digest, "destinations": list(destinations)}}))

    def mail_server(self, **options):
        server = MailServer(**options)
        self.addCleanup(server.close)
        return server

    def inbox(self, server, **more):
        return {"name": "inbox", "kind": "mail", "host": "localhost", "port": server.port,
                "from": "winnow <me@example.org>", "to": ["Jörg <you@example.org>", "too@example.org"], **more}

    def webhook(self):
        sink = WebhookSink()
        self.addCleanup(sink.close)
        return sink


class Mail(DigestTest):
    def test_arrives_once_under_tls_after_a_login(self):
        certificate = make_certificate(self.folder)
        server = self.mail_server(certificate=certificate, password="hunter2")
        self.configure(self.inbox(server, user="me", password="env:MAIL_PASSWORD"))
        first = self.winnow("digest", MAIL_PASSWORD="hunter2")
        self.assertIn("inbox: 5 articles delivered", first.stdout)
        secure, receivers, data = server.mails[0]
        self.assertTrue(secure)
        self.assertEqual(receivers, ["RCPT TO:<you@example.org>", "RCPT TO:<too@example.org>"])
        message = email.message_from_bytes(data, policy=email.policy.default)
        self.assertEqual(message.defects, [])
        self.assertIn("5 articles worth reading", message["subject"])
        self.assertIn("Jörg", message["to"])
        self.assertEqual(message.get_content_type(), "multipart/alternative")
        plain, html = message.iter_parts()
        self.assertEqual((plain.get_content_type(), html.get_content_type()), ("text/plain", "text/html"))
        self.assertIn(QUESTION, plain.get_content())
        self.assertEqual(html.get_content().count("<h2"), 1)
        self.assertTrue(all(len(line) <= 78 for line in data.decode("ascii").split("\r\n")))
        # The next mail has the next five, and none of these.
        second = self.winnow("digest", MAIL_PASSWORD="hunter2")
        self.assertIn("inbox:", second.stdout)
        urls = [set(part for part in email.message_from_bytes(mail[2], policy=email.policy.default).get_body(("plain",)).get_content().split() if part.startswith("http"))
                for mail in server.mails]
        for later in urls[1:]:
            self.assertFalse(urls[0] & later)

    def test_nothing_is_sent_when_nothing_is_new(self):
        server = self.mail_server()
        self.configure(self.inbox(server, tls="none"), limit=1000)
        self.winnow("digest")
        self.assertIn("inbox: nothing new", self.winnow("digest").stdout)
        self.assertEqual(len(server.mails), 1)

    def test_a_wrong_password_is_said_without_it_and_nothing_is_lost(self):
        server = self.mail_server(certificate=make_certificate(self.folder), password="hunter2")
        self.configure(self.inbox(server, user="me", password="env:MAIL_PASSWORD"))
        result = self.winnow("digest", expect=1, MAIL_PASSWORD="hunter3")
        self.assertIn("refuses user and password", result.stderr)
        self.assertNotIn("hunter3", result.stderr)
        self.assertIn("5 articles delivered", self.winnow("digest", MAIL_PASSWORD="hunter2").stdout)

    def test_a_server_without_tls_gets_no_mail(self):
        server = self.mail_server()
        self.configure(self.inbox(server))
        self.assertIn("TLS", self.winnow("digest", expect=1).stderr)
        self.assertEqual(server.mails, [])

    def test_an_untrusted_certificate_gets_no_mail(self):
        server = self.mail_server(certificate=make_certificate(self.folder))
        (self.folder / "cert.pem").rename(self.folder / "elsewhere.pem")
        self.configure(self.inbox(server))
        self.assertIn("trusted TLS", self.winnow("digest", expect=1).stderr)
        self.assertEqual(server.mails, [])

    def test_one_refused_receiver_means_no_mail_at_all(self):
        server = self.mail_server()
        server.refused = ["too@example.org"]
        self.configure(self.inbox(server, tls="none"))
        self.assertIn("no such user", self.winnow("digest", expect=1).stderr)
        self.assertEqual(server.mails, [])

    def test_a_server_that_is_busy_is_asked_again(self):
        server = self.mail_server()
        server.greetings = ["421 4.7.0 too many connections"]
        self.configure(self.inbox(server, tls="none"))
        self.assertIn("5 articles delivered", self.winnow("digest").stdout)
        self.assertEqual(len(server.mails), 1)

    def test_a_literal_password_is_refused(self):
        self.configure({"kind": "mail", "host": "localhost", "from": "a@b.org", "to": ["c@d.org"], "user": "me", "password": "hunter2"})
        text = self.winnow("digest", expect=2).stderr
        self.assertIn("digest.destinations[0].password", text)
        self.assertNotIn("hunter2", text)

    def test_an_address_that_would_add_a_header_is_refused(self):
        self.configure({"kind": "mail", "host": "localhost", "from": "a@b.org", "to": ["c@d.org\r\nBcc: eve@example.org"]})
        self.assertIn("not a mail address", self.winnow("digest", expect=1).stderr)

    def test_cut_off_while_sending_it_is_sent_once_more_with_a_word_and_never_a_third_time(self):
        server = self.mail_server()
        server.after_data = "silence"
        self.configure(self.inbox(server, tls="none"))
        for _ in range(2):
            before = len(server.mails)
            process = subprocess.Popen([PROGRAM, "digest"], cwd=self.folder, env=self.environment(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for _ in range(200):
                if len(server.mails) > before:
                    break
                time.sleep(0.05)
            process.send_signal(signal.SIGKILL)
            said = process.communicate(timeout=20)[1]
        self.assertIn("these may arrive a second time, and never a third", said)
        self.assertEqual(len(server.mails), 2)
        ids = {email.message_from_bytes(mail[2])["message-id"].strip() for mail in server.mails}
        self.assertEqual(len(ids), 1, "mail programs know the second for the first")
        server.after_data = "250 taken"
        self.winnow("digest")
        bodies = [email.message_from_bytes(mail[2], policy=email.policy.default).get_body(("plain",)).get_content() for mail in server.mails]
        first = next(word for word in bodies[0].split() if word.startswith("http"))
        self.assertNotIn(first, "".join(bodies[2:]))


class Chat(DigestTest):
    def test_each_service_gets_its_own_form(self):
        sink = self.webhook()
        for kind, member in (("slack", "blocks"), ("teams", "attachments"), ("discord", "embeds")):
            self.configure({"kind": kind, "webhook": "env:HOOK"})
            self.assertIn(f"{kind}: 5 articles delivered", self.winnow("digest", HOOK=sink.address).stdout)
            path, content_type, body = sink.bodies[-1]
            self.assertEqual((path, content_type), ("/services/T0/B0/SECRETHOOK", "application/json"))
            self.assertIn(member, json.loads(body))

    def test_of_several_messages_those_that_arrived_are_not_sent_again(self):
        sink = self.webhook()
        sink.statuses = [200, 500]
        self.configure({"name": "team", "kind": "discord", "webhook": "env:HOOK"}, limit=15)
        result = self.winnow("digest", expect=1, HOOK=sink.address)
        self.assertIn("HTTP 500", result.stderr)
        self.assertNotIn("SECRETHOOK", result.stdout + result.stderr)
        self.winnow("digest", HOOK=sink.address)
        urls = [embed["url"] for _, _, body in sink.bodies for embed in json.loads(body)["embeds"]]
        arrived = [embed["url"] for n in (0, *range(2, len(sink.bodies))) for embed in json.loads(sink.bodies[n][2])["embeds"]]
        self.assertEqual(len(arrived), len(set(arrived)))
        self.assertGreater(len(urls), 10)

    def test_a_dead_webhook_costs_the_others_nothing(self):
        self.configure({"name": "dead", "kind": "slack", "webhook": "env:HOOK"}, {"kind": "markdown", "file": "out/{date}.md"})
        result = self.winnow("digest", expect=3, HOOK=f"http://127.0.0.1:{unused_port()}/SECRETHOOK")
        self.assertIn("markdown: 5 articles delivered", result.stdout)
        self.assertIn("dead:", result.stderr)
        self.assertNotIn("SECRETHOOK", result.stderr)


class Files(DigestTest):
    def test_a_site_has_pages_and_feeds(self):
        self.configure({"kind": "site", "folder": "site", "address": "https://reading.example.org/"})
        self.assertIn("site: 5 articles delivered", self.winnow("digest").stdout)
        names = {path.name for path in (self.folder / "site").iterdir()}
        self.assertLessEqual({"index.html", "feed.xml", "feed.json", "days"}, names)
        self.assertEqual(len(json.loads((self.folder / "site" / "feed.json").read_text())["items"]), 5)

    def test_without_destinations_it_is_shown(self):
        result = self.winnow("digest", "--min-score", "3")
        self.assertIn(QUESTION, result.stdout)
        self.assertIn("nobody got this", result.stderr)
        shown = json.loads(self.winnow("digest", "--json", "--min-score", "3", "--limit", "3").stdout)
        self.assertEqual(len(shown["sections"][0]["results"]), 3)

    def test_a_dry_run_delivers_nothing(self):
        self.configure({"kind": "markdown", "file": "digest.md"})
        self.assertIn("== markdown", self.winnow("digest", "--dry-run").stdout)
        self.assertFalse((self.folder / "digest.md").exists())
        self.assertIn("5 articles delivered", self.winnow("digest").stdout)

    def test_wrong_destinations_are_named_with_line_and_key(self):
        self.configure({"kind": "markdown", "webhook": "env:HOOK"})
        text = self.winnow("config", "check", expect=2).stderr
        self.assertIn("webhook", text)
        self.assertIn("is not for the kind markdown", text)
        self.assertRegex(text, r"destinations\[0\]\.file.*is missing")
        self.assertIn("there is no destination 'inbxo'", self.winnow("digest", "--to", "inbxo", "-c", self.write("empty.yaml", ""), expect=2).stderr)

    def test_where_nothing_is_good_enough_the_best_of_what_there_is_comes_once(self):
        self.configure({"kind": "markdown", "file": "digest.md"}, {"kind": "site", "folder": "site"}, min_score=9.9)
        self.assertIn("markdown: 3 articles delivered", self.winnow("digest").stdout)
        text = (self.folder / "digest.md").read_text()
        self.assertIn("Nothing reached 9.9; the best of what there is:", text)
        every = json.loads(self.winnow("digest", "--json", "--min-score", "1", "--limit", "1000", "-c", self.write("none.yaml", "")).stdout)
        best = sorted((item["assessment"]["overall"] for item in every["sections"][0]["results"]), reverse=True)[:3]
        self.assertEqual(re.findall(r"(\d)\\\.(\d) of 10", text), [tuple(f"{score:.1f}".split(".")) for score in best])
        (page,) = (self.folder / "site").glob("2*.html")
        self.assertIn("Nothing reached 9.9; the best of what there is:", page.read_text())
        # The next three are no better: they do not follow, not even when asked for a day later.
        self.assertIn("markdown: nothing new", self.winnow("digest").stdout)
        self.assertIn("markdown: nothing new", self.winnow("digest", "--since", "7d").stdout)
        # What was said to be the best so far does not come again when it is good enough.
        sent = set(re.findall(r"\]\((http\S+)\)", text))
        self.configure({"kind": "markdown", "file": "digest.md"}, min_score=3, limit=100)
        self.winnow("digest")
        later = (self.folder / "digest.md").read_text()[len(text):]
        self.assertGreater(len(later), 1000)
        self.assertFalse(sent & set(re.findall(r"^\d+\. \[.*\]\((http\S+)\)", later, re.MULTILINE)))

    def test_how_many_come_then_is_configured(self):
        self.configure({"kind": "markdown", "file": "digest.md"}, min_score=9.9, below=1)
        self.assertIn("markdown: 1 article delivered", self.winnow("digest").stdout)
        self.configure({"kind": "markdown", "name": "more", "file": "digest.md"}, min_score=9.9)
        self.assertIn("more: 2 articles delivered", self.winnow("digest", "--below", "2").stdout)
        self.assertIn("more: nothing new", self.winnow("digest", "--below", "0").stdout)
        self.assertIn("digest.below", self.winnow("digest", "-c", self.write("bad.yaml", "digest: {below: -1}"), expect=2).stderr)

    def test_what_is_good_enough_stands_alone(self):
        shown = json.loads(self.winnow("digest", "--json", "--min-score", "3").stdout)
        self.assertEqual(shown["sections"][0]["explanation"], "")
        self.assertGreaterEqual(min(item["assessment"]["overall"] for item in shown["sections"][0]["results"]), 3)

    def test_the_mail_does_not_call_them_worth_reading(self):
        server = self.mail_server()
        self.configure(self.inbox(server, tls="none"), min_score=9.9)
        self.assertIn("inbox: 3 articles delivered", self.winnow("digest").stdout)
        message = email.message_from_bytes(server.mails[0][2], policy=email.policy.default)
        self.assertIn("3 articles, none up to the mark", message["subject"])
        for kind in ("plain", "html"):
            self.assertIn("Nothing reached 9.9; the best of what there is:", message.get_body((kind,)).get_content())

    def test_a_threshold_that_keeps_everything_back_is_said(self):
        result = self.winnow("digest", "--min-score", "9.9", "--below", "0")
        self.assertIn("Nothing new", result.stdout)
        self.assertRegex(result.stderr, r"the best article has \d\.\d of 10, and a digest wants 9\.9")

    def test_old_runs_are_not_in_it(self):
        self.assertIn("Nothing new", self.winnow("digest", "--since", "2999-01-01").stdout)


class Profiles(ProgramTest):
    CONFIGURATION = """
profiles:
  career:
    question: engineering career growth frameworks
    limit: 7
  reviews:
    question: code review
    method: local
digest:
  min_score: 3
  destinations:
    - {kind: markdown, file: digest.md}
    - {kind: markdown, name: career-only, file: career.md, questions: [career]}
"""

    def test_a_profile_says_question_and_limits_and_flags_come_first(self):
        self.write("winnow.yaml", self.CONFIGURATION)
        report = json.loads(self.winnow("run", "--profile", "career", "--archive", ARCHIVE, "--max-urls", "60", "--json").stdout)
        self.assertEqual(report["query"], "engineering career growth frameworks")
        self.assertLessEqual(len(report["results"]), 7)
        report = json.loads(self.winnow("run", "--profile", "career", "--limit", "2", "--archive", ARCHIVE, "--max-urls", "60", "--json").stdout)
        self.assertEqual(len(report["results"]), 2)

    def test_all_profiles_run_and_one_digest_has_them(self):
        self.write("winnow.yaml", self.CONFIGURATION)
        self.winnow("run", "--all-profiles", "--digest", "--archive", ARCHIVE, "--max-urls", "120")
        text = (self.folder / "digest.md").read_text()
        self.assertIn("## engineering career growth frameworks", text)
        self.assertNotIn("## code review", (self.folder / "career.md").read_text())
        runs = {run["query"] for run in json.loads(self.winnow("runs", "--json").stdout)}
        self.assertEqual(runs, {"engineering career growth frameworks", "code review"})

    def test_an_unknown_profile_names_the_nearest(self):
        self.write("winnow.yaml", self.CONFIGURATION)
        self.assertIn("did you mean career?", self.winnow("run", "--profile", "carer", expect=2).stderr)
        self.assertIn("the configuration has no profiles", self.winnow("run", "--all-profiles", "-c", self.write("e.yaml", ""), expect=2).stderr)

    def test_a_profile_without_a_question_is_an_error_with_its_place(self):
        self.write("winnow.yaml", "profiles:\n  empty:\n    limit: 3\n")
        self.assertIn("profiles.empty.question", self.winnow("config", "check", expect=2).stderr)


if __name__ == "__main__":
    unittest.main()
