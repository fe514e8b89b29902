"""What a page is told of the simulator as a whole."""

import json
from pathlib import Path

from firmware_sim.desktop import orders
from firmware_sim.desktop.profiles import PROFILES
from firmware_sim.desktop.scenes import bundled_scenes
from firmware_sim.desktop.told import hello, state
from tests.firmware_sim.desktop.wearing import worn


def test_who_comes_is_told_all_that_can_be_chosen(tmp_path: Path):
    with worn(tmp_path) as it:
        told = it.simulator.look(hello).result(5)
        assert json.loads(json.dumps(told)) == json.loads(json.dumps(told, allow_nan=False))
        assert [scene["name"] for scene in told["scenes"]] == [scene.name for scene in bundled_scenes()]
        assert [profile["name"] for profile in told["profiles"]] == [profile.name for profile in PROFILES]
        assert told["profiles"][0]["display"] == {
            "width": 576, "height": 288, "columns": 40, "rows": 6, "colour": "#46ff78",
        }  # fmt: skip
        assert not told["hears"]
        assert told["why_deaf"]
        assert set(told["faults"]) == {"camera", "microphone", "button", "body", "display", "speaker", "light", "link"}


def test_the_state_follows_what_is_done(tmp_path: Path):
    with worn(tmp_path) as it:
        it.ask("set a timer called tea for five minutes")
        it.obey(orders.LinkOrder(latency=0.5, loss=0.25))
        told = it.simulator.look(state).result(5)
        assert [alarm["label"] for alarm in told["alarms"]] == ["tea"]
        assert (told["latency"], told["loss"]) == (0.5, 0.25)
        assert (told["light"], told["recording"], told["server"]["kind"]) == (False, False, "scripted")
        it.obey(orders.LinkOrder())
        assert it.simulator.look(state).result(5)["faults"] == []
