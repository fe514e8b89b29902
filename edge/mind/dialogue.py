"""The dialogue: when Glint listens, speaks, and falls silent because the wearer talks over it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge.messages import Begin, Command, Hush, Instant, Say, Show, TurnId
from edge.mind.state import BELL, Exchange, Idle, Listening, Speaking, State, Step, context_of

if TYPE_CHECKING:
    from edge.messages import Heard, Now, Said, Typed, Voice
    from edge.mind.policy import Policy

LISTENING = Show("Listening", "Ask me something.")
LONGEST = 30.0  # seconds after which listening ends whoever still speaks
URGENT = "emergency"  # the task whose answers are spoken whatever the volume is, and over other voices


def listen(state: State, now: Now, policy: Policy) -> Step:
    """Begin to listen, and stop speaking."""
    until = Instant(now.at + policy.listen_for)
    at_most = Instant(now.at + max(LONGEST, policy.listen_for))
    state, commands = hush(state)
    return replace(state, dialogue=Listening(until, at_most)), (*commands, LISTENING)


def hush(state: State) -> Step:
    """Stop speaking at once; the turns go on. A bell that had begun counts as heard."""
    if isinstance(state.dialogue, Speaking):
        bells = state.bells
        if state.dialogue.turns[0] == BELL:
            bells = bells[1:]
        return replace(state, dialogue=Idle(), bells=bells), (Hush(),)
    return state, ()


def speak(state: State, turn: TurnId, text: str, policy: Policy, *, urgent: bool = False) -> Step:
    """Speak a text after what is being spoken. While Glint listens it is only shown, and where it is to be quiet.

    What rings and what is `urgent` is spoken even then.
    """
    urgent = urgent or turn == BELL
    if not policy.situation.spoken or not text or _somebody_is_heard(state):
        return state, ()
    if state.levels.quiet and not urgent:
        return state, ()
    before = state.dialogue.turns if isinstance(state.dialogue, Speaking) else ()
    return replace(state, dialogue=Speaking((*before, turn))), (Say(turn, text, urgent),)


def _somebody_is_heard(state: State) -> bool:
    """Whether Glint was called and listens, or somebody speaks to it; not where it only waits for what may follow."""
    listening = state.dialogue
    return isinstance(listening, Listening) and (listening.voice or not listening.follows)


def on_said(state: State, said: Said) -> Step:
    """Note that words were spoken to their end; words that were hushed meanwhile are ignored."""
    if not isinstance(state.dialogue, Speaking) or said.turn not in state.dialogue.turns:
        return state, ()
    left = list(state.dialogue.turns)
    left.remove(said.turn)
    bells = state.bells
    if said.turn == BELL:
        bells = bells[1:]
    return replace(state, dialogue=Speaking(tuple(left)) if left else Idle(), bells=bells), ()


def on_voice(state: State, now: Now, voice: Voice, policy: Policy) -> Step:
    """While Glint listens, it does not stop before a voice does, and then waits for more as long as at first."""
    if not isinstance(state.dialogue, Listening):
        return state, ()
    at_most = state.dialogue.at_most
    patience = policy.follow_for if state.dialogue.follows else policy.listen_for
    until = at_most if voice.on else min(at_most, Instant(now.at + patience))
    return replace(state, dialogue=replace(state.dialogue, until=until, voice=voice.on)), ()


def speaks_urgently(state: State) -> bool:
    """Whether what is being spoken is for somebody in danger: a voice beside it does not end it, a call does."""
    turns = state.dialogue.turns if isinstance(state.dialogue, Speaking) else ()
    return any(past.turn in turns and past.task == URGENT for past in state.recent)


def on_heard(state: State, heard: Heard) -> Step:
    """While Glint listens, a complete sentence begins a turn; any other speech is dropped and not kept."""
    if not isinstance(state.dialogue, Listening):
        return state, ()
    if not heard.final:
        return state, (Show(LISTENING.title, heard.text),)
    if not heard.text.strip():
        if state.dialogue.follows:  # a noise: nobody asked anything
            return state, ()
        return replace(state, dialogue=Idle()), (Show(LISTENING.title, "I heard nothing.", 3.0),)
    state = replace(state, dialogue=Idle(), exchange=Exchange.ASKED)
    begin = _begin(state, heard.text, heard.confidence)
    return state, (replace(begin, others=heard.others),)


def on_typed(state: State, typed: Typed) -> Step:
    """A typed question is always meant for us."""
    state, commands = hush(replace(state, exchange=Exchange.NONE))
    if not typed.text.strip():
        return state, commands
    begin = _begin(state, typed.text, 1.0, typed.conversation)
    if typed.ref:
        state = replace(state, asking=state.asking | {typed.ref})
    return state, (*commands, replace(begin, mode=typed.mode, picture=typed.picture, ref=typed.ref))


def give_up_listening(state: State, now: Now) -> Step:
    """Stop listening if nobody spoke in time."""
    if isinstance(state.dialogue, Listening) and now.at >= state.dialogue.until:
        commands: tuple[Command, ...] = (Show(""),)
        return replace(state, dialogue=Idle()), commands
    return state, ()


def _begin(state: State, text: str, confidence: float, conversation: str | None = "") -> Begin:
    before = context_of(state, conversation)
    return Begin(text.strip(), confidence, before[-1].turn if before else None, conversation=conversation)
