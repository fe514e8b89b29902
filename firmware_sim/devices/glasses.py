"""Builds simulated glasses: devices in some surroundings, wrapped in what may break, the physics, and a witness."""

from __future__ import annotations

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
)
from firmware_sim.devices.faults import (
    FaultyBody,
    FaultyButton,
    FaultyCamera,
    FaultyDisplay,
    FaultyLight,
    FaultyMicrophone,
    FaultySpeaker,
    Troubles,
)
from firmware_sim.devices.link import SimLink
from firmware_sim.devices.witness import WatchedEye, Witness
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.perception import RecordedEar, ShownPictures
from firmware_sim.world.physics import Physics
from firmware_sim.world.scenario import Scenario, Script
from firmware_sim.world.soundtrack import Soundtrack
from firmware_sim.world.surroundings import Scripted


class SimGlasses:
    """The simulated `Glasses` of a scenario, with the witness and the recorded perception that only a simulator has."""

    def __init__(self, scenario: Scenario, soundtrack: Soundtrack | None = None) -> None:
        self.scenario = scenario
        self.witness = Witness()
        self.sight = ShownPictures()
        self.surroundings = Scripted(scenario, soundtrack, self.sight)
        self.display = SimDisplay(self.witness)
        self.ear = RecordedEar(scenario.hear)
        self.server = scripted_server(scenario.server)
        self.servers = {script.port: scripted_server(script) for script in scenario.servers}
        self.link = SimLink(self.surroundings, self.server, self.servers)
        physics = Physics(self.surroundings, scenario.start)
        self.voice = SimVoice(self.witness, physics)
        lamp = FaultyLight(SimLight(self.witness), Troubles(self.surroundings, "light"))
        camera = FaultyCamera(SimCamera(self.surroundings, physics), Troubles(self.surroundings, "camera"))
        button = FaultyButton(SimButton(self.surroundings), Troubles(self.surroundings, "button"))
        self.glasses = Glasses(
            body=FaultyBody(SimBody(self.surroundings, physics), Troubles(self.surroundings, "body")),
            display=FaultyDisplay(self.display, Troubles(self.surroundings, "display")),
            eye=WatchedEye(camera, lamp, witness=self.witness, lamp=lamp),
            microphone=FaultyMicrophone(SimMicrophone(self.surroundings), Troubles(self.surroundings, "microphone")),
            button=button,
            speaker=FaultySpeaker(self.voice, Troubles(self.surroundings, "speaker")),
            talker=self.voice,
            link=self.link,
        )

    def view(self, at: float, width: int = 640) -> Pixels:
        """The picture before the glasses at an instant, whether a camera works or not."""
        return self.surroundings.pixels(at, width)


def scripted_server(script: Script) -> ScriptedServer:
    """A server that behaves as the script says."""
    answers = {answering.asked.lower(): answering.says for answering in script.answer}
    return ScriptedServer(answers, script.ending, pace=script.pace, first=script.first, ill_until=script.until)
