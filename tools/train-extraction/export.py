"""Writes an ensemble of trees as C++ tables."""

import pathlib
from collections.abc import Iterator

import numpy as np

HEADER = """// Written by tools/train-extraction; do not edit.
// clang-format off
"""


def literal(value: float) -> str:
    text = f"{np.float32(value):.6g}"
    return text + ("F" if any(c in text for c in ".en") else ".0F")


def lines(items: list[str], per_line: int) -> Iterator[str]:
    for begin in range(0, len(items), per_line):
        yield "    " + ", ".join(items[begin : begin + per_line]) + ","


class Tables:
    """Trees flattened: a child below zero is the complement of a leaf's number."""

    def __init__(self) -> None:
        self.splits: list[tuple[int, int, int, float]] = []
        self.roots: list[int] = []
        self.leaves: list[float] = []

    def add(self, node: dict, share: float) -> int:
        if "split_feature" not in node:
            self.leaves.append(node["leaf_value"] * share)
            return ~(len(self.leaves) - 1)
        at = len(self.splits)
        self.splits.append((0, 0, 0, 0.0))
        left = self.add(node["left_child"], share)
        right = self.add(node["right_child"], share)
        self.splits[at] = (node["split_feature"], left, right, node["threshold"])
        return at

    def add_booster(self, booster, share: float) -> None:
        for tree in booster.dump_model()["tree_info"]:
            self.roots.append(self.add(tree["tree_structure"], share))

    def write(self, path: pathlib.Path) -> None:
        splits = [f"{{{f}, {left}, {right}, {literal(t)}}}" for f, left, right, t in self.splits]
        out = [HEADER.rstrip()]
        for kind, name, items, per_line in (
            ("Split", "kSplits", splits, 6),
            ("std::int16_t", "kRoots", [str(root) for root in self.roots], 20),
            ("float", "kLeaves", [literal(leaf) for leaf in self.leaves], 10),
        ):
            opening, closing = ("{{", "}};") if kind == "Split" else ("{", "};")
            out += [f"constexpr std::array<{kind}, {len(items)}> {name}{opening}", *lines(items, per_line), closing]
        path.write_text("\n".join(out) + "\n", encoding="utf-8")
