"""What a Python program wants: the configuration that the command has, and a word at once about what cannot be used."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType

import pytest

from edge.compose.program import program
from edge.config import Config
from edge.devices import Glasses
from edge.errors import ConfigError, UsageError
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.messages import Intent
from edge.perceive import Senses

ROOT = Path(__file__).parents[3]


class Echo:
    """A skill that claims nothing."""

    name = "echo"
    intent = Intent.KNOW
    examples = MappingProxyType({"echo": ("Say it again.",)})

    def claim(self, meaning):
        return None

    def answer(self, asked):
        raise NotImplementedError


class Old(Echo):
    name = "old"
    examples = ("Say it again.",)


class Mute:
    name = "mute"
    intent = Intent.KNOW
    examples = MappingProxyType({})
    claim = None


def wants(config=Config(), *, senses=None, skills=(), glasses=None, wall=None):  # noqa: B008 - frozen
    return program(config, senses, skills, glasses, wall)


def test_a_config_may_be_given_or_the_path_of_one(tmp_path):
    file = tmp_path / "glint.toml"
    file.write_text('data = "/somewhere"\n', encoding="utf-8")
    for config in (Config(data="/somewhere"), str(file), file):
        assert wants(config).config.data == "/somewhere"
    with pytest.raises(ConfigError, match=r"nowhere\.toml"):
        wants(tmp_path / "nowhere.toml")


def read_by(home, *, named=""):
    """What `glint()` takes for its configuration in a process of its own, where these files lie."""
    code = (
        "import json; from edge.compose.program import program; from edge.config import Config, data_folder;"
        "told = [data_folder(program(c, None, (), None, None).config) for c in (None, Config())];"
        "print(json.dumps([str(folder) for folder in told]))"
    )
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home),
        "GLINT_CONFIG": named,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=home, env=environment, capture_output=True, text=True, check=True, timeout=50
    )
    return json.loads(done.stdout)


@pytest.mark.slow
def test_without_one_it_reads_what_the_command_reads_and_a_plain_config_is_the_defaults(tmp_path):
    places = {"user's": tmp_path / "config" / "glint" / "glint.toml", "here": tmp_path / "glint.toml"}
    places |= {"named": tmp_path / "named.toml"}
    defaults = str(tmp_path / "glint")
    assert read_by(tmp_path) == [defaults, defaults]
    for name, file in places.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'data = "/{name}"\n', encoding="utf-8")
        named = str(file) if name == "named" else ""
        assert read_by(tmp_path, named=named) == [f"/{name}", defaults]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"config": 3}, "config wants a Config, the path of a glint.toml or None, not int"),
        ({"senses": "eyes"}, "senses wants Senses or None, not str"),
        ({"glasses": Blank()}, "glasses wants Glasses or None, not Blank"),
        ({"wall": 12}, "wall wants Wall or None, not int"),
        ({"skills": [Echo]}, "not the class Echo"),
        ({"skills": [Mute()]}, "not a Mute, which has no answer"),
        ({"skills": ["echo"]}, "not a str, which has no name"),
        ({"skills": [Old()]}, "examples of the skill 'old' wants a mapping of tasks to sentences"),
    ],
)
def test_a_wrong_type_is_said_at_once(wrong, why):
    with pytest.raises(TypeError, match=why):
        wants(**wrong)


def test_two_skills_of_one_name_are_refused():
    timer = Echo()
    timer.name = "timer"
    for skills in ([timer], [Echo(), Echo()]):
        with pytest.raises(UsageError, match=r"there is a skill '(timer|echo)' already"):
            wants(skills=skills)
    assert [skill.name for skill in wants(skills=iter([Echo()])).skills] == ["echo"]


def test_a_program_queues_nothing_and_keeps_its_own_senses_and_glasses():
    mine, eyes = Glasses(LinuxBody(), Blank()), Senses(things=lambda _frame: ())
    got = wants(glasses=mine, senses=eyes)
    assert got.config.policy.queue is False
    assert (got.senses, got.seeing) == (eyes, eyes)
    assert (got.glasses.display, got.glasses.link) == (mine.display, None)
    assert wants().glasses.link is not None
