"""What was said of times: from the marked words, else from anywhere in the sentence, else from the turn before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.errors import AnswerError
from edge.language.clock_times import ClockTime
from edge.language.days import InDays
from edge.language.durations import Duration
from edge.language.language import english
from edge.language.whens import When
from edge.messages import Deed, Expect, Instant, Outcome, Past, SetAlarm, SetTimer, Slot, TurnId
from edge.skills.timing import (
    agrees,
    answers,
    done_before,
    merged,
    moment,
    name_of,
    repeats,
    said_duration,
    said_kind,
    said_name,
    said_when,
    text_in,
    unit_before,
    when_before,
    which_day,
    with_kind,
)
from tests.edge.moments import NOON, when_in
from tests.edge.skills.asking import meant

BEFORE = Past(TurnId(1), Instant(0.0), "wake me tomorrow at 7", "So.", Outcome.ANSWERED_LOCAL, task="alarm_set")
ASKED = replace(BEFORE, expects=Expect.LENGTH, task="timer_set", asked="timer for 9 seconds")


def test_an_answer_is_of_the_same_task_and_to_a_question():
    assert answers(meant("timer_set", "five", ASKED))
    assert answers(meant("timer_set", "five", ASKED), Expect.LENGTH)
    assert not answers(meant("timer_set", "five", ASKED), Expect.NAME)
    assert not answers(meant("timer_left", "five", ASKED))
    assert not answers(meant("alarm_set", "five", BEFORE))
    assert not answers(meant("alarm_set", "five"))


@pytest.mark.parametrize(
    ("words", "name"),
    [("the pasta timer", "pasta"), ("my 10 minute one", ""), ("washing machine", "washing machine"), ("", "")],
)
def test_a_name_is_without_what_does_not_belong_to_it(words: str, name: str):
    assert name_of(words) == name


def test_a_name_is_borrowed_where_none_is_said():
    tea = (Slot("label", "tea"),)
    assert said_name(meant("timer_change", "add a minute", borrowed=tea)) == "tea"
    assert said_name(meant("timer_change", "add a minute to the {label:egg}", borrowed=tea)) == "egg"


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("{duration:five minutes} for the 3 minute egg", 300),
        ("five minutes", 300),
        ("{duration:ten} no {duration:fifteen minutes}", 900),
        ("{number:five} please", 300),
        ("five please", None),
    ],
)
def test_a_length_of_time(said: str, seconds: int | None):
    assert said_duration(meant("timer_set", said)) == (Duration(seconds) if seconds else None)


def test_a_number_alone_has_the_unit_of_the_turn_before():
    assert unit_before(meant("timer_set", "five")) == 60
    assert unit_before(meant("timer_set", "five", ASKED)) == 1
    assert said_duration(meant("timer_set", "five", ASKED)) == Duration(5)
    assert said_duration(meant("timer_change", "no five", replace(ASKED, expects=None))) == Duration(5)


def test_a_moment_is_looked_for_outside_of_the_text_first():
    six, nine = When(clock=ClockTime(6)), When(clock=ClockTime(9))
    assert said_when(meant("reminder_set", "remind me to {text:leave at nine} at six")) == six
    assert said_when(meant("reminder_set", "remind me to {text:leave at nine}")) == nine
    assert said_when(meant("alarm_set", "the {time:six} one")) == six
    assert said_when(meant("alarm_set", "wake me")) == When()


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("remind me to {text:leave at nine} at six", "leave at nine"),
        ("remind me to {text:leave at nine}", "leave"),
        ("at six remind me to feed the cat", "feed the cat"),
        ("remind me at six", ""),
    ],
)
def test_a_text_is_without_its_moment(said: str, text: str):
    assert text_in(meant("reminder_set", said)) == text


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("every day at 7", True),
        ("on mondays at 7", True),
        ("school days", True),
        ("on monday", False),
        ("7 days", False),
    ],
)
def test_what_is_repeated(said: str, so: bool):
    assert repeats(meant("alarm_set", said)) is so


@pytest.mark.parametrize(
    ("said", "so"),
    [("yes please", True), ("hm ok", True), ("oh yes", True), ("no thanks", False), ("at seven", None)],
)
def test_yes_and_no(said: str, so: bool | None):
    assert agrees(meant("alarm_set", said)) is so


def test_what_was_done_before_is_only_what_was_done():
    done, refused = Deed(SetTimer(5.0), True), Deed(SetTimer(9.0), False)
    before = replace(BEFORE, deeds=(done, refused))
    assert done_before(meant("timer_set", "x", before), SetTimer) == done
    assert done_before(meant("timer_set", "x", before), SetAlarm) is None
    assert done_before(meant("timer_set", "x"), SetTimer) is None


def test_the_rest_stays_as_it_was_before():
    before = when_before(meant("alarm_set", "no at eight", BEFORE))
    assert before == When(InDays(1), ClockTime(7))
    assert merged(when_in("at eight"), before) == When(InDays(1), ClockTime(8))
    assert merged(When(), before) == before
    assert when_before(meant("alarm_set", "x")) == When()


def test_a_moment_that_cannot_be_is_told_in_words():
    assert moment(when_in("at noon"), NOON, english()) is not None
    with pytest.raises(AnswerError, match="That time has passed"):
        moment(when_in("today at eight am"), NOON, english())
    assert which_day(when_in("friday"), english()) is None
    question = which_day(when_in("on 3/5"), english())
    assert question is not None
    assert (question.text, question.expects) == ("Do you mean 3 May or 5 March?", Expect.DATE)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("timer for {duration:hour 5 minutes and 10} seconds", 310),
        ("set a timer for 1 {duration:hour 5 minutes and 10} seconds", 3910),
        ("timer for a {duration:hundred and twenty minutes}", 7200),
        ("timer for ten minutes {duration:thirty seconds}", 630),
        ("ten minute timer and then {duration:five minutes}", 300),
    ],
)
def test_a_marked_length_is_widened_to_what_belongs_to_it(said: str, seconds: int):
    assert said_duration(meant("timer_set", said)) == Duration(seconds)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("remind me to {text:wish} dave {text:happy birthday} on april 2nd at 9", "wish dave happy birthday"),
        ("remind me at eleven tonight to {text:set the dishwasher} going please", "set the dishwasher going"),
        ("remind me in two days at nine to top {text:up my phone}", "top up my phone"),
        ("at nine remind me about the {text:dentist} tomorrow", "the dentist"),
        ("remind me to {text:call mum} no wait at six", "call mum"),
        ("{text:call mum} remind me at six", "call mum"),
        ("remind me at six to {text:ring} bob thanks", "ring bob"),
        ("at six wake {text:the apprentice} i mean remind me to", "wake the apprentice"),
        ("at six please {text:call mum}", "call mum"),
    ],
)
def test_a_marked_text_is_widened_to_what_belongs_to_it(said: str, text: str):
    assert text_in(meant("reminder_set", said)) == text


@pytest.mark.parametrize(
    ("task", "said", "name"),
    [
        ("timer_set", "set a timer labelled {label:hair} dye for ten minutes", "hair dye"),
        ("timer_set", "set a pasta timer for ten minutes", "pasta"),
        ("timer_set", "a {label:tea} timer for the pot", "tea"),
        ("timer_set", "set a pasta one", ""),
        ("timer_cancel", "cancel the pasta one", "pasta"),
    ],
)
def test_a_name_is_found_where_none_or_a_part_is_marked(task: str, said: str, name: str):
    assert said_name(meant(task, said)) == name


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("stop the timer no sorry the alarm", "alarm"),
        ("set a timer to wake me", "timer"),
        ("wake me in an hour", "alarm"),
        ("remind me", "reminder"),
        ("ten minutes", ""),
    ],
)
def test_what_is_named(said: str, kind: str):
    assert said_kind(tuple(said.split())) == kind


@pytest.mark.parametrize(
    ("said", "meant_as"),
    [
        ("drop the six one", "drop the six alarm"),
        ("turn off the half past six one", "turn off the half past six alarm"),
        ("set one for six", "set one for six"),
        ("wake me at one", "wake me at one"),
    ],
)
def test_the_one_at_six_is_an_alarm(said: str, meant_as: str):
    assert with_kind(meant("alarm_cancel", said), "alarm").said == meant_as


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("remind me to {text:call anna} sorry i meant ben at six pm", "call ben"),
        ("remind me to {text:call anna no wait call ben} at four", "call ben"),
        ("remind me in ninety minutes {text:that the meter runs out}", "the meter runs out"),
        ("remind me at six to {text:call anna} sorry i mean at seven", "call anna"),
    ],
)
def test_the_text_is_without_its_lead_and_with_its_correction(said: str, text: str):
    assert text_in(meant("reminder_set", said)) == text


def test_a_time_that_is_put_right_counts():
    assert str(said_when(meant("reminder_set", "remind me to {text:call anna} at six no wait seven")).clock) == "7:00"
