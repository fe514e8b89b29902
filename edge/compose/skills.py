"""The skills of a run: ours, those of installed packages (the group `glint.skills`), those that a program brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from edge.compose.models import thresholds
from edge.config import say
from edge.entry_points import load, named
from edge.errors import Guard
from edge.messages import Intent
from edge.records import dataclass
from edge.skills import all_skills, last_resorts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from edge.config import Config
    from edge.skills import LastResorts
    from edge.skills.skill import Fallback, Skill

GROUP = "glint.skills"


@dataclass(frozen=True)
class OnDevice:
    """Who answers on the device: skills that claim questions, and who answers what none of them claims."""

    skills: tuple[Skill, ...]
    last: LastResorts

    def by_name(self) -> Mapping[str, Skill | Fallback]:
        """All of them."""
        everybody: tuple[Skill | Fallback, ...] = (*self.last.all(), *self.skills)
        return {one.name: one for one in everybody}


def on_device(config: Config, own: Sequence[Skill] = ()) -> OnDevice:
    """Who answers on the device. `own`: a program's skills, which come before ours and replace those of their name."""
    marks = thresholds(config)
    last = last_resorts(marks)
    number = config.wearer.emergency_number
    taken = {skill.name for skill in (*own, *all_skills(marks))} | {one.name for one in last.all()}
    skills: dict[str, Skill] = {}
    for skill in all_skills(marks, installed(taken), own, number):
        skills.setdefault(skill.name, skill)
    return OnDevice(tuple(skills.values()), last)


def installed(taken: Iterable[str] = (), tell: Callable[[str], None] = say) -> tuple[Skill, ...]:
    """The skills that installed packages bring. What is none is left out, and `tell` is given a line about it.

    `taken`: names that are somebody else's already.
    """
    names = set(taken)
    found: list[Skill] = []
    for row, value in named(GROUP).items():
        guard, skill, wrong = Guard(f"'{value}'"), None, ""
        with guard:
            skill = load(value)
            skill = skill() if isinstance(skill, type) else skill
            wrong = _wrong(skill, names)
        if skill is None or guard.fault or wrong:
            tell(f"the skill '{row}' of an installed package is left out: {guard.fault or wrong}")
            continue
        names.add(skill.name)
        found.append(skill)
    return tuple(found)


def _wrong(skill: object, taken: set[str]) -> str:
    """What keeps something from being a skill; empty where it is one."""
    name, examples = getattr(skill, "name", None), getattr(skill, "examples", None)
    missing = [method for method in ("claim", "answer") if not callable(getattr(skill, method, None))]
    if missing:
        return f"it has no {' and no '.join(missing)}"
    if not isinstance(name, str) or not name:
        return "its name is no text"
    if name in taken:
        return f"the name '{name}' is taken"
    if not isinstance(getattr(skill, "intent", None), Intent):
        return "its intent is no Intent"
    if not is_examples(examples):
        return "its examples are no mapping of tasks to sentences"
    return ""


def is_examples(examples: object) -> bool:
    """Whether this is what a skill gives as examples: for each task a tuple of sentences."""
    return isinstance(examples, Mapping) and all(
        isinstance(task, str) and isinstance(sentences, tuple) and all(isinstance(one, str) for one in sentences)
        for task, sentences in examples.items()
    )
