#!/usr/bin/env python3
"""Measures what `winnow search` finds, by words, by meaning and by both, on judged collections: nDCG@10 and recall@100.

usage: answers.py PROGRAM NAME=FOLDER... [--extra NAME]
PROGRAM is bench_answers, which asks the index of the product itself. A FOLDER has documents.jsonl, queries.json and
qrels.txt, as bench/embedding/collection.py makes them. --extra: the collection of that name holds the example archive's
documents, and the questions of bench/ranking/extra.json, graded by title and subject alone, are one more column. A
document does not answer the question of the same name, which is its own text. Prints a table in Markdown.
"""
import argparse
import collections
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "ranking"))

import measure as ranking  # noqa: E402
import measures  # noqa: E402

LIMIT = 100
WAYS = {"lexical": "by words", "semantic": "by meaning", "hybrid": "by both", "rrf": "by both, `--fusion rrf`"}


def runs(program, documents, queries):
    """way → query → documents, best first"""
    with tempfile.TemporaryDirectory() as folder:
        asked = pathlib.Path(folder, "queries.json")
        asked.write_text(json.dumps(queries), encoding="utf-8")
        lines = subprocess.run([program, documents, asked, folder, str(LIMIT)], capture_output=True, text=True, check=True).stdout
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for line in lines.splitlines():
        query, _, document, _, _, way = line.split()
        found[way][query].append(document)
    return found


def means(run, judged):
    columns = list(zip(*measures.summary(run, judged).values()))
    return statistics.mean(columns[0]), statistics.mean(columns[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("collections", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--extra", metavar="NAME")
    arguments = parser.parse_args()
    cells = collections.defaultdict(list)
    names = []
    for name, folder in (each.split("=", 1) for each in arguments.collections):
        folder = pathlib.Path(folder)
        queries = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
        sets = {name: measures.read_judgements(folder / "qrels.txt")}
        if name == arguments.extra:
            documents = [json.loads(line) for line in (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()]
            extra, sets["our own"] = ranking.extra_questions(documents)
            queries |= extra
        found = runs(arguments.program, folder / "documents.jsonl", queries)
        for of, judged in sets.items():
            names.append(f"{of}, {len(judged)} questions")
            for way in WAYS:
                cells[way].append("{:.3f} | {:.3f}".format(*means(found[way], judged)))
    print("| nDCG@10, recall@100 | " + " | ".join(f"{name} | " for name in names) + " |")
    print("|---" + "|---:" * 2 * len(names) + "|")
    for way, title in WAYS.items():
        print(f"| {title} | " + " | ".join(cells[way]) + " |")


if __name__ == "__main__":
    main()
