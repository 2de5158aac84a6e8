"""Writes an ensemble of trees as C++ tables, in the form that src/extract/content/model.cpp explains."""

import pathlib
from collections.abc import Iterator

import numpy as np

HEADER = """// Written by tools/train-extraction; do not edit.
// clang-format off
"""
MOST_LEAVES = 8


def literal(value: float) -> str:
    text = f"{np.float32(value):.9g}"
    return text + ("F" if any(c in text for c in ".en") else ".0F")


def lines(items: list[str], per_line: int) -> Iterator[str]:
    for begin in range(0, len(items), per_line):
        yield "    " + ", ".join(items[begin : begin + per_line]) + ","


class Tables:
    """Collects trees. Each split knows its feature, threshold, tree, and a bit for each leaf that stays possible when
    the value lies above the threshold: all but those on the left of the split."""

    def __init__(self) -> None:
        self.splits: list[tuple[int, float, int, int]] = []
        self.leaves: list[list[float]] = []

    def add(self, node: dict, share: float) -> None:
        """Adds the leaves under a node to the last tree, from left to right."""
        tree = self.leaves[-1]
        if "split_feature" not in node:
            tree.append(node["leaf_value"] * share)
            return
        first = len(tree)
        self.add(node["left_child"], share)
        ruled_out = sum(1 << leaf for leaf in range(first, len(tree)))
        self.splits.append((node["split_feature"], float(np.float32(node["threshold"])), len(self.leaves) - 1, 0xFF & ~ruled_out))
        self.add(node["right_child"], share)

    def add_booster(self, booster, share: float) -> None:
        for tree in booster.dump_model()["tree_info"]:
            self.leaves.append([])
            self.add(tree["tree_structure"], share)
            assert len(self.leaves[-1]) <= MOST_LEAVES

    def write(self, path: pathlib.Path, features: int) -> None:
        splits = sorted(self.splits)
        begin = [sum(1 for split in splits if split[0] < feature) for feature in range(features + 1)]
        entries = [f"{{{literal(threshold)}, {tree}, {keeps}}}" for _, threshold, tree, keeps in splits]
        padded = [literal(leaf) for tree in self.leaves for leaf in tree + [0.0] * (MOST_LEAVES - len(tree))]
        out = [HEADER.rstrip()]
        for kind, name, items, per_line in (
            ("Split", "kSplits", entries, 6),
            ("std::uint16_t", "kBegin", [str(at) for at in begin], 20),
            ("float", "kLeaves", padded, MOST_LEAVES),
        ):
            opening, closing = ("{{", "}};") if kind == "Split" else ("{", "};")
            out += [f"constexpr std::array<{kind}, {len(items)}> {name}{opening}", *lines(items, per_line), closing]
        path.write_text("\n".join(out) + "\n", encoding="utf-8")
