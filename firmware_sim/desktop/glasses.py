"""Glasses that are worn in a browser: the simulated devices, whose light, words and cards are told to a page."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from edge.devices import Body, Button, Camera, Display, Glasses, Link, Microphone, Playing, Speaker, Talker
from edge.hardware.blank import Blank
from edge.hardware.lights import Mark
from edge.messages import Card, Clip, Size
from firmware_sim.desktop.profiles import Profile
from firmware_sim.devices.devices import (
    CONFIRMING,
    SimBody,
    SimButton,
    SimCamera,
    SimDisplay,
    SimLight,
    SimMicrophone,
    SimPlaying,
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
from firmware_sim.devices.screen import Glass, render
from firmware_sim.devices.witness import WatchedEye, Witness
from firmware_sim.scaled_clock import HeldTalker
from firmware_sim.world.live import Live
from firmware_sim.world.physics import Physics

Tell = Callable[[Mapping[str, Any], bytes], None]
"""Tells the page a message and, where there are any, the bytes that follow it."""
NOTED_AT_MOST = 1000  # what the witness remembers
NO_LIGHT = "No light, so no camera."


@dataclass(frozen=True)
class Outside:
    """What a pair of glasses is put into: its surroundings and their physics, a link, a voice, and who is told."""

    live: Live
    physics: Physics
    link: Link
    talker: Talker | None
    tell: Tell


@dataclass(eq=False)
class LiveGlasses:
    """The `Glasses` of a profile, and what somebody beside the wearer would see of them."""

    glasses: Glasses
    witness: Witness
    display: PageDisplay | None


def put_on(profile: Profile, outside: Outside) -> LiveGlasses:
    """Glasses of this kind. Call it in the loop in which they are worn."""
    live, physics, tell = outside.live, outside.physics, outside.tell
    broken = partial(Troubles, live)
    witness = Witness(deque(maxlen=NOTED_AT_MOST))
    shown = PageDisplay(witness, profile.display, tell) if profile.display is not None else None
    display: Display = FaultyDisplay(shown, broken("display")) if shown is not None else Blank()
    light: PageLight | PageMark | None = None
    if profile.lamp == "lamp":
        light = PageLight(witness, broken("light"), tell)
    elif profile.lamp == "mark":
        light = PageMark(display, broken("display"), tell)
        display = light
    eye = None
    if profile.camera and light is not None:
        lamp = FaultyLight(light, broken("light"))
        camera: Camera = FaultyCamera(SimCamera(live, physics), broken("camera"))
        eye = WatchedEye(camera, lamp, witness=witness, lamp=lamp)
    microphone: Microphone = FaultyMicrophone(SimMicrophone(live), broken("microphone"))
    speaker: Speaker = FaultySpeaker(PageSpeaker(physics, tell), broken("speaker"))
    body: Body = FaultyBody(SimBody(live, physics), broken("body"))
    button: Button = FaultyButton(SimButton(live), broken("button"))
    voiced = profile.speaker and outside.talker is not None
    glasses = Glasses(
        body=body,
        display=display,
        eye=eye,
        microphone=microphone if profile.microphone else None,
        button=button,
        speaker=speaker if voiced else None,
        talker=HeldTalker(outside.talker) if voiced and outside.talker is not None else None,
        link=outside.link,
        why_no_eye=NO_LIGHT if profile.camera and eye is None else "",
    )
    return LiveGlasses(glasses, witness, shown)


class PageDisplay:
    """A display whose pixels are sent to the page."""

    def __init__(self, witness: Witness, glass: Glass, tell: Tell) -> None:
        self._inner = SimDisplay(witness, glass.size, deque(maxlen=1))
        self._glass = glass
        self._tell = tell
        self._darken: asyncio.TimerHandle | None = None
        self.png = b""
        """What is on it now, as a PNG; empty: it is dark."""

    @property
    def size(self) -> Size:
        return self._glass.size

    async def show(self, card: Card) -> None:
        """Show it, for as long as it wants to be shown."""
        await self._inner.show(card)
        if self._darken is not None:
            self._darken.cancel()
        self._put(_png(card, self._glass))
        if card.seconds:
            self._darken = asyncio.get_running_loop().call_later(card.seconds, self._put, b"")

    def close(self) -> None:
        """Go dark for good: what comes later is another display's."""
        if self._darken is not None:
            self._darken.cancel()
        if self.png:
            self._put(b"")

    def _put(self, png: bytes) -> None:
        self.png = png
        self._tell({"is": "display", "on": bool(png)}, png)


class PageLight:
    """The lamp, as the page shows it on the frame of the glasses: dark while it fails, whatever it was told."""

    def __init__(self, witness: Witness, broken: Troubles, tell: Tell) -> None:
        self._inner = SimLight(witness, deque(maxlen=NOTED_AT_MOST))
        self._broken = broken
        self._tell = tell
        self._shines = False

    async def set(self, on: bool) -> None:
        shines = on and self._broken.active("fail") is None
        if shines != self._shines:
            self._shines = shines
            self._tell({"is": "light", "on": shines}, b"")
        await self._inner.set(on)

    def lit_at(self, at: float) -> bool:
        return self._inner.lit_at(at)


class PageMark(Mark):
    """A mark on the display in the place of a lamp."""

    def __init__(self, display: Display, broken: Troubles, tell: Tell) -> None:
        """`broken`: what is, of that display."""
        super().__init__(display)
        self._broken = broken
        self._page = tell
        self._switches: deque[tuple[float, bool]] = deque(maxlen=NOTED_AT_MOST)

    async def set(self, on: bool) -> None:
        """Show the sign, or that it is gone. Raises DeviceError where the display is."""
        if self._broken.active("unplug"):
            self._switch(on=False)
        self._broken.refuse()
        await super().set(on)
        if self._switch(on=on):
            await asyncio.sleep(CONFIRMING)

    async def show(self, card: Card) -> None:
        """Show a card; while the sign stands there, the display does not go dark after it."""
        await super().show(replace(card, seconds=0.0) if self._told() else card)

    def lit_at(self, at: float) -> bool:
        """Whether the sign stood there at an instant."""
        gone = any(fault.kind == "unplug" and fault.on(at) for fault in self._broken.faults)
        return not gone and next((on for since, on in reversed(self._switches) if since <= at), False)

    def _switch(self, *, on: bool) -> bool:
        """Note that the sign stands there, or that it does not; returns whether that is new."""
        if on == self._told():
            return False
        self._switches.append((asyncio.get_running_loop().time(), on))
        self._page({"is": "light", "on": on}, b"")
        return True

    def _told(self) -> bool:
        return bool(self._switches) and self._switches[-1][1]


class PageSpeaker:
    """A speaker whose sound is played by the page; how much was heard follows from the clock of the glasses."""

    def __init__(self, physics: Physics, tell: Tell) -> None:
        self._physics = physics
        self._tell = tell
        self._clips = 0

    def say(self, clip: Clip) -> Playing:
        """Play it. The page is told where it is stopped before its end."""
        self._clips += 1
        seconds = len(clip.samples) / clip.rate
        pcm = (clip.samples.clip(-1.0, 1.0) * 32767).astype("<i2").tobytes()
        self._tell({"is": "say", "clip": self._clips, "rate": clip.rate, "seconds": round(seconds, 3)}, pcm)
        self._physics.load(speaker=1.0)
        return SimPlaying(seconds, partial(self._over, seconds))

    def _over(self, seconds: float, heard: float) -> None:
        self._physics.load(speaker=0.0)
        if heard < seconds - 0.05:
            self._tell({"is": "hush"}, b"")


def _png(card: Card, glass: Glass) -> bytes:
    """The pixels of the display with this card; empty for an empty card."""
    import cv2

    if not card.title and not card.lines:
        return b""
    pixels = render(card, glass)[:, :, ::-1]
    return bytes(cv2.imencode(".png", np.ascontiguousarray(pixels))[1].tobytes())
