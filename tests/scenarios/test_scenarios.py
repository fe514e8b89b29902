"""Every scenario that ships, played whole and compared with its golden conversation: its way, its words, its times."""

from functools import cache

import pytest

from firmware_sim.commands import Played, play
from firmware_sim.conversation import line, to_json
from firmware_sim.world.scenario import BUNDLED, bundled, load_scenario
from tests.scenarios import golden


@cache
def played(name: str) -> Played:
    """A scenario that was played once for all the tests here."""
    return play(load_scenario(name))


def test_enough_of_them_ship():
    assert len(bundled()) >= 8


def test_their_photos_are_few_small_and_credited():
    photos = [path for path in BUNDLED.iterdir() if path.suffix in {".jpg", ".png"}]
    assert sum(path.stat().st_size for path in photos) < 500_000
    credits_ = (BUNDLED / "CREDITS.md").read_text(encoding="utf-8")
    assert [path.name for path in photos if f"`{path.name}`" not in credits_] == []


@pytest.mark.parametrize("name", bundled())
def test_a_conversation_goes_as_it_went(name: str, update_golden: bool):
    happened, path = golden.way(played(name).rows()), golden.FOLDER / f"{name}.golden.jsonl"
    if update_golden:
        path.write_text(happened, encoding="utf-8")
    assert happened.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", bundled())
def test_it_is_worded_as_it_was(name: str, update_golden: bool):
    happened = golden.words(played(name).rows())
    if update_golden:
        golden.keep(golden.WORDING, name, happened)
    assert happened == golden.expected(golden.WORDING, name)


@pytest.mark.parametrize("name", bundled())
def test_it_takes_as_long_as_it_took(name: str, update_golden: bool):
    happened = golden.times(played(name).rows())
    if update_golden:
        golden.keep(golden.TIMES, name, happened)
    assert happened == golden.expected(golden.TIMES, name)


@pytest.mark.parametrize("name", bundled())
def test_every_turn_ended_once_and_nothing_was_seen_in_the_dark(name: str):
    run = played(name)
    assert [turn.id for turn in run.turns if turn.outcome is None] == []
    assert sorted(row["id"] for row in run.conversation.turns()) == sorted(turn.id for turn in run.turns)
    assert run.sim.witness.in_the_dark == []
    asked = {row["text"] for row in run.conversation.turns()}
    assert {row["types"] for row in run.rows() if "types" in row} <= asked
    assert asked


@pytest.mark.slow
@pytest.mark.parametrize("name", ["first_look", "link_lost"])
def test_twenty_runs_are_one(name: str):
    assert len({to_json(play(load_scenario(name)).rows()) for _ in range(20)}) == 1


def test_people_can_read_it():
    told = "\n".join(filter(None, map(line, played("first_look").rows())))
    assert '"what am I looking at?"' in told
    assert "I see a laptop, a book and two cups." in told
    assert "answered_local by device (what)" in told
