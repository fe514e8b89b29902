"""docs/api.md holds: each of its Python blocks runs as written there, and prints what the comments behind it say."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import glint
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.port import serving

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PHOTOS = ("juice.jpg", "oranges.jpg")
ANSWERS = {"sky": "Small molecules scatter blue light.", "evening": "The light comes a longer way."}

# Runs each block in a namespace of its own, all in one process, and tells what each printed or how it failed.
RUN_ALL = """
import contextlib, io, json, sys, traceback
for block in json.load(sys.stdin):
    told, problem = io.StringIO(), ""
    with contextlib.redirect_stdout(told):
        try:
            exec(compile(block, "docs/api.md", "exec"), {"__name__": "__main__"})
        except BaseException:
            problem = traceback.format_exc()
    print(json.dumps([told.getvalue(), problem]), file=sys.__stdout__)
"""


def said_by(home, url, *arguments, given=""):
    """What a program says in a process of its own, where Glint is installed and a server is configured."""
    for photo in PHOTOS:
        shutil.copy(ROOT / "firmware_sim" / "scenarios" / photo, home)
    (home / "glint.toml").write_text(f'[[server]]\nurl = "{url}"\nmodel = "m"\n', encoding="utf-8")
    places = {"XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home), "GLINT_CONFIG": ""}
    environment = {**os.environ, **places, "PYTHONPATH": f"{ROOT}:{ROOT / 'edge' / 'public'}"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=home, env=environment, input=given, capture_output=True, text=True,
        check=True, timeout=50,
    ).stdout  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    server = ScriptedServer(ANSWERS)
    with serving(server) as url:
        home = tmp_path_factory.mktemp("docs")
        lines = said_by(home, url, "-c", RUN_ALL, given=json.dumps(BLOCKS)).splitlines()
    return [json.loads(line) for line in lines], [one for one in server.received if one.target.startswith("POST")]


def promised(block):
    """What the comments behind each `print` say."""
    return re.findall(r"^ *print\(.*\) +# (.+)$", block, re.MULTILINE)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_runs_as_written_and_prints_what_it_promises(number, ran):
    printed, problem = ran[0][number]
    assert not problem, problem
    assert printed.splitlines() == promised(BLOCKS[number])


def test_the_conversation_on_the_page_told_the_server_what_was_asked_before(ran):
    first, second = ran[1]
    assert b"earlier_turns" not in first.raw
    assert b"Small molecules" in second.raw


def test_every_public_name_and_every_field_of_what_is_returned_is_on_the_page():
    words = set(re.findall(r"\w+", PAGE))
    assert set(glint.__all__) - words == set()
    for kind in (glint.Answer, glint.SeenPhoto, glint.SeenThing, glint.SeenText, glint.SeenCode, glint.Redaction):
        assert {f"`{field.name}`" for field in fields(kind)} <= set(re.findall(r"`\w+`", PAGE)), kind
    rows = re.findall(r"^\| `(\w+)` \|", PAGE.partition("## Pictures")[0], re.MULTILINE)
    assert set(rows) == {field.name for field in fields(glint.Answer)}


@pytest.mark.slow
def test_the_program_of_thirty_lines_does_what_it_says(tmp_path):
    program = ROOT / "docs" / "examples" / "thirty_lines.py"
    assert len([line for line in program.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]) <= 30
    said = said_by(tmp_path, "http://127.0.0.1:1", str(program), "oranges.jpg", "juice.jpg", "nope.jpg").splitlines()
    assert "oranges.jpg Yes: orange." in said
    assert "juice.jpg I see no fruit." in said
    assert "nope.jpg My camera does not work: nope.jpg: No such file or directory." in said
    assert said.count("lamp off") == 3
    assert said[-2] == "nope.jpg: No such file or directory"
    assert said[-1].startswith("shown: Yes: orange. I see no fruit. My camera does not work: nope.jpg:")
    assert any(re.fullmatch(r"things: .*bottle.*", line) for line in said)
