"""Asks the skills as the runtime does: whoever claims a question answers it."""

from __future__ import annotations

from edge.messages import Claim, Facts, Instant, Now, Past, Query, Scene, TurnId, Wall
from edge.skills import all_skills, last_resorts
from edge.skills.skill import Asked, Reply, Skill
from edge.understand.understand import best_claim
from tests.edge.moments import NOON

FACTS = Facts(Now(Instant(0.0), Wall(NOON)))
SKILLS = all_skills()
NOTHING = Scene()


def claimer(text: str, recent: tuple[Past, ...] = ()) -> str | None:
    """The skill that claims a text, if one does."""
    claim, _ = best_claim(Query(TurnId(1), text), recent, SKILLS)
    return claim.skill if claim else None


def claim_on(text: str, skills: tuple[Skill, ...] = SKILLS) -> Claim:
    claim, _ = best_claim(Query(TurnId(1), text), (), skills)
    assert claim is not None, f"nobody claims {text!r}"
    return claim


def ask(text: str, scene: Scene = NOTHING, facts: Facts = FACTS, skills: tuple[Skill, ...] = SKILLS) -> Reply:
    claim = claim_on(text, skills)
    skill = next(skill for skill in skills if skill.name == claim.skill)
    return skill.answer(Asked(Query(TurnId(1), text), claim.wants, scene, facts))


def last_word(name: str, text: str, scene: Scene, facts: Facts = FACTS) -> Reply:
    """What is said of a question that no skill claims."""
    fallback = next(one for one in last_resorts().all() if one.name == name)
    return fallback.answer(Asked(Query(TurnId(1), text), None, scene, facts))
