#!/usr/bin/env python3
"""Exact vector search of winnow beside numpy and faiss on the same vectors, SQLite's FTS5 alone, and how an index grows.

usage: measure.py PATH_TO/bench_search [--vectors 100000] [--dimensions 256]
Needs numpy and faiss-cpu (requirements.txt). Everything on one core. Prints tables in Markdown.
"""
import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import tempfile
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import faiss  # noqa: E402
import numpy  # noqa: E402

TOP = 10


def made(count, dimensions, seed):
    """Unit vectors around some centres, as texts about some topics are."""
    generator = numpy.random.default_rng(seed)
    centres = numpy.random.default_rng(1).normal(size=(200, dimensions))
    vectors = centres[generator.integers(0, len(centres), count)] + 1.5 * generator.normal(size=(count, dimensions))
    return (vectors / numpy.linalg.norm(vectors, axis=1, keepdims=True)).astype("float32")


def timed(function, questions):
    times, found = [], []
    for question in questions:
        start = time.perf_counter()
        found.append(function(question))
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), found


def by_numpy(vectors):
    def search(question):
        scores = vectors @ question
        best = numpy.argpartition(-scores, TOP)[:TOP]
        return best[numpy.argsort(-scores[best])].tolist()
    return search


def by_faiss(vectors):
    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return lambda question: index.search(question[None, :], TOP)[1][0].tolist()


def recall(found, truth):
    return sum(len(set(one) & set(other)) for one, other in zip(found, truth)) / (TOP * len(truth))


def scans(program, count, dimensions, folder):
    vectors, questions = made(count, dimensions, 2), made(101, dimensions, 3)
    vectors.tofile(f"{folder}/vectors")
    questions.tofile(f"{folder}/questions")
    rows = []
    numpy_ms, truth = timed(by_numpy(vectors), questions)
    rows.append(("numpy, float32", numpy_ms, vectors.nbytes, 1.0))
    faiss_ms, found = timed(by_faiss(vectors), questions)
    rows.append(("faiss IndexFlatIP, float32", faiss_ms, vectors.nbytes, recall(found, truth)))
    ours = json.loads(subprocess.run([program, "scan", f"{folder}/vectors", f"{folder}/questions", str(dimensions)],
                                     check=True, capture_output=True, text=True).stdout)
    rows.insert(0, ("winnow, a byte a component", ours["median_ms"], ours["bytes"], recall(ours["found"], truth)))
    print(f"\n{count:,} vectors of {dimensions}, best {TOP}, one core, median of {len(questions)} questions\n")
    print("| exact scan | median | memory | recall@10 |\n|---|---:|---:|---:|")
    for name, milliseconds, size, share in rows:
        print(f"| {name} | {milliseconds:.1f} ms | {size / 1e6:.0f} MB | {share:.3f} |")


def words(generator, count):
    return " ".join(f"word{int(30_000 ** generator.random())}" for _ in range(count))


def fts5(passages):
    generator = random.Random(11)
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table page using fts5(title, body, tokenize='ascii')")
    base.executemany("insert into page values (?, ?)", ((words(generator, 6), words(generator, 90)) for _ in range(passages)))
    def ask(_):
        question = " OR ".join(words(generator, 5).split())
        return base.execute("select rowid from page where page match ? order by rank limit 50", (question,)).fetchall()
    milliseconds, _ = timed(ask, range(21))
    print(f"\nSQLite FTS5 alone over {passages:,} passages of 90 words, questions of 5 words: {milliseconds:.1f} ms at the median")


def growth(program, documents, folder):
    rows = json.loads(subprocess.run([program, "growth", folder, str(documents), "4"], check=True, capture_output=True, text=True).stdout)
    print("\n| documents | passages | file | KB a document | documents/s | words | meaning | both |\n|---:|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        print(f"| {row['documents']:,} | {row['passages']:,} | {row['bytes'] / 1e6:.0f} MB | {row['bytes'] / row['documents'] / 1e3:.1f} | "
              f"{row['documents_per_second']:.0f} | {row['lexical_ms']:.1f} ms | {row['semantic_ms']:.1f} ms | {row['hybrid_ms']:.1f} ms |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--documents", type=int, default=8_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scans(arguments.program, arguments.vectors, arguments.dimensions, folder)
        growth(arguments.program, arguments.documents, folder)
        fts5(5 * arguments.documents)


if __name__ == "__main__":
    main()
