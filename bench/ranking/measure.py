#!/usr/bin/env python3
"""Measures the ranking on a judged corpus, beside SQLite FTS5's BM25 over the same texts.

usage: measure.py PROGRAM CORPUS [--documents FILE]
PROGRAM is bench_ranking; CORPUS a folder with manifest.json, queries.json and qrels.txt. FILE holds documents as the
program's extractor gave them, one JSON object a line; without it a crude reader makes them. The questions of
extra.json beside this script, judged by title and subject alone, are measured as a second set: the settings were chosen
with both in sight, so neither is a blind test.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile

import corpus
import fts5
import measures

HERE = pathlib.Path(__file__).parent


def extra_questions(documents):
    """(queries, judgements) of extra.json: parts of URLs and their grades, the first that fits holds."""
    queries, judged = {}, {}
    for number, entry in enumerate(json.loads((HERE / "extra.json").read_text(encoding="utf-8")), 1):
        key = f"e{number}"
        queries[key] = entry["question"]
        judged[key] = {}
        for part, grade in entry["grades"].items():
            for document in documents:
                if part in document["url"]:
                    judged[key].setdefault(document["id"], grade)
    return queries, judged


def show(name, run, sets):
    cells = []
    for judged in sets:
        scores = measures.summary(run, judged).values()
        mean = [statistics.mean(column) for column in zip(*scores)]
        cells.append("nDCG@10 {:.3f} (linear gains {:.3f})  recall@100 {:.3f}  MAP {:.3f}".format(*mean))
    print(f"{name:28}" + "  |  ".join(cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--documents", type=pathlib.Path)
    arguments = parser.parse_args()

    if arguments.documents:
        documents = [json.loads(line) for line in arguments.documents.read_text(encoding="utf-8").splitlines()]
    else:
        documents = list(corpus.documents(arguments.corpus))
    queries = json.loads((arguments.corpus / "queries.json").read_text(encoding="utf-8"))
    judged = measures.read_judgements(arguments.corpus / "qrels.txt")
    extra, extra_judged = extra_questions(documents)
    everything = {**queries, **extra}

    with tempfile.TemporaryDirectory() as folder:
        lines = pathlib.Path(folder, "documents.jsonl")
        lines.write_text("".join(json.dumps(document) + "\n" for document in documents), encoding="utf-8")
        asked = pathlib.Path(folder, "queries.json")
        asked.write_text(json.dumps(everything), encoding="utf-8")
        sets = (judged, extra_judged)
        show("SQLite FTS5 BM25", fts5.run(documents, everything, len(documents)), sets)
        for name, flags in (("relevance alone", ["--plain", "--no-judge"]), ("with quality", ["--plain"]),
                            ("grouped and diverse", ["--no-judge"]), ("reading list", ["--list"]), ("winnow rank", [])):
            done = subprocess.run([arguments.program, lines, asked, *flags], capture_output=True, text=True, check=True)
            run = measures.read_run(done.stdout)
            show(name, run, sets)
        print("winnow rank, nDCG@10:", {q: round(measures.ndcg(run.get(q, []), judged[q]), 3) for q in judged})
        print(done.stderr.splitlines()[-1])


if __name__ == "__main__":
    main()
