#!/usr/bin/env python3
"""Runs the extractor and its peers on tests/data/extraction in one go.

usage: compare.py [--program PATH] [--venv FOLDER] [--rounds N] [--ours-only]
Prints a table: F1, precision, recall, pages and megabytes of HTML per second of processor time, peak memory.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/data/extraction"
PEERS = {"trafilatura": "trafilatura", "trafilatura-fast": "trafilatura", "readability": "readability-lxml", "resiliparse": "resiliparse"}
sys.path.insert(0, str(ROOT / "tools/train-extraction"))
from metric import mean_score, page_score, shingles, words


def unpack(folder: pathlib.Path) -> None:
    for path in sorted((DATA / "html").glob("*.html.gz")):
        (folder / path.name.removesuffix(".gz")).write_bytes(gzip.decompress(path.read_bytes()))


def f1_of(predictions: dict) -> tuple[float, float, float]:
    truth = json.loads((DATA / "ground-truth.json").read_text(encoding="utf-8"))
    return mean_score(
        [
            page_score(shingles(words(entry["articleBody"])), shingles(words(predictions.get(page_id, {}).get("articleBody", ""))))
            for page_id, entry in truth.items()
        ]
    )


def report(name: str, predictions: dict, figures: dict) -> None:
    score, precision, recall = f1_of(predictions)
    print(
        f"{name:18} F1 {score:.4f}  precision {precision:.4f}  recall {recall:.4f}"
        f"  {figures['pages_per_second']:7.0f} pages/s  {figures['megabytes_per_second']:6.1f} MB/s"
        f"  {figures['peak_megabytes']:5.0f} MB",
        flush=True,
    )


def run(command: list[str]) -> tuple[dict, dict]:
    """A program that prints predictions to standard output and figures to standard error, on one core."""
    done = subprocess.run(["taskset", "-c", "0", *command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return json.loads(done.stdout), json.loads(done.stderr.strip().splitlines()[-1])


def prepare(venv: pathlib.Path) -> pathlib.Path:
    python = venv / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        for package in ("pip", *sorted(set(PEERS.values())), "lxml_html_clean"):
            subprocess.run([str(python), "-m", "pip", "install", "-q", "-U", package], check=True)
    return python


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "build/release/bench/extraction/extraction_bench"))
    parser.add_argument("--venv", default=str(pathlib.Path(tempfile.gettempdir()) / "extraction-peers"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ours-only", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        unpack(pathlib.Path(name))
        report("winnow", *run([options.program, name, str(options.rounds), str(DATA / "ground-truth.json")]))
        if options.ours_only:
            return
        python = prepare(pathlib.Path(options.venv))
        for peer in PEERS:
            report(peer, *run([str(python), str(pathlib.Path(__file__).with_name("peer.py")), peer, name]))


if __name__ == "__main__":
    main()
