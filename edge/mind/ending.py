"""Ends turns: applies the acts of the answer, closes the row, shows and speaks the answer. Nothing else ends a turn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from edge.messages import (
    Cancel,
    CancelTimers,
    Carried,
    ChangeTimer,
    Command,
    Deed,
    Drop,
    End,
    Forget,
    Keep,
    Outcome,
    Past,
    Refused,
    Server,
    SetAlarm,
    SetLevel,
    SetQuiet,
    SetReminder,
    SetTimer,
    Show,
    StopAll,
    StopClip,
    TakeClip,
    TakePhoto,
    Tried,
    TurnId,
    deed_row,
)
from edge.mind import waiting
from edge.mind.alarms import cancel_timers, change_timer, set_alarm
from edge.mind.dialogue import URGENT, hush, speak
from edge.mind.levels import set_level, set_quiet
from edge.mind.state import Applied, Exchange, State, Step, Turn, then
from edge.records import dataclass

if TYPE_CHECKING:
    from edge.messages import Act, Expect, Now, Route, Wanted, Withdrawn
    from edge.mind.policy import Policy

THE_REST = "The rest is done."
NOTHING_KEPT = "I can keep nothing here."
WITHDRAWN = "whoever asked did not wait for the answer"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a turn ends: its outcome, text, reason and acts."""

    outcome: Outcome
    text: str
    why: str = ""
    route: Route | None = None
    """Who answered; None: the mind itself."""
    acts: tuple[Act, ...] = ()
    """What is still to be done."""
    deeds: tuple[Deed, ...] = ()
    """What was done or refused."""
    sources: tuple[str, ...] = ()
    spoken: bool = True
    """Whether the text is to be heard; it is shown in any case."""
    expects: Expect | None = None
    """What the text asks back for."""
    figure: str = ""
    """The number that is the answer."""


def finish(state: State, now: Now, turn: Turn, ending: Ending, policy: Policy) -> Step:
    """Do what the answer wants done, close the row, show the answer and speak what was not spoken yet."""
    # Its own turn is over: an answer that stops everything else must not cancel itself.
    state, effects, ending = _carry_out(_without(state, turn), now, turn, ending, policy)
    decided = turn.decision.why if turn.decision else ""
    faults = turn.understanding.faults if turn.understanding else ()
    why = "; ".join(dict.fromkeys(w for w in (*faults, *(turn.whys or (decided,)), ending.why) if w))
    end = _end(turn, now, ending.outcome, ending.text)
    end = replace(end, route=ending.route, why=why, acts=ending.deeds, sources=ending.sources)
    past = Past(turn.query.turn, now.at, turn.query.text, ending.text, ending.outcome, ending.expects)
    if (found := turn.understanding) is not None:
        past = replace(past, task=found.task, slots=found.slots)
    past = replace(past, deeds=ending.deeds, figure=ending.figure)
    state = _close(state, turn, past)
    commands: tuple[Command, ...] = (end, *effects)
    if ending.text and ending.text != " ".join(turn.parts):
        commands = (*commands, Show(title(ending.route), ending.text))
    if not ending.spoken:
        return state, commands
    urgent = turn.understanding is not None and turn.understanding.task == URGENT
    said = speak(state, turn.query.turn, _unspoken(turn, ending.text), policy, urgent=urgent)
    return then((state, commands), said)


def cancel(state: State, now: Now, turns: tuple[TurnId, ...], why: str) -> Step:
    """Cancel turns; nothing is spoken or shown about it."""
    commands: tuple[Command, ...] = ()
    for turn in [state.open[t] for t in dict.fromkeys(turns) if t in state.open]:
        said = " ".join(turn.parts)
        state = _close(state, turn, Past(turn.query.turn, now.at, turn.query.text, said, Outcome.CANCELLED))
        end = replace(_end(turn, now, Outcome.CANCELLED, said), why=why)
        commands = (*commands, Cancel(turn.query.turn), end)
    return state, commands


def withdraw(state: State, now: Now, event: Withdrawn) -> Step:
    """Whoever asked does not wait any more: the turn is cancelled, now or as soon as it begins."""
    turns = tuple(number for number, turn in state.open.items() if turn.query.ref == event.ref)
    return cancel(replace(state, asking=state.asking - {event.ref}), now, turns, WITHDRAWN)


def apply(state: State, now: Now, act: Act, policy: Policy) -> Applied:
    """Do what a skill wants done, or say in plain words why not."""
    match act:
        case SetTimer() | SetAlarm() | SetReminder():
            return set_alarm(state, now, act, policy)
        case ChangeTimer():
            return change_timer(state, now, act, policy)
        case CancelTimers():
            return cancel_timers(state, act, policy)
        case StopAll():
            state, hushed = hush(replace(state, exchange=Exchange.NONE))
            state, cancelled = cancel(state, now, tuple(state.open), "you asked me to stop")
            return state, (*hushed, *cancelled), ""
        case Keep() | Drop() | TakePhoto() | TakeClip() | StopClip() | Forget():
            return state, (), NOTHING_KEPT  # the hands do these, where anything can be kept
        case SetLevel():
            return set_level(state, act, policy)
        case SetQuiet():
            return set_quiet(state, now, act, policy)
        case _:
            assert_never(act)


def do_for(state: State, now: Now, wanted: Wanted, policy: Policy) -> Step:
    """Do what a run beside this one wants done, and tell what became of it."""
    state, commands, deeds, refusals = _apply_all(state, now, wanted.acts, policy)
    return state, (*commands, Carried(wanted.ref, deeds, " ".join(refusals)))


def outcome_of(turn: Turn, tried: Tried | None) -> Outcome:
    """Name how the turn ended. What waits for a server is deferred, whatever was said meanwhile."""
    if tried is not None and isinstance(tried.route, Server):
        return Outcome.DEGRADED if tried.degraded else Outcome.ANSWERED_REMOTE
    if turn.queued:
        return Outcome.DEFERRED
    refused = next((problem.outcome for problem in turn.problems if isinstance(problem, Refused)), None)
    if refused is not None:
        return refused
    if tried is None:
        return Outcome.DEGRADED if turn.parts else Outcome.FAILED
    return Outcome.DEGRADED if turn.whys or tried.degraded else Outcome.ANSWERED_LOCAL


def stages_until(turn: Turn, now: Now) -> dict[str, float]:
    """Seconds that each stage took, the present one included."""
    before = dict(turn.stages)
    before[turn.stage] = before.get(turn.stage, 0.0) + (now.at - turn.since)
    return before


def title(route: Route | None) -> str:
    """The title of a card: who answered."""
    return "Server" if isinstance(route, Server) else "Glint"


def _unspoken(turn: Turn, text: str) -> str:
    """The rest of an answer of which parts were spoken already."""
    said = " ".join(turn.parts)
    return text[len(said) :].strip() if said and text.startswith(said) else ("" if said else text)


def _apply_all(
    state: State, now: Now, acts: tuple[Act, ...], policy: Policy
) -> tuple[State, tuple[Command, ...], tuple[Deed, ...], tuple[str, ...]]:
    """Apply what is wanted: the acts with what became of them, and why some were refused."""
    commands: tuple[Command, ...] = ()
    deeds: tuple[Deed, ...] = ()
    refusals: dict[str, None] = {}
    for act in acts:
        state, more, refusal = apply(state, now, act, policy)
        commands, deeds = (*commands, *more), (*deeds, Deed(act, not refusal))
        refusals |= {refusal: None} if refusal else {}
    return state, commands, deeds, tuple(refusals)


def _carry_out(
    state: State, now: Now, turn: Turn, ending: Ending, policy: Policy
) -> tuple[State, tuple[Command, ...], Ending]:
    """Apply the acts of an answer. Where one is refused, the answer says so instead of what it would have said."""
    state, commands, deeds, refusals = _apply_all(state, now, ending.acts, policy)
    # Whoever wants silence gets it: the answer to "stop" is only shown.
    silent = any(isinstance(act, StopAll) for act in ending.acts)
    ending = replace(ending, acts=(), deeds=(*ending.deeds, *deeds), spoken=ending.spoken and not silent)
    return state, commands, _refused(turn, ending, refusals) if refusals else ending


def _refused(turn: Turn, ending: Ending, refusals: tuple[str, ...]) -> Ending:
    """The answer when something that it wanted done was refused; words that were spoken already stay before it."""
    names = dict.fromkeys(deed_row(deed)["skill"] for deed in ending.deeds if not deed.done)
    rest = (THE_REST,) if any(deed.done for deed in ending.deeds) else ()
    answered = ending.outcome in {Outcome.ANSWERED_LOCAL, Outcome.ANSWERED_REMOTE}
    return replace(
        ending,
        outcome=Outcome.DEGRADED if answered else ending.outcome,
        text=" ".join((*turn.parts, *refusals, *rest)),
        expects=None,
        why="; ".join(filter(None, (ending.why, *(f"'{name}' was refused" for name in names)))),
    )


def _without(state: State, turn: Turn) -> State:
    return replace(state, open={number: other for number, other in state.open.items() if number != turn.query.turn})


def _close(state: State, turn: Turn, past: Past) -> State:
    query = turn.query
    state = waiting.after(state, query, past.outcome, past.answered)
    still_waits = query.late_of is not None and past.outcome is Outcome.DEFERRED
    forgot = any(isinstance(deed.act, Forget) for deed in past.deeds)  # its words may say what was forgotten
    if still_waits or forgot or query.conversation is None:
        return _without(state, turn)
    return replace(_without(state, turn), recent=(*state.recent, replace(past, conversation=query.conversation)))


def _end(turn: Turn, now: Now, outcome: Outcome, text: str) -> End:
    """The end of a turn with all that the turn knows of itself."""
    query, intent = turn.query, turn.understanding.intent if turn.understanding else None
    stages = stages_until(turn, now)
    return End(query.turn, outcome, text, None, "", intent=intent, stages=stages, ref=query.ref, late_of=query.late_of)
