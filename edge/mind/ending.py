"""How a turn ends: its row closes, what is to be done is done, the answer is shown and spoken. Only here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from edge.messages import Act, Cancel, Command, End, Local, Outcome, Past, Server, Show, Tried, TurnId
from edge.mind import waiting
from edge.mind.alarms import cancel_timers, set_timer
from edge.mind.dialogue import hush, speak
from edge.mind.state import State, Step, Turn, then
from edge.render import card

if TYPE_CHECKING:
    from edge.messages import Now, Route, Withdrawn
    from edge.mind.policy import Policy

NOBODY = Local("")  # the route of what the mind says itself
UNCLEAR = "I did not catch that. Please say it again."
WITHDRAWN = "whoever asked did not wait for the answer"


@dataclass(frozen=True, slots=True)
class Ending:
    """The last word on a turn, and what that makes of it."""

    tried: Tried
    outcome: Outcome


def finish(state: State, now: Now, turn: Turn, ending: Ending, policy: Policy) -> Step:
    """Close the row, apply what is to be done, show the answer and speak what was not spoken yet."""
    tried, outcome = ending.tried, ending.outcome
    text = tried.text or ""
    decided = turn.decision.why if turn.decision else ""
    whys = (*(turn.whys or (decided,)), tried.why)
    route = tried.route if tried.route != NOBODY else None
    acts, sources = tried.acts, tried.sources
    why = "; ".join(dict.fromkeys(w for w in whys if w))
    end = replace(_end(turn, now, outcome, text), route=route, why=why, acts=acts, sources=sources)
    state = _close(state, now, turn, text, outcome)
    is_shown = not text or text == " ".join(turn.parts)
    shown = () if is_shown else (Show(card(title(route), text, policy.columns, policy.rows)),)
    step: Step = state, (end, *shown)
    if outcome is not Outcome.IGNORED or text == UNCLEAR:
        step = then(step, speak(state, turn.query.turn, _unspoken(turn, text), policy))
    for act in acts:
        step = then(step, apply_act(step[0], now, act, policy))
    return step


def cancel(state: State, now: Now, turns: tuple[TurnId, ...], why: str) -> Step:
    """The wearer does not want these any more. Says nothing about it: silence is what was asked for."""
    commands: tuple[Command, ...] = ()
    for turn in [state.open[t] for t in dict.fromkeys(turns) if t in state.open]:
        said = " ".join(turn.parts)
        state = _close(state, now, turn, said, Outcome.CANCELLED)
        end = replace(_end(turn, now, Outcome.CANCELLED, said), why=why)
        commands = (*commands, Cancel(turn.query.turn), end)
    return state, commands


def withdraw(state: State, now: Now, event: Withdrawn) -> Step:
    """Whoever asked does not wait any more: the turn is cancelled, now or as soon as it begins."""
    turns = tuple(number for number, turn in state.open.items() if turn.query.ref == event.ref)
    return cancel(replace(state, asking=state.asking - {event.ref}), now, turns, WITHDRAWN)


def apply_act(state: State, now: Now, act: Act, policy: Policy) -> Step:
    """Do what a skill wants done. What nobody knows how to do is not done."""
    match act.skill:
        case "timer":
            return set_timer(state, now, act, policy)
        case "cancel_timer":
            return cancel_timers(state, act)
        case "cancel":
            state, hushed = hush(state)
            return then((state, hushed), cancel(state, now, tuple(state.open), "you asked me to stop"))
    return state, ()


def outcome_of(turn: Turn, tried: Tried | None) -> Outcome:
    """Name how the turn ended. What waits for a server is deferred, whatever was said meanwhile."""
    if tried is not None and isinstance(tried.route, Server):
        return Outcome.DEGRADED if tried.degraded else Outcome.ANSWERED_REMOTE
    if turn.queued:
        return Outcome.DEFERRED
    if turn.refused is not None:
        return turn.refused
    if tried is None:
        return Outcome.DEGRADED if turn.parts else Outcome.FAILED
    return Outcome.DEGRADED if turn.whys or tried.degraded else Outcome.ANSWERED_LOCAL


def stages_until(turn: Turn, now: Now) -> dict[str, float]:
    """Seconds that each stage took, the present one included."""
    before = dict(turn.stages)
    before[turn.stage] = before.get(turn.stage, 0.0) + (now.at - turn.since)
    return before


def title(route: Route | None) -> str:
    """Who is speaking, for the top of a card."""
    return "Server" if isinstance(route, Server) else "Glint"


def _unspoken(turn: Turn, text: str) -> str:
    """What is left to say when the answer was spoken piece by piece."""
    said = " ".join(turn.parts)
    return text[len(said) :].strip() if said and text.startswith(said) else ("" if said else text)


def _close(state: State, now: Now, turn: Turn, text: str, outcome: Outcome) -> State:
    query = turn.query
    state = waiting.after(state, query, outcome, text)
    left = {number: other for number, other in state.open.items() if number != query.turn}
    still_waits = query.late_of is not None and outcome is Outcome.DEFERRED
    past = () if still_waits else (Past(query.turn, now.at, query.text, text, outcome),)
    return replace(state, open=left, recent=(*state.recent, *past))


def _end(turn: Turn, now: Now, outcome: Outcome, text: str) -> End:
    """The end of a turn with all that the turn knows of itself."""
    query, intent = turn.query, turn.understanding.intent if turn.understanding else None
    stages = stages_until(turn, now)
    return End(query.turn, outcome, text, None, "", intent=intent, stages=stages, ref=query.ref, late_of=query.late_of)
