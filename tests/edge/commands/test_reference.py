"""The reference of glint.toml: the page is what the dataclasses say, and the example changes nothing."""

import ast
import inspect
import re
import tomllib
from pathlib import Path

import pytest

from edge.cli import main
from edge.commands.exits import FINE
from edge.commands.reference import example, page, tables
from edge.config import Config, ServerConfig, load_config
from edge.environment import read_environment

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
GENERATED = "<!-- The rest is printed by `python -m edge.commands.reference`. -->\n\n"


def load(tmp_path, text):
    path = tmp_path / "glint.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_the_page_ends_with_what_the_dataclasses_say():
    assert PAGE.partition(GENERATED)[2] == page()


def test_every_key_has_a_sentence():
    assert [f"{table.header} {one.key}" for table in tables() for one in table.settings if not one.meaning] == []
    assert all(one.meaning.endswith(".") for table in tables() for one in table.settings)


def test_what_nobody_may_write_is_not_told():
    assert not {"environment", "situation"} & {one.key for table in tables() for one in table.settings}


def test_the_example_is_the_defaults_as_it_is_and_with_every_key_taken_in(tmp_path):
    assert load(tmp_path, example()) == Config()
    all_keys = re.sub(r"(?m)^#(?! )", "", example())
    assert load(tmp_path, all_keys) == Config(server=(ServerConfig(),))
    written = tomllib.loads(all_keys)
    assert set(written["camera"]) == {"source", "width", "fps", "open_within", "frame_within"}


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))
def test_the_examples_of_the_page_are_read(tmp_path, block):
    assert load(tmp_path, block) != Config()


def test_every_variable_that_is_read_is_on_the_page():
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(read_environment))) if isinstance(node, ast.Call)]
    read = {call.args[0].value for call in calls if isinstance(call.func, ast.Name) and call.func.id == "of"}
    assert len(read) == 10
    assert [name for name in sorted(read) if f"`{name}`" not in PAGE] == []


def test_setup_prints_the_example_and_asks_nothing(capsys):
    assert main(["setup", "--example"]) == FINE
    assert capsys.readouterr().out == example()
