"""What the skills for what is kept have in common, and that each claims what it gives for examples."""

from __future__ import annotations

import pytest

from edge.messages import Kind
from edge.skills.clip import ClipSkill
from edge.skills.forget import Forgetting
from edge.skills.kept import just_kept, newest, sentence
from edge.skills.lists import Lists
from edge.skills.memory import Memory
from edge.skills.notes import Notes
from edge.skills.photo import Photo
from edge.skills.privacy import Privacy
from tests.edge.skills.asking import claim_on, meant
from tests.edge.skills.keeping import before, notes
from tests.edge.skills.test_lists import put

OURS = (Notes(), Lists(), Memory(), Photo(), ClipSkill(), Forgetting(), Privacy())
EXAMPLES = [(skill, task, text) for skill in OURS for task, texts in skill.examples.items() for text in texts]


@pytest.mark.parametrize(("skill", "task", "text"), EXAMPLES, ids=[f"{task}-{text}" for _, task, text in EXAMPLES])
def test_every_example_is_claimed_by_its_own_skill(skill, task, text):
    claim = claim_on(meant(task, text))
    assert claim is not None
    assert claim.skill == skill.name


def test_what_was_just_kept_is_what_was_done_and_of_that_kind():
    past = before("list_add", "x", *put("milk"))
    assert [keep.text for keep in just_kept(past, Kind.ITEM)] == ["milk"]
    assert just_kept(past, Kind.NOTE) == just_kept(None, Kind.ITEM) == ()


def test_the_newest_of_equal_entries():
    kept = notes("a", "b", "a").kept
    assert newest(kept, Kind.NOTE, "a").number == 2
    assert newest(kept, Kind.FACT, "a") is None


def test_a_sentence_begins_with_a_capital_and_ends_without_a_stop():
    assert (sentence("anna left."), sentence("BA 117"), sentence("")) == ("Anna left", "BA 117", "")
