"""All skills of the device: in which order they are asked, and what help is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from edge.messages import Claim, Intent
from edge.skills import all_skills, last_resorts
from edge.skills.help import Help, first_example, topics_of
from edge.skills.skill import Asked, Meaning, Reply


@dataclass(frozen=True)
class Plants:
    """A skill of somebody else."""

    examples: Mapping[str, tuple[str, ...]]
    name: str = "plants"
    intent: Intent = Intent.KNOW

    def claim(self, meaning: Meaning) -> Claim | None:
        return Claim(self.name)

    def answer(self, asked: Asked) -> Reply:
        return Reply("Yes.")


PLANTS = Plants(
    {"plant_ask": (), "plant_water": ("Water the {thing:fern}.", "Water it."), "plant_dry": ("Is it dry?",)}
)


def helper(**given: tuple[Plants, ...]) -> Help:
    return next(skill for skill in all_skills(**given) if isinstance(skill, Help))


def test_names_are_not_used_twice_and_each_skill_serves_some_task():
    names = [skill.name for skill in all_skills()]
    assert len(names) == len(set(names)) > 20
    assert all(skill.examples for skill in all_skills())


def test_a_programs_skills_come_first_danger_next_those_of_packages_last():
    other = Plants({}, name="other")
    names = [skill.name for skill in all_skills(own=(PLANTS,), more=(other,))]
    assert (names[0], names[1], names[-1]) == ("plants", "emergency", "other")


def test_danger_is_told_with_the_number_of_the_wearer():
    emergency = next(skill for skill in all_skills(emergency_number="999") if skill.name == "emergency")
    assert getattr(emergency, "number", None) == "999"


def test_examples_are_shown_without_their_marks():
    assert first_example(PLANTS) == "Water the fern."
    assert first_example(Plants({"plant_ask": ()})) == ""
    assert [(topic.task, topic.examples) for topic in topics_of(PLANTS)] == [
        ("plant_water", ("Water the fern.", "Water it.")), ("plant_dry", ("Is it dry?",)),
    ]  # fmt: skip


def test_help_tells_of_the_skills_that_somebody_brings():
    for given in ({"own": (PLANTS,)}, {"more": (PLANTS,)}):
        assert "Water the fern." in helper(**given).others
        assert "plant_water" in [topic.task for topic in helper(**given).topics]


def test_a_detectors_thresholds_reach_those_that_look():
    marks = {"say": {"cup": 0.7}}
    assert [one for one in (*all_skills(marks), *last_resorts(marks).all()) if "0.7" in repr(getattr(one, "bar", None))]
