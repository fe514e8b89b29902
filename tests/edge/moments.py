"""Moments that tests agree on."""

from __future__ import annotations

from datetime import UTC, datetime

from edge.language.timed import time_words
from edge.language.whens import When, find_when

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)  # a Tuesday


def when_in(text: str) -> When:
    """What a text says of a moment; empty where it says nothing."""
    return find_when(time_words(text))[0]
