"""The metric of the article-extraction-benchmark: shingles of four words, compared page by page.

Precision and recall are means over pages; F1 is that of the two means.
"""

import re
from collections import Counter
from collections.abc import Iterable

WORD = re.compile(r"\w+")
Shingles = Counter[tuple[str, ...]]


def words(text: str) -> list[str]:
    return WORD.findall(text or "")


def shingles(found: list[str], size: int = 4) -> Shingles:
    if not found:
        return Counter()
    return Counter(tuple(found[i : i + size]) for i in range(max(1, len(found) - size + 1)))


def page_score(truth: Shingles, guess: Shingles) -> tuple[float, float]:
    """Precision and recall of one page."""
    shared = sum((truth & guess).values())
    expected, given = sum(truth.values()), sum(guess.values())
    if shared == expected == given:
        return 1.0, 1.0
    return (shared / given if given else 0.0), (shared / expected if expected else 0.0)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def mean_score(pages: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """F1, precision, recall of all pages."""
    scores = list(pages)
    precision = sum(p for p, _ in scores) / len(scores)
    recall = sum(r for _, r in scores) / len(scores)
    return f1(precision, recall), precision, recall
