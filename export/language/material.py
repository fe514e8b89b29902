"""The sentences and the general English that the table of words is made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge.perceive.trigrams import words_of
from export.language.backoff import FLOOR, Backoff, Ints, Known
from export.language.sphinx import SphinxModel

MARKS = ("<s>", "</s>")  # numbers 0 and 1
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words, and their numbers."""

    words: tuple[str, ...]
    numbers: dict[str, int]

    @staticmethod
    def of(sentences: Iterable[Sequence[str]], general: SphinxModel | None) -> Vocabulary:
        words = dict.fromkeys(MARKS)
        words |= dict.fromkeys(word for sentence in sentences for word in sentence)
        if general is not None:
            words |= dict.fromkeys(word for word in map(_as_said, general.words) if word)
        return Vocabulary(tuple(words), {word: number for number, word in enumerate(words)})

    def rows(self, sentences: Iterable[Sequence[str]]) -> list[list[int]]:
        return [[self.numbers[word] for word in sentence] for sentence in sentences]


def _as_said(word: str) -> str:
    """A word of the general model as our table has it; empty where it is two of ours, or none."""
    if word in MARKS:
        return word
    said = words_of(word)
    return said[0] if len(said) == 1 and _WORD.fullmatch(said[0]) else ""


def general_model(model: SphinxModel, vocabulary: Vocabulary) -> Backoff:
    """The general English as one of our models. Of two words that are one of ours the likelier counts."""
    number = np.array([vocabulary.numbers.get(_as_said(word), -1) for word in model.words], np.int64)
    words = len(vocabulary.words)

    def known(runs: Ints, logs: np.ndarray, weights: np.ndarray) -> Known:
        mapped = number[runs]
        order = np.argsort(-logs, kind="stable")
        order = order[(mapped[order] >= 0).all(axis=1)]
        _, first = np.unique(mapped[order], axis=0, return_index=True)
        kept = order[first]
        return Known.of(mapped[kept], np.exp(logs[kept]), np.exp(weights[kept]), words)

    ones = np.arange(len(model.words), dtype=np.int64)[:, None]
    return Backoff(words, (
        known(ones, np.maximum(model.logs, np.log(FLOOR)), model.weights),
        known(model.twos, model.two_logs, model.two_weights),
        known(model.threes, model.three_logs, np.zeros(len(model.three_logs))),
    ))  # fmt: skip


def lines_of(path: Path) -> Iterator[tuple[str, ...]]:
    """The words of each line's text in a file of JSON lines."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if said := words_of(json.loads(line)["text"]):
            yield said


def template_lines(many: int, seed: int = 7) -> list[tuple[str, ...]]:
    """Sentences drawn from the templates that the understanding is taught with, every template about as often."""
    from export.meaning.corpus import HERE, all_templates
    from export.meaning.fillers import read_fillers
    from export.meaning.templates import drawn

    rng = np.random.default_rng(seed)
    fillers, templates = read_fillers(HERE / "en" / "fillers.toml"), list(all_templates())
    lines = (
        words_of(" ".join(drawn(template.text, rng, fillers).words))
        for _ in range(max(1, many // len(templates)))
        for template in templates
    )
    return [line for line in lines if line]
