"""The stages of a question: understand, look, try route by route. `edge.mind.ending` ends it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge.messages import (
    Broken,
    Cancel,
    Command,
    Decision,
    Facts,
    Instant,
    Intent,
    Local,
    Look,
    Need,
    NoServer,
    Outcome,
    Query,
    Server,
    Show,
    Tried,
    Try,
    Understand,
    Understanding,
)
from edge.mind.decide import decide, needs_of
from edge.mind.dialogue import speak
from edge.mind.ending import WITHDRAWN, Ending, cancel, finish, outcome_of, stages_until, title
from edge.mind.self_waking import asked
from edge.mind.state import Exchange, Stage, State, Step, Turn, context_of, then

if TYPE_CHECKING:
    from edge.messages import Now, Part, Route, Seen
    from edge.mind.policy import Policy

UNCLEAR = "I did not catch that. Please say it again."
NOT_FOR_US = "Was that for me?"
NO_ANSWER = "Sorry, I could not answer that."


def on_query(state: State, now: Now, query: Query, policy: Policy) -> Step:
    """Begin a turn. Unclear speech is asked for again; a deferred question goes straight to its server."""
    if query.ref and query.ref not in state.asking:
        turn = Turn(query, Stage.UNDERSTAND, now.at, now.at)
        return cancel(_open(state, turn), now, (query.turn,), WITHDRAWN)
    asked = Exchange.OPEN if state.exchange is Exchange.ASKED else state.exchange
    state = replace(state, asking=state.asking - {query.ref}, exchange=asked)
    state, commands = _make_room(state, now, policy)
    if query.confidence < policy.heard_at_least:
        turn = Turn(query, Stage.UNDERSTAND, now.at, now.at)
        unclear = Ending(Outcome.IGNORED, UNCLEAR, "heard unclearly")
        return then((state, commands), finish(state, now, turn, unclear, policy))
    turn = Turn(query, Stage.UNDERSTAND, now.at, Instant(now.at + policy.understand_within))
    if query.late_of is not None:
        return then((state, commands), _late(state, now, turn, policy))
    understand = Understand(query, context_of(state, query.conversation))
    if query.confidence < policy.heard_surely:
        commands = (*commands, Show("I heard", query.text))
    return _open(state, turn), (*commands, understand)


def on_understanding(state: State, now: Now, found: Understanding, policy: Policy) -> Step:
    """We know what is meant: decide who should answer, and look if anybody needs to see."""
    turn = state.open.get(found.turn)
    if turn is None or turn.stage is not Stage.UNDERSTAND:
        return state, ()
    if found.heard:
        turn = replace(turn, query=replace(turn.query, text=found.heard))
    decision = decide(turn.query, found, state.vitals, policy)
    turn = replace(turn, understanding=found, decision=decision)
    if not decision.routes:
        ignored = Ending(Outcome.IGNORED, NOT_FOR_US, decision.why, spoken=False)
        return finish(replace(state, exchange=Exchange.NONE), now, turn, ignored, policy)
    thinking: tuple[Command, ...] = ()
    if isinstance(decision.routes[0], Server):
        thinking = (Show("Thinking", turn.query.text),)
    state = replace(state, self_waking=asked(state.self_waking))
    needs = needs_of(turn.query, found, decision)
    if turn.query.picture is not None and decision.routes == (Local(policy.fallbacks.without_server),):
        needs |= {Need.THINGS}  # nobody else will look at it, and what is on it can be said at least
    if not needs:
        return then((state, thinking), _try(state, now, turn, policy))
    turn = _enter(turn, now, Stage.LOOK, policy.look_within)
    return _open(state, turn), (*thinking, Look(found.turn, needs, turn.query.picture))


def on_seen(state: State, now: Now, seen: Seen, policy: Policy) -> Step:
    """The look is over, with or without something seen."""
    turn = state.open.get(seen.turn)
    if turn is None or turn.stage is not Stage.LOOK:
        return state, ()
    return _try(state, now, replace(turn, scene=seen.scene), policy)


def on_part(state: State, part: Part, policy: Policy) -> Step:
    """A piece of an answer: shown and spoken as it comes."""
    turn = state.open.get(part.turn)
    if turn is None or turn.stage is not Stage.ANSWER or part.route != _route(turn) or part.n != len(turn.parts):
        return state, ()
    turn = replace(turn, parts=(*turn.parts, part.text), first_pending=False)
    state = _open(state, turn)
    shown = Show(title(part.route), " ".join(turn.parts))
    return then((state, (shown,)), speak(state, part.turn, part.text, policy))


def on_tried(state: State, now: Now, tried: Tried, policy: Policy) -> Step:
    """A route is through. With an answer the turn ends; without, the next route is tried."""
    turn = state.open.get(tried.turn)
    if turn is None or turn.stage is not Stage.ANSWER:
        return state, ()
    if tried.route != _route(turn):
        return _part_answer(state, turn, tried, policy)
    turn = replace(turn, queued=turn.queued or tried.queued)
    if tried.text is None:
        turn = replace(turn, problems=(*turn.problems, tried.problem or Broken(tried.why)))
        return _next_route(state, now, turn, tried.why, policy)
    ending = Ending(outcome_of(turn, tried), tried.text, tried.why, tried.route, tried.acts, tried.deeds)
    ending = replace(ending, sources=tried.sources, expects=tried.expects, figure=tried.figure)
    return finish(state, now, turn, ending, policy)


def expire(state: State, now: Now, policy: Policy) -> Step:
    """Give up every stage whose time is over; the turn goes on with what it has."""
    commands: tuple[Command, ...] = ()
    for turn in [turn for turn in state.open.values() if turn.due <= now.at]:
        state, more = _expire(state, now, turn, policy)
        commands = (*commands, *more)
    return state, commands


def next_due(state: State) -> Instant | None:
    """When the first stage of an open turn runs out of time."""
    return min((turn.due for turn in state.open.values()), default=None)


# ------------------------------------------------------------------------------------------------------ helpers


def _late(state: State, now: Now, turn: Turn, policy: Policy) -> Step:
    """What it means was found out, and where it is asked decided, when it was asked first."""
    query = turn.query
    understanding = Understanding(query.turn, query.intent or Intent.THINK, {}, why="asked earlier")
    mode = query.mode or str(understanding.intent)
    decision = Decision(None, (Server(mode),), policy.server_within, f"'{mode}' needs a server")
    return _try(state, now, replace(turn, understanding=understanding, decision=decision), policy)


def _try(state: State, now: Now, turn: Turn, policy: Policy) -> Step:
    """Ask the turn's present route, and beside the first one whoever can say something at once."""
    decision, understanding = turn.decision, turn.understanding
    if decision is None or understanding is None:
        return state, ()
    route = decision.routes[turn.route]
    claim = understanding.claim
    takes = claim.takes if claim is not None and route == Local(claim.skill) else 0.0
    within = decision.within if isinstance(route, Server) else policy.answer_within + takes
    first = decision.first if turn.route == 0 else None
    turn = _enter(turn, now, Stage.ANSWER, within)
    turn = replace(turn, parts=(), first_pending=first is not None)
    facts = _facts(state, now, turn, policy)
    ask = Try(turn.query.turn, route, turn.query, understanding, turn.scene, within, facts)
    if first is None:
        return _open(state, turn), (ask,)
    also = replace(ask, route=first, within=policy.answer_within, facts=replace(facts, others=True))
    return _open(state, turn), (also, ask)


def _facts(state: State, now: Now, turn: Turn, policy: Policy) -> Facts:
    problems = turn.problems if policy.situation.servers else (NoServer(), *turn.problems)
    known = Facts(now, state.vitals, state.spent, state.alarms, context_of(state, turn.query.conversation), state.lost)
    return replace(known, problems=problems, waits=turn.queued, keeps=policy.situation.keeps, levels=state.levels)


def _part_answer(state: State, turn: Turn, tried: Tried, policy: Policy) -> Step:
    """What can be said at once, while somebody else is still thinking. Too late, it is dropped."""
    first = turn.decision.first if turn.decision else None
    if not turn.first_pending or turn.parts or tried.route != first:
        return state, ()
    state = _open(state, replace(turn, first_pending=False))
    if not tried.text:
        return state, ()
    shown = Show("Thinking", tried.text)
    return then((state, (shown,)), speak(state, tried.turn, tried.text, policy))


def _next_route(state: State, now: Now, turn: Turn, why: str, policy: Policy) -> Step:
    turn = replace(turn, route=turn.route + 1, whys=(*turn.whys, why))
    if turn.decision is not None and turn.route < len(turn.decision.routes):
        return _try(state, now, turn, policy)
    said = " ".join(turn.parts)
    still_waits = turn.queued and turn.query.late_of is not None  # the wearer heard of that already
    text = said or ("" if still_waits else f"{NO_ANSWER} {why}".strip())
    return finish(state, now, turn, Ending(outcome_of(turn, None), text), policy)


def _expire(state: State, now: Now, turn: Turn, policy: Policy) -> Step:
    stop = Cancel(turn.query.turn)
    late = f"{turn.stage} took longer than {turn.due - turn.since:g} s"
    if turn.stage is Stage.LOOK:
        missing = replace(turn.scene, missing="I could not see in time.")
        return then((state, (stop,)), _try(state, now, replace(turn, scene=missing), policy))
    if turn.stage is Stage.UNDERSTAND:
        return then((state, (stop,)), finish(state, now, turn, Ending(Outcome.FAILED, NO_ANSWER, late), policy))
    turn = replace(turn, problems=(*turn.problems, Broken(late)))
    return then((state, (stop,)), _next_route(state, now, turn, late, policy))


def _make_room(state: State, now: Now, policy: Policy) -> Step:
    spare = len(state.open) - policy.open_at_most + 1
    oldest = tuple(list(state.open)[: max(0, spare)])
    return cancel(state, now, oldest, "too many questions at the same time")


def _enter(turn: Turn, now: Now, stage: Stage, within: float) -> Turn:
    return replace(turn, stage=stage, since=now.at, due=Instant(now.at + within), stages=stages_until(turn, now))


def _open(state: State, turn: Turn) -> State:
    return replace(state, open={**state.open, turn.query.turn: turn})


def _route(turn: Turn) -> Route | None:
    if turn.decision is None or turn.route >= len(turn.decision.routes):
        return None
    return turn.decision.routes[turn.route]
