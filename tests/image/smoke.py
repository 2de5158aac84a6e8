#!/usr/bin/env python3
"""Tries an image in its own root file system, as an engine would run it: root read-only, its own user, its own environment.

usage: unshare --mount --pid --fork tests/image/smoke.py ROOT      as root; config.json beside ROOT: the image's settings; where it
is missing, those of the Dockerfile hold

The recorded example lies under /data/in. Network: the machine's loopback, for the Runtime API. Prints what passed and the start time.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "aws"))
from stack.functions import Sandbox  # noqa: E402

QUESTION = "engineering career growth frameworks and evaluation criteria"
STARTS = 40


def settings_of_dockerfile():
    """What the last stage of the Dockerfile says of how the image is run."""
    lines = (SOURCE / "Dockerfile").read_text(encoding="utf-8").split("\nFROM scratch\n")[1].splitlines()
    said = dict(line.split(" ", 1) for line in lines if line.split(" ", 1)[0] in ("ENV", "USER", "WORKDIR", "ENTRYPOINT", "CMD"))
    return {"User": said["USER"], "Env": said["ENV"].split(), "WorkingDir": said["WORKDIR"],
            "Entrypoint": json.loads(said["ENTRYPOINT"]), "Cmd": json.loads(said["CMD"])}


def mount(*arguments):
    subprocess.run(["mount", *map(str, arguments)], check=True)


class Image:
    def __init__(self, root, settings):
        self.root = root
        self.settings = settings
        self.user = int(self.settings["User"].split(":")[0])
        self.environment = dict(pair.split("=", 1) for pair in self.settings["Env"])
        mount("--make-rprivate", "/")
        mount("--bind", root, root)
        mount("-o", "remount,bind,ro", root)
        mount("-t", "proc", "proc", root / "proc")
        mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", root / "dev")
        for device in ("null", "zero", "full", "random", "urandom"):
            (root / "dev" / device).touch()
            mount("--bind", f"/dev/{device}", root / "dev" / device)
        for place in ("tmp", "data"):
            mount("-t", "tmpfs", "-o", f"uid={self.user},gid={self.user},mode=755", "tmpfs", root / place)
        incoming = root / "data" / "in"
        incoming.mkdir()
        for file in ("examples/career-growth.warc.gz", "fuzz/corpus/pdf/page.pdf"):
            shutil.copy(SOURCE / file, incoming)

    def enter(self):
        os.chroot(self.root)
        os.chdir(self.settings["WorkingDir"])
        os.setgroups([])
        os.setgid(self.user)
        os.setuid(self.user)

    def run(self, *words, **environment):
        """As `docker run --read-only IMAGE words…` does."""
        command = [*self.settings["Entrypoint"], *(words or self.settings["Cmd"])]
        return subprocess.run(command, preexec_fn=self.enter, env={**self.environment, **environment}, capture_output=True, text=True, timeout=300)

    def expect(self, *words, **environment):
        result = self.run(*words, **environment)
        if result.returncode != 0:
            raise SystemExit(f"smoke: {' '.join(words)} ended with {result.returncode}: {result.stderr}")
        return result.stdout


def check(what, is_so):
    if not is_so:
        raise SystemExit(f"smoke: FAILED: {what}")
    print(f"smoke: {what}")


def questions(image):
    check("without arguments it explains itself", "Usage: winnow" in image.expect())
    check("it does not run as root, and its root cannot be written to", image.user != 0 and image.run("run", QUESTION, "--archive",
          "in/career-growth.warc.gz", "--data", "/usr/data").returncode != 0)
    report = json.loads(image.expect("run", QUESTION, "--archive", "in/career-growth.warc.gz", "--json"))
    check("the example question is answered from 312 pages, none failed", (report["total_urls"], report["failed_urls"]) == (312, 0))
    check("a PDF is read", image.expect("extract", "in/page.pdf").strip() != "")
    check("no shell and no package manager is in it", not any((image.root / "usr/bin" / name).exists() for name in ("sh", "bash", "dpkg", "busybox")))
    check("other character sets are read", "/%E6%97%A5%E6%9C%AC%E8%AA%9E" in feed_in_another_character_set(image))
    check("time zones and certificates are there", (image.root / "usr/share/zoneinfo/Europe/Berlin").exists() and
          (image.root / "etc/ssl/certs/ca-certificates.crt").stat().st_size > 100_000)


def feed_in_another_character_set(image):
    """What the program finds in a feed in EUC-JP, whose letters go through the C library's tables."""
    text = "<?xml version='1.0' encoding='euc-jp'?><rss version='2.0'><channel><item><link>http://127.0.0.1/日本語</link></item></channel></rss>"

    class Feed(BaseHTTPRequestHandler):
        def do_GET(self):
            body = text.encode("euc-jp") if self.path == "/feed.xml" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/feed.xml"
        found = image.expect("run", "a question", "--feed", address, "--allow-private", "--dry-run")
        server.shutdown()
    return found


def functions(image, place):
    """Two functions by name, through the Runtime API, as Lambda starts them: only /tmp can be written to."""
    environment = {**image.environment, "WINNOW_DATA": "/tmp/winnow", "WINNOW_ARCHIVE": "/data/in/career-growth.warc.gz", "WINNOW_LOG_FORMAT": "json",
                   "AWS_REGION": "us-east-1", "WINNOW_METRICS_NAMESPACE": "SkipLevel/ContentPipeline", "WINNOW_ENVIRONMENT": "dev"}
    program = place / "enter"
    program.write_text(f"#!/bin/sh\nexec chroot --userspec={image.user}:{image.user} {image.root} {' '.join(image.settings['Entrypoint'])} \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    with open(place / "functions.log", "wb") as log:
        replies = {}
        event = {"query": QUESTION, "evaluation_method": "local", "run_id": "smoke", "max_urls": 3}
        for name in ("pipeline-fetch-urls", "pipeline-evaluator"):
            sandbox = Sandbox([str(program), "lambda", name], environment, log)
            begin = time.perf_counter()
            body, error = sandbox.invoke(json.dumps(event).encode(), 60)
            replies[name] = json.loads(body)
            if error:
                raise SystemExit(f"smoke: {name} failed: {body.decode()}\n{(place / 'functions.log').read_text()}")
            print(f"smoke: Lambda {name} answered, start included, after {(time.perf_counter() - begin) * 1000:.0f} ms")
            sandbox.stop()
            event = replies[name]["urls"][0] if "urls" in replies[name] else None
    check("the evaluator's reply has a state and a score", replies["pipeline-evaluator"].get("state") is not None and "score" in replies["pipeline-evaluator"])


def start_times(image):
    times = []
    for _ in range(STARTS):
        begin = time.perf_counter()
        subprocess.run([*image.settings["Entrypoint"], "--version"], preexec_fn=image.enter, env=image.environment, check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - begin) * 1000)
    print(f"smoke: --version from start to end: least {min(times):.1f} ms, median {statistics.median(times):.1f} ms of {STARTS}")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    config = root.parent / "config.json"
    image = Image(root, json.loads(config.read_text(encoding="utf-8"))["config"] if config.exists() else settings_of_dockerfile())
    print(f"smoke: {image.expect('--version').strip()}")
    questions(image)
    with tempfile.TemporaryDirectory(prefix="winnow-image.") as place:
        functions(image, pathlib.Path(place))
    start_times(image)
    print("smoke: all is well")


if __name__ == "__main__":
    main()
