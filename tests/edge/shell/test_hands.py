"""What a skill is given when it answers: what its own claim understood, and nobody else's."""

from __future__ import annotations

import pytest

from edge.messages import (
    Claim,
    Deed,
    Facts,
    Instant,
    Intent,
    Keep,
    Kind,
    Local,
    Now,
    Query,
    Scene,
    Try,
    TurnId,
    Understanding,
    Wall,
)
from edge.shell.hands import _answered
from edge.skills.cannot import Cannot
from edge.skills.skill import Asked, Reply
from tests.edge.moments import NOON


class Echo:
    """Says what it was told that was understood."""

    name = "echo"
    serves = frozenset({Intent.LOOK})

    def answer(self, asked: Asked) -> Reply:
        return Reply(repr(asked.wants))


@pytest.mark.parametrize(
    ("claim", "wants"), [(Claim("echo", wants=7), "7"), (Claim("count", wants=7), "None"), (None, "None")]
)
def test_only_who_claimed_is_told_what_was_understood(claim: Claim | None, wants: str):
    query = Query(TurnId(1), "well")
    understanding = Understanding(query.turn, Intent.LOOK, {}, claim=claim)
    facts = Facts(Now(Instant(0.0), Wall(NOON)))
    ask = Try(query.turn, Local("echo"), query, understanding, Scene(), 1.0, facts)
    assert _answered(ask, Echo()).text == wants
    assert _answered(ask, Cannot()).degraded, "a fallback answers as well"


def test_what_was_wanted_and_not_done_is_told():
    class Full(Echo):
        def answer(self, asked: Asked) -> Reply:
            return Reply("It is there already.", undone=(Keep(Kind.ITEM, "milk", "shopping"),))

    query = Query(TurnId(1), "well")
    facts = Facts(Now(Instant(0.0), Wall(NOON)))
    ask = Try(query.turn, Local("echo"), query, Understanding(query.turn, Intent.LOOK, {}), Scene(), 1.0, facts)
    tried = _answered(ask, Full())
    assert (tried.acts, tried.deeds) == ((), (Deed(Keep(Kind.ITEM, "milk", "shopping"), done=False),))
