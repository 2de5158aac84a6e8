"""Lambda functions: each a pool of processes of our program that are served the Runtime API, as Lambda does."""

import json
import os
import queue
import subprocess
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VERSION = "/2018-06-01/runtime/"


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A process that was killed has broken its connection; that is what some tests are about."""


class Sandbox:
    """One process of a function with a Runtime API of its own. It treats one event at a time."""

    def __init__(self, command, environment, log):
        self.events = queue.Queue()
        self.replies = queue.Queue()
        self.ready = threading.Event()  # the process has asked for its first event
        self.ready_at = None
        self.started_at = time.perf_counter()
        self.running = None
        sandbox = self

        class Api(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_):
                pass

            def answer(self, status, body=b"", fields=()):
                head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Content-Type: application/json"]
                head += [f"{name}: {value}" for name, value in fields]
                self.wfile.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)

            def do_GET(self):
                if self.path != VERSION + "invocation/next":
                    return self.answer(404)
                if not sandbox.ready.is_set():
                    sandbox.ready_at = time.perf_counter()
                    sandbox.ready.set()
                event = sandbox.events.get()
                if event is None:
                    self.close_connection = True
                    return
                request_id, body, deadline = event
                self.answer(200, body, [
                    ("Lambda-Runtime-Aws-Request-Id", request_id),
                    ("Lambda-Runtime-Deadline-Ms", str(int(deadline * 1000))),
                    ("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:test"),
                    ("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"),
                ])

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                what = self.path.removeprefix(VERSION).split("/")
                if what == ["init", "error"]:
                    sandbox.replies.put((body, "Unhandled"))
                elif len(what) == 3 and what[0] == "invocation" and what[1] == sandbox.running:
                    sandbox.replies.put((body, None if what[2] == "response" else "Unhandled"))
                else:
                    return self.answer(404)
                self.answer(202, b'{"status":"OK"}')

        self.server = QuietServer(("127.0.0.1", 0), Api)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        api = "127.0.0.1:%d" % self.server.server_address[1]
        self.started_at = time.perf_counter()
        self.process = subprocess.Popen(command, env={**environment, "AWS_LAMBDA_RUNTIME_API": api}, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        status = self.process.wait()
        ended = f"RequestId: {self.running} Error: Runtime exited with error: {'signal: killed' if status < 0 else f'exit status {status}'}"
        self.replies.put((json.dumps({"errorType": "Runtime.ExitError", "errorMessage": ended}).encode(), "Unhandled"))
        self.ready.set()

    def invoke(self, body, timeout):
        """The reply and whether it is an error, as Lambda's Invoke gives it."""
        self.running = str(uuid.uuid4())
        self.events.put((self.running, body, time.time() + timeout))
        try:
            return self.replies.get(timeout=timeout)
        except queue.Empty:
            self.stop(kill=True)
            message = f"RequestId: {self.running} Error: Task timed out after {timeout:.2f} seconds"
            return json.dumps({"errorType": "Sandbox.Timedout", "errorMessage": message}).encode(), "Unhandled"

    @property
    def is_alive(self):
        return self.process.poll() is None

    def stop(self, kill=False):
        """The exit status."""
        if self.is_alive:
            self.process.kill() if kill else self.process.terminate()
        status = self.process.wait(timeout=10)
        self.events.put(None)
        self.server.shutdown()
        self.server.server_close()
        return status


class Function:
    """A function by name: its processes, its log, and what it was asked."""

    def __init__(self, name, program, environment, folder, timeout=60.0, handler=None):
        self.name = name
        self.handler = handler or name
        self.command = [program, "lambda", self.handler]
        self.environment = environment
        self.timeout = timeout
        self.log_path = folder / f"{name}.log"
        self.log = open(self.log_path, "ab")
        self.idle = []
        self.all = []
        self.busy = {}  # body of the event → sandbox
        self.events = []
        self.lock = threading.Lock()

    def invoke(self, body):
        with self.lock:
            self.events.append(body)
            while self.idle and not self.idle[-1].is_alive:
                self.idle.pop()
            sandbox = self.idle.pop() if self.idle else None
        if sandbox is None:
            sandbox = Sandbox(self.command, self.environment, self.log)
            with self.lock:
                self.all.append(sandbox)
        with self.lock:
            self.busy[body] = sandbox
        reply = sandbox.invoke(body, self.timeout)
        with self.lock:
            self.busy.pop(body, None)
            if sandbox.is_alive:
                self.idle.append(sandbox)
        return reply

    def lines(self):
        """The log's lines as values."""
        self.log.flush()
        lines = []
        for line in self.log_path.read_text(encoding="utf-8").splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:
                lines.append({"raw": line})
        return lines

    def stop(self):
        for sandbox in self.all:
            if sandbox.is_alive:
                sandbox.stop()
        self.log.close()


def inherited():
    return {name: os.environ[name] for name in ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LD_LIBRARY_PATH") if name in os.environ}
