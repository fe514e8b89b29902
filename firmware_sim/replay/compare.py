"""Compares a tape with what today's mind decides for its events, and with what today's models see in its frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Protocol, TypeAlias, TypeVar

from edge.flow import Found, at_once
from edge.messages import (
    Attend,
    Attention,
    Box,
    Code,
    Command,
    Event,
    Frame,
    Heard,
    Now,
    Quad,
    Seen,
    Sound,
    Text,
    Thing,
    Wake,
)
from edge.tape.tape import Tape, as_data

S = TypeVar("S")
Finding: TypeAlias = Thing | Text | Code
Perceive: TypeAlias = Callable[[Frame], tuple[Finding, ...]]
Advance: TypeAlias = Callable[[S, Now, Event], tuple[S, tuple[Command, ...]]]

SAME_PLACE = 0.5
"""How much of two boxes has to be common (intersection over union) for them to be about the same thing."""
HARDLY_MOVED = 0.85
WORTH_NAMING = 0.3
"""Things below this score come and go with every change of a model: nobody is told of them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of what the mind did, then and now. `step` counts the events of the tape from 0."""

    step: int
    at: float
    event: str
    where: str
    taped: Any
    today: Any

    def __str__(self) -> str:
        return f"{self.at:9.3f} s  event {self.step} ({self.event}): {self.where}: {self.taped!r}, today {self.today!r}"


def replay_decisions(tape: Tape, advance: Advance[S], state: S) -> Iterator[Difference]:
    """Every field of every command that is not as it was. The first difference may cause those after it."""
    for number, step in enumerate(tape.steps()):
        state, commands = advance(state, step.now, step.event)
        for where, taped, today in _differences(as_data(step.commands), as_data(commands), "commands"):
            at = step.now.at - tape.began.at
            yield Difference(number, round(at, 6), type(step.event).__name__, where, taped, today)


def _differences(taped: Any, today: Any, where: str) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 - JSON
    if isinstance(taped, dict) and isinstance(today, dict) and taped.get("is") == today.get("is"):
        name = f".{taped['is']}" if "is" in taped else ""
        for key in taped | today:
            yield from _differences(taped.get(key), today.get(key), f"{where}{name}.{key}")
    elif isinstance(taped, list) and isinstance(today, list):
        for n in range(max(len(taped), len(today))):
            one, other = (each[n] if n < len(each) else None for each in (taped, today))
            yield from _differences(one, other, f"{where}[{n}]")
    elif taped != today:
        yield where, taped, today


# ---------------------------------------------------------------------------------------------------- what models see


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that today's models see or hear and the tape did not, or the other way round."""

    turn: int | None
    """Whose look it was; None for what was heard."""
    at: float
    sense: str
    change: str
    """`added`, `gone` or `moved`."""
    what: str
    box: tuple[float, ...] = ()

    def __str__(self) -> str:
        whose = "" if self.turn is None else f"turn {self.turn}, "
        place = " at " + " ".join(f"{x:.2f}" for x in self.box) if self.box else ""
        return f"{self.at:9.3f} s  {whose}{self.sense}: {self.change} {self.what!r}{place}"


def replay_perceive(tape: Tape, senses: Mapping[str, Perceive]) -> Iterator[Change]:
    """Look again for what each recorded look asked for, with `senses` (things, texts, codes); gives the changes."""
    for step in tape.steps():
        if isinstance(step.event, Seen) and step.event.scene.frame is not None:
            yield from _changes(step.event, step.event.scene.frame, step.now.at - tape.began.at, senses)


class ListensAgain(Protocol):
    """What listens again."""

    def attend(self, to: Attention) -> Found: ...

    def hear(self, sound: Sound) -> Found: ...


def replay_hearing(tape: Tape, ear: ListensAgain) -> Iterator[Change]:
    """Listen again to all sounds of the tape, attending to what was attended to then; words and wakes new or gone."""
    taped = [heard for step in tape.steps() for heard in _heard(step.now.at - tape.began.at, (step.event,))]
    told = [(step.now.at, one.to) for step in tape.steps() for one in step.commands if isinstance(one, Attend)]
    today: list[Change] = []
    for sensed in tape.senses("microphone"):
        found: list[Event] = []
        while told and told[0][0] <= sensed.now.at:
            found += at_once(ear.attend(told.pop(0)[1]))
        if isinstance(sensed.value, Sound):
            found += at_once(ear.hear(sensed.value))
        today += _heard(sensed.now.at - tape.began.at, tuple(found))
    then, now = ([(one.sense, one.what.casefold()) for one in each] for each in (taped, today))
    for what, i, j, m, n in SequenceMatcher(a=then, b=now, autojunk=False).get_opcodes():
        if what != "equal":
            yield from (replace(one, change="gone") for one in taped[i:j])
            yield from (replace(one, change="added") for one in today[m:n])


def _heard(at: float, events: tuple[Event, ...]) -> Iterator[Change]:
    for event in events:
        match event:
            case Wake():
                yield Change(None, round(at, 6), "wake", "", event.word)
            case Heard(final=True):
                yield Change(None, round(at, 6), "speech", "", event.text)


def _changes(seen: Seen, frame: Frame, at: float, senses: Mapping[str, Perceive]) -> Iterator[Change]:
    if not frame.pixels.size:
        return  # this picture is damaged on the tape
    for sense, look in senses.items():
        taped: tuple[Finding, ...] | None = getattr(seen.scene, sense)
        if taped is not None:
            for change, found in _compared(taped, look(frame)):
                yield Change(seen.turn, round(at, 6), sense, change, _name(found), _box(found))


def _compared(taped: tuple[Finding, ...], today: tuple[Finding, ...]) -> Iterator[tuple[str, Finding]]:
    """Pairs the two, the surest first; what finds no partner is gone or added."""
    left = sorted((one for one in today if _score(one) >= WORTH_NAMING), key=_score, reverse=True)
    for one in sorted((one for one in taped if _score(one) >= WORTH_NAMING), key=_score, reverse=True):
        partners = [other for other in left if _name(other) == _name(one) and _overlap(one, other) >= SAME_PLACE]
        if not partners:
            yield "gone", one
            continue
        partner = max(partners, key=lambda other: _overlap(one, other))
        left.remove(partner)
        if _overlap(one, partner) < HARDLY_MOVED:
            yield "moved", partner
    for one in left:
        yield "added", one


def _name(found: Finding) -> str:
    match found:
        case Thing():
            return found.label
        case Text():
            return found.text
        case Code():
            return f"{found.format} {found.text}"


def _score(found: Finding) -> float:
    return 1.0 if isinstance(found, Code) else found.score


def _box(found: Finding) -> Box:
    if isinstance(found, Thing):
        return found.box
    quad: Quad = found.quad
    return Box(
        min(p.x for p in quad), min(p.y for p in quad), max(p.x for p in quad), max(p.y for p in quad)
    )  # fmt: skip


def _overlap(one: Finding, other: Finding) -> float:
    """Intersection over union; two boxes of no size are the same place if they are the same."""
    a, b = _box(one), _box(other)
    if a == b:
        return 1.0
    common = _size(Box(max(a.x1, b.x1), max(a.y1, b.y1), min(a.x2, b.x2), min(a.y2, b.y2)))
    union = _size(a) + _size(b) - common
    return common / union if union else 0.0


def _size(box: Box) -> float:
    return max(0.0, box.x2 - box.x1) * max(0.0, box.y2 - box.y1)
