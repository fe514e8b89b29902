"""Spans that are past, and when something was."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from edge.language.moments import Span, ago, span_in

NOW = datetime(2026, 5, 6, 14, 30, tzinfo=UTC)  # a Wednesday
TODAY = datetime(2026, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("what left today", Span(TODAY)),
        ("Erase yesterday!", Span(TODAY - timedelta(days=1), TODAY)),
        ("this morning", Span(TODAY, TODAY + timedelta(hours=12))),
        ("what I said this afternoon", Span(TODAY + timedelta(hours=12))),
        ("this week", Span(TODAY - timedelta(days=2))),
        ("forget the last ten minutes", Span(NOW - timedelta(minutes=10))),
        ("the past hour", Span(NOW - timedelta(hours=1))),
        ("the last week", Span(NOW - timedelta(days=7))),
        ("the last picture", None),
        ("forget everything", None),
        ("at last", None),
    ],
)
def test_a_span_is_what_was_said(text, span):
    assert span_in(text, NOW) == span


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(minutes=25), "at 14:05"),
        (timedelta(hours=15), "yesterday at 23:30"),
        (timedelta(days=2), "on Monday at 14:30"),
        (timedelta(days=7), "on 29 April 2026"),
    ],
)
def test_when_it_was(back, words):
    assert ago(NOW - back, NOW) == words


def test_another_zone_is_told_in_the_wearers_own_and_an_unknown_time_not_at_all():
    assert ago(NOW.astimezone(timezone(timedelta(hours=9))), NOW) == "at 14:30"
    assert ago(None, NOW) == ""
