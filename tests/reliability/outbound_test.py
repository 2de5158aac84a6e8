"""Nobody on the web can send the program to an address that it may not ask: listeners there stay silent."""

import contextlib
import http.server
import json
import re
import socket
import threading
import unittest

import models
from program import ProgramTest


class Trap:
    """Listens and counts who comes; nobody may."""

    def __init__(self, address):
        self.visits = []
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.listener = socket.socket(family)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((address, 0))
        self.listener.listen()
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, peer = self.listener.accept()
                self.visits.append(peer)
                connection.close()


class Open(models.Web):
    """A site that may be asked, and that leads astray: every path /to/N redirects to the N-th forbidden address."""

    def do_GET(self):
        astray = self.server.astray
        kind, _, number = self.path.strip("/").partition("/")
        if kind == "to" and number.isdigit():
            return self.send(302, "", "text/html", Location=astray[int(number)].encode().decode("latin-1"))
        if self.path == "/robots.txt" and self.server.robots_to:
            return self.send(302, "", "text/plain", Location=self.server.robots_to)
        if self.path == "/feed.xml":
            entries = "".join(f"<entry><title>t</title><link href='{url.replace('&', '&amp;')}'/></entry>" for url in astray)
            return self.send(200, f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>", "application/atom+xml")
        if self.path == "/sitemap.xml":
            parts = "".join(f"<sitemap><loc>{url.replace('&', '&amp;')}</loc></sitemap>" for url in astray)
            return self.send(200, f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{parts}</sitemapindex>", "application/xml")
        if self.path == "/list.md":
            return self.send(200, "".join(f"- [t]({url})\n" for url in astray), "text/markdown")
        if self.path == "/page":
            links = "".join(f"<link rel='canonical' href='{url}'><link rel='amphtml' href='{url}'><iframe src='{url}'></iframe><img src='{url}'>"
                            f"<meta http-equiv='refresh' content='0; url={url}'>" for url in astray)
            return self.send(200, models.page(links), "text/html")
        return super().do_GET()


def spellings(port, port6):
    """One loopback listener under every name that somebody might think of."""
    hosts = ["127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0x7f.1", "127.0.0.1.", "localhost", "LOCALHOST.",
             "localhost.localdomain", "foo.localhost", "0", "0.0.0.0", "%31%32%37.0.0.1", "\u2460\u2461\u2466.\u2460", "１２７.0.0.1", "127\u30020\u30020\u30021",
             "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::ffff:0:127.0.0.1]", "[::1%25lo]", "[fe80::1%25lo]"]
    urls = [f"http://{host}:{port}/" for host in hosts]
    urls += [f"http://[::1]:{port6}/", f"http://[0:0:0:0:0:0:0:1]:{port6}/", f"http://[::]:{port6}/", f"http://ip6-localhost:{port6}/"]
    urls += [f"http://example.org@127.0.0.1:{port}/", f"http://example.org:80@127.0.0.1:{port}/", f"http://127.0.0.1:{port}#@example.org/", f"http://127.0.0.1:{port}\\@example.org/",
             f"http://example.org%40127.0.0.1:{port}/", f"//127.0.0.1:{port}/", f"http:127.0.0.1:{port}/", f"http:///127.0.0.1:{port}/", f"http:\\\\127.0.0.1:{port}\\", f" http://127.0.0.1:{port}/",
             f"ht\ttp://127.0.0.1:{port}/", f"https://127.0.0.1:{port}/"]
    urls += [f"{scheme}://127.0.0.1:{port}/" for scheme in ("ftp", "gopher", "dict", "ldap", "smb", "telnet", "ws", "view-source:http", "jar:http")]
    urls += ["file:///etc/passwd", "data:text/html,<p>x</p>", "javascript:alert(1)"]
    return urls


METADATA = ["http://169.254.169.254/latest/meta-data/iam/security-credentials/", "http://[fd00:ec2::254]/latest/", "http://metadata.google.internal/computeMetadata/v1/",
            "http://metadata.goog/", "http://168.63.129.16/metadata", "http://100.100.100.200/latest/meta-data/", "http://192.0.0.192/opc/v2/", "http://[::ffff:a9fe:a9fe]/",
            "http://2852039166/", "http://0xa9fea9fe/", "http://instance-data/latest/", "http://169.254.170.2/v2/credentials"]


class Outbound(ProgramTest):
    def setUp(self):
        super().setUp()
        self.traps = [Trap("127.0.0.1")]
        with contextlib.suppress(OSError):
            self.traps.append(Trap("::1"))
        self.port, self.port6 = self.traps[0].port, self.traps[-1].port
        self.server = http.server.ThreadingHTTPServer(("127.0.0.2", 0), Open)
        self.server.daemon_threads, self.server.robots_to = True, ""
        self.server.astray = [url for url in spellings(self.port, self.port6) + METADATA if not url.startswith((" ", "ht\t", "http:1"))]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        for trap in self.traps:
            self.addCleanup(trap.listener.close)
        self.base = f"http://127.0.0.2:{self.server.server_port}"
        # The site's own addresses may be asked, and no others.
        self.told = {"WINNOW_NET__ALLOW": f"127.0.0.2:{self.server.server_port}", "WINNOW_NET__RETRIES": "0", "WINNOW_FETCH__DELAY": "0s", "WINNOW_FETCH__TIMEOUT": "2s",
                     "WINNOW_INDEX__ENABLED": "false"}

    def run_on(self, *arguments, **more):
        result = self.winnow("run", "code review", *arguments, "--method", "local", "--json", "--workers", "16", expect=None, **{**self.told, **more})
        self.assertIn(result.returncode, (0, 2, 3), result.stderr)
        self.assertEqual([trap.visits for trap in self.traps], [[]] * len(self.traps), "a listener was reached")
        return json.loads(result.stdout) if result.stdout else {}, result.stderr

    def assert_refused(self, report):
        self.assertEqual(report["results"], [])
        self.assertGreater(len(report["failures"]), 0)
        for failure in report["failures"]:
            self.assertIn(failure["error_kind"], ("blocked", "unavailable", "malformed", "unsupported", "timed_out"), failure)

    def test_the_traps_do_catch(self):
        report, _ = json.loads(self.winnow("run", "code review", f"http://127.0.0.1:{self.port}/", "--json", "--allow-private", "--method", "local", expect=3, **self.told).stdout), None
        self.assertEqual(report["failed_urls"], 1)
        self.assertGreater(len(self.traps[0].visits), 0)

    def test_no_spelling_of_an_address_reaches_it(self):
        urls = [url.strip() for url in spellings(self.port, self.port6) + METADATA]
        while True:  # a line that is no web address refuses the list, and is named
            report, errors = self.run_on("--urls", self.write("urls.txt", "\n".join(urls)))
            if report:
                break
            urls.pop(int(re.search(r"line (\d+)", errors)[1]) - 1)
        self.assertGreater(report["total_urls"], 10)
        self.assert_refused(report)
        for url in ("http://127.0.0.1:%d/", "http://0x7f000001:%d/", "http://017700000001:%d/", "http://[::ffff:127.0.0.1]:%d/", "http://example.org@127.0.0.1:%d/"):
            with self.subTest(url=url):
                one, errors = self.run_on(url % self.port)
                self.assertIn("net.allow", json.dumps(one) + errors)

    def test_no_redirect_reaches_it(self):
        report, _ = self.run_on(*[f"{self.base}/to/{n}" for n in range(len(self.server.astray))])
        self.assertEqual(report["total_urls"], len(self.server.astray))
        self.assert_refused(report)

    def test_no_robots_file_leads_there(self):
        for url in (f"http://127.0.0.1:{self.port}/robots.txt", METADATA[0], f"http://localhost:{self.port}/robots.txt"):
            self.server.robots_to = url
            self.run_on(f"{self.base}/good")

    def test_nothing_that_a_feed_sitemap_list_or_page_names_is_reached(self):
        self.run_on("--feed", self.base + "/feed.xml")
        self.run_on("--sitemap", self.base + "/sitemap.xml")
        self.write("winnow.yaml", f"sources:\n  - {{kind: list, urls: [{self.base}/list.md]}}\n")
        self.run_on()
        report, _ = self.run_on(self.base + "/page")
        self.assertEqual(len(report["results"]), 1)
        self.run_on("--feed", f"http://127.0.0.1:{self.port}/feed", "--sitemap", f"http://localhost:{self.port}/sitemap.xml")

    def test_a_file_that_names_addresses_asks_none(self):
        astray = self.server.astray
        (self.folder / "page.html").write_text(models.page("".join(f"<img src='{url}'><link rel=stylesheet href='{url}'>" for url in astray)), encoding="utf-8")
        (self.folder / "entity.xml").write_text(f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'http://127.0.0.1:{self.port}/'>]><feed xmlns='http://www.w3.org/2005/Atom'><title>&e;</title></feed>", encoding="utf-8")
        pdf = f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI(http://127.0.0.1:{self.port}/)>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" \
              "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n"
        (self.folder / "page.pdf").write_text(pdf, encoding="utf-8")
        for name in ("page.html", "entity.xml", "page.pdf"):
            self.winnow("extract", name, expect=None, **self.told)
        self.assertEqual([trap.visits for trap in self.traps], [[]] * len(self.traps))

    def test_proxies_of_the_environment_are_not_obeyed(self):
        proxy = f"http://127.0.0.1:{self.port}"
        names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "CURL_HOME")
        report, _ = self.run_on(self.base + "/good", **{name: proxy for name in names}, no_proxy="")
        self.assertEqual(len(report["results"]), 1)

    def test_leave_for_one_port_is_none_for_another(self):
        report, _ = self.run_on(f"http://127.0.0.2:{self.port}/", self.base + "/good")
        self.assertEqual((len(report["results"]), report["failed_urls"]), (1, 1))

    def test_metadata_stays_closed_with_leave_for_private_addresses(self):
        report, _ = self.run_on(*METADATA, WINNOW_NET__ALLOW_PRIVATE="true")
        for failure in report["failures"]:
            self.assertIn(failure["error_kind"], ("blocked", "unavailable", "timed_out"), failure)
        closed = [failure for failure in report["failures"] if failure["error_kind"] == "blocked"]
        self.assertGreaterEqual(len(closed), 9, report["failures"])


if __name__ == "__main__":
    unittest.main()
