"""Simulated glasses: the eye keeps its promise, and somebody beside it would notice if it did not."""

from itertools import pairwise

from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.faults import Fault
from firmware_sim.world.scenario import Scenario
from tests.firmware_sim.devices.worn import look, scene, wear


def test_the_eye_lights_first_sees_the_picture_and_darkens_last():
    async def use(sim: SimGlasses) -> None:
        frames = await look(sim, 3)
        assert [round(b.at - a.at, 6) for a, b in pairwise(frames)] == [0.2, 0.2]
        assert frames[0].pixels.shape == (120, 160, 3)
        assert [(thing.label, thing.box.x1) for thing in sim.sight.things(frames[0])] == [("cup", 0.2)]
        assert sim.sight.texts(frames[0]) == ()
        assert [noted.what + noted.detail for noted in sim.witness.log if noted.what == "light"] == [
            "lighton",
            "lightoff",
        ]
        assert sim.witness.log[0].what == "light"
        assert sim.witness.log[-1].what == "light"
        assert sim.witness.in_the_dark == []

    wear(scene(), use)


def test_the_witness_would_notice():
    async def use(sim: SimGlasses) -> None:
        eye = sim.glasses.eye
        assert eye
        broken = Scenario("dark", 30.0, fault=(Fault("light", "fail"),))
        eye.lamp = SimGlasses(broken).glasses.eye.lamp  # type: ignore[attr-defined, union-attr]
        await look(sim, 2)
        assert len(sim.witness.in_the_dark) == 2

    wear(scene(), use)
