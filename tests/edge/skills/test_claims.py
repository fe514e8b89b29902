"""Every skill claims its own examples with their marks, has a name of its own, and danger comes first."""

from __future__ import annotations

import pytest

from edge.messages import Instant, Outcome, Past, Slot, TurnId
from tests.edge.skills.asking import SKILLS, claim_on, meant

BEFORE = Past(
    TurnId(1), Instant(0.0), "what is 3 miles in kilometres", "...", Outcome.ANSWERED_LOCAL, figure="40",
    task="convert", slots=(Slot("number", "3"), Slot("unit", "miles"), Slot("unit_to", "kilometres")),
)  # fmt: skip
"""Some examples go on with the turn before."""
EXAMPLES = [(skill.name, task, text) for skill in SKILLS for task, texts in skill.examples.items() for text in texts]


@pytest.mark.parametrize(("name", "task", "text"), EXAMPLES)
def test_every_example_is_claimed_by_its_own_skill(name: str, task: str, text: str):
    claim = claim_on(meant(task, text, BEFORE))
    assert claim is not None
    assert claim.skill == name


def test_every_skill_has_its_own_name_and_tasks_and_danger_comes_first():
    names = [skill.name for skill in SKILLS]
    tasks = [task for skill in SKILLS for task, texts in skill.examples.items() if texts]
    assert len(set(names)) == len(names)
    assert len(set(tasks)) == len(tasks)
    assert names[0] == "emergency"
