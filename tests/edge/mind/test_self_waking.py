"""Wakes without a question make Glint deaf to its phrase; a question or time makes it listen again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Instant
from edge.mind.self_waking import DEAF, DEAF_AT_MOST, WAKES, WITHIN, SelfWaking, asked, deaf, woke


def woken(*times: float, state: SelfWaking | None = None) -> tuple[SelfWaking, list[float]]:
    state, told = state or SelfWaking(), []
    for at in times:
        state, seconds = woke(state, Instant(at))
        told.append(seconds)
    return state, told


def test_three_wakes_in_a_minute_without_a_question_make_it_deaf_and_that_is_told_once():
    state, told = woken(0, 10, 20, 25, 30)
    assert told == [0, 0, DEAF, 0, 0]
    assert deaf(state, Instant(20 + DEAF - 0.1))
    assert not deaf(state, Instant(20 + DEAF))


def test_wakes_far_apart_or_followed_by_questions_do_nothing():
    assert woken(*(n * WITHIN / (WAKES - 1) for n in range(20)))[1] == [0.0] * 20
    state, _ = woken(0, 10)
    assert woken(20, 30, state=asked(state))[1] == [0, 0]


def test_it_is_deaf_for_longer_each_time_up_to_an_hour():
    state, lengths, at = SelfWaking(), [], 0.0
    for _ in range(8):
        state, told = woken(at, at + 1, at + 2, state=state)
        lengths.append(told[-1])
        at += 2 + told[-1]
    assert lengths[:3] == [DEAF, 2 * DEAF, 4 * DEAF]
    assert lengths[-1] == DEAF_AT_MOST
    assert not deaf(asked(state), Instant(at - 1)), "a touch and a question make it listen at once"


@given(st.lists(st.tuples(st.floats(0, 100), st.booleans()), max_size=60))
def test_within_its_time_it_never_wakes_more_often_than_it_may(steps: list[tuple[float, bool]]):
    state, at, wakes = SelfWaking(), 0.0, []
    for wait, question in steps:
        at += wait
        if question:
            state, wakes = asked(state), []
        elif not deaf(state, Instant(at)):
            state, _ = woke(state, Instant(at))
            wakes = [then for then in wakes if at - then < WITHIN] + [at]
            assert len(wakes) <= WAKES
