"""What a model of meaning is worth: on templates that were kept out, and on the labelled lines of a data folder."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge.messages import Array, Intent
from edge.understand.grasp import Grasped, Grasper, spans
from export.meaning.corpus import CAMERA, Corpus, Labelled, all_templates, kept_out, wanted_tags
from export.meaning.fillers import Fillers

ALIKE = (
    {"timer_set", "alarm_set"}, {"where", "memory_recall"}, {"read", "find_text"}, {"what", "describe", "relation"},
    {"cancel", "quiet"}, {"note_add", "memory_store"}, {"sum", "percent"}, {"timer_cancel", "alarm_cancel"},
    {"date", "weekday"}, {"reminder_set", "alarm_set"},
)  # fmt: skip
"""Tasks that may be taken for each other: a skill's values decide between them."""
SCORED = frozenset("thing colour side duration time date number item text unit unit_to".split())
EMPTY = frozenset("a an the my any some this that of pair".split())


@dataclass(frozen=True, slots=True)
class MeaningCase:
    """A sentence, and what should be found in it; None: not known."""

    text: str
    before: str
    intent: str | None
    camera: bool | None
    task: str | None
    slots: tuple[tuple[str, str], ...] | None
    group: str
    """Its template: each counts the same, however many sentences it has."""


def figures(grasp: Grasper, cases: Sequence[MeaningCase]) -> dict[str, float]:
    """Shares that are right, macro-F1 over the intents, F1 of the camera and of the slots' words, calibration error."""
    found = [grasp(case.text, case.before) for case in cases]
    told = {**_intents(cases, found), **_camera(cases, found)}
    by_group: dict[str, list[bool]] = defaultdict(list)
    hit = said = wanted = 0
    for case, one in zip(cases, found, strict=True):
        if case.task is not None:
            by_group[case.group].append(same(_best(one.tasks), case.task))
        if case.slots:
            truth, guess = _words(case.slots), _words((*one.slots, *one.borrowed))
            hit, said, wanted = hit + (truth & guess).total(), said + guess.total(), wanted + truth.total()
    if by_group:
        told["task"] = float(np.mean([np.mean(each) for each in by_group.values()]))
    if wanted:
        told["slot_f1"] = 2 * hit / (said + wanted)
    return told


def same(one: str, other: str) -> bool:
    """Whether two tasks are the same, or count as each other."""
    return one == other or any({one, other} <= pair for pair in ALIKE)


def _best(shares: Mapping[str, float]) -> str:
    return max(shares, key=lambda name: shares[name])


def _words(slots: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter(
        (kind, word)
        for kind, text in slots
        if kind in SCORED
        for word in re.findall(r"[\w'.:%/-]+", text)
        if word not in EMPTY
    )


def _intents(cases: Sequence[MeaningCase], found: Sequence[Grasped]) -> dict[str, float]:
    pairs = [(case.intent, one.intents) for case, one in zip(cases, found, strict=True) if case.intent is not None]
    if not pairs:
        return {}
    want = np.array([intent for intent, _ in pairs])
    got = np.array([str(_best({str(k): v for k, v in shares.items()})) for _, shares in pairs])
    score = np.array([max(shares.values()) for _, shares in pairs])
    right = want == got
    kinds = [str(intent) for intent in Intent if (want == str(intent)).any()]
    return {
        "intent": float(right.mean()),
        "macro_f1": float(np.mean([_f1(want == kind, got == kind) for kind in kinds])),
        "surest_half": float(right[np.argsort(-score, kind="stable")[: max(1, len(score) // 2)]].mean()),
        "calibration_error": calibration_error(score, right),
    }


def _camera(cases: Sequence[MeaningCase], found: Sequence[Grasped]) -> dict[str, float]:
    pairs = [(case.camera, one.camera) for case, one in zip(cases, found, strict=True) if case.camera is not None]
    if not pairs:
        return {}
    want, got = np.array([w for w, _ in pairs]), np.array([share > 0.5 for _, share in pairs])
    return {f"{CAMERA}_f1": _f1(want, got), CAMERA: float((want == got).mean())}


def _f1(truth: Array, guess: Array) -> float:
    return float(2 * (truth & guess).sum() / max(1, truth.sum() + guess.sum()))


def calibration_error(score: Array, right: Array) -> float:
    """By how much the scores differ from the share that is right, over fifteen bins."""
    bins = np.minimum((score * 15).astype(int), 14)
    parts = [(bins == b).mean() * abs(score[bins == b].mean() - right[bins == b].mean()) for b in np.unique(bins)]
    return float(sum(parts))


def softness(scores: Array, truth: Array) -> float:
    """The number by which scores (rows of a softmax, or of one sigmoid) are divided to be as sure as they are right."""
    choices = np.geomspace(0.4, 2.5, 43)
    return float(min(choices, key=lambda by: _surprise(scores / by, truth)))


def _surprise(scores: Array, truth: Array) -> float:
    if scores.ndim == 1:
        return float(np.logaddexp(0, np.where(truth, -scores, scores)).mean())
    top = scores.max(1)
    return float((top + np.log(np.exp(scores - top[:, None]).sum(1)) - scores[np.arange(len(truth)), truth]).mean())


def kept_out_cases(fillers: Fillers, drawn: int) -> list[MeaningCase]:
    """Sentences of the templates that were kept out, a third of them disturbed."""
    rng, corpus, cases = np.random.default_rng(11), Corpus(given=fillers), []
    for template in all_templates():
        for _ in range(drawn if kept_out(template.text) else 0):
            row = corpus.grown(template, rng, 0.35)
            cases.append(_case(row, template.text))
    return cases


def _case(row: Labelled, group: str) -> MeaningCase:
    tags, size = wanted_tags(row), len(row.said.words)
    before = row.before.words if row.before else ()
    slots = (*spans(row.said.words, tags[:size]), *spans(before, tags[size:]))
    return MeaningCase(" ".join(row.said.words), " ".join(before), row.intent, row.camera, row.task, slots, group)


def labelled(path: Path) -> list[MeaningCase]:
    """The cases of a JSONL with `text` and any of `previous`, `intent`, `needs_camera`, `task`, `slots`, `template`."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        MeaningCase(
            row["text"], row.get("previous", ""), row.get("intent"), row.get("needs_camera"), row.get("task"),
            tuple((kind, words) for kind, words in row["slots"]) if "slots" in row else None,
            row.get("template", row["text"]),
        )
        for row in rows
    ]  # fmt: skip


def heard_cases(path: Path) -> tuple[list[MeaningCase], list[MeaningCase]]:
    """The fifth of the spoken lines that was kept out: as they were said, and as they were heard best."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if kept_out(row["text"]) and row["task"] is not None]
    clean = [
        MeaningCase(row["text"], "", row["intent"], row["needs_camera"], row["task"], None, row["text"]) for row in rows
    ]
    noisy = [
        MeaningCase(
            row["heard"][0][0], "", row["intent"], row["needs_camera"], row["task"], None, f"{row['text']} {at}"
        )
        for at, row in enumerate(rows)
    ]
    return clean, noisy
