"""Query -> Understanding: the skills are asked first, then the router, then the keyword floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from edge.messages import Claim, Intent, Past, Query, Understanding
from edge.skills.skill import Skill
from edge.understand.keywords import guess, needs_of

Router = Callable[[Query], Mapping[Intent, float]]

LONGEST = 1000  # characters of a question; what is longer is for no skill, and its beginning says what it is about
SURE = 0.95  # a skill that claims a question knows what it is about


def understand(
    query: Query, recent: tuple[Past, ...], skills: Sequence[Skill], router: Router | None = None
) -> Understanding:
    """What a question means: by the first skill that claims it, else by the router, else by keywords."""
    claim = first_claim(query, recent, skills)
    if claim is not None:
        return _claimed(query, claim, next(skill.intent for skill in skills if skill.name == claim.skill))
    if router is not None:
        scores = router(query)
        best = max(scores, key=lambda intent: scores[intent])
        why = f"the router takes it for '{best}'"
        return Understanding(query.turn, best, scores, needs_of(best, query.text), why=why)
    return by_keywords(query)


def by_keywords(query: Query, why: str = "") -> Understanding:
    """What a question means by the keyword floor alone, which needs no model and no skill; `why` stands first."""
    floor = guess(query.text[:LONGEST])
    whys = "; ".join(part for part in (why, floor.why) if part)
    return Understanding(query.turn, floor.intent, floor.scores, floor.needs, why=whys)


def first_claim(query: Query, recent: tuple[Past, ...], skills: Sequence[Skill]) -> Claim | None:
    """The claim of the first skill that has one; None if no skill claims the question."""
    if len(query.text) > LONGEST:
        return None
    return next((claim for skill in skills if (claim := skill.claim(query, recent)) is not None), None)


def _claimed(query: Query, claim: Claim, intent: Intent) -> Understanding:
    rest = (1 - SURE) / (len(Intent) - 1)
    scores = {each: SURE if each is intent else rest for each in Intent}
    return Understanding(query.turn, intent, scores, claim.needs, claim, f"the skill '{claim.skill}' claims it")
