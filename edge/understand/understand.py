"""Query -> Understanding: what a question means, and the skill that can carry it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from edge.errors import Guard
from edge.language.addressed import addressed
from edge.language.language import english
from edge.language.leads import without_fillers
from edge.language.polite import core
from edge.language.text import normalise, words
from edge.language.yes_no import agreed
from edge.messages import Claim, Expect, Intent, Need, Past, Query, Slot, Understanding
from edge.skills.skill import CLEARLY, Meaning, Skill
from edge.understand.following import family, goes_on
from edge.understand.grasp import NOT_FOR_US, OTHER, Grasped, Grasper
from edge.understand.keywords import by_keywords as floor
from edge.understand.keywords import needs_of
from edge.understand.nearest import Nearest

LONGEST = 1000  # characters of a question; what is longer is for no skill, and its beginning says what it is about
BAR = 0.5  # the score that a claim needs
YES = 3  # words of a yes or no
SURELY = 0.9  # the share from which on a sentence is not taken for the answer to a question back
SECOND = 0.2  # the share that a task needs to be thought of after the likeliest
EMERGENCY = "emergency"


def understand(
    query: Query,
    recent: tuple[Past, ...],
    skills: Sequence[Skill],
    grasp: Grasper | None = None,
    nearest: Nearest | None = None,
) -> Understanding:
    """What a question means. Without a model (`grasp`), or without a word, the keyword floor says it.

    Skills that break are named in its `faults`.
    """
    query = replace(query, text=without_fillers(query.text, english()))
    read = grasp if grasp is not None and normalise(query.text) else floor
    heard, found = best_heard(query, recent, read)
    found = by_name(heard, found)
    meant = replace(query, text=heard)
    tasks = nearest.tasks(found) if nearest is not None else found.tasks
    asked = skills if normalise(query.text) and len(query.text) <= LONGEST else ()
    broken: list[str] = []
    thought = meanings(meant, recent, replace(found, tasks=tasks), lambda first: instead(first, asked, broken))
    claim, meaning, faults = best_claim(thought, asked)
    task = meaning.task if meaning is not None else max(tasks, key=lambda name: tasks[name], default="")
    intent = max(found.intents, key=lambda one: found.intents[one])
    slots = (*meaning.slots, *meaning.borrowed) if meaning is not None else (*found.slots, *found.borrowed)
    why = f"{found.why or 'the model'} takes it for '{task or intent}'"
    understanding = Understanding(query.turn, intent, found.intents, _needs(intent, found, heard), claim, why)
    changed = heard if heard != query.text else ""
    sure = tasks.get(task, 0.0)
    return replace(
        understanding, task=task, slots=slots, sure=sure, addressed=addressed(query.text), heard=changed,
        faults=(*broken, *faults),
    )  # fmt: skip


def by_name(text: str, found: Grasped) -> Grasped:
    """Where a sentence begins by asking to think, that is what is wanted, whatever the model takes the rest for."""
    if not core(text).startswith(tuple(english().words_for("think_words"))):
        return found
    rest = (1 - SURELY) / (len(Intent) - 1)
    intents = {intent: SURELY if intent is Intent.THINK else rest for intent in Intent}
    return replace(found, intents=intents, tasks={OTHER: 1.0}, why="'think'")


def best_heard(query: Query, recent: tuple[Past, ...], read: Grasper) -> tuple[str, Grasped]:
    """Of what was perhaps heard that which makes the most sense, and its meaning."""
    before = recent[-1].asked[:LONGEST] if recent else ""
    first = query.text[:LONGEST]
    best, found = first, read(first, before)
    top = sense(found)
    likeliest = max((guess.score for guess in query.others), default=0.0)
    for guess in query.others:
        other = read(guess.text[:LONGEST], before)
        value = sense(other) + ODDS * (guess.score - likeliest)
        if guess.text != first and value > top + LEAD:
            best, found, top = guess.text[:LONGEST], other, value
    return best, found


ODDS = 0.08  # what a unit of the recogniser's own logarithm is worth beside the model's share
LEAD = 0.15  # by which another hearing must make more sense


def sense(found: Grasped) -> float:
    """How much sense a sentence makes: the share of its likeliest task."""
    return max(found.tasks.values(), default=0.0)


def meanings(
    query: Query,
    recent: tuple[Past, ...],
    found: Grasped,
    before: Callable[[Meaning], Iterable[Meaning]] = lambda _: (),
) -> Iterator[Meaning]:
    """What a question may mean, likeliest first. Danger is thought of before all else.

    `before`: what else is thought of before the likeliest meaning. Where OTHER or NOT_FOR_US is likeliest, only those
    are asked who list it among their tasks.
    """
    past = recent[-1] if recent else None
    intent = max(found.intents, key=lambda one: found.intents[one], default=None)
    yield Meaning(query, EMERGENCY, found.tasks.get(EMERGENCY, 0.0), found.slots, (), recent)
    ranked = sorted(found.tasks, key=lambda task: -found.tasks[task])
    if (
        past is not None
        and past.expects is not None
        and past.task
        and (_says_yes_or_no(query, past.expects) or _answers(past, past.expects, found, ranked[:1]))
    ):
        yield _answer_to(query, past, past.expects, found, recent)
    if ranked:
        first = Meaning(query, ranked[0], found.tasks[ranked[0]], found.slots, found.borrowed, recent, intent)
        yield from before(first)
    sure = bool(ranked) and found.tasks[ranked[0]] >= SURELY
    further = goes_on(normalise(query.text), recent, by_name=sure) if not sure or ranked[0] == OTHER else ""
    asks = bool(ranked) and ranked[0].endswith(("_left", "_list")) and further.endswith("_change")
    if further and (asks or not (ranked and family(further) == family(ranked[0]))):
        yield Meaning(query, further, found.tasks.get(further, 0.0), found.slots, found.borrowed, recent)
    for place, task in enumerate(ranked[:3]):
        if place and found.tasks[task] < SECOND:
            return
        yield Meaning(query, task, found.tasks[task], found.slots, found.borrowed, recent)
        if task in (OTHER, NOT_FOR_US):
            return


def instead(first: Meaning, skills: Sequence[Skill], faults: list[str]) -> Iterator[Meaning]:
    """What skills take a question for by what they know, in the place of its likeliest meaning."""
    for skill in skills:
        known: Callable[[Meaning], object] | None = getattr(skill, "instead", None)
        if known is None:
            continue
        guard, task = Guard(f"the skill '{skill.name}'"), ""
        with guard:
            task = _named(known(first))
        faults += [guard.fault] if guard.fault else []
        if task:
            yield replace(first, task=task)


def _named(task: object) -> str:
    """The name of a task, or empty; raises TypeError for what is neither."""
    if not isinstance(task, str):
        raise TypeError
    return task


def _says_yes_or_no(query: Query, expects: Expect) -> bool:
    """Whether a few words say yes or no where that was asked."""
    return expects is Expect.YES_OR_NO and len(words(query.text)) <= YES and agreed(query.text) is not None


def _answers(past: Past, expects: Expect, found: Grasped, likeliest: Sequence[str]) -> bool:
    """Whether a sentence may be what was asked back for, and is not clearly something else."""
    marked = any(slot.kind == expects.slot for slot in found.slots)
    other = [task for task in likeliest if task not in {past.task, OTHER, NOT_FOR_US} and found.tasks[task] >= CLEARLY]
    return not other or (marked and found.tasks[other[0]] < SURELY)


def _answer_to(query: Query, past: Past, expects: Expect, found: Grasped, recent: tuple[Past, ...]) -> Meaning:
    """What was asked back for: the task of the turn before, with what was said now in its place."""
    kinds = {slot.kind for slot in found.slots}
    said = normalise(query.text)
    fill = () if expects.slot in kinds else (Slot(expects.slot, said),)
    return Meaning(query, past.task, found.tasks.get(past.task, 0.0), (*found.slots, *fill), past.slots, recent)


def best_claim(
    meant: Iterator[Meaning], skills: Sequence[Skill]
) -> tuple[Claim | None, Meaning | None, tuple[str, ...]]:
    """The claim on the likeliest meaning that some skill can carry out, that meaning, and what broke meanwhile."""
    faults: list[str] = []
    for meaning in meant:
        for skill in skills:
            if meaning.task not in skill.examples:
                continue
            claim, fault = claim_of(skill, meaning)
            faults += [fault] if fault else []
            if claim is not None and claim.score >= BAR:
                return claim, meaning, tuple(faults)
    return None, None, tuple(faults)


def claim_of(skill: Skill, meaning: Meaning) -> tuple[Claim | None, str]:
    """What one skill claims; and what is wrong with it, if it broke or gave what is no claim of its own."""
    guard, claim = Guard(f"the skill '{skill.name}'"), None
    with guard:
        claim = _checked(skill, skill.claim(meaning))
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


def _needs(intent: Intent, found: Grasped, text: str) -> frozenset[Need]:
    """What has to be looked for where nobody claims the question."""
    return needs_of(intent, text) if found.camera > 0.5 else frozenset()


def by_keywords(query: Query, faults: tuple[str, ...] = ()) -> Understanding:
    """What a question means by the keyword floor alone, which needs no model and no skill; what broke before it."""
    found = floor(query.text[:LONGEST], "")
    intent = max(found.intents, key=lambda one: found.intents[one])
    needs = _needs(intent, found, query.text[:LONGEST])
    form = addressed(query.text)
    return Understanding(query.turn, intent, found.intents, needs, why=found.why, addressed=form, faults=faults)
