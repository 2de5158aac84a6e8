"""Each remote with each fault, through the real program: what comes out, how long it takes, what people are told.

usage: matrix.py [--markdown FILE] [REMOTE…]     WINNOW: the program
The table of docs/reliability.md is written between its marks; without --markdown it goes to standard output.
"""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
from http.server import ThreadingHTTPServer

import faulty
import models

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "support"))
import mail_server  # noqa: E402
import qdrant_server  # noqa: E402

PROGRAM = os.environ.get("WINNOW", "build/release/winnow")
QUESTION = "code review"
LONGEST = 90  # seconds; whatever takes longer hangs
PATIENCE = "2s"
KEY = models.KEYS["OPENAI_API_KEY"]
ARCHIVE = str(pathlib.Path(__file__).parents[2] / "examples" / "career-growth.warc.gz")


@dataclasses.dataclass
class Cell:
    remote: str
    fault: str
    outcome: str
    seconds: float
    said: str
    wrong: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Ran:
    status: int
    output: dict
    errors: str
    seconds: float


class Place:
    """A folder, the servers that are well, and the program."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="winnow-faults.")
        self.web = ThreadingHTTPServer(("127.0.0.1", 0), models.Web)
        self.web.asked, self.web.lock, self.web.script, self.web.daemon_threads = [], threading.Lock(), models.Script(), True
        threading.Thread(target=self.web.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.web.server_port}"
        self.services = faulty.serve_services(self.base + "/paper")
        self.qdrant = qdrant_server.start()
        self.mail = mail_server.MailServer()

    def close(self):
        for server in (self.web, self.services, self.qdrant):
            server.shutdown()
            server.server_close()
        self.mail.close()
        self.folder.cleanup()

    def winnow(self, *arguments, event=None, **environment):
        surroundings = {"PATH": os.environ["PATH"], "HOME": self.folder.name, "WINNOW_DATA": self.folder.name + "/data", "WINNOW_FETCH__DELAY": "0s",
                        "WINNOW_FETCH__TIMEOUT": PATIENCE, "WINNOW_NET__ALLOW_PRIVATE": "true", "AWS_ACCESS_KEY_ID": "AKIATESTTESTTESTTEST",
                        "AWS_SECRET_ACCESS_KEY": "a-secret-key-that-nobody-may-see", "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
        began = time.monotonic()
        done = subprocess.run([PROGRAM, *arguments], input=json.dumps(event) if event else "", capture_output=True, text=True, timeout=LONGEST,
                              cwd=self.folder.name, env={**surroundings, **environment})
        with contextlib.suppress(ValueError):
            return Ran(done.returncode, json.loads(done.stdout), done.stderr, time.monotonic() - began)
        return Ran(done.returncode, {}, done.stderr + done.stdout, time.monotonic() - began)


def told(ran):
    """All that the report, or the error, says of what went wrong."""
    report = ran.output
    if isinstance(report, list):  # of digests
        return [each["problem"] for each in report if each["problem"]]
    said = [entry["reason"] for entry in report.get("failures", []) or report.get("omissions", [])]
    said += [source["error"] for source in report.get("sources", []) if source["error"]]
    said += report.get("warnings", [])
    if "errorMessage" in report:
        said.append(f"{report['errorType']}: {report['errorMessage']}")
    if not said:
        said += [line for line in ran.errors.splitlines() if line and not line.startswith("note: judged by")]
    return said


def pages_judged(ran):
    states = ran.output.get("states", {})
    return states.get("judged", 0) + states.get("cached", 0)


class Run:
    """`winnow run` over pages of which two lie on a server that is well."""

    arguments = ("--method", "local")
    good = 2
    whole = 2

    def environment(self, place, remote):
        return {}

    def urls(self, place, remote):
        return [place.base + "/a", place.base + "/b"]

    def call(self, place, remote):
        return place.winnow("run", QUESTION, *self.urls(place, remote), *self.arguments, "--json", **self.environment(place, remote))

    def done(self, ran):
        return pages_judged(ran)

    def outcome(self, ran):
        return f"{pages_judged(ran)} of {ran.output.get('total_urls', 0)} judged, {ran.output.get('failed_urls', 0)} failed"


class Pages(Run):
    whole = 4

    def urls(self, place, remote):
        return [place.base + "/a", place.base + "/b", remote.url + "/c", remote.url + "/d"]


class Source(Run):
    """A search API beside a list of URLs that is well."""

    whole = 3

    def urls(self, place, remote):
        return []

    def environment(self, place, remote):
        text = f"sources:\n  - kind: urls\n    urls: [{place.base}/a, {place.base}/b]\n  - kind: crossref\n    endpoint: {remote.url}\n    pause: 0s\n    timeout: {PATIENCE}\n"
        pathlib.Path(place.folder.name, "winnow.yaml").write_text(text, encoding="utf-8")
        return {}

    def upstream(self, place):
        return place.services.server_port


class Model(Run):
    arguments = ("--method", "standard")
    good = 0  # no page has a score without its judge

    def environment(self, place, remote):
        return {"OPENAI_API_KEY": KEY, "WINNOW_MODELS__ORDER": "openai", "WINNOW_MODELS__OPENAI__ENDPOINT": remote.url + "/v1", "WINNOW_MODELS__OPENAI__TIMEOUT": PATIENCE}


class Qdrant(Run):
    def environment(self, place, remote):
        return {"WINNOW_INDEX__KIND": "qdrant", "WINNOW_INDEX__URL": remote.url}

    def upstream(self, place):
        return place.qdrant.server_port


class SecretsManager(Model):
    def environment(self, place, remote):
        return {"WINNOW_MODELS__ORDER": "openai", "WINNOW_MODELS__OPENAI__ENDPOINT": place.base + "/v1", "WINNOW_MODELS__OPENAI__KEY": "secretsmanager:openai",
                "AWS_ENDPOINT_URL": remote.url}

    def upstream(self, place):
        return place.services.server_port


class Step:
    """One function of the AWS form, by `winnow invoke`."""

    good = 0
    whole = 1

    def done(self, ran):
        return int(ran.status == 0 and "errorType" not in ran.output)

    def outcome(self, ran):
        return "done" if self.done(ran) else f"fails as {ran.output.get('errorType', 'unknown')}"

    def upstream(self, place):
        return place.services.server_port


class S3(Step):
    def call(self, place, remote):
        return place.winnow("invoke", "pipeline-fetch-urls", "-", "--archive", ARCHIVE, event={"query": QUESTION, "evaluation_method": "local", "max_urls": 3, "run_id": "r1"},
                            AWS_ENDPOINT_URL=remote.url, WINNOW_CONTENT_BUCKET="content", WINNOW_RESULTS_BUCKET="results")


class StepFunctions(Step):
    def call(self, place, remote):
        return place.winnow("invoke", "pipeline-trigger", "-", event={"query": QUESTION, "schedule": "daily", "scheduled_time": "2026-11-26T06:00:00Z"},
                            AWS_ENDPOINT_URL=remote.url, WINNOW_STATE_MACHINE_ARN="arn:aws:states:us-east-1:1:stateMachine:m")


class Redis(Step):
    """A page is judged with Redis as the memory: it must be judged without it."""

    speaks = "redis"
    good = 1
    answers = {"429": b"-BUSY Redis is busy running a script.\r\n", "503": b"-LOADING Redis is loading the dataset in memory\r\n", "wrong content": faulty.NONSENSE}

    def call(self, place, remote):
        told = {"WINNOW_CACHE": "redis", "WINNOW_REDIS_ENDPOINT": f"{remote.host}:{remote.port}"}
        if remote.fault != "bad TLS":
            told["WINNOW_NET__CA_FILE"] = str(faulty.certificate(remote.folder)[1])
        event = {"query": QUESTION, "evaluation_method": "local", "run_id": "r1", "sources": [], "max_urls": 1}
        if not getattr(place, "has_begun", False):
            begun = place.winnow("invoke", "pipeline-fetch-urls", "-", "--archive", ARCHIVE, event={key: event[key] for key in ("query", "evaluation_method", "run_id", "max_urls")})
            place.has_begun, place.item = True, begun.output["urls"][0]
        return place.winnow("invoke", "pipeline-evaluator", "-", "--archive", ARCHIVE, event=place.item, **told)

    def done(self, ran):
        return int(ran.output.get("state") in ("judged", "cached"))

    def outcome(self, ran):
        return "judged" if self.done(ran) else f"not judged: {ran.output}"


class Mail:
    """The digest of a run by mail. What could not be delivered must be in the next one."""

    speaks = "smtp"
    good = 0
    whole = 1
    answers = {"429": b"421 4.7.0 too many connections, slow down\r\n", "503": b"554 5.3.0 out of order\r\n", "wrong content": faulty.NONSENSE, "slow": b"220-wait\r\n" * 1000}

    def upstream(self, place):
        return place.mail.port

    def call(self, place, remote):
        if not getattr(place, "has_run", False):
            place.winnow("run", QUESTION, "--archive", ARCHIVE, "--max-urls", "60", "--json", "--no-index")
            place.has_run = True
        inbox = {"name": "inbox", "kind": "mail", "host": remote.host, "port": remote.port, "from": "winnow <me@example.org>", "to": ["you@example.org"],
                 "tls": "tls" if remote.fault == "bad TLS" else "none"}
        pathlib.Path(place.folder.name, "winnow.yaml").write_text(json.dumps({"digest": {"limit": 2, "min_score": 1, "destinations": [inbox]}}), encoding="utf-8")
        return place.winnow("digest", "--json")

    def done(self, ran):
        return int(any(each["delivered"] == 2 and not each["problem"] for each in ran.output or []))

    def outcome(self, ran):
        return "delivered" if self.done(ran) else "not delivered"


REMOTES = {"pages": Pages(), "source API": Source(), "model API": Model(), "Redis": Redis(), "Qdrant": Qdrant(), "S3": S3(), "Secrets Manager": SecretsManager(),
           "Step Functions": StepFunctions(), "SMTP": Mail()}


def cell_of(name, fault, folder, redis_port, heal=True):
    kind, place = REMOTES[name], Place()
    speaks = getattr(kind, "speaks", "http")
    upstream = redis_port if speaks == "redis" else kind.upstream(place) if hasattr(kind, "upstream") else place.web.server_port
    remote = faulty.Faulty(fault, upstream, folder, getattr(kind, "answers", None), speaks)
    well = faulty.Faulty("none", upstream, folder, None, speaks)
    try:
        ran = kind.call(place, remote)
        cell = Cell(name, fault, kind.outcome(ran), ran.seconds, shortened(told(ran), remote))
        cell.wrong = wrong_with(kind, ran, cell)
        if heal and not cell.wrong and kind.done(again := kind.call(place, well)) != kind.whole:
            cell.wrong.append(f"did not recover: {kind.outcome(again)}; {told(again)}")
    except subprocess.TimeoutExpired:
        cell = Cell(name, fault, "HANGS", LONGEST, "", [f"no end after {LONGEST} s"])
    finally:
        remote.stop()
        well.stop()
        place.close()
    return cell


def wrong_with(kind, ran, cell):
    """A crash, a lost result, a silent gap, a secret that was said."""
    wrong = []
    if ran.status not in (0, 1, 3) or "internal error" in ran.errors:
        wrong.append(f"crashed: status {ran.status}: {ran.errors[-500:]}")
    if kind.done(ran) < kind.good:
        wrong.append(f"lost: {cell.outcome}; {cell.said}")
    if kind.done(ran) < kind.whole and not cell.said:
        wrong.append(f"silent: {cell.outcome}")
    if cell.fault == "flapping" and kind.done(ran) < kind.whole:
        wrong.append(f"gave up on what came back: {cell.outcome}; {cell.said}")
    if any(secret in ran.errors + json.dumps(ran.output) for secret in (KEY, "a-secret-key-that-nobody-may-see")):
        wrong.append("said a secret")
    return wrong


def shortened(said, remote):
    text = " ".join(said[-1].split()) if said else ""
    text = text.replace(f"{remote.host}:{remote.port}", "HOST").replace(str(remote.port), "PORT")
    text = re.sub(r"\x1b\[[0-9;]*m", "", re.sub(r"^[0-9:.TZ-]+ ", "", text))
    return text if len(text) < 150 else text[:147] + "…"


def measure(cells, workers=4, heal=True):
    """All cells, and how long each remote takes without a fault."""
    with tempfile.TemporaryDirectory(prefix="winnow-matrix.") as folder:
        faulty.certificate(folder)
        redis = faulty.RedisServer(folder)
        try:
            with concurrent.futures.ThreadPoolExecutor(workers) as pool:
                return list(pool.map(lambda cell: cell_of(*cell, folder, redis.port, heal), cells))
        finally:
            redis.stop()


def table(cells):
    usual = {cell.remote: cell.seconds for cell in cells if cell.fault == "none"}
    lines = ["| remote | fault | outcome | time lost | what the user sees |", "|---|---|---|---|---|"]
    for cell in cells:
        lost = "" if cell.fault == "none" else f"{max(0.0, cell.seconds - usual[cell.remote]):.1f} s"
        lines.append(f"| {cell.remote} | {cell.fault} | {cell.outcome} | {lost} | {cell.said.replace('|', '/')} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--markdown")
    parser.add_argument("remotes", nargs="*", default=[])
    arguments = parser.parse_args()
    names = arguments.remotes or list(REMOTES)
    cells = measure([(name, fault) for name in names for fault in ("none", *faulty.FAULTS)])
    if arguments.markdown:
        path = pathlib.Path(arguments.markdown)
        before, _, rest = path.read_text(encoding="utf-8").partition("<!-- matrix -->\n")
        path.write_text(before + "<!-- matrix -->\n" + table(cells) + "<!-- end of matrix -->" + rest.partition("<!-- end of matrix -->")[2], encoding="utf-8")
    else:
        sys.stdout.write(table(cells))
    for cell in cells:
        for wrong in cell.wrong:
            sys.stderr.write(f"{cell.remote} × {cell.fault}: {wrong}\n")
    return 1 if any(cell.wrong for cell in cells) else 0


if __name__ == "__main__":
    sys.exit(main())
