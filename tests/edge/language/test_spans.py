"""Spans that are past, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from edge.language.spans import Stretch, span_in

NOW = datetime(2026, 5, 6, 14, 30, tzinfo=UTC)  # a Wednesday
TODAY = datetime(2026, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("what left today", Stretch(TODAY)),
        ("Erase yesterday!", Stretch(TODAY - timedelta(days=1), TODAY)),
        ("this morning", Stretch(TODAY, TODAY + timedelta(hours=12))),
        ("what I said this afternoon", Stretch(TODAY + timedelta(hours=12))),
        ("this week", Stretch(TODAY - timedelta(days=2))),
        ("forget the last ten minutes", Stretch(NOW - timedelta(minutes=10))),
        ("the past hour", Stretch(NOW - timedelta(hours=1))),
        ("the last week", Stretch(NOW - timedelta(days=7))),
        ("the last picture", None),
        ("forget everything", None),
        ("at last", None),
    ],
)
def test_a_span_is_what_was_said(text, span):
    assert span_in(text, NOW) == span
