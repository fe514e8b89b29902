"""Decides who should answer. Pure: the same question, understanding and policy give the same decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.messages import Decision, Intent, LinkState, Local, Need, Server

if TYPE_CHECKING:
    from edge.messages import Query, Route, Understanding, Vitals
    from edge.mind.policy import Policy


NOT_FOR_US = 0.6  # how sure it must be that a sentence was meant for somebody else
BOTH = 0.45  # and how sure its task must be of that, where it is neither a question nor an order
SEES = {Intent.LOOK: Need.THINGS, Intent.READ: Need.TEXTS, Intent.SCAN: Need.CODES}
"""What whoever answers such a question on the device must see, claimed or not."""


def decide(query: Query, understanding: Understanding, vitals: Vitals, policy: Policy) -> Decision:
    """The decision; without a route the question is not meant for Glint."""
    claim, intent = understanding.claim, _intent(understanding)
    if claim is not None and not _wants_server(query, policy):
        return Decision(None, (Local(claim.skill),), policy.answer_within, f"the skill '{claim.skill}' claims it")
    if intent is Intent.NONE and not query.mode:
        return Decision(None, (), 0.0, understanding.why or "it does not seem to be meant for me")
    on_device = policy.fallbacks.on_device
    if intent in on_device and not query.mode:
        return Decision(None, (Local(on_device[intent]),), policy.answer_within, f"'{intent}' stays on the device")
    return _remote(query, intent, understanding.needs, vitals, policy)


def _intent(understanding: Understanding) -> Intent:
    """The likeliest intent; what is hardly sure not to be for us is taken for the likeliest of the others."""
    scores = understanding.scores
    others = [intent for intent in scores if intent is not Intent.NONE]
    both = understanding.task == "not_for_us" and understanding.sure >= BOTH and not understanding.addressed
    if both and understanding.claim is None:
        return Intent.NONE
    if understanding.intent is not Intent.NONE or not others:
        return understanding.intent
    if scores.get(Intent.NONE, 1.0) >= NOT_FOR_US:
        return Intent.NONE
    return max(others, key=lambda intent: scores[intent])


def _wants_server(query: Query, policy: Policy) -> bool:
    """A mode that the wearer asked for by name outranks a skill's claim."""
    return query.mode is not None and policy.situation.servers


def _remote(query: Query, intent: Intent, needs: frozenset[Need], vitals: Vitals, policy: Policy) -> Decision:
    mode = query.mode or str(intent)
    fallback: tuple[Route, ...] = (Local(policy.fallbacks.without_server),)
    if not policy.situation.servers:
        return Decision(None, fallback, policy.answer_within, f"'{mode}' needs a server, and none is configured")
    why = f"'{mode}' needs a server"
    if vitals.link in {LinkState.DOWN, LinkState.PORTAL}:
        why += f"; the link is {vitals.link}, so it may have to wait"
    first = Local(policy.fallbacks.meanwhile) if Need.THINGS in needs else None
    return Decision(first, (Server(mode), *fallback), policy.server_within, why)


def needs_of(query: Query, understanding: Understanding, decision: Decision) -> frozenset[Need]:
    """What the routes need to see: of a claim what its skill needs. A picture that came along is for a server too."""
    if not decision.routes:
        return frozenset()
    asks_server = any(isinstance(route, Server) for route in decision.routes)
    claim = None if asks_server else understanding.claim
    needs = understanding.needs if claim is None else claim.needs
    if claim is None and not asks_server and (seen := SEES.get(_intent(understanding))):
        needs |= {seen}
    if query.picture is not None and asks_server:
        return needs | {Need.PICTURE}
    if query.picture is not None and claim is None and _intent(understanding) is not Intent.ACT:
        return needs | {Need.THINGS}  # what is seen is told with why it cannot be answered
    return needs
