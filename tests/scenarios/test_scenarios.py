"""Every scenario that ships, played whole and compared with its golden conversation, line by line."""

from pathlib import Path

import pytest

from firmware_sim.commands import play
from firmware_sim.conversation import line, to_json
from firmware_sim.world.scenario import BUNDLED, bundled, load_scenario

GOLDEN = Path(__file__).parent


def test_enough_of_them_ship():
    assert len(bundled()) >= 8


def test_their_photos_are_few_small_and_credited():
    photos = [path for path in BUNDLED.iterdir() if path.suffix in {".jpg", ".png"}]
    assert sum(path.stat().st_size for path in photos) < 500_000
    credits_ = (BUNDLED / "CREDITS.md").read_text(encoding="utf-8")
    assert [path.name for path in photos if f"`{path.name}`" not in credits_] == []


@pytest.mark.parametrize("name", bundled())
def test_a_conversation_goes_as_it_went(name: str, update_golden: bool):
    happened = to_json(play(load_scenario(name)).rows())
    golden = GOLDEN / f"{name}.golden.jsonl"
    if update_golden:
        golden.write_text(happened, encoding="utf-8")
    assert happened.splitlines() == golden.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", bundled())
def test_every_turn_ended_once_and_nothing_was_seen_in_the_dark(name: str):
    played = play(load_scenario(name))
    assert [turn.id for turn in played.turns if turn.outcome is None] == []
    assert sorted(row["id"] for row in played.conversation.turns()) == sorted(turn.id for turn in played.turns)
    assert played.sim.witness.in_the_dark == []
    asked = {row["text"] for row in played.conversation.turns()}
    assert {row["types"] for row in played.rows() if "types" in row} <= asked
    assert asked


@pytest.mark.parametrize("name", ["first_look", "link_lost"])
def test_twenty_runs_are_one(name: str):
    assert len({to_json(play(load_scenario(name)).rows()) for _ in range(20)}) == 1


def test_people_can_read_it():
    told = "\n".join(filter(None, map(line, play(load_scenario("first_look")).rows())))
    assert '"what am I looking at?"' in told
    assert "I see a laptop, a book and two cups." in told
    assert "answered_local by device (what)" in told
