"""Facts with what is kept, and a turn before, for the tests of the skills that read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from edge.language.marked import read_marked
from edge.messages import Deed, Entry, Expect, Facts, Instant, Keep, Kept, Kind, Leaving, Outcome, Past, TurnId
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS


def entry(number: int, kind: Kind, text: str, at: datetime | None = NOON, **more: str) -> Entry:
    return Entry(number, kind, text, at, TurnId(100 + number), **more)


def kept(*entries: Entry, left: tuple[Leaving, ...] = (), **counts: int) -> Facts:
    return replace(FACTS, kept=Kept(entries, left, counts))


def notes(*texts: str, kind: Kind = Kind.NOTE) -> Facts:
    """Told an hour apart, the last one just now."""
    first = NOON - timedelta(hours=len(texts) - 1)
    return kept(*(entry(n, kind, text, first + timedelta(hours=n)) for n, text in enumerate(texts)))


def listed(*items: str, name: str = "shopping") -> tuple[Entry, ...]:
    return tuple(entry(n, Kind.ITEM, item, list=name) for n, item in enumerate(items))


def before(task: str, sentence: str, *acts: Keep, expects: Expect | None = None, turn: int = 7) -> Past:
    """A turn that ended with these done."""
    marked = read_marked(sentence)
    deeds = tuple(Deed(act, done=True) for act in acts)
    past = Past(TurnId(turn), Instant(0.0), marked.text, "Done.", Outcome.ANSWERED_LOCAL, expects)
    return replace(past, task=task, slots=marked.slots, deeds=deeds)
