"""The course of `grasp`: batches of sentences, and the loss over intent, camera, task, tags and vector."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional

from edge.understand.wordpiece import BEGIN, END, PAD, UNKNOWN, WordPieces
from export.meaning.corpus import INTENT_NUMBER, TAG_NUMBER, TASK_NUMBER, Corpus, Labelled, wanted_tags

NONE = -100  # a target that is not known
DRAWN = 4  # times the batch is drawn, and a stretch of it taken that is about equally long
LIKE_THE_TEACHER = 32  # rows of a batch whose vector is compared with the teacher's


@dataclass(frozen=True, slots=True)
class SentenceBatch:
    """Numbers of pieces, and what is to be found for them."""

    tensors: dict[str, Tensor]

    def to(self, device: torch.device) -> SentenceBatch:
        return SentenceBatch({name: tensor.to(device) for name, tensor in self.tensors.items()})


@dataclass(frozen=True)
class MeaningCourse:
    """Teaches a student everything at once. `teacher`: the whole encoder, whose vectors it is to keep."""

    corpus: Corpus
    pieces: WordPieces
    teacher: nn.Module | None = None
    weights: Tensor = field(default_factory=lambda: torch.ones(len(INTENT_NUMBER)))

    @property
    def what(self) -> str:
        """A mark of all templates and of the vocabulary."""
        known = "\n".join(t.text for each in self.corpus.templates.values() for t in each)
        told = hashlib.sha256("\n".join((known, *self.pieces.vocabulary)).encode()).hexdigest()
        return f"meaning {told[:16]} {len(self.corpus.real)} {len(self.corpus.heard)}"

    def batch(self, rng: Generator, size: int) -> SentenceBatch:
        rows = sorted((self.corpus.row(rng) for _ in range(size * DRAWN)), key=_length)
        start = size * int(rng.integers(DRAWN))
        return as_batch(rows[start : start + size], self.pieces)

    def loss(self, student: nn.Module, batch: Any) -> Tensor:  # noqa: ANN401
        given = batch.tensors
        intent, camera, task, tags, vector = student(given["ids"])
        cross = functional.cross_entropy
        lost = cross(intent, given["intent"], self.weights.to(intent), ignore_index=NONE, label_smoothing=0.05)
        lost = lost + cross(task, given["task"], ignore_index=NONE, label_smoothing=0.05)
        known = given["camera"] >= 0
        lost = lost + 0.5 * functional.binary_cross_entropy_with_logits(camera[known], given["camera"][known])
        lost = lost + 1.5 * cross(tags.flatten(0, 1), given["tags"].flatten(), ignore_index=NONE)
        if self.teacher is not None:
            with torch.no_grad():
                some = slice(0, LIKE_THE_TEACHER)
                wanted = self.teacher(given["alone"][some])[4]
            lost = lost + 0.5 * (1 - (vector[some] * wanted).sum(-1)).mean()
        return lost


def _length(row: Labelled) -> int:
    return len(row.said.words) + (len(row.before.words) if row.before else 0)


def as_batch(rows: Sequence[Labelled], pieces: WordPieces) -> SentenceBatch:
    """The rows as arrays, padded to the longest."""
    cut = [pieces.pieces(row.said.words, row.before.words if row.before else ()) for row in rows]
    alone = [pieces.pieces(row.said.words) for row in rows]
    longest, longest_alone = max(len(one.ids) for one in cut), max(len(one.ids) for one in alone)
    ids = np.zeros((len(rows), longest), np.int64)
    tags, single = np.full((len(rows), longest), NONE, np.int64), np.zeros((len(rows), longest_alone), np.int64)
    for at, (row, one) in enumerate(zip(rows, cut, strict=True)):
        ids[at, : len(one.ids)] = one.ids
        single[at, : len(alone[at].ids)] = alone[at].ids
        if row.tagged:
            tags[at, list(one.starts)] = [TAG_NUMBER[tag] for tag in wanted_tags(row)][: len(one.starts)]
    return SentenceBatch(
        {
            "ids": torch.from_numpy(ids),
            "alone": torch.from_numpy(single),
            "tags": torch.from_numpy(tags),
            "intent": torch.tensor([NONE if row.intent is None else INTENT_NUMBER[row.intent] for row in rows]),
            "task": torch.tensor([NONE if row.task is None else TASK_NUMBER[row.task] for row in rows]),
            "camera": torch.tensor([-1.0 if row.camera is None else float(row.camera) for row in rows]),
        }
    )


def trimmed(vocabulary: Sequence[str], corpus: Corpus, common: int = 9000, sentences: int = 40_000) -> list[int]:
    """The pieces that are kept: those of the corpus, the commonest of the list, and every single character.

    The four that are no words come first.
    """
    whole = WordPieces(tuple(vocabulary), 512)
    rng = np.random.default_rng(7)
    used: set[int] = set()
    for row in (*corpus.real, *corpus.heard, *(corpus.row(rng) for _ in range(sentences))):
        for word in (*row.said.words, *(row.before.words if row.before else ())):
            used.update(whole.cut(word))
    plain = [n for n, piece in enumerate(vocabulary) if piece.isascii() and not piece.startswith("[")]
    words = [n for n in plain if len(vocabulary[n]) > 1 and not vocabulary[n].startswith("##")]
    single = [n for n in plain if len(vocabulary[n].removeprefix("##")) == 1]
    first = [whole.numbers[piece] for piece in (PAD, UNKNOWN, BEGIN, END)]
    return [*first, *sorted({*used, *words[:common], *single} - set(first))]


def intent_weights(rows: Iterable[Labelled]) -> Tensor:
    """By which rare intents count more: the root of how rare they are."""
    counts = np.bincount(
        [INTENT_NUMBER[row.intent] for row in rows if row.intent is not None], minlength=len(INTENT_NUMBER)
    )
    weights = (counts.mean() / np.maximum(counts, 1)) ** 0.5
    return torch.tensor(weights, dtype=torch.float32).clamp(0.4, 2.5)
