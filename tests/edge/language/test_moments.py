"""When something is, in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from edge.language.language import Language, english
from edge.language.moments import date_text, moment_text, month_name, time_text, weekday_name

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("2026-03-10 18:05", "at 18:05"),
        ("2026-03-11 09:00", "tomorrow at 9:00"),
        ("2026-03-09 09:00", "yesterday at 9:00"),
        ("2026-03-13 00:00", "on Friday at 0:00"),
        ("2026-03-17 07:00", "on Tuesday, 17 March at 7:00"),
        ("2027-05-03 12:00", "on Monday, 3 May 2027 at 12:00"),
    ],
)
def test_a_moment_is_told_from_now(at: str, text: str):
    assert moment_text(datetime.fromisoformat(at), NOW, english()) == text


def test_the_words_are_those_of_the_language():
    german = Language({"when": {"weekdays": "Montag Dienstag Mittwoch", "full": "{weekday}, {day}. {month} {year}"}})
    assert date_text(NOW, german) == "Dienstag, 10. March 2026"
    assert (weekday_name(NOW, german), month_name(NOW, english()), time_text(NOW)) == ("Dienstag", "March", "9:30")
