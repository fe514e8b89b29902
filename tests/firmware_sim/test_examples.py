"""The worlds in docs/examples do what they say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"


def said_by(program: str, home: Path) -> str:
    """What it says in a process of its own, where nobody has configured anything."""
    places = {"XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home), "GLINT_CONFIG": ""}
    environment = {**os.environ, **places, "PYTHONPATH": f"{ROOT}:{ROOT / 'edge' / 'public'}"}
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / program)], cwd=home, env=environment, capture_output=True, text=True,
        check=False, timeout=50,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize(("program", "lines"), [("scripted_world.py", 20), ("live_world.py", 40)])
def test_an_example_is_short_and_is_named_where_scenarios_are_told_of(program: str, lines: int):
    text = (EXAMPLES / program).read_text(encoding="utf-8")
    assert len([line for line in text.splitlines()[1:] if line.strip()]) <= lines
    assert f"](examples/{program})" in (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_a_scripted_world_is_played_and_told(tmp_path: Path):
    said = said_by("scripted_world.py", tmp_path)
    answers = re.findall(r"Glint    (.+)\n", said)
    assert answers == ["I see a cup on the left.", "My light does not work: it does not shine.", "I see one cup."]
    assert "lamp on" in said
    assert "> how many cups are there?" in said


@pytest.mark.slow
def test_a_live_world_is_worn_broken_and_mended(tmp_path: Path):
    first, broken, mended = said_by("live_world.py", tmp_path).splitlines()
    assert re.fullmatch(r"what do you see\? - .*orange.* \(answered_local\)", first)
    assert broken == "and what is on the table? - My camera does not work: it was unplugged. (degraded)"
    assert re.fullmatch(r"how many oranges are there\? - .*(two|three|four).* \(answered_local\)", mended)
