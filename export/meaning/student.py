"""The student: the first layers of a small sentence encoder, with heads for intent, camera, task and tags."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from export.meaning.corpus import INTENT_NUMBER, TAGS, TASKS

EPSILON = 1e-12
END = 3  # the number of [SEP]; before it stand [PAD], [UNK] and [CLS]


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """How large it is."""

    layers: int = 4
    width: int = 384
    wide: int = 1536
    heads: int = 12
    longest: int = 64


class Layer(nn.Module):
    """Attention and two linear layers, as in BERT."""

    def __init__(self, shape: EncoderShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query, self.key, self.value, self.out = (nn.Linear(shape.width, shape.width) for _ in range(4))
        self.first, self.second = nn.LayerNorm(shape.width, EPSILON), nn.LayerNorm(shape.width, EPSILON)
        self.up, self.down = nn.Linear(shape.width, shape.wide), nn.Linear(shape.wide, shape.width)

    def forward(self, x: Tensor, hidden: Tensor | None) -> Tensor:
        rows, length, width = x.shape
        parts = [
            each(x).view(rows, length, self.heads, width // self.heads).transpose(1, 2)
            for each in (self.query, self.key, self.value)
        ]
        scores = parts[0] @ parts[1].transpose(-1, -2) / math.sqrt(width // self.heads)
        if hidden is not None:
            scores = scores + hidden
        mixed = (torch.softmax(scores, -1) @ parts[2]).transpose(1, 2).reshape(rows, length, width)
        x = self.first(x + self.out(mixed))
        out: Tensor = self.second(x + self.down(functional.gelu(self.up(x))))
        return out


class Student(nn.Module):
    """Numbers of pieces -> the five outputs. The table of words is not taught: untaught nouns keep their place."""

    def __init__(self, shape: EncoderShape, vocabulary: int) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(vocabulary, shape.width)
        self.words.weight.requires_grad = False
        self.places, self.sides = nn.Embedding(shape.longest, shape.width), nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, EPSILON)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.intent, self.camera = nn.Linear(shape.width, len(INTENT_NUMBER)), nn.Linear(shape.width, 1)
        self.task, self.tags = nn.Linear(shape.width, len(TASKS)), nn.Linear(shape.width, len(TAGS))
        self.vector = nn.Linear(shape.width, shape.width, bias=False)
        nn.init.eye_(self.vector.weight)
        self.loose = nn.Dropout(0.12)

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        """Scores of intent, camera, task; of the tags of each piece; and the sentence's vector, of length 1."""
        x, own = self.encoded(ids)
        mean = (x * own).sum(1) / own.sum(1).clamp(min=1)
        pooled = self.loose(mean)
        vector = functional.normalize(self.vector(mean), dim=-1)
        camera = self.camera(pooled)[:, 0]
        return self.intent(pooled), camera, self.task(pooled), self.tags(self.loose(x)), vector

    def encoded(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        """A vector for each piece, and which pieces are words of the question (after [CLS], before its [SEP])."""
        ends = (ids == END).long()
        segments = (ends.cumsum(1) - ends).clamp(max=1)  # 1 after the first [SEP]
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.sides(segments)
        x = self.norm(x)
        hidden = None
        if self.training or ids.shape[0] > 1:  # a sentence alone has no padding
            hidden = (ids == 0).to(x.dtype)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        own = ((segments == 0) & (ids > END)).to(x.dtype)[:, :, None]
        return x, own


def safetensors(data: bytes) -> dict[str, np.ndarray]:
    """The arrays of a safetensors file of float32."""
    size = struct.unpack("<Q", data[:8])[0]
    head = json.loads(data[8 : 8 + size])
    found = {}
    for name, entry in head.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + size + offset for offset in entry["data_offsets"])
            found[name] = np.frombuffer(data[start:end], np.float32).reshape(entry["shape"])
    return found


def begin(student: Student, weights: Mapping[str, np.ndarray], pieces: Sequence[int]) -> None:
    """Start from an encoder's weights; `pieces`: the numbers that the kept pieces had in its vocabulary."""
    own: dict[str, Tensor] = {}

    def take(name: str, theirs: str) -> None:
        own[name] = torch.from_numpy(np.array(weights[theirs]))

    own["words.weight"] = torch.from_numpy(weights["embeddings.word_embeddings.weight"][list(pieces)])
    own["places.weight"] = torch.from_numpy(
        weights["embeddings.position_embeddings.weight"][: student.shape.longest].copy()
    )
    own["sides.weight"] = torch.from_numpy(np.array(weights["embeddings.token_type_embeddings.weight"]))
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "first": "attention.output.LayerNorm", "up": "intermediate.dense",
        "down": "output.dense", "second": "output.LayerNorm",
    }  # fmt: skip
    for kind in ("weight", "bias"):
        take(f"norm.{kind}", f"embeddings.LayerNorm.{kind}")
        for number in range(student.shape.layers):
            for ours, theirs in parts.items():
                take(f"layers.{number}.{ours}.{kind}", f"encoder.layer.{number}.{theirs}.{kind}")
    missing, unexpected = student.load_state_dict(own, strict=False)
    if unexpected or any(name.startswith(("words", "places", "layers")) for name in missing):
        raise ValueError("the encoder is of another kind")
