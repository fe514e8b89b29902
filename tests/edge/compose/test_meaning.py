"""The model of meaning of a run: opened once, and done without where it cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from edge.compose.meaning import Understands, opened
from edge.config import Config
from edge.messages import Entry, Kind, Query, TurnId
from edge.skills import all_skills

DEFAULTS = Config()


def ask(understands: Understands, text: str):
    return understands(Query(TurnId(1), text), ())


def without(path: Path) -> Config:
    """A configuration whose model of meaning is none."""
    path.mkdir()
    (path / "card.toml").write_text("format = 1\n", encoding="utf-8")
    return replace(DEFAULTS, models=replace(DEFAULTS.models, meaning=str(path)))


def test_the_model_that_ships_is_opened_once_for_all_runs():
    one, other = Understands(DEFAULTS, all_skills()), Understands(DEFAULTS, all_skills())
    assert ask(one, "what time is it").faults == ()
    assert ask(one, "what time is it").task == "time"
    assert one._model[0] is other._model[0]


def test_without_the_model_keywords_are_gone_by_and_each_turn_says_so(tmp_path: Path):
    understands = Understands(without(tmp_path / "none"), all_skills())
    found = ask(understands, "what time is it")
    assert found.claim is not None
    assert found.claim.skill == "clock"
    assert len(found.faults) == 1
    assert found.faults[0].endswith("; questions are understood by keywords only")


def test_words_that_decided_are_marked(tmp_path: Path):
    text = Query(TurnId(1), "what time is it")
    assert "[time]" in Understands(DEFAULTS, ()).marked(text, ())
    assert Understands(without(tmp_path / "none"), ()).marked(text, ()) == "what [time] is it"


def test_what_the_wearer_told_is_asked_for_anew_with_each_question():
    told: list[Entry] = []
    understands = Understands(DEFAULTS, all_skills(), lambda: tuple(told))
    ask(understands, "when is the boiler serviced")
    told.append(Entry(1, Kind.FACT, "the boiler is serviced in may", datetime(2026, 5, 4, tzinfo=UTC), TurnId(1)))
    found = ask(understands, "when is the boiler serviced")
    assert found.claim is not None
    assert found.claim.skill == "memory"


def test_a_bundle_becomes_a_model_by_its_card():
    from edge.bundle.net import open_bundle
    from edge.model_folders import bundle_folder

    bundle = open_bundle(bundle_folder(DEFAULTS, DEFAULTS.models.meaning))
    grasp = opened(bundle)
    assert {"time", "other", "not_for_us"} <= set(grasp.tasks)
    assert set(grasp("what time is it", "").tasks) == set(grasp.tasks)
