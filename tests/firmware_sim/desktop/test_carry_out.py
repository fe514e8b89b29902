"""What the page may order, and what becomes of it."""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.errors import EdgeError, UsageError
from firmware_sim.commands import play
from firmware_sim.desktop import orders
from firmware_sim.world.scenario import load_scenario
from tests.firmware_sim.desktop.wearing import worn

PICTURE = cv2.imencode(".png", np.full((60, 80, 3), 90, np.uint8))[1].tobytes()


def test_what_is_broken_is_told_and_mended(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.FaultOrder(device="camera", kind="unplug"))
        assert it.ask("how many cups are there?")["answer"] == "My camera does not work: it was unplugged."
        assert it.until("state", faults=[{"device": "camera", "kind": "unplug", "amount": 0.5}])
        it.obey(orders.MendOrder())
        assert it.ask("how many cups are there now?")["outcome"] == "answered_local"
        with pytest.raises(UsageError, match="no fault 'unplug' of a light"):
            it.obey(orders.FaultOrder(device="light", kind="unplug"))


def test_a_question_waits_for_the_network_and_is_answered_late(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.PaceOrder(factor=20))
        it.obey(orders.AirOrder(name="offline"))
        assert it.ask("why is the sky blue?")["outcome"] == "deferred"
        it.obey(orders.AirOrder(name="wifi"))
        while True:
            step, _ = it.until("step")
            if [card for card in step["turns"] if card["late_of"] and card["outcome"] == "answered_remote"]:
                break
        with pytest.raises(UsageError, match="no network 'x'"):
            it.obey(orders.AirOrder(name="x"))


def test_what_left_has_a_receipt_with_its_picture_until_it_is_forgotten(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.PaceOrder(factor=20))
        card = it.ask("What dessert could I make with this?")
        (receipt,) = it.obey(orders.ReceiptsOrder())["receipts"]
        assert card["receipts"] == [receipt["id"]]
        assert (receipt["sent"], receipt["picture"], receipt["turn"]) == ("whole", True, card["id"])
        folder = it.simulator.look(lambda desk: desk.folder).result(5)
        assert list(folder.glob("sent/*.jpg"))
        it.obey(orders.ForgetOrder(receipt=receipt["id"]))
        assert it.obey(orders.ReceiptsOrder())["receipts"] == []
        assert not list(folder.glob("sent/*.jpg"))
        assert it.simulator.look(lambda desk: desk.wearing.log.cards.all()).result(5) == []


def test_a_session_is_recorded_replayed_and_copied(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.RecordOrder(on=True))
        it.ask("my secret locker is 4711, how many cups are there?")
        tape = it.obey(orders.RecordOrder(on=False))["file"].rpartition("/")[2]
        it.ask("what is 2 plus 3?")
        session = it.obey(orders.ReplayOrder(tape=tape))
        assert [card["text"] for card in session["turns"]] == ["my secret locker is 4711, how many cups are there?"]
        copy = it.obey(orders.ScrubOrder(tape=tape))
        assert copy["unlike"] == 0
        folder = it.simulator.look(lambda desk: desk.folder).result(5)
        data = (folder / f"{copy['file'].rpartition('/')[2]}.tape").read_bytes()
        assert not re.search(rb"(?<!\d)4711(?!\d)", data)  # in a fraction of a second it may well be
        assert b"locker" not in data
        with pytest.raises(EdgeError, match="no tape"):
            it.obey(orders.ReplayOrder(tape="other"))


def test_what_was_done_is_a_scenario_that_plays(tmp_path: Path):
    with worn(tmp_path) as it:
        said = it.ask("how many cups are there?")["answer"]
        toml = it.obey(orders.ScenarioOrder())["toml"]
    (tmp_path / "again.toml").write_text(toml, encoding="utf-8")
    (turn,) = play(load_scenario(str(tmp_path / "again.toml"))).turns
    assert turn.answer == said


def test_what_is_looked_at_is_chosen(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.LookOrder(scene="poster"))
        assert it.until("state", scene={"kind": "scene", "name": "poster"})
        it.obey(orders.WatchOrder(what="picture"), PICTURE)
        assert it.until("state", scene={"kind": "picture", "name": ""})
        with pytest.raises(EdgeError):
            it.obey(orders.WatchOrder(what="picture"), b"no picture")
        with pytest.raises(UsageError, match="no scene"):
            it.obey(orders.LookOrder(scene="nowhere"))
        it.obey(orders.WatchOrder(what="none"))
        it.obey(orders.ChargeOrder(battery=0.5, around=35.0))
        state, _ = it.until("state", battery=0.5)
        assert (state["scene"]["kind"], state["around"]) == ("none", 35.0)


def test_a_button_is_pressed_and_not_held(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.TapOrder(kind="hold"))
        it.obey(orders.WearOrder(profile="spoken"))
        with pytest.raises(UsageError, match="pressed, not held"):
            it.obey(orders.TapOrder(kind="hold"))
