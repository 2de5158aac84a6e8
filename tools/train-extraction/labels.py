"""Which blocks of a page belong to the article, found by comparing them with the text a person marked."""

import difflib
from collections import Counter
from dataclasses import dataclass, field

from metric import Shingles, f1, page_score, shingles, words

MOST_WEIGHT = 0.3  # a page of one paragraph must not outweigh all others
LEAST_WEIGHT = 0.002


@dataclass
class LabelledPage:
    page_id: str
    truth: Shingles
    block_words: list[list[str]]
    lengths: list[float]  # in words; two characters of CJK make one
    rows: list[list[float]]
    asked: list[bool]  # false for blocks that the extractor never takes
    headline: int  # number of the block with the headline
    groups: list[int]  # the table or list around each block, or 0
    labels: list[bool] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def text(self, chosen: list[bool]) -> list[str]:
        return [word for found, take in zip(self.block_words, chosen) if take for word in found]

    def score(self, chosen: list[bool]) -> tuple[float, float]:
        return page_score(self.truth, shingles(self.text(chosen)))


def aligned(page: LabelledPage, truth_words: list[str]) -> list[float]:
    """Share of each block's words that the alignment of page and truth uses."""
    owners = [i for i, found in enumerate(page.block_words) for _ in found]
    page_words = [word for found in page.block_words for word in found]
    used: Counter[int] = Counter()
    matcher = difflib.SequenceMatcher(None, page_words, truth_words, autojunk=False)
    for begin, _, length in matcher.get_matching_blocks():
        used.update(owners[begin : begin + length])
    return [used[i] / max(1, len(found)) for i, found in enumerate(page.block_words)]


def label(page: LabelledPage, truth_words: list[str]) -> None:
    """Sets labels to the choice of blocks with the best F1, and weights to what F1 a wrong choice costs."""
    shares = aligned(page, truth_words)
    chosen = [share > 0.6 for share in shares]
    best = f1(*page.score(chosen))
    for _ in range(3):
        changed = False
        for i, share in enumerate(shares):
            if not page.block_words[i] or (share == 0 and not chosen[i]):
                continue
            chosen[i] = not chosen[i]
            score = f1(*page.score(chosen))
            if score > best + 1e-9:
                best, changed = score, True
            else:
                chosen[i] = not chosen[i]
        if not changed:
            break
    page.labels = chosen
    for i, found in enumerate(page.block_words):
        cost = 0.0
        if found:
            chosen[i] = not chosen[i]
            cost = best - f1(*page.score(chosen))
            chosen[i] = not chosen[i]
        page.weights.append(min(MOST_WEIGHT, max(cost, 0.0)) + LEAST_WEIGHT)


def length_of(text: str) -> float:
    wide = sum(1 for c in text if "\u3000" <= c <= "\udbff")
    return max(len(words(text)), wide / 2)


def labelled(page_id: str, headline: int, blocks: list[dict], truth_text: str) -> LabelledPage:
    truth_words = words(truth_text)
    page = LabelledPage(
        page_id=page_id,
        truth=shingles(truth_words),
        block_words=[words(block["text"]) for block in blocks],
        lengths=[length_of(block["text"]) for block in blocks],
        asked=[block["asked"] for block in blocks],
        headline=headline,
        rows=[block["row"] for block in blocks],
        groups=[block["group"] for block in blocks],
    )
    label(page, truth_words)
    return page
