"""Twenty conversations of ten turns, as people would speak: each played whole and compared with how it went.

What a wearer says there is never bent to what is understood: `# expected:` on a turn tells what a good answer would be
where today's is none.
"""

from functools import cache
from pathlib import Path

import pytest

from firmware_sim.commands import Played, play
from firmware_sim.conversation import to_json
from firmware_sim.world.scenario import load_scenario

FOLDER = Path(__file__).parent / "conversations"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
KEPT = ("text", "answer", "outcome", "skill", "acts")


@cache
def played(name: str) -> Played:
    """A conversation that was played once for all the tests here."""
    return play(load_scenario(str(FOLDER / f"{name}.toml")))


def how_it_went(name: str) -> str:
    """A line for each turn's end and for each thing that rang: what was asked, answered and done, and by whom."""
    went = []
    for row in played(name).rows():
        if "outcome" in row:
            went.append({key: row[key] for key in KEPT})
        elif row.get("card", "").startswith(("Timer", "Alarm", "Reminder")):
            went.append({"rings": row["card"]})
    return to_json(went)


def test_there_are_twenty():
    assert len(NAMES) == 20


@pytest.mark.parametrize("name", NAMES)
def test_it_has_ten_turns(name: str):
    scenario = load_scenario(str(FOLDER / f"{name}.toml"))
    taps = {press.at for press in scenario.press}
    spoken = [one for one in scenario.hear if one.wake or any(0 < one.at - at <= 2 for at in taps)]
    assert len(spoken) + len(scenario.write) == 10


@pytest.mark.parametrize("name", NAMES)
def test_it_goes_as_it_went(name: str, update_golden: bool):
    happened, path = how_it_went(name), FOLDER / f"{name}.golden.jsonl"
    if update_golden:
        path.write_text(happened, encoding="utf-8")
    assert happened.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", NAMES)
def test_every_turn_ends_and_nothing_is_seen_in_the_dark(name: str):
    run = played(name)
    assert [turn.id for turn in run.turns if turn.outcome is None] == []
    assert run.sim.witness.in_the_dark == []
    assert run.tasks_left == ()
