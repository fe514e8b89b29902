"""Questions that wait for a server: when the oldest of them is asked again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge.messages import Flush, Instant, LinkState, Outcome

if TYPE_CHECKING:
    from edge.messages import Now, Query, TurnId
    from edge.mind.policy import Policy
    from edge.mind.state import State, Step

DOUBLED_AT_MOST = 5  # times: from every minute to every half hour
USABLE = {LinkState.UP, LinkState.SLOW}


def ask_again(state: State, now: Now, policy: Policy) -> Step:
    """The oldest waiting question, one at a time: at any change to a usable link, and ever more rarely after."""
    due = next_due(state, policy)
    if due is None or now.at < due:
        return state, ()
    return replace(state, asked_again=now.at, tried=state.tried + 1), (Flush(state.waiting[0]),)


def next_due(state: State, policy: Policy) -> Instant | None:
    """When that is; None: nothing waits, the link is of no use, or one is being asked already."""
    reachable = policy.situation.beside or state.vitals.link in USABLE
    if not state.waiting or not reachable:
        return None
    if any(turn.query.late_of is not None for turn in state.open.values()):
        return None
    if state.asked_again is None:
        return Instant(0.0)
    return Instant(state.asked_again + policy.ask_again_every * 2 ** min(state.tried - 1, DOUBLED_AT_MOST))


def hopeful(state: State) -> State:
    """The state in which the oldest deferred question may be tried at once."""
    return replace(state, asked_again=None, tried=0)


def after(state: State, query: Query, outcome: Outcome, text: str) -> State:
    """What a turn that ended so means for the waiting ones. An answer is an occasion for the next."""
    if query.late_of is None:
        waiting = (*state.waiting, query.turn) if outcome is Outcome.DEFERRED else state.waiting
        return replace(state, waiting=waiting)
    if not is_over(outcome, text):
        return state
    left: tuple[TurnId, ...] = tuple(turn for turn in state.waiting if turn != query.late_of)
    return hopeful(replace(state, waiting=left))


def is_over(outcome: Outcome, text: str) -> bool:
    """Whether a late turn that ended so is the end of its question: answered, heard in part, or of no use any more."""
    if outcome is Outcome.CANCELLED:
        return bool(text)
    return outcome is not Outcome.DEFERRED
