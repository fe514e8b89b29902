"""The breaker and the retries, driven through anything that can happen, in any order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from edge.errors import AnswerError
from edge.messages import Instant
from edge.reach.breaker import (
    FAILURES,
    PROBE_WITHIN,
    REST_AT_MOST,
    Breaker,
    allows,
    answered,
    asking,
    dropped,
    failed,
)
from edge.reach.retry import ANSWER_NEEDS, ATTEMPTS, FOR_GOOD, may_wait, wait_before
from edge.reach.wire.failures import EndedError, Failure


class BreakerMachine(RuleBasedStateMachine):
    """Questions come, end well or badly or not at all, and time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0
        self.breaker = Breaker()
        self.in_a_row = 0
        self.asked_for = 0.0
        self.flying = 0

    @rule(seconds=st.floats(0, 400))
    def time_passes(self, seconds):
        self.at += seconds

    @precondition(lambda self: allows(self.breaker, Instant(self.at)))
    @rule()
    def ask(self):
        resting = self.breaker.rests_until is not None
        self.breaker = asking(self.breaker, Instant(self.at))
        self.flying += 1
        if resting:
            assert not allows(self.breaker, Instant(self.at))  # one probe at a time
            assert allows(self.breaker, Instant(self.at + PROBE_WITHIN))  # and a lost one is not waited for for ever

    @precondition(lambda self: self.flying)
    @rule()
    def answer(self):
        self.flying -= 1
        self.breaker = answered(self.breaker)
        self.in_a_row = 0
        assert allows(self.breaker, Instant(self.at))

    @precondition(lambda self: self.flying)
    @rule(retry_after=st.none() | st.floats(0.1, 3600))
    def fail(self, retry_after):
        self.flying -= 1
        self.in_a_row += 1
        self.breaker = failed(self.breaker, Instant(self.at), retry_after)
        if retry_after:
            assert not allows(self.breaker, Instant(self.at + retry_after * 0.99))
            assert allows(self.breaker, Instant(self.at + retry_after * 1.01 + 1e-6))
        elif self.in_a_row >= FAILURES:
            assert not allows(self.breaker, Instant(self.at))

    @precondition(lambda self: self.flying)
    @rule()
    def drop(self):
        self.flying -= 1
        self.breaker = dropped(self.breaker)

    @invariant()
    def nobody_rests_for_ever(self):
        assert allows(self.breaker, Instant(self.at + max(3600.0, REST_AT_MOST, PROBE_WITHIN) + 1))

    @invariant()
    def few_failures_do_not_open_it(self):
        if self.in_a_row == 0:
            assert self.breaker.failures == 0 or self.breaker.rests_until is None


TestBreaker = BreakerMachine.TestCase
TestBreaker.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


@given(
    st.sampled_from(Failure),
    st.none() | st.floats(0, 1e6),
    st.integers(1, 6),
    st.booleans(),
    st.floats(0, 60),
)
def test_a_retry_fits_into_the_time_and_never_follows_a_word(how, retry_after, attempt, spoke, left):
    ended = EndedError(how, retry_after=retry_after)
    wait = wait_before(attempt, ended, spoke=spoke, left=left)
    if wait is None:
        return
    assert not spoke
    assert attempt < ATTEMPTS
    assert 0 <= wait <= left - ANSWER_NEEDS
    assert how not in FOR_GOOD
    assert retry_after is None or how in {Failure.RESET, Failure.CUT} or wait >= retry_after


@pytest.mark.parametrize("how", Failure)
def test_only_what_may_change_is_worth_waiting_for(how):
    assert may_wait(EndedError(how)) == (how not in FOR_GOOD)
    assert not may_wait(AnswerError("no key"))
