#!/usr/bin/env python3
"""Fits the weights of the local judge's signals to hand-made labels, and says how well that works.

usage: fit-judge.py SIGNALS LABELS [--write WEIGHTS]
SIGNALS is what bench_judging printed; LABELS is tests/data/quality/labels.csv; WEIGHTS src/evaluate/local/weights.inc.

Ridge regression that shrinks towards PRIOR instead of towards zero: PRIOR says what each signal should be worth on the
whole web, the labels correct it where they know better. A weight keeps the sign of its prior, or becomes zero. Of the
strengths that are within TOLERANCE of the best, the strongest shrinking holds. Regression pulls everything towards the
mean; the fitted scores are therefore stretched until they spread as the labels do (by at most MOST_STRETCH), at some
cost in mean error: a scale that nobody reaches the ends of is of no use to a reader. Measured by cross-validation: ten
random folds, and leaving one origin (a site or repository) out, which is the harder and the more honest test. Standard
library only.
"""
import argparse
import collections
import csv
import json
import random
import re
import statistics

BASE = {"technical_accuracy": 3.8, "actionability": 3.2, "evidence_based": 1.8, "technical_depth": 2.0,
        "bias_mitigation": 4.2}

# Points that a signal gives at its fullest.
PRIOR = {
    "technical_accuracy": {
        "length": 0.3, "vocabulary": 0.5, "code": 0.8, "identifiers": 0.8, "figures": 0.4, "versions": 0.4,
        "references": 0.3, "definition": 0.4, "condition": 0.5, "failure": 0.3, "mechanism": 0.6, "reason": 0.3,
        "hedge": 0.2, "absolute": -1.0, "superlative": -0.8, "promotion": -1.5, "clickbait": -1.5, "shouting": -0.5,
        "repetition": -1.5, "brevity": -1.5, "link_list": -0.5},
    "actionability": {
        "imperative": 1.6, "how_to": 1.0, "numbered_steps": 0.7, "lists": 0.7, "code": 1.2, "example": 0.6,
        "figures": 0.4, "condition": 0.4, "questions": 0.3, "headings": 0.2, "reason": 0.2, "brevity": -1.0,
        "link_list": -1.0, "promotion": -1.0, "repetition": -1.5, "clickbait": -0.5},
    "evidence_based": {
        "references": 1.0, "citation": 1.3, "data": 1.0, "experience": 0.7, "dates": 0.4, "figures": 0.5, "code": 0.6,
        "quotations": 0.3, "link_list": 0.3, "identifiers": 0.4, "versions": 0.2, "length": 0.3, "absolute": -0.4,
        "superlative": -0.5, "promotion": -0.8, "repetition": -1.0, "brevity": -0.6},
    "technical_depth": {
        "vocabulary": 0.7, "length": 0.4, "code": 1.0, "mechanism": 0.8, "reason": 0.8, "trade_off": 0.8,
        "failure": 0.8, "definition": 0.2, "identifiers": 0.5, "condition": 0.3, "alternative": 0.2, "data": 0.2,
        "brevity": -1.0, "link_list": -1.0, "promotion": -0.8, "repetition": -1.5, "clickbait": -0.5,
        "superlative": -0.3},
    "bias_mitigation": {
        "balance": 1.2, "trade_off": 0.7, "alternative": 0.5, "hedge": 0.3, "disclosure": 1.0, "failure": 0.4, "reason": 0.3,
        "condition": 0.2, "citation": 0.3, "absolute": -1.2, "superlative": -1.6, "promotion": -2.0, "clickbait": -1.5,
        "shouting": -0.8, "repetition": -0.8, "brevity": -0.3},
}
STRENGTHS = [0.3, 1, 3, 10, 30]
TOLERANCE = 0.03
MOST_STRETCH = 1.5


def fit(rows, labels, prior, base, strength):
    """(base, weights): least squares plus strength × squared distance from the prior, signs kept."""
    names = list(prior)
    weights = dict(prior)
    for _ in range(200):
        residual = [y - sum(weights[n] * x[n] for n in names) for x, y in zip(rows, labels)]
        base = (sum(residual) + strength * 0.2 * base) / (len(rows) + strength * 0.2)
        change = 0.0
        residual = [r - base for r in residual]
        for name in names:
            column = [x[name] for x in rows]
            old = weights[name]
            gain = sum(c * (r + old * c) for c, r in zip(column, residual)) + strength * prior[name]
            new = gain / (sum(c * c for c in column) + strength)
            new = max(new, 0.0) if prior[name] > 0 else min(new, 0.0)
            if new != old:
                residual = [r + (old - new) * c for c, r in zip(column, residual)]
                weights[name] = new
                change = max(change, abs(new - old))
        if change < 1e-4:
            break
    return base, weights


def predict(model, row):
    base, weights = model
    return min(10.0, max(1.0, base + sum(weight * row[name] for name, weight in weights.items())))


def stretched(model, rows, labels):
    """The model with its predictions spread like the labels."""
    base, weights = model
    values = [base + sum(weight * row[name] for name, weight in weights.items()) for row in rows]
    factor = min(MOST_STRETCH, max(1.0, statistics.pstdev(labels) / max(statistics.pstdev(values), 1e-9)))
    mean = statistics.mean(values)
    return mean + factor * (base - mean), {name: factor * weight for name, weight in weights.items()}


def folds_of(count, parts, seed):
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [order[i::parts] for i in range(parts)]


def cross_validated(rows, labels, criterion, folds, strength, spread=True):
    predicted = [0.0] * len(rows)
    for fold in folds:
        held = set(fold)
        kept = [i for i in range(len(rows)) if i not in held]
        known = [rows[i] for i in kept], [labels[i] for i in kept]
        model = fit(*known, PRIOR[criterion], BASE[criterion], strength)
        if spread:
            model = stretched(model, *known)
        for i in fold:
            predicted[i] = predict(model, rows[i])
    return predicted


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    result = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j + 1 < len(order) and values[order[j + 1]] == values[order[i]]:
            j += 1
        for k in range(i, j + 1):
            result[order[k]] = (i + j) / 2
        i = j + 1
    return result


def spearman(a, b):
    a, b = ranks(a), ranks(b)
    return statistics.correlation(a, b) if len(set(a)) > 1 and len(set(b)) > 1 else 0.0


def error(a, b):
    return statistics.mean(abs(x - y) for x, y in zip(a, b))


def origin_of(url):
    found = re.match(r"https?://([^/]+)/([^/]*)", url)
    return "/".join(found.groups()) if "github" in found[1] else found[1]


def write_weights(path, models):
    lines = ["// Made by tools/fit-judge.py of tests/data/quality/labels.csv; docs/judging.md says how.",
             "constexpr FittedBase kFittedBases[] = {"]
    lines += [f'    {{"{criterion}", {base:.3f}}},' for criterion, (base, _) in models.items()]
    lines += ["};", "constexpr FittedWeight kFittedWeights[] = {"]
    for criterion, (_, weights) in models.items():
        lines += [f'    {{"{criterion}", {{Signal::{name}, {weight:.3f}}}}},' for name, weight in weights.items()
                  if abs(weight) >= 0.005]
    lines += ["};"]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signals")
    parser.add_argument("labels")
    parser.add_argument("--write")
    parser.add_argument("--prior", action="store_true", help="write the prior itself, before there are signals")
    arguments = parser.parse_args()
    if arguments.prior:
        write_weights(arguments.write, {c: (BASE[c], PRIOR[c]) for c in BASE})
        return

    with open(arguments.signals, encoding="utf-8") as file:
        signals = {entry["url"].replace("%20", " "): entry["values"] for entry in map(json.loads, file)}
    with open(arguments.labels, encoding="utf-8") as file:
        labelled = [entry for entry in csv.DictReader(file) if entry["url"] in signals]
    rows = [signals[entry["url"]] for entry in labelled]
    origins = collections.defaultdict(list)
    for i, entry in enumerate(labelled):
        origins[origin_of(entry["url"])].append(i)
    print(f"{len(rows)} labelled documents of {len(origins)} origins")
    print("criterion            strength | ten folds: Spearman MAE | origin left out: Spearman MAE | prior: Spearman MAE"
          " | mean label: MAE | not stretched: MAE")
    models, overall = {}, collections.defaultdict(lambda: [0.0] * len(rows))
    rubric = {"technical_accuracy": 0.3, "actionability": 0.3, "evidence_based": 0.2, "technical_depth": 0.1,
              "bias_mitigation": 0.1}
    for criterion in BASE:
        labels = [float(entry[criterion]) for entry in labelled]
        by_origin = list(origins.values())
        errors = {s: error(cross_validated(rows, labels, criterion, by_origin, s), labels) for s in STRENGTHS}
        strength = max(s for s in STRENGTHS if errors[s] <= min(errors.values()) + TOLERANCE)
        narrow = cross_validated(rows, labels, criterion, by_origin, strength, spread=False)
        ten = cross_validated(rows, labels, criterion, folds_of(len(rows), 10, 1), strength)
        left_out = cross_validated(rows, labels, criterion, by_origin, strength)
        prior = [predict((BASE[criterion], PRIOR[criterion]), row) for row in rows]
        mean = [statistics.mean(labels)] * len(rows)
        print(f"{criterion:20} {strength:8} | {spearman(ten, labels):20.2f} {error(ten, labels):4.2f}"
              f" | {spearman(left_out, labels):25.2f} {error(left_out, labels):4.2f}"
              f" | {spearman(prior, labels):15.2f} {error(prior, labels):4.2f} | {error(mean, labels):15.2f} | {error(narrow, labels):18.2f}")
        models[criterion] = stretched(fit(rows, labels, PRIOR[criterion], BASE[criterion], strength), rows, labels)
        for name, values in (("label", labels), ("ten", ten), ("left_out", left_out), ("prior", prior)):
            overall[name] = [total + rubric[criterion] * value for total, value in zip(overall[name], values)]
    for name in ("ten", "left_out", "prior"):
        print(f"overall, {name}: Spearman {spearman(overall[name], overall['label']):.2f},"
              f" MAE {error(overall[name], overall['label']):.2f}")
    if arguments.write:
        write_weights(arguments.write, models)


if __name__ == "__main__":
    main()
