"""Moments that are past, in words: when something was told, and since when something is meant. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from edge.language.text import normalise
from edge.language.times import seconds_in

_HOURS = {"this morning": (0, 12), "this afternoon": (12, 18), "this evening": (18, 24), "tonight": (18, 24)}


class Span(NamedTuple):
    """From one moment to another; `end` is None for now."""

    begin: datetime
    end: datetime | None = None


def span_in(text: str, now: datetime) -> Span | None:
    """The span that a text names: today, yesterday, this week, the last ten minutes; None: it names none."""
    said = normalise(text)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for words, (first, last) in _HOURS.items():
        if words in said:
            end = midnight + timedelta(hours=last)
            return Span(midnight + timedelta(hours=first), end if end < now else None)
    if "yesterday" in said:
        return Span(midnight - timedelta(days=1), midnight)
    if "today" in said:
        return Span(midnight)
    if "this week" in said:
        return Span(midnight - timedelta(days=now.weekday()))
    return _last_in(said, now)


def _last_in(said: str, now: datetime) -> Span | None:
    """`the last ten minutes`, `the past hour`, `the last week`."""
    words = said.split()
    at = max((place for place, word in enumerate(words) if word in {"last", "past"}), default=None)
    if at is None:
        return None
    rest = " ".join(words[at + 1 : at + 6])
    seconds = seconds_in(rest) or seconds_in(f"one {rest}")
    if seconds is None and rest.startswith("week"):
        seconds = 7 * 86400
    return Span(now - timedelta(seconds=seconds)) if seconds else None


def ago(at: datetime | None, now: datetime) -> str:
    """When that was, to be put into a sentence: `at 14:05`, `yesterday at 14:05`, `on Monday at 14:05`, `on 4 May`.

    Empty where that is not known.
    """
    if at is None:
        return ""
    at = at.astimezone(now.tzinfo)
    days = (now.date() - at.date()).days
    if days == 0:
        return f"at {at:%H:%M}"
    if days == 1:
        return f"yesterday at {at:%H:%M}"
    return f"on {at:%A} at {at:%H:%M}" if 1 < days < 7 else f"on {at.day} {at:%B %Y}"
