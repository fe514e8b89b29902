"""Who understands a question: skills first, then the router, then readable rules that say why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pytest

from edge.messages import Claim, Intent, Need, Past, Query, TurnId, Understanding
from edge.skills import all_skills
from edge.skills.skill import Asked, Reply
from edge.understand.understand import understand

SKILLS = all_skills()
SEE = {Need.PICTURE, Need.THINGS}


def meant(text: str) -> Understanding:
    return understand(Query(TurnId(7), text), (), SKILLS)


@pytest.mark.parametrize(
    ("text", "intent", "needs"),
    [
        ("what is the man holding", Intent.LOOK, {Need.THINGS}),
        ("what brand is this", Intent.READ, {Need.TEXTS}),
        ("what's the expiry date on the label", Intent.READ, {Need.TEXTS}),
        ("please find the barcode for me", Intent.SCAN, {Need.CODES}),
        ("play some jazz", Intent.ACT, set()),
        ("take a photo", Intent.ACT, {Need.PICTURE}),
        ("where did I leave my keys", Intent.RECALL, set()),
        ("remember where I parked", Intent.RECALL, {Need.PICTURE}),
        ("who wrote hamlet", Intent.KNOW, set()),
        ("what's the weather in london", Intent.KNOW, set()),
        ("why is the sky blue", Intent.THINK, set()),
        ("compare these two for me", Intent.THINK, SEE),
        ("how do I cook this recipe on the page here", Intent.THINK, SEE | {Need.TEXTS}),
        ("where can I buy this", Intent.SHOP, SEE),
        ("how much does a bicycle cost", Intent.SHOP, set()),
        ("how many calories are in a banana", Intent.HEALTH, set()),
        ("is this medicine safe with ibuprofen", Intent.HEALTH, SEE | {Need.TEXTS}),
        ("yeah I don't really mind", Intent.NONE, set()),
        ("", Intent.NONE, set()),
    ],
)
def test_words_decide_where_no_skill_does(text: str, intent: Intent, needs: set[Need]):
    found = meant(text)
    assert (found.intent, set(found.needs), found.claim) == (intent, needs, None)
    assert found.turn == 7


def test_the_words_that_decided_are_named():
    assert "'why'" in meant("why is the sky blue").why


def test_a_claim_settles_intent_and_needs():
    found = meant("is there a dog")
    assert found.claim is not None
    assert (found.claim.skill, found.intent, found.needs) == ("presence", Intent.LOOK, {Need.THINGS})
    assert "presence" in found.why
    assert math.isclose(sum(found.scores.values()), 1.0)


def test_a_claim_brings_the_intent_of_its_skill():
    named = {
        "emergency": "I can't breathe",
        "cancel": "stop",
        "clock": "what time is it",
        "sums": "2 + 2",
        "timer": "cancel the timer",
    }
    assert {skill: meant(text).intent for skill, text in named.items()} == {
        "emergency": Intent.HEALTH,
        "cancel": Intent.ACT,
        "clock": Intent.KNOW,
        "sums": Intent.KNOW,
        "timer": Intent.ACT,
    }


def test_a_router_outranks_the_floor_and_no_skill():
    def router(query: Query) -> dict[Intent, float]:
        return dict.fromkeys(Intent, 0.01) | {Intent.SHOP: 0.91}

    found = understand(Query(TurnId(1), "how would you pay for this"), (), SKILLS, router)
    assert (found.intent, found.needs, found.scores[Intent.SHOP]) == (Intent.SHOP, SEE, 0.91)
    assert understand(Query(TurnId(1), "is there a dog"), (), SKILLS, router).claim is not None


def test_a_very_long_text_is_for_no_skill_and_still_understood():
    found = meant("is there a dog " * 500)
    assert found.claim is None
    assert found.intent is Intent.LOOK


@dataclass(frozen=True)
class Claims:
    """A skill that claims everything, so surely."""

    name: str
    gives: object
    intent: Intent = Intent.KNOW
    examples: tuple[str, ...] = ()

    def claim(self, query: Query, recent: tuple[Past, ...]) -> Any:
        return self.gives() if callable(self.gives) else self.gives

    def answer(self, asked: Asked) -> Reply:
        return Reply("Yes.")


def sure(name: str, score: float) -> Claims:
    return Claims(name, Claim(name, score))


@pytest.mark.parametrize(
    ("skills", "winner"),
    [
        ((sure("a", 0.6), sure("b", 1.0)), "b"),
        ((sure("a", 1.0), sure("b", 0.6)), "a"),
        ((sure("a", 0.6), sure("b", 0.6)), "a"),
        ((sure("a", 0.6), sure("b", 0.7), sure("c", 0.7)), "b"),
        ((sure("a", 0.5),), "a"),
        ((sure("a", 0.49), Claims("b", None)), None),
        ((), None),
    ],
)
def test_the_surest_claim_above_the_bar_wins_and_order_breaks_ties(skills: tuple[Claims, ...], winner: str | None):
    found = understand(Query(TurnId(1), "why"), (), skills)
    assert (found.claim.skill if found.claim else None) == winner
    assert found.intent is (Intent.KNOW if winner else Intent.THINK)


def breaks() -> None:
    raise ValueError("the wearer's own words")


@pytest.mark.parametrize(
    ("gives", "kind"),
    [
        (breaks, "ValueError"),
        (True, "TypeError"),
        (Claim("somebody else"), "ValueError"),
        (Claim("bad", 1.5), "ValueError"),
        (Claim("bad", math.nan), "ValueError"),
    ],
)
def test_a_skill_that_breaks_is_named_and_the_others_are_asked(gives: object, kind: str):
    found = understand(Query(TurnId(1), "why"), (), (Claims("bad", gives), sure("good", 0.6)))
    assert found.claim == Claim("good", 0.6)
    assert f"A fault in the skill 'bad': {kind}. (" in found.faults[0]
    assert "the wearer's own words" not in found.faults[0]
    alone = understand(Query(TurnId(1), "why"), (), (Claims("bad", gives),))
    assert (alone.claim, alone.intent) == (None, Intent.THINK)
    assert kind in alone.faults[0]


def test_a_full_memory_is_nothing_that_a_skill_can_be_blamed_for():
    def full() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        understand(Query(TurnId(1), "why"), (), (Claims("bad", full),))
