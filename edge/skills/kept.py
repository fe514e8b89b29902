"""What the skills for notes, lists, facts and forgetting have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from edge.errors import AnswerError
from edge.language.language import Language
from edge.language.moments import moment_text
from edge.messages import Drop, Entry, Keep, Kept, Kind, Past
from edge.skills.skill import Asked

AT_ONCE = 5
"""Entries that are read out at a time; of more than these the newest."""


def kept_in(asked: Asked, language: Language) -> Kept:
    """What is kept; raises AnswerError where that cannot be read."""
    if asked.facts.kept is None:
        raise AnswerError(language.say("keeping.unread"))
    return asked.facts.kept


def just_kept(past: Past | None, kind: Kind) -> tuple[Keep, ...]:
    """What the turn before had kept of this kind."""
    deeds = past.deeds if past is not None else ()
    return tuple(deed.act for deed in deeds if deed.done and isinstance(deed.act, Keep) and deed.act.kind is kind)


def list_of(past: Past) -> str:
    """The list that something was put on, or taken off, in this turn; empty where there is none."""
    acts = (deed.act for deed in reversed(past.deeds) if deed.done)
    return next((act.list for act in acts if isinstance(act, Keep | Drop) and act.list), "")


def newest(kept: Kept, kind: Kind, text: str) -> Entry | None:
    """The newest entry of this kind with this text."""
    return next((entry for entry in reversed(kept.of(kind)) if entry.text == text), None)


def when(at: datetime | None, now: datetime, language: Language) -> str:
    """When that was, after a verb: `yesterday at 9:00`; empty where it is not known."""
    return "" if at is None else moment_text(at.astimezone(now.tzinfo), now, language)


def longest(marked: Sequence[str]) -> str:
    """Of words that were marked the most; empty where none were."""
    return max(marked, key=len, default="")


def sentence(text: str) -> str:
    """With a capital letter at its beginning, and no full stop."""
    return (text[:1].upper() + text[1:]).rstrip(".")
