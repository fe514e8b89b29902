"""Glasses in a loop and a thread of their own: put on, changed, broken, accelerated and taken off."""

import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.config import Config
from edge.errors import UsageError
from edge.perceive import Senses
from firmware_sim.desktop import orders
from firmware_sim.desktop.simulator import STOP_WITHIN, Simulator
from tests.edge.reach.port import wait
from tests.firmware_sim.desktop.wearing import light_senses, worn


def test_a_question_becomes_a_card_and_a_frame_with_what_is_surely_in_it(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.TypeOrder(text="how many cups are there?"))
        frame, jpeg = it.until("frame")
        assert [thing["label"] for thing in frame["things"]] == ["cup", "cup"]
        assert jpeg.startswith(b"\xff\xd8")
        assert it.ask("how many cups do you see?")["answer"] == "I see two cups."


def test_other_glasses_are_put_on_and_the_page_is_told_all_anew(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.WearOrder(profile="audio"))
        hello, _ = it.until("hello")
        assert hello["state"]["profile"] == "audio"
        assert it.ask("how many cups are there?")["answer"] == "I have no camera here; give me a photo."
        with pytest.raises(UsageError, match="there are no glasses 'x'"):
            it.obey(orders.WearOrder(profile="x"))


def test_an_hour_passes_in_seconds(tmp_path: Path):
    with worn(tmp_path) as it:
        it.obey(orders.PaceOrder(factor=600))
        it.ask("set a timer for ten minutes")
        alarms = lambda desk: desk.wearing.runtime.state.alarms  # noqa: E731
        assert wait(lambda: not it.simulator.look(alarms).result(5), 15.0)


def test_whatever_keeps_them_from_being_worn_is_raised_to_who_starts_them(tmp_path: Path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    broken = Simulator(Config(data=str(tmp_path / "file" / "x")), lambda _message, _payload: None, light_senses())
    with pytest.raises((UsageError, OSError)):
        broken.start()
    assert broken.over


def test_they_are_taken_off_in_time_and_leave_nothing(tmp_path: Path):
    with worn(tmp_path, config=Config(data=str(tmp_path))) as it:
        it.obey(orders.TypeOrder(text="what dessert could I make with this?"))
        began = time.monotonic()
        it.simulator.stop()
        assert time.monotonic() - began < STOP_WITHIN
    assert "glasses" not in {thread.name for thread in threading.enumerate()}


def test_a_frame_larger_than_a_page_gives_is_not_even_decoded(tmp_path: Path):
    large = cv2.imencode(".jpg", np.zeros((2500, 2500, 3), np.uint8))[1].tobytes()
    with worn(tmp_path) as it:
        it.obey(orders.WatchOrder(what="camera"))
        it.obey(orders.TypeOrder(text="how many cups are there?"))
        it.until("camera", on=True)
        it.simulator.frame(large)
        while not (ended := [card for card in it.until("step")[0]["turns"] if card["outcome"]]):
            pass
        assert "gave no picture" in ended[0]["answer"]


def test_frames_and_sounds_that_are_none_do_no_harm(tmp_path: Path):
    with worn(tmp_path, Senses()) as it:
        for junk in (b"", b"x", b"\xff" * 9_999):
            it.simulator.frame(junk)
            it.simulator.sound(junk)
        assert it.ask("what is 2 plus 3?")["outcome"] == "answered_local"
