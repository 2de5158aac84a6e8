#!/usr/bin/env python3
"""Learns which blocks of a page are the article, and writes src/extract/content/model/model.inc.

usage: train.py ROWS_PROGRAM [--folds N] [--seeds N] [--only-validate]
ROWS_PROGRAM is the built bench/extraction/extraction_rows. Prints the cross-validated F1 over pages: each page is judged
by a model that has not seen it. The same input gives the same model, byte by byte.
"""

import argparse
import gzip
import json
import pathlib
import subprocess
import tempfile

import lightgbm
import numpy as np
from export import Tables
from labels import LabelledPage, labelled
from metric import mean_score

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/data/extraction"
MODEL = ROOT / "src/extract/content/model/model.inc"
THRESHOLD = 0.45  # as in content/choose.cpp
LEAST_IN_GROUP = 0.02
LEAST_WORDS = 40  # fewer chosen words than that: the likeliest are taken, as in content/choose.cpp
ENSEMBLE = 3
ROUNDS = 80
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 6,
    "min_child_samples": 20,
    "feature_fraction": 0.25,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "verbose": -1,
    "num_threads": 1,
    "force_col_wise": True,
    "deterministic": True,
    "monotone_constraints_method": "intermediate",
}
# What can only speak for the article, and what can only speak against it: with 92 pages the model must not find out
# by chance that links, or being in a footer, are a good sign.
FOR = """in_root main_share main_share_plain main_prose sibling_prose in_title_root inside_body_property hints_body
    ends_sentence prose_before prose_after in_description branch_prose sentences""".split()
AGAINST = """link_density says_pointer says_call says_notice says_byline says_date hints_comment hints_related hints_share
    hints_promo hints_navigation hints_footer hints_signup hints_tags hints_sidebar hints_tool hints_author_box hints_bad
    inside_nav inside_footer inside_aside inside_form after_pointer branch_link_density parent_link_density
    distance_to_prose_before distance_to_prose_after""".split()


def read_pages(program: str) -> tuple[list[str], list[LabelledPage]]:
    truth = json.loads((DATA / "ground-truth.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for page_id in sorted(truth):
            path = pathlib.Path(folder) / f"{page_id}.html"
            path.write_bytes(gzip.decompress((DATA / "html" / f"{page_id}.html.gz").read_bytes()))
            paths.append(str(path))
        output = subprocess.run([program, *paths], check=True, capture_output=True).stdout.decode()
    names, *pages = [json.loads(line) for line in output.splitlines()]
    return names, [labelled(page["id"], page["headline"], page["blocks"], truth[page["id"]]["articleBody"]) for page in pages]


def train(pages: list[LabelledPage], names: list[str], seed: int) -> list[lightgbm.Booster]:
    rows = np.array([row for page in pages for row in page.rows], np.float32)
    labels = np.array([label for page in pages for label in page.labels], np.int32)
    weights = np.array([weight for page in pages for weight in page.weights])
    weights *= len(weights) / weights.sum()
    constraints = [1 if name in FOR else -1 if name in AGAINST else 0 for name in names]
    boosters = []
    for member in range(ENSEMBLE):
        parameters = PARAMETERS | {"seed": seed * 100 + member, "monotone_constraints": constraints}
        boosters.append(lightgbm.train(parameters, lightgbm.Dataset(rows, labels, weight=weights), ROUNDS))
    return boosters


def choose(boosters: list[lightgbm.Booster], page: LabelledPage) -> list[bool]:
    if not page.rows:
        return []
    rows = np.array(page.rows, np.float32)
    scores = np.mean([booster.predict(rows, raw_score=True) for booster in boosters], axis=0)
    likely = np.where(page.asked, 1 / (1 + np.exp(-scores)), 0)
    chosen = likely > THRESHOLD
    lengths = np.array(page.lengths)
    if lengths[chosen].sum() < LEAST_WORDS:
        some = lengths >= 3
        best = likely[some].max() if some.any() else likely.max()
        chosen = likely >= min(THRESHOLD, best / 2)
    taken = complete_groups(page, likely.tolist(), chosen.tolist())
    if page.headline < len(taken) and sum(taken) > 1:
        taken[page.headline] = False  # it is the document's title
    return taken


def complete_groups(page: LabelledPage, likely: list[float], chosen: list[bool]) -> list[bool]:
    """Completes tables and lists of which most was chosen, as content/choose.cpp does."""
    words: dict[int, float] = {}
    taken: dict[int, float] = {}
    for group, length, take in zip(page.groups, page.lengths, chosen):
        words[group] = words.get(group, 0) + length + 0.5
        taken[group] = taken.get(group, 0) + (length + 0.5) * take
    return [
        take or (group != 0 and taken[group] * 2 >= words[group] and share >= LEAST_IN_GROUP)
        for group, share, take in zip(page.groups, likely, chosen)
    ]


def validate(pages: list[LabelledPage], names: list[str], folds: int, seed: int) -> tuple[float, float, float]:
    order = np.random.RandomState(seed).permutation(len(pages))
    scores = []
    for fold in range(folds):
        tested = set(order[fold::folds].tolist())
        boosters = train([page for i, page in enumerate(pages) if i not in tested], names, seed)
        scores += [pages[i].score(choose(boosters, pages[i])) for i in sorted(tested)]
    return mean_score(scores)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows_program")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--only-validate", action="store_true")
    options = parser.parse_args()
    names, pages = read_pages(options.rows_program)
    best = mean_score([page.score(page.labels) for page in pages])
    print(f"{len(pages)} pages, {sum(len(page.rows) for page in pages)} blocks; best possible F1 {best[0]:.4f}")
    results = [validate(pages, names, options.folds, seed) for seed in range(options.seeds)]
    for seed, (score, precision, recall) in enumerate(results):
        print(f"seed {seed}: {options.folds}-fold F1 {score:.4f}  precision {precision:.4f}  recall {recall:.4f}")
    if results:
        values = [score for score, _, _ in results]
        print(f"cross-validated F1 {np.mean(values):.4f}, standard deviation over seeds {np.std(values):.4f}")
    if options.only_validate:
        return
    boosters = train(pages, names, seed=1)
    tables = Tables()
    for booster in boosters:
        tables.add_booster(booster, 1 / ENSEMBLE)
    tables.write(MODEL, len(names))
    seen = mean_score([page.score(choose(boosters, page)) for page in pages])
    print(f"{MODEL.relative_to(ROOT)}: {len(tables.leaves)} trees, F1 on the pages it has seen {seen[0]:.4f}")


if __name__ == "__main__":
    main()
