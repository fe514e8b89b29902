"""The table of what can be asked, as the README shows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from edge.skills import all_skills
from edge.skills.__main__ import SHOWN, asked_table

README = Path(__file__).parents[3] / "README.md"


def test_the_readme_shows_the_table_of_what_can_be_asked():
    done = subprocess.run([sys.executable, "-m", "edge.skills"], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == asked_table(all_skills()) + "\n"
    assert f"\n{done.stdout}" in README.read_text(encoding="utf-8"), "put there what `python -m edge.skills` prints"


def test_a_row_shows_the_first_of_each_task_and_no_marks():
    timer = next(skill for skill in all_skills() if skill.name == "timer")
    row = asked_table([timer]).splitlines()[2]
    assert row.startswith("| `timer` | ")
    shown = row.removeprefix("| `timer` | ").removesuffix(" |").split(" · ")
    assert len(shown) == SHOWN
    assert not [text for text in shown if "{" in text]
