"""Sources that ask for one request at a time over everything: two processes against one server."""

import http.server
import subprocess
import threading
import time
import unittest

from program import PROGRAM, ProgramTest

EMPTY = b"<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'></feed>"
PAUSE = 3.0


class Arxiv(http.server.BaseHTTPRequestHandler):
    """Answers slowly, and remembers when each request came and went."""

    def do_GET(self):
        begin = time.monotonic()
        time.sleep(0.3)
        with self.server.lock:
            self.server.seen.append((begin, time.monotonic()))
        self.send_response(200)
        self.send_header("Content-Type", "application/atom+xml")
        self.send_header("Content-Length", str(len(EMPTY)))
        self.end_headers()
        self.wfile.write(EMPTY)

    def log_message(self, *_):
        pass


class OneAtATime(ProgramTest):
    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Arxiv)
        self.server.lock, self.server.seen = threading.Lock(), []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def test_two_processes_keep_the_pause_of_arxiv_between_them(self):
        port = self.server.server_address[1]
        config = self.write("winnow.yaml", (
            f"net: {{allow: ['127.0.0.1:{port}']}}\n"
            f"sources: [{{kind: arxiv, endpoint: 'http://127.0.0.1:{port}/query', cache_time: 0s}}]\n"))
        processes = [
            subprocess.Popen([PROGRAM, "run", question, "-c", config, "--no-index", "-q"], cwd=self.folder, env=self.environment(),
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            for question in ("incident reviews", "code reviews")]
        for process in processes:
            _, said = process.communicate(timeout=60)
            self.assertEqual(0, process.returncode, said)
        first, second = sorted(self.server.seen)
        # From the end of one to the begin of the next; what the server measures is a little less than what the client kept.
        self.assertGreater(second[0] - first[1], PAUSE - 0.25)


if __name__ == "__main__":
    unittest.main()
