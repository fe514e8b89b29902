"""`python -m edge.skills`: what can be asked, as the table in the README."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from edge.skills import all_skills

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge.skills.skill import Skill

SHOWN = 4


def asked_table(skills: Iterable[Skill]) -> str:
    """A table in Markdown: a row a skill, with the first of its examples."""
    rows = [f"| `{skill.name}` | {' · '.join(skill.examples[:SHOWN])} |" for skill in skills]
    return "\n".join(("| skill | for example |", "|---|---|", *rows))


if __name__ == "__main__":
    sys.stdout.write(f"{asked_table(all_skills())}\n")
