#!/usr/bin/env python3
"""Measures our functions beside the least that Python and Node need, on one Runtime API, in turns.

usage: bench/lambda/measure.py [--program build/release/winnow] [--starts 30] [--calls 300]
start: from the start of the process to its first question for an event. memory: resident then (rss), and the part that is
its own (uss). call: an event that is refused at once, from its dispatch to the answer; the test's own Runtime API is in it,
alike for all. page: one recorded page fetched from the archive, extracted, judged locally and its outcome written to a folder.
CPU: what the process itself computed for it, which other programs on the machine do not lengthen. Each as least / median.
Python's standard library only.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
sys.path.insert(0, str(SOURCE / "tests" / "aws"))
from stack.functions import Sandbox, inherited  # noqa: E402

QUESTION = "engineering career growth frameworks and evaluation criteria"


def memory(pid):
    """Resident and unshared megabytes."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    fields = {name: int(kilobytes) for name, kilobytes in re.findall(r"^(\w+):\s+(\d+) kB", text, re.M)}
    return fields["Rss"] / 1024, (fields["Private_Clean"] + fields["Private_Dirty"]) / 1024


def cpu(pid):
    """Milliseconds that all threads of the process have computed."""
    return sum(int(path.read_text(encoding="ascii").split()[0]) for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e6


def start(command, environment, log):
    sandbox = Sandbox(command, environment, log)
    if not sandbox.ready.wait(30) or sandbox.ready_at is None:
        raise SystemExit(f"{command} does not start")
    return sandbox


def timed(sandbox, event):
    begin = time.perf_counter()
    reply = sandbox.invoke(json.dumps(event).encode(), 60)
    return (time.perf_counter() - begin) * 1000, reply


def row(values, unit):
    return f"{min(values):.2f} / {statistics.median(values):.2f} {unit}"


def pages(program, environment, log, count):
    """Milliseconds for each of some recorded pages, by a warm process."""
    fetching = start([program, "lambda", "pipeline-fetch-urls"], environment, log)
    _, (found, error) = timed(fetching, {"query": QUESTION, "evaluation_method": "local", "run_id": "bench", "max_urls": count + 5})
    fetching.stop()
    if error:
        raise SystemExit(found)
    evaluating = start([program, "lambda", "pipeline-evaluator"], environment, log)
    items = json.loads(found)["urls"]
    times = [timed(evaluating, item)[0] for item in items[:5]]
    before = cpu(evaluating.process.pid)
    times += [timed(evaluating, item)[0] for item in items[5:]]
    computed = (cpu(evaluating.process.pid) - before) / len(items[5:])
    resident = memory(evaluating.process.pid)[0]
    evaluating.stop()
    return times[0], times[5:], computed, resident


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(SOURCE / "build" / "release" / "winnow"))
    parser.add_argument("--starts", type=int, default=30)
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--pages", type=int, default=60)
    options = parser.parse_args()
    runtimes = {
        "winnow": [options.program, "lambda", "pipeline-save-results"],
        "Python " + sys.version.split()[0]: [sys.executable, "-S", "-E", str(HERE / "peer.py")],
    }
    if shutil.which("node"):
        runtimes["Node"] = ["node", str(HERE / "peer.mjs")]
    with tempfile.TemporaryDirectory(prefix="winnow-bench.") as folder, open(os.path.join(folder, "log"), "ab") as log:
        environment = {**inherited(), "HOME": folder, "WINNOW_DATA": folder, "WINNOW_ARCHIVE": str(SOURCE / "examples" / "career-growth.warc.gz")}
        results = {name: {key: [] for key in ("start", "start_cpu", "rss", "uss", "call", "call_cpu")} for name in runtimes}
        for turn in range(options.starts):
            for name, command in runtimes.items():
                sandbox = start(command, environment, log)
                time.sleep(0.02)  # the pages that it touched are accounted for
                resident, own = memory(sandbox.process.pid)
                results[name]["start"].append((sandbox.ready_at - sandbox.started_at) * 1000)
                results[name]["rss"].append(resident)
                results[name]["uss"].append(own)
                results[name]["start_cpu"].append(cpu(sandbox.process.pid))
                timed(sandbox, {})
                before = cpu(sandbox.process.pid)
                calls = [timed(sandbox, {})[0] for _ in range(max(1, options.calls // options.starts))]
                results[name]["call"] += calls
                results[name]["call_cpu"].append((cpu(sandbox.process.pid) - before) / len(calls))
                sandbox.stop()
        print("| runtime | start to first event | its CPU | resident | own | call | its CPU |\n|---|---:|---:|---:|---:|---:|---:|")
        for name, result in results.items():
            cells = [row(result[key], unit) for key, unit in (("start", "ms"), ("start_cpu", "ms"), ("rss", "MB"), ("uss", "MB"), ("call", "ms"), ("call_cpu", "ms"))]
            print(f"| {name} | {' | '.join(cells)} |")
        first, times, computed, resident = pages(options.program, environment, log, options.pages)
        print(f"\none recorded page, judged locally: {row(times, 'ms')}, CPU {computed:.2f} ms on average; the first of a process, "
              f"with the archive's index: {first:.1f} ms; resident after {options.pages} pages: {resident:.0f} MB")


if __name__ == "__main__":
    main()
