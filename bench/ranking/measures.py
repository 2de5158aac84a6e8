"""Measures of rankings by TREC judgements: nDCG, recall and average precision.

Gains are 2^grade - 1, discounts log2(rank + 1), as Burges et al. (2005) define them; a document counts as relevant for
recall and average precision from grade 1 on.
"""
import collections
import math


def read_judgements(path):
    judged = collections.defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            query, _, document, grade = line.split()
            judged[query][document] = int(grade)
    return judged


def read_run(text):
    """TREC lines to query → documents, best first."""
    found = collections.defaultdict(list)
    for line in text.splitlines():
        query, _, document, rank, _, _ = line.split()
        found[query].append((int(rank), document))
    return {query: [document for _, document in sorted(entries)] for query, entries in found.items()}


def ndcg(order, grades, depth=10, linear=False):
    gain = (lambda grade: grade) if linear else (lambda grade: 2**grade - 1)
    total = sum(gain(grades.get(document, 0)) / math.log2(i + 2) for i, document in enumerate(order[:depth]))
    best = sorted(grades.values(), reverse=True)[:depth]
    ideal = sum(gain(grade) / math.log2(i + 2) for i, grade in enumerate(best))
    return total / ideal if ideal else 0.0


def recall(order, grades, depth=100):
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant & set(order[:depth])) / len(relevant) if relevant else 0.0


def average_precision(order, grades):
    relevant = {document for document, grade in grades.items() if grade > 0}
    hits, total = 0, 0.0
    for i, document in enumerate(order):
        if document in relevant:
            hits += 1
            total += hits / (i + 1)
    return total / len(relevant) if relevant else 0.0


def summary(run, judged):
    """query → (nDCG@10, nDCG@10 with linear gains, recall@100, average precision)."""
    return {query: (ndcg(run.get(query, []), grades), ndcg(run.get(query, []), grades, linear=True),
                    recall(run.get(query, []), grades), average_precision(run.get(query, []), grades))
            for query, grades in judged.items()}
