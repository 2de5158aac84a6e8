#!/usr/bin/env python3
"""Distils all-MiniLM-L6-v2 into the table of token vectors that the static embedder reads.

usage: distill.py MODEL OUT [--rows CACHE.npy]
MODEL is a folder with model.safetensors and vocab.txt; OUT becomes a folder with table.bin and vocab.txt. CACHE keeps
what the transformer says of each token, which is most of the work, between runs.

1. Each token goes through the transformer alone, as [CLS] token [SEP]; its row is the last layer at its own place.
2. Rows are centred and turned into their principal components. The first says how common a token is and goes (Arora
   et al., 2017); the next COMPONENTS are kept.
3. A row's weight is a / (a + p), "smooth inverse frequency" (the same); p follows from the token's place in
   the vocabulary, which BERT's authors ordered by frequency, by Zipf's law.
4. Components become signed bytes, with a scale a row; weight and scale become one multiplier of 12 bits.
The same input gives the same bytes on the same kind of processor.
"""
import argparse
import pathlib
import shutil
import struct

import numpy
from minilm import MiniLm

COMPONENTS = 256
SMOOTHING = 1e-4  # Arora's a
FIRST_WORD = 1996  # before: signs of the model and single characters, in the order of Unicode
ALIGNMENT = 64


def rows_of(model: MiniLm) -> numpy.ndarray:
    count = len(model.vocabulary)
    cls, sep = model.vocabulary.index("[CLS]"), model.vocabulary.index("[SEP]")
    rows = numpy.zeros((count, 384), numpy.float32)
    for begin in range(0, count, 128):
        tokens = numpy.arange(begin, min(begin + 128, count))
        ids = numpy.stack([numpy.full_like(tokens, cls), tokens, numpy.full_like(tokens, sep)], 1)
        rows[tokens] = model.hidden(ids, numpy.ones_like(ids))[:, 1]
    return rows


def probabilities(count: int) -> numpy.ndarray:
    rank = numpy.maximum(numpy.arange(count) - FIRST_WORD + 1, 1).astype(numpy.float64)
    p = 1 / rank / numpy.log(count)
    p[:FIRST_WORD] = p[FIRST_WORD:FIRST_WORD + 200].mean()  # characters: punctuation and digits, mostly
    return p


def principal_components(rows: numpy.ndarray, count: int) -> numpy.ndarray:
    rows = rows.astype(numpy.float64)
    rows -= rows[FIRST_WORD:].mean(0)
    values, vectors = numpy.linalg.eigh(rows[FIRST_WORD:].T @ rows[FIRST_WORD:])
    vectors = vectors[:, numpy.argsort(-values)[1:count + 1]]
    # The sign of an eigenvector is the library's whim; ours is that of its largest component.
    largest = numpy.argmax(numpy.abs(vectors), axis=0)
    return rows @ (vectors * numpy.sign(vectors[largest, numpy.arange(count)]))


def table_of(vocabulary: list[str], rows: numpy.ndarray) -> bytes:
    components = principal_components(rows, COMPONENTS)
    weights = SMOOTHING / (SMOOTHING + probabilities(len(rows)))
    for number, token in enumerate(vocabulary):
        if len(token) > 2 and token.startswith("[") and token.endswith("]"):
            weights[number] = 0  # [UNK], [unused1]…: no word
    scales = numpy.abs(components).max(1) / 127
    signed = numpy.rint(components / scales[:, None]).astype(numpy.int8)
    multipliers = weights * scales
    multipliers = numpy.rint(multipliers * (4095 / multipliers.max())).astype("<u2")
    signed[multipliers == 0] = 0
    head = struct.pack("<8sII", b"winnow\0\1", len(rows), COMPONENTS).ljust(ALIGNMENT, b"\0")
    numbers = multipliers.tobytes()
    return head + numbers.ljust(-(-len(numbers) // ALIGNMENT) * ALIGNMENT, b"\0") + signed.tobytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--rows", type=pathlib.Path)
    arguments = parser.parse_args()
    model = MiniLm(arguments.model)
    if arguments.rows and arguments.rows.exists():
        rows = numpy.load(arguments.rows)
    else:
        rows = rows_of(model)
        if arguments.rows:
            numpy.save(arguments.rows, rows)
    (arguments.out / "table.bin").write_bytes(table_of(model.vocabulary, rows))
    shutil.copyfile(arguments.model / "vocab.txt", arguments.out / "vocab.txt")


if __name__ == "__main__":
    main()
