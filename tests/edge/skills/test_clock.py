"""The time of day, as a clock says it that can be trusted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.errors import AnswerError
from edge.messages import Instant, Now, Wall
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, claim_on, meant

HALF_PAST_FOUR = replace(FACTS, now=Now(Instant(0.0), Wall(NOON.replace(hour=16, minute=30))))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("what time is it", "It's 16:30."),
        ("what's the time in the kitchen please", "It's 16:30."),
        ("is it past {time:five}", "No, it's 16:30."),
        ("is it gone four yet", "Yes, it's 16:30."),
        ("is it past {time:four am}", "Yes, it's 16:30."),
        ("is it still before {time:five}", "Yes, it's 16:30."),
        ("how long until {time:7}", "2 hours and 30 minutes until 19:00."),
        ("how many minutes to {time:quarter to five}", "15 minutes until 16:45."),
    ],
)
def test_the_clock(said: str, answer: str):
    assert ask(meant("time", said), facts=HALF_PAST_FOUR).text == answer


@pytest.mark.parametrize("said", ["what time is it", "is it past {time:five}", "how long until {time:7}"])
def test_a_clock_that_is_not_set_is_not_quoted(said: str):
    with pytest.raises(AnswerError, match="not set"):
        ask(meant("time", said), facts=replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False))))


@pytest.mark.parametrize(
    "said",
    ["what time is it in springfield", "what time is it in russia", "what's the time difference in tokyo",
     "what time is it in ../../etc/passwd", "what time is it in alaska",
     "what's the time in the states", "what time is it in the united states now"],
)  # fmt: skip
def test_a_place_without_one_time_that_is_known_is_for_somebody_else(said: str):
    assert claim_on(meant("time", said)) is None


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("what time is it in {duration:20 minutes}", "In 20 minutes it's 16:50."),
        ("how long is twenty minutes from now i mean what time", "In 20 minutes it's 16:50."),
        ("what time was it an hour and a half ago", "1 hour and 30 minutes ago it was 15:00."),
        ("what time is it in a year", "It's 16:30."),
    ],
)
def test_the_time_of_another_moment(said: str, answer: str):
    assert ask(meant("time", said), facts=HALF_PAST_FOUR).text == answer


@pytest.mark.parametrize(
    "said", ["When is the story hour?", "What time does it start?", "At what time will they open?"]
)
def test_when_something_is_or_begins_is_no_matter_of_the_clock(said: str):
    assert claim_on(meant("time", said)) is None


def test_how_many_minutes_a_day_has_is_no_time_of_day():
    found = claim_on(meant("time", "how many minutes are there in a day"))
    assert found is not None
    assert found.skill == "convert"


@pytest.mark.parametrize("task", ["timer_left", "other"])
def test_how_long_till_a_time_is_the_clocks_though_a_timer_runs(task: str):
    said = "how long till the bus it comes at eight oh five"
    assert ask(meant(task, said), facts=HALF_PAST_FOUR).text == "3 hours and 35 minutes until 20:05."


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("what time is it in tokyo", "It's 1:30 on Wednesday in Tokyo."),
        ("what's the time in new york right now", "It's 11:30 in New York."),
        ("time in india please", "It's 22:00 in India."),
        ("how late is it in ho chi minh city", "It's 23:30 in Ho Chi Minh City."),
        ("what time is my five o'clock in new york", "At 17:00 it's 12:00 in New York."),
        ("what time is {time:11 pm} in tokyo", "At 23:00 it's 8:00 on Wednesday in Tokyo."),
        ("what time is it in the uk", "It's 16:30 in the UK."),
        ("what time is it in rio de janeiro", "It's 13:30 in Rio de Janeiro."),
    ],
)
def test_the_time_of_another_place(said: str, answer: str):
    assert ask(meant("time", said), facts=HALF_PAST_FOUR).text == answer
