"""What people are told that they can ask: every example is its own skill's, and nobody tells of what is not there."""

from __future__ import annotations

import re

import pytest

from edge.cli import EXAMPLES
from edge.language.marked import read_marked
from edge.messages import Facts, Instant, Intent, Now, Query, Scene, Show, Size, TurnId, Wall
from edge.render import card
from edge.skills import all_skills, last_resorts
from edge.skills.help import KINDS, Help, first_example
from edge.skills.skill import Asked
from tests.edge.moments import NOON

SKILLS = all_skills()


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.name)
def test_each_task_of_a_skill_has_a_handful_of_examples(skill):
    for task, texts in ((task, texts) for task, texts in skill.examples.items() if texts):
        assert 4 <= len(texts) == len(set(texts)) <= 14, task


def test_help_tells_examples_and_a_card_has_room_for_them():
    helper = next(skill for skill in SKILLS if isinstance(skill, Help))
    facts = Facts(Now(Instant(0.0), Wall(NOON)))
    text = helper.answer(Asked(Query(TurnId(1), "help"), None, Scene(), facts)).text
    firsts = {first_example(skill) for skill in SKILLS}
    assert len(helper.shown) == len(set(helper.shown.values())) == len(KINDS)
    assert set(helper.shown.values()) <= firsts
    assert all(example in text for example in helper.shown.values())
    assert " ".join(card(Show("Glint", text), Size(40, 6)).lines) == text


def test_the_command_line_s_help_shows_examples_of_skills():
    shown = re.findall(r'"(.+?)"', EXAMPLES)
    assert len(shown) >= 5
    sentences = (text for skill in SKILLS for texts in skill.examples.values() for text in texts)
    assert set(shown) <= {read_marked(sentence).text for sentence in sentences}


def test_every_intent_that_is_for_us_has_its_fallback():
    last = last_resorts()
    served = [intent for one in (*last.on_device, last.without_server) for intent in one.serves]
    assert sorted(served) == sorted(set(Intent) - {Intent.NONE})
    assert last.meanwhile in last.all()


def test_a_fallback_claims_nothing():
    claiming = {one.name for one in last_resorts().all() if hasattr(one, "claim")}
    assert claiming == {"read", "scan"}, "these two are skills besides"
    assert not {"cannot", "without_server", "in_view"} & {skill.name for skill in SKILLS}
