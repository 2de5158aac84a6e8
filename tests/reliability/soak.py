"""Many URLs, one in twenty of them at fault, in one run: memory, descriptors and speed over time.

usage: soak.py [--urls N] [--workers N] [--index]      WINNOW: the program. Everything stays on 127.0.0.0/8.
Writes a table, a line for each tenth of the URLs, and fails if descriptors grow, URLs are lost or the second half is slower.
"""

import argparse
import asyncio
import contextlib
import json
import os
import pathlib
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

PROGRAM = os.environ.get("WINNOW", "build/release/winnow")
HOSTS = 250
FAULT_EVERY = 20
FAULTS = ("reset", "500", "404", "cut off", "429", "garbage", "empty", "late")
WORDS = ("review change team measure small read follow step compare number week test deploy error log query index cache model design "
         "incident budget latency trace rollback branch merge commit schema table thread lock queue retry").split()


def text_of(number):
    """A page of its own words, so that no two are copies."""
    chance = random.Random(number)
    sentences = (" ".join(chance.choices(WORDS, k=11)).capitalize() for _ in range(16))
    body = "".join(f"<p>{sentence} {number}.{n} about code review.</p>" for n, sentence in enumerate(sentences))
    return f"<html><head><title>Note {number} on code review</title></head><body><article><h1>Note {number}</h1>{body}</article></body></html>".encode()


def head(status, length, more=""):
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n{more}\r\n".encode()


class Web(asyncio.Protocol):
    served = 0

    def connection_made(self, transport):
        self.transport, self.buffer = transport, b""

    def data_received(self, data):
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            request, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            self.answer(request.split(b" ", 2)[1].decode("latin-1"))

    def answer(self, path):
        if not path.startswith("/p/"):
            return self.transport.write(head("404 Not Found", 0))
        Web.served += 1
        number = int(path[3:])
        fault = FAULTS[number // FAULT_EVERY % len(FAULTS)] if number % FAULT_EVERY == 0 else ""
        body = text_of(number)
        if fault == "reset":
            self.transport.abort()
        elif fault in ("500", "404", "429"):
            self.transport.write(head(f"{fault} X", 2, "Retry-After: 600\r\n" if fault == "429" else "") + b"no")
        elif fault == "cut off":
            self.transport.write(head("200 OK", len(body)) + body[:len(body) // 2])
            self.transport.close()
        elif fault == "garbage":
            self.transport.write(head("200 OK", 4096) + random.Random(number).randbytes(4096))
        elif fault == "empty":
            self.transport.write(head("200 OK", 0))
        elif fault == "late":
            asyncio.get_running_loop().call_later(0.5, self.transport.write, head("200 OK", len(body)) + body)
        else:
            self.transport.write(head("200 OK", len(body)) + body)


def serve():
    """The port, the same on every host."""
    sockets, port = [], 0
    for n in range(HOSTS):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((f"127.77.0.{n + 1}", port))
        port = listener.getsockname()[1]
        sockets.append(listener)

    async def main():
        servers = [await asyncio.get_running_loop().create_server(Web, sock=listener, backlog=512) for listener in sockets]
        await asyncio.gather(*(server.serve_forever() for server in servers))

    threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
    return port


def sample(process, began):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
    memory = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024
    descriptors = len(os.listdir(f"/proc/{process.pid}/fd"))
    return time.monotonic() - began, Web.served, memory, descriptors


def measure(process, began):
    samples = []
    while process.poll() is None:
        with contextlib.suppress(OSError, TypeError):
            samples.append(sample(process, began))
        time.sleep(0.2)
    return samples


def tenths(samples, count):
    """The first sample at or behind each tenth of the URLs."""
    rows, before = [], (0.0, 0)
    for tenth in range(1, 11):
        row = next((one for one in samples if one[1] >= count * tenth // 10), samples[-1])
        rows.append((row[1], row[0], (row[1] - before[1]) / max(row[0] - before[0], 0.001), row[2], row[3]))
        before = (row[0], row[1])
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--urls", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=32)
    parser.add_argument("--index", action="store_true")
    arguments = parser.parse_args()
    port = serve()
    with tempfile.TemporaryDirectory(prefix="winnow-soak.") as folder:
        urls = pathlib.Path(folder, "urls.txt")
        urls.write_text("".join(f"http://127.77.0.{n % HOSTS + 1}:{port}/p/{n}\n" for n in range(arguments.urls)), encoding="utf-8")
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "WINNOW_DATA": folder + "/data", "WINNOW_NET__ALLOW_PRIVATE": "true", "WINNOW_NET__RETRIES": "0",
                       "WINNOW_FETCH__DELAY": "0s", "WINNOW_INDEX__ENABLED": "true" if arguments.index else "false"}
        command = [PROGRAM, "run", "code review", "--urls", str(urls), "--workers", str(arguments.workers), "--method", "local", "--output", folder + "/out"]
        began = time.monotonic()
        with open(folder + "/said", "wb") as said, subprocess.Popen(command, env=environment, stdout=said, stderr=said, cwd=folder) as process:
            samples = measure(process, began)
        if process.returncode not in (0, 3):
            sys.exit(f"soak: the run ended with {process.returncode}: {pathlib.Path(folder, 'said').read_text(encoding='utf-8')[-800:]}")
        report = json.loads(next(pathlib.Path(folder, "out").rglob("results.json")).read_text(encoding="utf-8"))
        size = sum(path.stat().st_size for path in pathlib.Path(folder, "data").rglob("*") if path.is_file())
    return judge(arguments, samples, report, size, time.monotonic() - began)


def judge(arguments, samples, report, size, seconds):
    rows = tenths(samples, arguments.urls)
    out = sys.stdout.write
    out("| URLs asked | seconds | URLs a second | memory, MiB | descriptors |\n|---|---|---|---|---|\n")
    for row in rows:
        out(f"| {row[0]} | {row[1]:.0f} | {row[2]:.0f} | {row[3]:.0f} | {row[4]} |\n")
    states = {state: number for state, number in report["states"].items() if number}
    per_url = (rows[-1][3] - rows[0][3]) * 1024 / (rows[-1][0] - rows[0][0])
    out(f"\n{report['total_urls']} URLs in {seconds:.0f} s: {states}. Memory grew by {per_url:.2f} KiB a URL, {max(one[2] for one in samples):.0f} MiB at most; "
        f"{size / (1 << 20):.0f} MiB on disk. Stages: {', '.join(stage['stage'] + ' ' + format(stage['seconds'], '.1f') + ' s' for stage in report['stages'])}.\n")
    wrong = []
    if report["total_urls"] != arguments.urls or sum(report["states"].values()) != arguments.urls:
        wrong.append(f"{arguments.urls} URLs went in, {report['total_urls']} are in the report")
    if max(row[4] for row in rows[1:]) > max(rows[0][4], rows[1][4]) + 16:
        wrong.append("descriptors grow")
    if sum(row[2] for row in rows[5:]) < 0.6 * sum(row[2] for row in rows[:5]):
        wrong.append("the second half is slower than the first")
    for one in wrong:
        sys.stderr.write(f"soak: {one}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
