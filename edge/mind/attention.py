"""What the ear attends to, and how long it stays open after an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge.messages import Attend, Attention, Instant, Show
from edge.mind.dialogue import LONGEST
from edge.mind.state import Exchange, Idle, Listening, Speaking, State, Step

if TYPE_CHECKING:
    from edge.messages import Now
    from edge.mind.policy import Policy

STILL_LISTENING = Show("Still listening")
AT_REST = {"phrase": Attention.WAKE, "speech": Attention.SPEECH, "touch": Attention.OFF}


def attention(state: State, policy: Policy) -> Attention:
    """What the ear has to attend to in this state."""
    match state.dialogue:
        case Listening():
            return Attention.SPEECH
        case Speaking() if policy.talk_over == "speech":
            return Attention.SPEECH
        case _:
            return AT_REST[policy.wake_by]


def attend(state: State, policy: Policy) -> Step:
    """Tell the ear what to attend to, where that has changed."""
    wanted = attention(state, policy)
    if not policy.situation.hears or state.attends is wanted:
        return state, ()
    return replace(state, attends=wanted), (Attend(wanted),)


def stay_open(state: State, now: Now, policy: Policy) -> Step:
    """Once a spoken question has been answered, go on listening for what follows on it; the answer stays shown."""
    if state.exchange is not Exchange.OPEN or state.open or not isinstance(state.dialogue, Idle):
        return state, ()
    state = replace(state, exchange=Exchange.NONE)
    if not policy.situation.hears or policy.follow_for <= 0:
        return state, ()
    until = Instant(now.at + policy.follow_for)
    listening = Listening(until, Instant(now.at + max(LONGEST, policy.follow_for)), follows=True)
    answer = state.recent[-1].answered if state.recent else ""
    return replace(state, dialogue=listening), (replace(STILL_LISTENING, text=answer),)
