"""Asks the skills as the runtime does, with the meaning given: `meant("count", "how many {thing:cups} are there")`."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from edge.language.marked import read_marked
from edge.messages import Claim, Facts, Instant, Now, Outcome, Past, Query, Scene, Slot, TurnId, Wall
from edge.skills import all_skills, last_resorts
from edge.skills.skill import Asked, Meaning, Reply, Skill
from edge.understand.understand import best_claim, instead
from tests.edge.moments import NOON

FACTS = Facts(Now(Instant(0.0), Wall(NOON)))
SKILLS = all_skills()
UNSET = replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False)))
NOTHING = Scene()


def meant(task: str, sentence: str, *recent: Past, borrowed: tuple[Slot, ...] = (), score: float = 0.95) -> Meaning:
    """The meaning of a sentence whose slots are marked."""
    marked = read_marked(sentence)
    return Meaning(Query(TurnId(1), marked.text), task, score, marked.slots, borrowed, recent)


def past(asked: str, **more: object) -> Past:
    """The turn before, which was answered."""
    before = Past(TurnId(1), Instant(0.0), asked, "So.", Outcome.ANSWERED_LOCAL)
    return replace(before, **more)  # type: ignore[arg-type]


def claim_on(meaning: Meaning, skills: tuple[Skill, ...] = SKILLS) -> Claim | None:
    """The claim of the skill that can carry this out, if one can."""
    broken: list[str] = []
    claim, _, faults = best_claim(chain(instead(meaning, skills, broken), (meaning,)), skills)
    assert not (*broken, *faults)
    return claim


def ask(meaning: Meaning, scene: Scene = NOTHING, facts: Facts = FACTS, skills: tuple[Skill, ...] = SKILLS) -> Reply:
    """The answer of the skill that claims it."""
    claim = claim_on(meaning, skills)
    assert claim is not None, f"nobody claims {meaning.said!r}"
    skill = next(skill for skill in skills if skill.name == claim.skill)
    return skill.answer(Asked(meaning.query, claim.wants, scene, facts))


def last_word(name: str, text: str, scene: Scene, facts: Facts = FACTS) -> Reply:
    """What is said of a question that no skill claims."""
    fallback = next(one for one in last_resorts().all() if one.name == name)
    return fallback.answer(Asked(Query(TurnId(1), text), None, scene, facts))
