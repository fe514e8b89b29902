"""One wearing of the glasses: what the page is told of it as it happens."""

import numpy as np

from edge.messages import Attention, Instant, Sound, Wake
from firmware_sim.desktop import orders
from firmware_sim.desktop.worn import MeteredEar
from tests.firmware_sim.desktop.wearing import worn


class EarStandIn:
    """Wakes at every sound."""

    now = (0.25, 0.75)

    def attend(self, to: Attention):
        return (Wake(str(to)),)

    def hear(self, sound: Sound):
        return (Wake("view glass", 0.9),)


def test_a_metered_ear_hears_the_same_and_tells_how_loud_it_was():
    told = []
    ear = MeteredEar(EarStandIn(), lambda message, payload: told.append(message))
    assert ear.attend(Attention.WAKE) == (Wake("wake"),)
    assert ear.hear(Sound(Instant(0), np.full(1600, 0.1, np.float32))) == (Wake("view glass", 0.9),)
    assert told == [{"is": "meter", "level": -20.0, "voice": 0.25, "wake": 0.75}]


def test_each_event_is_told_with_its_commands_and_the_cards_that_changed(tmp_path):
    with worn(tmp_path) as it:
        it.obey(orders.TypeOrder(text="how many cups are there?"))
        names = []
        while "Tried" not in names:
            step, _ = it.until("step")
            names.append(step["event"]["is"])
        assert [name for name in names if name in ("Typed", "Query", "Understanding", "Seen", "Tried")] == [
            "Typed", "Query", "Understanding", "Seen", "Tried",
        ]  # fmt: skip
        assert [command["is"] for command in step["commands"]][:2] == ["End", "Show"]
        (card,) = step["turns"]
        assert (card["stage"], card["outcome"], card["frame"]) == ("ended", "answered_local", card["id"])


def test_the_light_is_told_before_the_frame_and_after_it(tmp_path):
    with worn(tmp_path) as it:
        it.obey(orders.TypeOrder(text="how many cups are there?"))
        order = []
        while len(order) < 3:
            message, _ = it.told.get(timeout=10)
            if message["is"] in ("light", "frame"):
                order.append((message["is"], message.get("on")))
        assert order == [("light", True), ("light", False), ("frame", None)]


def test_what_is_forgotten_is_gone_from_the_cards_the_frames_and_the_mind(tmp_path):
    with worn(tmp_path) as it:
        card = it.ask("how many cups are there?")
        it.obey(orders.ForgetOrder(turns=(card["id"],)))
        left = it.simulator.look(lambda desk: (desk.wearing.log.cards.all(), dict(desk.wearing.log.frames))).result(5)
        assert left == ([], {})
        it.until("step")
        assert it.simulator.look(lambda desk: desk.wearing.runtime.state.recent).result(5) == ()
