"""The sentences that `grasp` learns from, as arrays: grown from templates and examples, real lines, what was heard.

A fifth of the templates is kept out (`kept_out`), and so is a fifth of what was heard: both are its honest test.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator

from edge.language.text import words
from edge.messages import Array, Intent
from edge.skills import all_skills
from edge.understand.grasp import OUTSIDE
from export.meaning.fillers import Fillers, one, read_fillers
from export.meaning.noise import disturbed
from export.meaning.templates import TaggedWords, Template, drawn, read_templates

HERE = Path(__file__).parent
CAMERA = "camera"
INTENTS: Mapping[str, tuple[str, bool]] = {
    **dict.fromkeys(("what", "describe", "presence", "count", "where", "colour", "relation"), ("look", True)),
    **dict.fromkeys(("read", "find_text"), ("read", True)),
    "scan": ("scan", True),
    **dict.fromkeys(("photo", "clip"), ("act", True)),
    "memory_store": ("recall", True),
    "memory_recall": ("recall", False),
    **dict.fromkeys(
        "timer_set timer_change timer_cancel timer_left alarm_set alarm_cancel alarm_list reminder_set reminder_list "
        "note_add note_read list_add list_read list_remove volume brightness quiet repeat cancel emergency "
        "forget".split(),
        ("act", False),
    ),
    **dict.fromkeys(
        "battery time date weekday days_until sum percent convert help small_talk what_sent".split(), ("know", False)
    ),
    "not_for_us": ("none", False),
}
"""Task -> its intent, and whether a picture must be taken; `other` has any."""
TASKS = (*INTENTS, "other")
KINDS = "thing colour side ref number duration time date text item list label unit unit_to".split()
TAGS = (OUTSIDE, *(f"{place}-{kind}" for kind in KINDS for place in "BI"))
BARE = frozenset({"not_for_us", "small_talk", "repeat", "help", "cancel"})
"""Tasks of real lines in which no word is a slot; in the others the slots are not known."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One sentence: its words and tags, those of the question before, and what is known of it (None: not known)."""

    said: TaggedWords
    before: TaggedWords | None
    tagged: bool
    intent: str | None
    camera: bool | None
    task: str | None


def wanted_tags(row: Labelled) -> list[str]:
    """The tags of the question's words, then those of the question before: only what is borrowed is marked there."""
    before = row.before
    theirs = [tag if use else OUTSIDE for tag, use in zip(before.tags, before.borrowed, strict=True)] if before else []
    return [*row.said.tags, *theirs]


def kept_out(text: str) -> bool:
    """Whether a template or line belongs to the fifth that is never learned from."""
    return hashlib.sha256(text.encode()).digest()[0] % 5 == 0


def bare(text: str) -> TaggedWords:
    """A sentence of which no slot is known."""
    said = words(text)
    return TaggedWords(said, (OUTSIDE,) * len(said), (False,) * len(said))


def as_spoken(sentence: TaggedWords) -> TaggedWords:
    """With the words cut as the runtime cuts them."""
    rows = []
    for word, tag, borrowed in zip(sentence.words, sentence.tags, sentence.borrowed, strict=True):
        for number, part in enumerate(words(word)):
            rows.append((part, tag if not number else tag.replace("B-", "I-"), borrowed))
    return TaggedWords(*(tuple(column) for column in zip(*rows, strict=True))) if rows else bare("")


@dataclass(frozen=True)
class Corpus:
    """All there is to learn from. `data`: a folder with more real lines, or None; `whole`: nothing is kept out."""

    data: Path | None = None
    whole: bool = False
    given: Fillers | None = None

    @cached_property
    def fillers(self) -> Fillers:
        return self.given or read_fillers(HERE / "en" / "fillers.toml")

    @cached_property
    def templates(self) -> dict[str, list[Template]]:
        """By task, those that may be learned from."""
        found: dict[str, list[Template]] = {task: [] for task in TASKS}
        for template in all_templates():
            if self.whole or not kept_out(template.text):
                found[template.task].append(template)
        return found

    @cached_property
    def follow_ups(self) -> list[Template]:
        return [template for each in self.templates.values() for template in each if template.before]

    @cached_property
    def singles(self) -> dict[str, list[Template]]:
        return {task: [t for t in each if not t.before] for task, each in self.templates.items()}

    @cached_property
    def real(self) -> list[Labelled]:
        """Lines of others: the public ones in the repository, and those of the data folder."""
        rows = [
            _real(text, intent, camera == "yes", None if task == "-" else task)
            for _, intent, camera, task, text in public_lines()
        ]
        if self.data is not None and (self.data / "train.jsonl").is_file():
            for line, known in zip(
                _jsonl(self.data / "train.jsonl"), _jsonl(self.data / "train_tasks.jsonl"), strict=True
            ):
                if line["source"] not in ("clinc150", "hwu64", "snips"):
                    rows.append(_real(line["text"], line["intent"], line["needs_camera"], known["task"]))
        return rows

    @cached_property
    def heard(self) -> list[Labelled]:
        """What a recogniser made of some of the real lines."""
        path = self.data / "recognised.jsonl" if self.data is not None else Path()
        return [
            _real(text, line["intent"], line["needs_camera"], line["task"])
            for line in (_jsonl(path) if path.is_file() else ())
            if not kept_out(line["text"])
            for text, score in line["heard"][:2]
            if score > -12
        ]

    def grown(self, template: Template, rng: Generator, noise: float = 0.5) -> Labelled:
        """One sentence of a template."""
        said = as_spoken(disturbed(drawn(template.text, rng, self.fillers), rng, noise))
        before = as_spoken(drawn(template.before, rng, self.fillers)) if template.before else None
        return Labelled(said, before, True, template.intent, template.camera, template.task)

    def row(self, rng: Generator) -> Labelled:
        """A sentence to learn from: of a template more often than not, each task about as often."""
        draw = rng.random()
        if draw < 0.34:
            row: Labelled = one(self.real, rng)
        elif draw < 0.39 and self.heard:
            row = one(self.heard, rng)
        elif draw < 0.53:
            return self.grown(one(self.follow_ups, rng), rng, 0.35)
        else:
            task = str(rng.choice(self._drawable, p=self._shares))
            row = self.grown(one(self.singles[task], rng), rng)
        if rng.random() < 0.22:  # a question before that has nothing to do with it
            task = str(rng.choice(self._drawable, p=self._shares))
            other = as_spoken(drawn(one(self.singles[task], rng).text, rng, self.fillers))
            plain = TaggedWords(other.words, (OUTSIDE,) * len(other.words), (False,) * len(other.words))
            row = Labelled(row.said, plain, row.tagged, row.intent, row.camera, row.task)
        return row

    @cached_property
    def _drawable(self) -> list[str]:
        return [task for task, each in self.singles.items() if each]

    @cached_property
    def _shares(self) -> Array:
        weights = np.array([len(self.singles[task]) ** 0.5 for task in self._drawable])
        weights[[self._drawable.index(task) for task in ("other", "not_for_us")]] *= 2.5
        return np.asarray(weights / weights.sum())


def all_templates() -> Iterable[Template]:
    """The templates of the files, and the examples that skills carry."""
    yield from read_templates(HERE / "en", dict(INTENTS))
    for skill in all_skills():
        for task, sentences in skill.examples.items():
            for sentence in sentences if task in INTENTS else ():
                yield Template(sentence.lower().rstrip("?!."), task, *INTENTS[task])


def public_lines() -> Iterable[tuple[str, ...]]:
    """Source, intent, camera, task and text of the real lines that ship with the recipe."""
    lines = (HERE / "public.tsv").read_text(encoding="utf-8").splitlines()
    return (tuple(line.split("\t")) for line in lines)


def _real(text: str, intent: str, camera: object, task: str | None) -> Labelled:
    return Labelled(bare(text), None, task in BARE, intent, bool(camera), task)


def _jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


INTENT_NUMBER = {str(intent): number for number, intent in enumerate(Intent)}
TASK_NUMBER = {task: number for number, task in enumerate(TASKS)}
TAG_NUMBER = {tag: number for number, tag in enumerate(TAGS)}
