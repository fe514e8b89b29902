"""Builds glasses from a scenario: simulated devices wrapped in their faults, the physics, and a witness."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from edge.devices import Glasses
from edge.messages import Pixels
from firmware_sim.devices.devices import (
    SimBody,
    SimButton,
    SimCamera,
    SimDisplay,
    SimLight,
    SimMicrophone,
    SimVoice,
    view,
)
from firmware_sim.devices.faults import (
    FaultyBody,
    FaultyButton,
    FaultyCamera,
    FaultyDisplay,
    FaultyLight,
    FaultyMicrophone,
    FaultySpeaker,
)
from firmware_sim.devices.link import SimLink
from firmware_sim.devices.witness import WatchedEye, Witness
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.faults import Fault, of
from firmware_sim.world.perception import RecordedEar, ShownPictures
from firmware_sim.world.physics import Physics
from firmware_sim.world.scenario import Scenario, Script
from firmware_sim.world.soundtrack import Soundtrack


class SimGlasses:
    """The simulated `Glasses`, with the witness and the recorded perception that only a simulator has."""

    def __init__(self, scenario: Scenario, soundtrack: Soundtrack | None = None) -> None:
        self.scenario = scenario
        self.witness = Witness()
        self.sight = ShownPictures()
        self.display = SimDisplay(self.witness)
        self.ear = RecordedEar(scenario.hear)
        self.server = _server(scenario.server)
        self.servers = {script.port: _server(script) for script in scenario.servers}
        self.link = SimLink(scenario, self.server, self.servers)
        physics = Physics(scenario)
        self.voice = SimVoice(self.witness, physics)
        lamp = FaultyLight(SimLight(self.witness), of(scenario.fault, "light"))
        camera = _break("camera", FaultyCamera, SimCamera(scenario, self.sight, physics), scenario)
        self.glasses = Glasses(
            body=_break("body", FaultyBody, SimBody(scenario, physics), scenario),
            display=_break("display", FaultyDisplay, self.display, scenario),
            eye=WatchedEye(camera, lamp, witness=self.witness, lamp=lamp),
            microphone=_break("microphone", FaultyMicrophone, SimMicrophone(scenario, soundtrack), scenario),
            button=_break("button", FaultyButton, SimButton(scenario, self.sight), scenario),
            speaker=_break("speaker", FaultySpeaker, self.voice, scenario),
            talker=self.voice,
            link=self.link,
        )

    def view(self, at: float, width: int = 640) -> Pixels:
        """The picture before the glasses at an instant, whether a camera works or not."""
        return view(self.scenario, at, width)[0]


D = TypeVar("D")
F = TypeVar("F")


def _break(name: str, faulty: Callable[[D, tuple[Fault, ...]], F], device: D, scenario: Scenario) -> D | F:
    """The device with its faults around it; what never breaks is not slowed down."""
    faults = of(scenario.fault, name)
    return faulty(device, faults) if faults else device


def _server(script: Script) -> ScriptedServer:
    answers = {answering.asked.lower(): answering.says for answering in script.answer}
    return ScriptedServer(answers, script.ending, pace=script.pace, first=script.first, ill_until=script.until)
