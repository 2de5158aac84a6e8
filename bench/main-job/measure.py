#!/usr/bin/env python3
"""Measures the main job: start-up, the example question, and memory over many URLs from a local server.

usage: measure.py WINNOW [--urls 1000,3000,10000] [--skip-urls]
Prints a table in Markdown. The server gives every URL a page of its own of some 800 words, over 50 loopback addresses.
"""
import argparse
import asyncio
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
QUESTION = "engineering career growth frameworks and evaluation criteria"
ADDRESSES = 50
WORDS = (
    "engineer career growth framework level promotion review team design code decision incident service evidence "
    "measure feedback goal manager mentor scope impact project system risk test release plan document practice "
    "question answer example reason trade cost time quality people work week quarter learn teach lead write read"
).split()


def page(number: int) -> bytes:
    """A page of its own for every number: paragraphs of words drawn with the number as the seed."""
    draw = random.Random(number)
    title = f"{' '.join(draw.choices(WORDS, k=5)).capitalize()} {number}"
    paragraphs = "".join(
        f"<p>{' '.join(draw.choices(WORDS, k=80)).capitalize()}, as of {2000 + draw.randrange(26)}.</p>\n"
        for _ in range(10)
    )
    links = "".join(f'<li><a href="/page/{draw.randrange(100000)}">{draw.choice(WORDS)}</a></li>' for _ in range(40))
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><nav><ul>{links}</ul></nav>"
        f"<article><h1>{title}</h1>{paragraphs}</article><footer>{links}</footer></body></html>"
    ).encode()


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while line := await reader.readline():
            path = line.split()[1].decode()
            while (await reader.readline()).strip():
                pass
            found = path.startswith("/page/")
            body = page(int(path.rsplit("/", 1)[1])) if found else b"not found"
            status = b"200 OK" if found else b"404 Not Found"
            writer.write(
                b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
                + str(len(body)).encode() + b"\r\n\r\n" + body
            )
            await writer.drain()
    except (ConnectionError, IndexError, ValueError):
        pass
    finally:
        writer.close()


def serve() -> int:
    """Starts the server in a thread of its own; the port."""
    ready: list[int] = []
    started = threading.Event()

    async def main() -> None:
        server = await asyncio.start_server(answer, "0.0.0.0", 0)
        ready.append(server.sockets[0].getsockname()[1])
        started.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
    started.wait()
    return ready[0]


def peak_of(pid: int) -> float:
    """Peak memory in MB so far. rusage would count what this script had when it forked."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), default=0)


def run(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, peak memory in MB of one program."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    ended = False
    while not ended:
        ended_pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        ended = ended_pid != 0
        if not ended:
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.01)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit(f"{' '.join(command[:3])}… ended with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime, peak


def measure_start(winnow: str) -> None:
    times = []
    for _ in range(41):
        begin = time.perf_counter()
        subprocess.run([winnow, "--version"], stdout=subprocess.DEVNULL, check=True)
        times.append((time.perf_counter() - begin) * 1000)
    print(f"\n`winnow --version`, median of 41: {statistics.median(times):.1f} ms (least {min(times):.1f} ms)")


def measure_example(winnow: str) -> None:
    runs = []
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(run([winnow, "run", QUESTION, "--archive", str(ROOT / "examples/career-growth.warc.gz"),
                             "--data", f"{folder}/data", "--output", f"{folder}/out"]))
    print("\n| the example question, 312 pages | wall | processor time | peak memory |\n|---|---|---|---|")
    print(f"| median of 5 | {statistics.median(r[0] for r in runs):.2f} s | {statistics.median(r[1] for r in runs):.2f} s "
          f"| {max(r[2] for r in runs):.0f} MB |")


def measure_urls(winnow: str, counts: list[int]) -> None:
    port = serve()
    print("\n| URLs from a local server | wall | URLs/s | processor time | peak memory |\n|---|---|---|---|---|")
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            urls = folder / "urls.txt"
            hosts = [f"127.0.1.{n + 1}" for n in range(ADDRESSES)]
            urls.write_text("".join(f"http://{hosts[n % ADDRESSES]}:{port}/page/{n}\n" for n in range(count)))
            config = folder / "winnow.yaml"
            allow = "".join(f'\n    - "{host}:{port}"' for host in hosts)
            config.write_text(f"net:\n  allow:{allow}\nfetch:\n  delay: 0s\n  host_concurrency: 8\n")
            wall, processor, memory = run([winnow, "run", QUESTION, "--config", str(config), "--urls", str(urls),
                                           "--data", f"{name}/data", "--output", f"{name}/out"])
        print(f"| {count:,} | {wall:.1f} s | {count / wall:,.0f} | {processor:.1f} s | {memory:.0f} MB |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("winnow")
    parser.add_argument("--urls", default="1000,3000,10000", help="how many URLs, divided by commas")
    parser.add_argument("--skip-urls", action="store_true")
    arguments = parser.parse_args()
    measure_start(arguments.winnow)
    measure_example(arguments.winnow)
    if not arguments.skip_urls:
        measure_urls(arguments.winnow, [int(count) for count in arguments.urls.split(",")])


if __name__ == "__main__":
    main()
