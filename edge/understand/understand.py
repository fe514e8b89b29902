"""Query -> Understanding: the skills are asked first, then the router, then the keyword floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from edge.errors import Guard
from edge.messages import Claim, Intent, Past, Query, Understanding
from edge.skills.skill import WHOLE, Skill
from edge.understand.keywords import guess, needs_of

Router = Callable[[Query], Mapping[Intent, float]]

LONGEST = 1000  # characters of a question; what is longer is for no skill, and its beginning says what it is about
SURE = 0.95  # a skill that claims a question knows what it is about
BAR = 0.5  # the score that a claim needs


def understand(
    query: Query, recent: tuple[Past, ...], skills: Sequence[Skill], router: Router | None = None
) -> Understanding:
    """What a question means: by the surest skill that claims it, else by the router, else by keywords.

    Skills that break are named in its `faults`.
    """
    claim, faults = best_claim(query, recent, skills)
    if claim is not None:
        intent = next(skill.intent for skill in skills if skill.name == claim.skill)
        return _claimed(query, claim, intent, faults)
    if router is not None:
        scores = router(query)
        best = max(scores, key=lambda intent: scores[intent])
        why = f"the router takes it for '{best}'"
        return Understanding(query.turn, best, scores, needs_of(best, query.text), why=why, faults=faults)
    return by_keywords(query, faults)


def by_keywords(query: Query, faults: tuple[str, ...] = ()) -> Understanding:
    """What a question means by the keyword floor alone, which needs no model and no skill; what broke before it."""
    floor = guess(query.text[:LONGEST])
    return Understanding(query.turn, floor.intent, floor.scores, floor.needs, why=floor.why, faults=faults)


def best_claim(query: Query, recent: tuple[Past, ...], skills: Sequence[Skill]) -> tuple[Claim | None, tuple[str, ...]]:
    """The claim with the best score, which must not be below BAR, and what broke in the skills that were asked.

    Of two with the same score that of the skill that stands first.
    """
    best: Claim | None = None
    faults: list[str] = []
    for skill in skills if len(query.text) <= LONGEST else ():
        claim, fault = claim_of(skill, query, recent)
        faults += [fault] if fault else []
        if claim is not None and (claim.score >= BAR if best is None else claim.score > best.score):
            best = claim
        if best is not None and best.score >= WHOLE:
            break  # nobody can claim more
    return best, tuple(faults)


def claim_of(skill: Skill, query: Query, recent: tuple[Past, ...]) -> tuple[Claim | None, str]:
    """What one skill claims; and what is wrong with it, if it broke or gave what is no claim of its own."""
    guard, claim = Guard(f"the skill '{skill.name}'"), None
    with guard:
        claim = _checked(skill, skill.claim(query, recent))
    return claim, guard.fault


def _checked(skill: Skill, claim: object) -> Claim | None:
    """The claim, where it is one of this skill's; raises TypeError or ValueError."""
    if claim is None:
        return None
    if not isinstance(claim, Claim):
        raise TypeError
    if claim.skill != skill.name or not 0.0 <= claim.score <= 1.0:
        raise ValueError
    return claim


def _claimed(query: Query, claim: Claim, intent: Intent, faults: tuple[str, ...]) -> Understanding:
    rest = (1 - SURE) / (len(Intent) - 1)
    scores = {each: SURE if each is intent else rest for each in Intent}
    why = f"the skill '{claim.skill}' claims it"
    return Understanding(query.turn, intent, scores, claim.needs, claim, why, faults)
