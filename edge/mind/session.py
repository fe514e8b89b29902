"""advance(state, now, event, policy) -> (state, commands): everything that Glint does is decided here, without I/O.

One event at a time: what it changes first, then whatever has run out of time, then the next Tick to ask for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from edge.messages import (
    Back,
    Event,
    Forgotten,
    Heard,
    Instant,
    Lost,
    Part,
    Query,
    Said,
    Seen,
    Show,
    Spent,
    Started,
    Stopping,
    Tick,
    Touch,
    Tried,
    Typed,
    Understanding,
    Vitals,
    Voice,
    Waiting,
    Wake,
    WakeAt,
    Wanted,
    Withdrawn,
)
from edge.mind import alarms, attention, dialogue, levels, self_waking, turns, waiting
from edge.mind.ending import cancel, do_for, withdraw
from edge.mind.forgetting import forget
from edge.mind.state import Exchange, Idle, Listening, Speaking, State, Step, then

if TYPE_CHECKING:
    from edge.messages import Now, Past
    from edge.mind.policy import Policy


def advance(state: State, now: Now, event: Event, policy: Policy) -> Step:
    """The next state and the commands, for an event at a time. The state changes nowhere else."""
    state = replace(state, recent=_recent(state, now, policy))
    step = _handle(state, now, event, policy)
    step = then(step, turns.expire(step[0], now, policy))
    step = then(step, dialogue.give_up_listening(step[0], now))
    step = then(step, levels.end_quiet(step[0], now))
    step = then(step, alarms.settle(step[0], now))
    step = then(step, alarms.ring(step[0], now))
    if not isinstance(event, Stopping):
        step = then(step, alarms.sound(step[0], policy))
        step = then(step, attention.stay_open(step[0], now, policy))
    step = then(step, waiting.ask_again(step[0], now, policy))
    step = then(step, attention.attend(step[0], policy))
    return then(step, _wake(step[0], now, policy))


def _recent(state: State, now: Now, policy: Policy) -> tuple[Past, ...]:
    """The turns that still are context: the newest of each conversation, and none too old."""
    left: Counter[str] = Counter(past.conversation for past in state.recent)
    kept: list[Past] = []
    for past in state.recent:
        if left[past.conversation] <= policy.recent_turns and now.at - past.at <= policy.recent_for:
            kept.append(past)
        left[past.conversation] -= 1
    return tuple(kept)


def _handle(state: State, now: Now, event: Event, policy: Policy) -> Step:
    match event:
        case Started():
            kept = alarms.numbered(event.alarms) if policy.situation.keeps else ()
            return replace(state, alarms=kept, waiting=event.waiting), ()
        case Waiting() | Vitals() | Spent() | Lost() | Back():
            return _note(state, event), ()
        case Touch():
            return _on_touch(state, now, event, policy)
        case Typed():
            return dialogue.on_typed(state, event)
        case Withdrawn():
            return withdraw(state, now, event)
        case Wake():
            return _on_wake(state, now, policy)
        case Voice():
            return _on_voice(state, now, event, policy)
        case Heard():
            return dialogue.on_heard(state, event)
        case Said():
            return dialogue.on_said(state, event)
        case Tick():
            return replace(state, wakes=None), ()
        case Forgotten():
            return forget(state, now, event)
        case Wanted():
            return do_for(state, now, event, policy)
        case Stopping():
            step = dialogue.hush(state)
            return then(step, cancel(step[0], now, tuple(state.open), "Glint was stopped"))
    return _handle_turn(state, now, event, policy)


def _handle_turn(state: State, now: Now, event: Query | Understanding | Seen | Part | Tried, policy: Policy) -> Step:
    match event:
        case Query():
            return turns.on_query(state, now, event, policy)
        case Understanding():
            return turns.on_understanding(state, now, event, policy)
        case Seen():
            return turns.on_seen(state, now, event, policy)
        case Part():
            return turns.on_part(state, event, policy)
        case Tried():
            return turns.on_tried(state, now, event, policy)


def _note(state: State, event: Waiting | Vitals | Spent | Lost | Back) -> State:
    """The state with an event noted that needs no command."""
    match event:
        case Waiting():
            return replace(state, waiting=event.turns)
        case Vitals():  # a link that is usable and was another is an occasion for the oldest question that waits
            news = event.link in waiting.USABLE and event.link != state.vitals.link
            state = replace(state, vitals=event)
            return waiting.hopeful(state) if news else state
        case Spent():
            return replace(state, spent=event)
        case Lost():
            return replace(state, lost={**state.lost, event.device: event.why})
        case Back():
            return replace(state, lost={d: why for d, why in state.lost.items() if d != event.device})


def _on_touch(state: State, now: Now, touch: Touch, policy: Policy) -> Step:
    """A tap stops what goes on, or begins to listen if nothing does; holding always begins to listen."""
    state = replace(state, self_waking=self_waking.asked(state.self_waking))
    if touch.kind == "hold":
        return _interrupt(state, now, policy)
    state = replace(state, exchange=Exchange.NONE)
    if isinstance(state.dialogue, Listening):
        return replace(state, dialogue=Idle()), ()
    if isinstance(state.dialogue, Speaking) or state.open:
        step = dialogue.hush(state)
        return then(step, cancel(step[0], now, tuple(state.open), "you touched the glasses"))
    return dialogue.listen(state, now, policy)


def _on_wake(state: State, now: Now, policy: Policy) -> Step:
    """The phrase calls; where it did so again and again with no question after it, it rests for a while."""
    if self_waking.deaf(state.self_waking, now.at):
        return state, ()
    waking, seconds = self_waking.woke(state.self_waking, now.at)
    state = replace(state, self_waking=waking)
    if seconds:
        rests = f"the phrase rests for {seconds / 60:.0f} minutes. Touch the glasses to ask."
        return state, (Show("Not listening", f"I was called again and again, and nobody asked: {rests}", 10.0),)
    return _interrupt(state, now, policy)


def _on_voice(state: State, now: Now, voice: Voice, policy: Policy) -> Step:
    """A voice beside an answer silences it; where speech alone begins a question, a voice is listened to."""
    talks_over = isinstance(state.dialogue, Speaking) and policy.talk_over == "speech"
    begins = isinstance(state.dialogue, Idle) and policy.wake_by == "speech"
    if voice.on and ((talks_over and not dialogue.speaks_urgently(state)) or begins):
        step = _interrupt(state, now, policy)
        return then(step, dialogue.on_voice(step[0], now, voice, policy))
    return dialogue.on_voice(state, now, voice, policy)


def _interrupt(state: State, now: Now, policy: Policy) -> Step:
    """The wearer talks over an answer, or calls: silence at once, and our ear."""
    spoken = state.dialogue.turns if isinstance(state.dialogue, Speaking) else ()
    step = cancel(state, now, spoken, "you talked over the answer")
    return then(step, dialogue.listen(step[0], now, policy))


def _wake(state: State, now: Now, policy: Policy) -> Step:
    """Ask for a Tick at the next instant that matters, unless it was asked for already."""
    until = state.dialogue.until if isinstance(state.dialogue, Listening) else None
    again = waiting.next_due(state, policy)
    due = (turns.next_due(state), until, alarms.next_ring(state, now), again, state.levels.until)
    times = [at for at in due if at is not None]
    if not times:
        return state, ()
    at = Instant(min(times))
    if state.wakes is not None and state.wakes == at:
        return state, ()
    return replace(state, wakes=at), (WakeAt(at),)
