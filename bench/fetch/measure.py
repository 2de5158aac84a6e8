#!/usr/bin/env python3
"""Fetches 10,000 URLs of 500 loopback hosts from a server that adds latency: winnow's fetch stage, and Scrapy beside it.

usage: measure.py BUILD/bench/fetch [--urls 10000] [--hosts 500] [--latency 50] [--bytes 20000] [--repeat 3] [--only winnow|scrapy]
Prints a table in Markdown: the median of the repetitions, which take turns. The peer is installed, pinned, into build/fetch-venv.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
VENV = HERE.parents[1] / "build" / "fetch-venv"
WORKERS = 256  # the most that `run.workers` allows
# name, requests to a host at a time, delay in ms, robots.txt
MODES = {"off": ("8", "0", "ignored"), "as configured": ("2", "1000", "respected")}


def peer_python() -> str:
    if not (VENV / "bin" / "scrapy").exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        subprocess.run([str(VENV / "bin/pip"), "install", "--quiet", "-r", str(HERE / "requirements.txt")], check=True)
    return str(VENV / "bin/python")


def peak_of(pid: int) -> float:
    """Peak memory in MB so far. rusage would count what this script had when it forked."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), default=0)


def run(command: list[str]) -> dict:
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output)
        peak = 0.0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.02)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command[0]} ended with {process.returncode}")
        output.seek(0)
        result = json.loads(output.read().splitlines()[-1])
    return {**result, "peak": peak, "processor": usage.ru_utime + usage.ru_stime}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--urls", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--latency", type=int, default=50, help="milliseconds before each answer")
    parser.add_argument("--bytes", type=int, default=20_000, help="of a page")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", choices=["winnow", "scrapy"])
    parser.add_argument("--modes", default=",".join(MODES))
    arguments = parser.parse_args()
    fetchers = {"winnow": [str(arguments.programs / "bench_fetch")]}
    if arguments.only != "winnow":
        fetchers["Scrapy"] = [peer_python(), str(HERE / "peer.py")]
    if arguments.only == "scrapy":
        del fetchers["winnow"]
    server = subprocess.Popen([str(arguments.programs / "bench_fetch_server"), str(arguments.latency), str(arguments.bytes)],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            urls = pathlib.Path(folder) / "urls.txt"
            hosts = [f"127.{1 + n // 250}.{n % 250 // 25}.{1 + n % 25}" for n in range(arguments.hosts)]
            urls.write_text("".join(f"http://{hosts[n % len(hosts)]}:{port}/page/{n}\n" for n in range(arguments.urls)))
            print("| politeness | fetcher | fetches/s | wall | processor time | peak memory | failed |\n|---|---|---:|---:|---:|---:|---:|")
            for mode in arguments.modes.split(","):
                limits = MODES[mode]
                runs: dict[str, list[dict]] = {name: [] for name in fetchers}
                for _ in range(arguments.repeat):
                    for name, command in fetchers.items():
                        runs[name].append(run([*command, str(urls), str(WORKERS), *limits]))
                for name, results in runs.items():
                    middle = {key: statistics.median(result[key] for result in results) for key in results[0]}
                    print(f"| {mode} | {name} | {middle['fetched'] / middle['seconds']:,.0f} | {middle['seconds']:.1f} s "
                          f"| {middle['processor']:.1f} s | {middle['peak']:.0f} MB | {middle['failed']:.0f} |", flush=True)
    finally:
        server.stdin.close()
        server.wait(timeout=10)


if __name__ == "__main__":
    main()
