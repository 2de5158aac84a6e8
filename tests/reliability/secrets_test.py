"""Keys stay where they are: not in dumps, titles, messages, reports, recordings."""

import gzip
import http.server
import json
import os
import pathlib
import resource
import signal
import subprocess
import threading
import unittest

import models
from program import PROGRAM, ProgramTest

KEY = "sk-0123456789-of-a-test"


class Refusing(http.server.BaseHTTPRequestHandler):
    """A model API that repeats the key that it was sent in every field that a program might show."""

    def log_message(self, *arguments):
        pass

    def do_POST(self):
        given = self.headers.get("Authorization", "")
        body = json.dumps({"error": {"message": f"Incorrect API key provided: {given.removeprefix('Bearer ')}", "type": given, "code": "invalid_api_key"}}).encode()
        self.send_response(401)
        for name, value in (("Content-Length", str(len(body))), ("Content-Type", "application/json"), ("x-request-id", given[-20:])):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Waiting(ProgramTest):
    """The program while it waits for a server that never answers, with a key in its memory."""

    def start(self, **extra):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), models.Web)
        asked, done = threading.Event(), threading.Event()
        server.RequestHandlerClass = type("Silent", (models.Web,), {"do_GET": lambda _: (asked.set(), done.wait(60))})
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.addCleanup(done.set)
        def unlimited():
            resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

        process = subprocess.Popen([PROGRAM, "run", "code review", f"http://127.0.0.1:{server.server_port}/", "--allow-private"], cwd=self.folder,
                                   env=self.environment(OPENAI_API_KEY=KEY, **extra), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=unlimited)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertTrue(asked.wait(30))
        return process

    def test_no_core_is_dumped(self):
        process = self.start()
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text(encoding="utf-8")
        self.assertRegex(limits, r"Max core file size +0 +0")
        process.send_signal(signal.SIGABRT)
        self.assertEqual(process.wait(30), -signal.SIGABRT)
        self.assertEqual(list(self.folder.glob("core*")), [])

    def test_other_processes_of_the_user_cannot_look_into_it(self):
        process = self.start()
        if os.geteuid() == 0:  # whom nothing stops: what counts is what the kernel says of the files
            self.assertEqual(pathlib.Path(f"/proc/{process.pid}/environ").stat().st_uid, 0)
            code = f"import os; os.setgid(65534); os.setuid(65534); open('/proc/{process.pid}/environ').read()"
            self.assertIn("Permission", subprocess.run(["python3", "-c", code], capture_output=True, text=True, check=False).stderr)
        else:
            with self.assertRaises(PermissionError):
                pathlib.Path(f"/proc/{process.pid}/environ").read_bytes()

    def test_its_title_names_no_key(self):
        process = self.start()
        for name in ("cmdline", "comm", "status"):
            self.assertNotIn(KEY.encode(), pathlib.Path(f"/proc/{process.pid}/{name}").read_bytes())

    def test_debugging_can_be_allowed(self):
        process = self.start(WINNOW_CORE_DUMPS="1")
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text(encoding="utf-8")
        self.assertNotRegex(limits, r"Max core file size +0 +0 ")


class Said(ProgramTest):
    def finds(self, **extra):
        return {(entry["what"], entry["level"]): entry["text"] for entry in json.loads(self.winnow("doctor", "--json", expect=None, **extra).stdout)}

    def test_doctor_reports_dumps_and_open_files(self):
        self.assertIn(("core dumps", "ok"), self.finds())
        self.assertIn(("core dumps", "warning"), self.finds(WINNOW_CORE_DUMPS="1"))
        secret = pathlib.Path(self.write("key", KEY + "\n"))
        secret.chmod(0o644)
        config = pathlib.Path(self.write("winnow.yaml", f"models:\n  openai:\n    key: file:{secret}\n"))
        self.assertIn("chmod 600", self.finds()[("secret file", "warning")])
        secret.chmod(0o600)
        self.assertEqual(self.finds()[("secret file", "ok")], str(secret))
        config.chmod(0o666)
        self.assertIn("chmod go-w", self.finds()[("configuration", "warning")])

    def test_a_literal_key_is_refused_without_being_repeated(self):
        self.write("winnow.yaml", f"models:\n  openai:\n    key: {KEY}\n")
        for command in (("config", "check"), ("config", "show"), ("doctor",), ("run", "q")):
            result = self.winnow(*command, expect=None)
            self.assertNotIn(KEY, result.stdout + result.stderr)
            self.assertNotEqual(result.returncode, 0)
        (self.folder / "winnow.yaml").unlink()
        result = self.winnow("run", "q", expect=2, WINNOW_MODELS__OPENAI__KEY=KEY)
        self.assertNotIn(KEY, result.stdout + result.stderr)

    def test_a_server_that_repeats_the_key_does_not_get_it_said_or_recorded(self):
        pages, base, told = models.serve(self)
        del pages
        api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
        threading.Thread(target=api.serve_forever, daemon=True).start()
        self.addCleanup(api.server_close)
        self.addCleanup(api.shutdown)
        told = {**told, "WINNOW_MODELS__OPENAI__ENDPOINT": f"http://127.0.0.1:{api.server_port}/v1", "WINNOW_MODELS__ORDER": "openai", "OPENAI_API_KEY": KEY}
        recording = self.folder / "web.warc.gz"
        result = self.winnow("run", "code review", base + "/a?api_key=" + KEY, base + "/b", "--method", "standard", "-vv", "--record", str(recording), expect=3, **told)
        self.assertIn("401", result.stdout + result.stderr)
        said = {"output": result.stdout, "errors": result.stderr, "recording": gzip.decompress(recording.read_bytes()).decode("utf-8", "replace")}
        for path in (self.folder / "data").rglob("*"):
            if path.is_file() and path.suffix not in (".sqlite", ".sqlite-wal", ".sqlite-shm"):
                said[str(path)] = path.read_text(encoding="utf-8")
        for where, text in said.items():
            with self.subTest(where=where):
                self.assertNotIn(KEY, text.replace(f"{base}/a?api_key={KEY}", ""))  # the user's own URL is not a key of ours
        self.assertNotIn(KEY, said["recording"])
        self.assertIn("REDACTED", said["recording"])


if __name__ == "__main__":
    unittest.main()
