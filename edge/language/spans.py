"""Spans of the past in words: today, yesterday, this week, the last ten minutes. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from edge.language.durations import duration_in
from edge.language.text import normalise

_HOURS = {"this morning": (0, 12), "this afternoon": (12, 18), "this evening": (18, 24), "tonight": (18, 24)}


class Stretch(NamedTuple):
    """From one moment to another; `end` is None for now."""

    begin: datetime
    end: datetime | None = None


def span_in(text: str, now: datetime) -> Stretch | None:
    """The span that a text names: today, yesterday, this week, the last ten minutes; None: it names none."""
    said = normalise(text)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for words, (first, last) in _HOURS.items():
        if words in said:
            end = midnight + timedelta(hours=last)
            return Stretch(midnight + timedelta(hours=first), end if end < now else None)
    if "yesterday" in said:
        return Stretch(midnight - timedelta(days=1), midnight)
    if "today" in said:
        return Stretch(midnight)
    if "this week" in said:
        return Stretch(midnight - timedelta(days=now.weekday()))
    return _last_in(said, now)


def _last_in(said: str, now: datetime) -> Stretch | None:
    """`the last ten minutes`, `the past hour`, `the last week`."""
    words = said.split()
    at = max((place for place, word in enumerate(words) if word in {"last", "past"}), default=None)
    if at is None:
        return None
    rest = " ".join(words[at + 1 : at + 6])
    length = duration_in(rest) or duration_in(f"one {rest}")
    return Stretch(now - timedelta(seconds=length.seconds)) if length is not None else None
