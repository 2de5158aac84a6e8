"""winnow schedule under a real systemd user manager: installed, run once in its sandbox, removed.

Skipped, with the reason, where no user manager can be started.
"""

import functools
import http.server
import json
import os
import pathlib
import subprocess
import tempfile
import threading
import unittest

from program import PROGRAM, SOURCE

WITH_MANAGER = SOURCE / "tests" / "support" / "user_manager"
TEXT = "We set an error budget of 0.%d %% for service %d, since a deploy that burns it is rolled back within five minutes."
STEPS = """
set -eu
systemctl --user set-environment ASAN_OPTIONS=detect_leaks=0  # looking for leaks takes ptrace, which the sandbox refuses
"$WINNOW" schedule install --yes --at 06:30 >said 2>&1
systemctl --user list-timers --no-pager winnow-morning.timer >timers
systemctl --user start winnow-morning.service || systemctl --user status --no-pager winnow-morning.service
systemctl --user show winnow-morning.service -p Result -p ExecMainStatus
systemctl --user cat winnow-morning.service >service
"$WINNOW" schedule remove --yes >>said
systemctl --user list-unit-files --no-pager "winnow-*" || true
"""


class UserManager(unittest.TestCase):
    def run_once(self, parent):
        """The schedule of a home in `parent`: installed, run, removed. What was printed."""
        folder = tempfile.TemporaryDirectory(prefix="winnow-manager.", dir=parent)
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        (self.home / "run").mkdir(mode=0o700)
        (self.home / "www").mkdir()
        paragraphs = "".join(f"<p>{TEXT % (i, i)}</p>" for i in range(1, 20))
        (self.home / "www" / "a.html").write_text(f"<title>Error budgets</title><article><h1>Error budgets</h1>{paragraphs}</article>")
        handler = functools.partial(Quiet, directory=str(self.home / "www"))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (self.home / "winnow.yaml").write_text(json.dumps({
            "net": {"allow_private": True},
            "profiles": {"budgets": {"question": "error budgets", "method": "local"}},
            "sources": [{"kind": "urls", "urls": [f"http://127.0.0.1:{server.server_port}/a.html"]}],
            "digest": {"min_score": 1, "destinations": [{"kind": "markdown", "file": "out/digest.md"}]}}))
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home / "run"),
                       "WINNOW_DATA": str(self.home / "data"), "WINNOW": str(pathlib.Path(PROGRAM).resolve())}
        result = subprocess.run([WITH_MANAGER, "bash", "-c", STEPS], cwd=self.home, env=environment, capture_output=True, text=True, timeout=120)
        if result.returncode == 77:
            self.skipTest(result.stderr.strip().splitlines()[-1])
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def check(self, shown):
        self.assertIn("Result=success", shown)
        self.assertIn("ExecMainStatus=0", shown)
        self.assertIn("0 unit files listed", shown, "remove leaves nothing behind")
        self.assertIn("winnow-morning.timer", (self.home / "timers").read_text())
        self.assertIn("Error budgets", (self.home / "out" / "digest.md").read_text())
        self.assertTrue((self.home / "data" / "winnow.sqlite").exists())

    def test_the_service_runs_in_its_sandbox_and_delivers(self):
        self.check(self.run_once(pathlib.Path(PROGRAM).resolve().parent))
        self.assertIn("PrivateTmp=yes", (self.home / "service").read_text())

    def test_a_memory_in_tmp_is_found_there(self):
        self.check(self.run_once("/tmp"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    unittest.main()
