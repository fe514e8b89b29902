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
    from edge.messages import Intent, Now, Route
    from edge.mind.policy import Policy

NOBODY = Local("")  # the route of what the mind says itself
UNCLEAR = "I did not catch that. Please say it again."


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
    end = End(turn.query.turn, outcome, text, route, why, acts, sources, _intent(turn), stages_until(turn, now))
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
        state = _close(state, now, turn, " ".join(turn.parts), Outcome.CANCELLED)
        end = End(turn.query.turn, Outcome.CANCELLED, " ".join(turn.parts), None, why, stages=stages_until(turn, now))
        commands = (*commands, Cancel(turn.query.turn), replace(end, intent=_intent(turn)))
    return state, commands


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


def _intent(turn: Turn) -> Intent | None:
    return turn.understanding.intent if turn.understanding else None
