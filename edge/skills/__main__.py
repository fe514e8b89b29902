"""`python -m edge.skills`: what can be asked, as the table in the README."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from edge.language.marked import read_marked
from edge.skills import all_skills

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge.skills.skill import Skill

SHOWN = 4


def asked_table(skills: Iterable[Skill]) -> str:
    """A table in Markdown: a row a skill, with the first of its examples."""
    rows = [f"| `{skill.name}` | {' · '.join(_shown(skill))} |" for skill in skills]
    return "\n".join(("| skill | for example |", "|---|---|", *rows))


def _shown(skill: Skill) -> list[str]:
    """The first of each task, and more of the first task where that is not enough."""
    each = [sentences for sentences in skill.examples.values() if sentences]
    firsts = [sentences[0] for sentences in each] + [sentence for sentences in each for sentence in sentences[1:]]
    return [read_marked(sentence).text for sentence in firsts[:SHOWN]]


if __name__ == "__main__":
    sys.stdout.write(f"{asked_table(all_skills())}\n")
