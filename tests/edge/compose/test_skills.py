"""Skills of other packages: found as they are installed, asked like ours, and left out where they are none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from edge.compose.policy import fallbacks_of
from edge.compose.skills import on_device
from edge.config import Config
from edge.messages import Claim, Intent
from edge.skills import last_resorts
from edge.skills.skill import Asked, Meaning, Reply

GOOD = """
from dataclasses import dataclass
from edge.messages import Claim, Intent
from edge.skills.skill import Reply

@dataclass(frozen=True)
class Tide:
    name: str = "tide"
    intent: Intent = Intent.KNOW
    sentence: str = "When is high tide?"

    @property
    def examples(self):
        return {self.name: (self.sentence,)}

    def claim(self, meaning):
        return Claim(self.name, 1.0, "high") if self.name in meaning.said else None

    def answer(self, asked):
        return Reply(f"At noon, {asked.wants}.")

ready = Tide("moon", sentence="When does the moon rise?")

class Mute:
    name, intent, examples = "mute", Intent.KNOW, ()
    answer = lambda self, asked: Reply("")

class Old(Tide):
    examples = ("When is low tide?",)

class Needy(Tide):
    def __init__(self, needed): ...
"""
ROWS = """[glint.skills]
absent = no_such_module_at_all:Skill
broken = tides_broken:Skill
moon = tides:ready
mute = tides:Mute
needy = tides:Needy
old = tides:Old
tide = tides:Tide
twice = tides:Tide
"""


@pytest.fixture
def package(tmp_path: Path) -> dict[str, str]:
    """The environment of a child process that has a package with skills; what it writes stays in this folder."""
    info = tmp_path / "tides-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(ROWS, encoding="utf-8")
    (tmp_path / "tides.py").write_text(GOOD, encoding="utf-8")
    (tmp_path / "tides_broken.py").write_text("raise RuntimeError('secret')", encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[3])])
    return {**os.environ, "PYTHONPATH": paths, "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}


def glint(package: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "edge.cli", *arguments]
    return subprocess.run(command, env=package, capture_output=True, text=True, timeout=60, check=True)


def test_a_skill_of_an_installed_package_answers_and_what_is_none_is_named(package: dict[str, str]):
    done = glint(package, "ask", "--json", "when is high tide?")
    row = json.loads(done.stdout)
    assert (row["answer"], row["outcome"]) == ("At noon, high.", "answered_local")
    start = "glint: the skill '{}' of an installed package is left out: "
    said = {
        "absent": "A fault in 'no_such_module_at_all:Skill': ModuleNotFoundError.",
        "broken": "A fault in 'tides_broken:Skill': RuntimeError. (tides_broken.py:1)",
        "mute": "it has no claim",
        "needy": "A fault in 'tides:Needy': TypeError.",
        "old": "its examples are no mapping of tasks to sentences",
        "twice": "the name 'tide' is taken",
    }
    lines = done.stderr.splitlines()
    assert len(lines) == len(said)
    for line, (name, why) in zip(lines, said.items(), strict=True):
        assert line.startswith(start.format(name) + why)
    assert "secret" not in done.stderr


def test_help_and_route_know_of_it(package: dict[str, str]):
    assert "When is high tide? " in json.loads(glint(package, "ask", "--json", "help").stdout)["answer"]
    assert "the skill 'tide' claims it" in glint(package, "route", "when is high tide").stdout


class Own:
    """A program's skill, by the name of one of ours."""

    name = "battery"
    intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {"battery": ()}

    def claim(self, meaning: Meaning) -> Claim | None:
        return Claim(self.name)

    def answer(self, asked: Asked) -> Reply:
        return Reply("Full.")


def test_a_program_s_skill_comes_before_ours_and_replaces_the_one_of_its_name():
    own = Own()
    found = on_device(Config(), (own,))
    assert found.skills[0] is own
    assert [skill.name for skill in found.skills].count("battery") == 1
    assert found.by_name()["battery"] is own


def test_everybody_whom_the_mind_may_name_is_there():
    names = fallbacks_of(last_resorts())
    assert {*names.on_device.values(), names.without_server, names.meanwhile} <= on_device(Config()).by_name().keys()
    assert set(names.on_device) == {Intent.LOOK, Intent.READ, Intent.SCAN, Intent.ACT, Intent.RECALL}
