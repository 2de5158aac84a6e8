#!/usr/bin/env python3
"""Measures the static embedder: speed beside the transformer that it was distilled from, and what searches find.

usage: measure.py PROGRAM CORPUS --documents FILE [--model FOLDER [--teach]] [--chunks METHOD TOKENS OVERLAP]
PROGRAM is bench_embedding; CORPUS a folder with queries.json and qrels.txt; FILE holds documents as
bench/ranking/extracted.py writes them. FOLDER holds all-MiniLM-L6-v2 (tools/distill/README.md says where from, and what
must be installed): its speed is measured on 32 of the same texts, on one core, too, and with --teach what it finds with
the same passages (minutes). All speeds are of processor time. Lexical is SQLite FTS5's BM25 over titles and texts,
semantic the best passage of each document, hybrid both by reciprocal rank (k = 60, the first 100 of each).
The questions of bench/ranking/extra.json are a second set, graded by title and subject alone, where CORPUS has pages of theirs. A
document does not answer the question of the same name, which is its own text (collection.py makes such corpora).
"""
import argparse
import collections
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "ranking"), str(HERE.parents[1] / "tools" / "distill")]

import fts5  # noqa: E402
import measure as ranking  # noqa: E402
import measures  # noqa: E402

DEPTH = 100
MOST_SHOWN = 10  # questions


def fused(*runs, k=60):
    orders = {}
    for query in runs[0]:
        scores = collections.Counter()
        for run in runs:
            for place, document in enumerate(run.get(query, [])[:DEPTH], 1):
                scores[document] += 1 / (k + place)
        orders[query] = sorted(scores, key=lambda document: (-scores[document], document))
    return orders


def show(name, run, sets):
    run = {query: [document for document in order if document != query] for query, order in run.items()}
    cells = []
    for judged in sets:
        scores = measures.summary(run, judged)
        ndcg, _, recall, _ = [statistics.mean(column) for column in zip(*scores.values())]
        cells.append(f"nDCG@10 {ndcg:.3f}  recall@100 {recall:.3f}")
    each = " ".join(f"{measures.ndcg(run.get(q, []), grades):.2f}" for q, grades in list(sets[0].items())[:MOST_SHOWN])
    print(f"{name:24}" + "  |  ".join(cells) + f"  |  {each}")


class Transformer:
    def __init__(self, folder):
        os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded
        from minilm import MiniLm
        from tokenizers import BertWordPieceTokenizer
        self.model = MiniLm(folder)
        self.tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"))

    def vectors(self, texts):
        tokens = [self.tokenizer.encode(text, add_special_tokens=False).ids[:510] for text in texts]
        return self.model.sentence_vectors(tokens, batch=8)

    def speed(self, texts):
        start = time.process_time()
        self.vectors(texts)
        return len(texts) / (time.process_time() - start)

    def run(self, passages, queries):
        """query → documents by their best passage; `passages` are pairs of document and text."""
        vectors = self.vectors([text for _, text in passages])
        orders = {}
        for query, vector in zip(queries, self.vectors(list(queries.values()))):
            best = {}
            for (document, _), score in zip(passages, (vectors @ vector).tolist()):
                best[document] = max(best.get(document, -2.0), score)
            orders[query] = sorted(best, key=lambda document: (-best[document], document))
        return orders


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("--documents", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path)
    parser.add_argument("--teach", action="store_true")
    parser.add_argument("--chunks", nargs=3, default=[], metavar=("METHOD", "TOKENS", "OVERLAP"))
    arguments = parser.parse_args()

    def program(*words):
        return subprocess.run([arguments.program, *map(str, words)], capture_output=True, text=True, check=True).stdout

    print(program("speed", arguments.documents), end="")
    if arguments.model:
        transformer = Transformer(arguments.model)
        texts = [json.loads(line) for line in program("texts", arguments.documents).splitlines()]
        speed = transformer.speed(texts[::max(1, len(texts) // 32)][:32])
        print(f"transformer      {speed:9.1f} texts/s  (numpy)")

    documents = [json.loads(line) for line in arguments.documents.read_text(encoding="utf-8").splitlines()]
    queries = json.loads((arguments.corpus / "queries.json").read_text(encoding="utf-8"))
    judged = measures.read_judgements(arguments.corpus / "qrels.txt")
    extra, extra_judged = ranking.extra_questions(documents)
    if not any(extra_judged.values()):
        extra, extra_judged = {}, {}
    everything = {**queries, **extra}
    with tempfile.TemporaryDirectory() as folder:
        asked = pathlib.Path(folder, "queries.json")
        asked.write_text(json.dumps(everything), encoding="utf-8")
        semantic = measures.read_run(program("rank", arguments.documents, asked, *arguments.chunks))
    lexical = fts5.run(documents, everything, len(documents))
    sets = (judged, extra_judged) if extra_judged else (judged,)
    of_our_own = f"{len(extra_judged)} of our own" if extra_judged else ""
    print(f"\n{'':24}{len(judged)} judged questions{'':27}{of_our_own:38}nDCG@10 of each judged one, at most {MOST_SHOWN}")
    show("lexical (FTS5 BM25)", lexical, sets)
    show("semantic (static)", semantic, sets)
    show("hybrid", fused(lexical, semantic), sets)
    if arguments.model and arguments.teach:
        passages = [json.loads(line) for line in program("passages", arguments.documents).splitlines()]
        taught = transformer.run(passages, everything)
        show("semantic (transformer)", taught, sets)
        show("hybrid with it", fused(lexical, taught), sets)


if __name__ == "__main__":
    main()
