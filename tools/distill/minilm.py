"""all-MiniLM-L6-v2 in numpy: the weights read from a safetensors file, and the forward pass of BERT.

Float32 on the CPU, no other library. Sources: Devlin et al., "BERT" (2018); the configuration beside the weights.
"""
import json
import math
import pathlib

import numpy

LAYERS, HEADS, WIDTH = 6, 12, 384


def read_safetensors(path: pathlib.Path) -> dict[str, numpy.ndarray]:
    data = path.read_bytes()
    size = int.from_bytes(data[:8], "little")
    kinds = {"F32": numpy.float32, "I64": numpy.int64}
    tensors = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = numpy.frombuffer(data[8 + size + begin:8 + size + end], kinds[entry["dtype"]])
            tensors[name.removeprefix("bert.")] = flat.reshape(entry["shape"])
    return tensors


def erf(x: numpy.ndarray) -> numpy.ndarray:
    """Abramowitz and Stegun 7.1.26; its error of 1.5e-7 is that of float32."""
    sign, x = numpy.sign(x), numpy.abs(x)
    t = 1 / (1 + numpy.float32(0.3275911) * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return (sign * (1 - series * numpy.exp(-x * x))).astype(numpy.float32)


class MiniLm:
    def __init__(self, folder: pathlib.Path):
        self.weights = read_safetensors(folder / "model.safetensors")
        self.vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")

    def _dense(self, x, name):
        # As one matrix: numpy would multiply a batch text by text, and read the weights anew for each.
        flat = x.reshape(-1, x.shape[-1]) @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]
        return flat.reshape(*x.shape[:-1], -1)

    def _heads(self, x, name):
        count, length, _ = x.shape
        return self._dense(x, name).reshape(count, length, HEADS, WIDTH // HEADS).transpose(0, 2, 1, 3)

    def _norm(self, x, name):
        x = x - x.mean(-1, keepdims=True)
        x /= numpy.sqrt((x * x).mean(-1, keepdims=True) + numpy.float32(1e-12))
        return x * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def hidden(self, ids: numpy.ndarray, mask: numpy.ndarray) -> numpy.ndarray:
        """The last layer for a batch of token ids (n, length); `mask` is 1 where there is a token."""
        count, length = ids.shape
        w = self.weights
        x = (w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:length]
             + w["embeddings.token_type_embeddings.weight"][0])
        x = self._norm(x, "embeddings.LayerNorm")
        outside = (1 - mask[:, None, None, :].astype(numpy.float32)) * numpy.float32(-1e9)
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}."
            q, k, v = (self._heads(x, name + "attention.self." + part) for part in ("query", "key", "value"))
            scores = q @ k.transpose(0, 1, 3, 2) / numpy.float32(math.sqrt(WIDTH // HEADS)) + outside
            scores = numpy.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            mixed = (scores @ v).transpose(0, 2, 1, 3).reshape(count, length, WIDTH)
            x = self._norm(x + self._dense(mixed, name + "attention.output.dense"), name + "attention.output.LayerNorm")
            wide = self._dense(x, name + "intermediate.dense")
            wide *= (1 + erf(wide * numpy.float32(math.sqrt(0.5)))) * numpy.float32(0.5)
            x = self._norm(x + self._dense(wide, name + "output.dense"), name + "output.LayerNorm")
        return x

    def sentence_vectors(self, texts: list[list[int]], batch: int = 32) -> numpy.ndarray:
        """Unit vectors of texts given as token ids without [CLS] and [SEP]: the mean over all positions."""
        cls, sep = self.vocabulary.index("[CLS]"), self.vocabulary.index("[SEP]")
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        out = numpy.zeros((len(texts), WIDTH), numpy.float32)
        for begin in range(0, len(order), batch):
            rows = order[begin:begin + batch]
            longest = max(len(texts[i]) for i in rows) + 2
            ids = numpy.zeros((len(rows), longest), numpy.int64)
            mask = numpy.zeros((len(rows), longest), numpy.float32)
            for row, i in enumerate(rows):
                ids[row, :len(texts[i]) + 2] = [cls, *texts[i], sep]
                mask[row, :len(texts[i]) + 2] = 1
            mean = (self.hidden(ids, mask) * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            out[rows] = mean / numpy.linalg.norm(mean, axis=1, keepdims=True)
        return out
