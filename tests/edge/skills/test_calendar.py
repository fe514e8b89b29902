"""Dates, weekdays and the days between, as a calendar says them that can be trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from edge.errors import AnswerError
from edge.messages import Expect, Instant, Now, Slot, Wall
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, claim_on, meant
from tests.edge.skills.asking import past as past_turn

TODAY = "Today is Tuesday, 4 March 2025."
LAST_DAY = replace(FACTS, now=Now(Instant(0.0), Wall(datetime(2024, 2, 29, 23, 5, tzinfo=UTC))))


@pytest.mark.parametrize(
    ("task", "said", "answer"),
    [
        ("date", "what's the date today", TODAY),
        ("date", "what date is it {date:tomorrow}", "Tomorrow is Wednesday, 5 March 2025."),
        ("date", "what date is {date:next friday}", "That is Friday, 14 March 2025."),
        ("date", "when is {date:easter}", "That is Sunday, 20 April 2025."),
        ("date", "what month is it", "It's March."),
        ("date", "what year is it", "It's 2025."),
        ("date", "give me the full date with the year", TODAY),
        ("date", "which week of the year is it", "It's week 10."),
        ("date", "which quarter are we in", "It's the quarter number 1."),
        ("date", "is it a leap year", "No, 2025 is not a leap year."),
        ("date", "are we in may yet", f"No. {TODAY}"),
        ("date", "is it {date:the fourth} today", f"Yes. {TODAY}"),
        ("date", "is it {date:the third} today", f"No. {TODAY}"),
        ("date", "day month and year please", TODAY),
        ("weekday", "what day is it", TODAY),
        ("weekday", "i'd have sworn it was sunday what day is it", TODAY),
        ("weekday", "does {date:boxing day} land on a thursday", "No. 26 December is a Friday."),
        ("weekday", "what day is {date:the third of may}", "3 May is a Saturday."),
        ("weekday", "what day was {date:the fourth of july 1962}", "4 July 1962 was a Wednesday."),
        ("weekday", "is it tuesday", f"Yes. {TODAY}"),
        ("weekday", "is it wednesday or thursday", f"No. {TODAY}"),
        ("weekday", "is {date:christmas} on a weekend", "No. 25 December is a Thursday."),
        ("weekday", "is {date:the third of may} a saturday", "Yes. 3 May is a Saturday."),
        ("weekday", "what day is it tomorrow", "Tomorrow is Wednesday, 5 March 2025."),
        ("days_until", "how many days until {date:christmas}", "296 days until Thursday, 25 December."),
        ("days_until", "how many days is it to {date:new year}", "303 days until Thursday, 1 January 2026."),
        ("days_until", "how many sleeps till tomorrow", "1 day until Wednesday, 5 March."),
        ("days_until", "how many weeks until {date:easter}", "6 weeks and 5 days until Sunday, 20 April."),
        ("days_until", "how many days since {date:the first of march}", "3 days since Saturday, 1 March."),
        ("days_until", "how long ago was {date:christmas}", "69 days since Wednesday, 25 December 2024."),
        ("days_until", "how long is it to {date:the fourth of march}", TODAY),
    ],
)
def test_the_calendar(task: str, said: str, answer: str):
    assert ask(meant(task, said)).text == answer


@pytest.mark.parametrize(
    ("task", "said", "answer"),
    [
        ("date", "what date is it {date:tomorrow}", "Tomorrow is Friday, 1 March 2024."),
        ("weekday", "what day was it {date:yesterday}", "Yesterday was Wednesday, 28 February 2024."),
        ("date", "is this a leap year", "Yes, 2024 is a leap year."),
    ],
)
def test_another_day_is_counted_by_the_calendar(task: str, said: str, answer: str):
    assert ask(meant(task, said), facts=LAST_DAY).text == answer


def test_the_number_of_days_can_be_reckoned_with():
    assert ask(meant("days_until", "how many days until {date:christmas}")).figure == "296"


past = partial(past_turn, asked="what day is christmas", task="weekday")


def test_a_day_that_was_spoken_of_before_is_gone_on_with():
    before = past(slots=(Slot("date", "christmas"),))
    assert ask(meant("days_until", "how long have i got till then", before)).figure == "296"


def test_a_day_that_nobody_knows_is_asked_for():
    reply = ask(meant("days_until", "how many days until my birthday"))
    assert (reply.text, reply.expects, reply.figure) == ("I don't know when that is. Which date?", Expect.DATE, "")
    before = past(task="days_until", expects=Expect.DATE)
    assert ask(meant("days_until", "the fifth of march", before, score=0.1)).figure == "1"
    assert claim_on(meant("days_until", "what is this", before, score=0.1)) is None
    for task, said in (("date", "when is the concert"), ("date", "what date is eid this year")):
        assert ask(meant(task, said)).expects is Expect.DATE
    assert ask(meant("weekday", "the exam what day of the week is that")).expects is Expect.DATE


@pytest.mark.parametrize("said", ["in 1e10 days", "99999999 weeks from now", "in 3000000000 days"])
def test_a_day_further_off_than_any_is_neither_today_nor_the_one_before(said: str):
    before = past(task="date", asked="what date is it in 3 weeks")
    for task, asks in (("date", "what date is it"), ("weekday", "what day is it")):
        assert ask(meant(task, f"{asks} {said}")).expects is Expect.DATE
        assert ask(meant(task, f"{asks} {said}", before)).expects is Expect.DATE


def test_which_of_two_days_is_asked():
    reply = ask(meant("weekday", "what day is {date:3/5}"))
    assert (reply.text, reply.expects) == ("Do you mean 3 May or 5 March?", Expect.DATE)


@pytest.mark.parametrize("said", ["what day is {date:the 30th of february}", "what day is it in 99999 years"])
def test_a_day_that_is_not_in_the_calendar(said: str):
    with pytest.raises(AnswerError):
        ask(meant("weekday", said))


def test_a_calendar_that_is_not_set_is_not_quoted():
    with pytest.raises(AnswerError, match="not set"):
        ask(meant("date", "what's the date"), facts=replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False))))


@pytest.mark.parametrize(
    ("task", "said", "answer"),
    [
        ("weekday", "what day is the day after {date:christmas}", "26 December is a Friday."),
        ("date", "what date is two weeks after {date:easter}", "That is Sunday, 4 May 2025."),
        ("days_until", "how many days are left this year", "302 days until Wednesday, 31 December."),
        (
            "days_until", "how many days between {date:the first of june} and {date:christmas}",
            "207 days from Sunday, 1 June to Thursday, 25 December.",
        ),
        (
            "days_until", "how many weeks from {date:christmas} to {date:the first of february}",
            "5 weeks and 3 days from Thursday, 25 December 2025 to Sunday, 1 February 2026.",
        ),
        ("days_until", "how many days does february have in 2028", "February 2028 has 29 days."),
        ("days_until", "how many days does february have", "February 2026 has 28 days."),
        ("days_until", "how many days are in march", "March 2025 has 31 days."),
    ],
)  # fmt: skip
def test_days_are_counted_from_others(task: str, said: str, answer: str):
    assert ask(meant(task, said)).text == answer


def test_a_day_that_was_told_is_gone_on_with():
    first = ask(meant("weekday", "and tomorrow"))
    assert first.figure == "2025-03-05"
    then = ask(meant("weekday", "and the day {date:after}", past(asked="and tomorrow", figure=first.figure)))
    assert (then.text, then.figure) == ("6 March is a Thursday.", "2025-03-06")
    after = meant("days_until", "and the day after that", past(task="date", figure=then.figure))
    assert ask(after).text == "That is Friday, 7 March 2025."
    until = past(asked="how many days until the first of april", task="days_until", figure="28")
    assert ask(meant("weekday", "what weekday is that", until)).text == "1 April is a Tuesday."
    assert ask(meant("days_until", "and in weeks", until)).text == "4 weeks until Tuesday, 1 April."


def test_what_an_hour_has_is_no_date():
    found = claim_on(meant("days_until", "how many minutes are there in a {date:day}"))
    assert found is not None
    assert found.skill == "convert"


def test_a_day_in_what_was_told_is_gone_on_with():
    told = "You told me yesterday at 9:30: your sister's birthday is on the ninth of may."
    asked = meant(
        "days_until", "how long is that from now", past(answered=told, task="memory_recall", asked="when is it")
    )
    assert "9 May" in ask(asked).text
