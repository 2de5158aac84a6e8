#!/usr/bin/env python3
"""Makes a corpus for measure.py, here and in bench/search, of a public judged collection.

usage: collection.py lee GENSIM.whl OUTPUT      fifty news, each asked as a question, graded by people (Lee et al. 2005)
       collection.py lee+300 GENSIM.whl OUTPUT  the same among 300 more news that nobody graded and that count as no answer
       collection.py beir FOLDER OUTPUT         any collection in BEIR's form: corpus.jsonl, queries.jsonl, qrels/test.tsv
OUTPUT gets documents.jsonl, queries.json and qrels.txt. The news lie in the PyPI package gensim (pip download --no-deps gensim), under
its licence; nothing of them is kept here. Their grades follow the similarity that people saw, 0 to 1: none below
3/8, 1 to 5/8, 2 to 7/8, then 3.
"""
import hashlib
import json
import pathlib
import sys
import zipfile

TEST_DATA = "gensim/test/test_data/"


def document(key, title, text):
    digest = hashlib.sha256(text.encode()).hexdigest()
    url = f"https://collection.example/{key}"
    return {"id": key, "url": url, "canonical": url, "fetched_at": "2026-01-01T00:00:00Z", "title": title, "text": text,
            "content_hash": digest, "kind": "article"}


def lee(wheel, others=False):
    with zipfile.ZipFile(wheel) as package:
        texts = package.read(TEST_DATA + "lee.cor").decode("latin-1").splitlines()
        background = package.read(TEST_DATA + "lee_background.cor").decode("latin-1").splitlines() if others else []
        rows = package.read(TEST_DATA + "similarities0-1.txt").decode().splitlines()
    documents = [document(f"d{number}", "", text) for number, text in enumerate(texts)]
    grades = {}
    for row, line in enumerate(rows):  # the upper half of the matrix
        for column, similarity in enumerate(map(float, line.split())):
            if row < column and (grade := round(4 * similarity) - 1) > 0:
                grades[f"d{row}", f"d{column}"] = grades[f"d{column}", f"d{row}"] = grade
    queries = {entry["id"]: entry["text"] for entry in documents}
    return documents + [document(f"b{number}", "", text) for number, text in enumerate(background)], queries, grades


def beir(folder):
    def lines(name):
        return map(json.loads, (pathlib.Path(folder) / name).read_text(encoding="utf-8").splitlines())
    documents = [document(entry["_id"], entry.get("title", ""), entry["text"]) for entry in lines("corpus.jsonl")]
    grades = {}
    for line in (pathlib.Path(folder) / "qrels" / "test.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, found, grade = line.split("\t")
        grades[query, found] = int(grade)
    judged = {query for query, _ in grades}
    return documents, {entry["_id"]: entry["text"] for entry in lines("queries.jsonl") if entry["_id"] in judged}, grades


def main():
    makers = {"lee": lee, "lee+300": lambda wheel: lee(wheel, others=True), "beir": beir}
    if len(sys.argv) != 4 or sys.argv[1] not in makers:
        sys.exit(__doc__)
    documents, queries, grades = makers[sys.argv[1]](sys.argv[2])
    output = pathlib.Path(sys.argv[3])
    output.mkdir(parents=True, exist_ok=True)
    (output / "documents.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in documents), encoding="utf-8")
    (output / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    (output / "qrels.txt").write_text("".join(f"{query} 0 {found} {grade}\n" for (query, found), grade in sorted(grades.items())), encoding="utf-8")
    print(f"{len(documents)} documents, {len(queries)} questions, {len(grades)} judgements in {output}")


if __name__ == "__main__":
    main()
