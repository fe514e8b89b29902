"""Faults as wrappers device -> device, which a scenario or a test puts around any device."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from edge.devices import Body, Button, Camera, Display, Light, Microphone, Playing, Speaker
from edge.errors import DeviceError
from edge.messages import Card, Clip, Frame, Now, Samples, Shot, Size, Sound, Touch, Typed, Vitals
from firmware_sim.world.faults import Fault
from firmware_sim.world.surroundings import Surroundings, until

LOUD = 20_000.0  # so much louder that even a quiet room is cut off
T = TypeVar("T")


@dataclass(frozen=True)
class Troubles:
    """What is broken of a device, as its surroundings have it."""

    surroundings: Surroundings
    device: str

    def active(self, kind: str) -> Fault | None:
        """The fault of this kind that is on now."""
        kinds = [fault for fault in self.faults if fault.kind == kind]
        at = asyncio.get_running_loop().time() if kinds else 0.0
        return next((fault for fault in kinds if fault.on(at)), None)

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.surroundings.faults(self.device)

    def refuse(self) -> None:
        """Raise DeviceError while it is unplugged."""
        if self.active("unplug"):
            raise DeviceError(self.device, "it was unplugged")

    async def stalled(self) -> bool:
        """Wait until a stall is over; returns whether there was one."""
        was = False
        while stall := self.active("stall"):
            was = True
            await until(self.surroundings, stall.until)
        return was

    async def hold(self) -> None:
        """Wait until a stall is over, and then for the seconds of a delay."""
        late = self.active("delay")
        await self.stalled()
        if late:
            await asyncio.sleep(late.amount)


class Watched(Light, Protocol):
    """A light that also tells whether it shone at an instant."""

    def lit_at(self, at: float) -> bool: ...


@dataclass(frozen=True)
class FaultyCamera:
    inner: Camera
    broken: Troubles

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        self.broken.refuse()
        async with aclosing(_troubled(self.inner.frames(shot), self.broken)) as frames:
            lost = 0
            async for frame in frames:
                if frame is None:
                    lost += 1
                    continue
                seen = _static(frame) if self.broken.active("garble") else frame
                yield replace(seen, lost=seen.lost + lost)
                lost = 0


@dataclass(frozen=True)
class FaultyMicrophone:
    inner: Microphone
    broken: Troubles

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        self.broken.refuse()
        expected: float | None = None
        async with aclosing(_troubled(self.inner.sounds(), self.broken)) as sounds:
            async for sound in sounds:
                if sound is None:
                    continue
                missing = 0 if expected is None else round((sound.at - expected) * 16000)
                expected = sound.at + len(sound.samples) / 16000
                heard = replace(sound, samples=self._heard(sound)) if self.broken.faults else sound
                expected -= (len(sound.samples) - len(heard.samples)) / 16000
                yield replace(heard, lost=missing) if missing > heard.lost else heard

    def _heard(self, sound: Sound) -> Samples:
        if self.broken.active("mute"):
            return np.zeros_like(sound.samples)
        samples = _noise(sound) if self.broken.active("garble") else sound.samples
        if self.broken.active("clip"):
            samples = np.clip(LOUD * samples, -1.0, 1.0)
        slow = self.broken.active("rate")
        return samples[: max(1, round(len(samples) * (1.0 - slow.amount)))] if slow else samples


@dataclass(frozen=True)
class FaultyButton:
    inner: Button
    broken: Troubles

    async def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        self.broken.refuse()
        async with aclosing(_troubled(self.inner.touches(), self.broken)) as touches:
            async for touch in touches:
                if touch is not None:
                    yield touch


@dataclass(frozen=True)
class FaultyBody:
    """A body whose vitals may stall or end; its clock never fails."""

    inner: Body
    broken: Troubles

    def now(self) -> Now:
        return self.inner.now()

    async def vitals(self) -> AsyncGenerator[Vitals, None]:
        async with aclosing(_troubled(self.inner.vitals(), self.broken)) as vitals:
            async for felt in vitals:
                if felt is not None:
                    yield felt


@dataclass(frozen=True)
class FaultyDisplay:
    inner: Display
    broken: Troubles

    @property
    def size(self) -> Size:
        return self.inner.size

    async def show(self, card: Card) -> None:
        self.broken.refuse()
        await self.broken.hold()
        await self.inner.show(card)


@dataclass(frozen=True)
class FaultySpeaker:
    inner: Speaker
    broken: Troubles

    def say(self, clip: Clip) -> Playing:
        self.broken.refuse()
        return FaultyPlaying(self.inner.say(clip), self.broken)


@dataclass(frozen=True)
class FaultyPlaying:
    inner: Playing
    broken: Troubles

    async def wait(self) -> float:
        heard = await self.inner.wait()
        await self.broken.hold()
        self.broken.refuse()
        return heard

    async def stop(self) -> float:
        return await self.inner.stop()


@dataclass(frozen=True)
class FaultyLight:
    inner: Watched
    broken: Troubles

    async def set(self, on: bool) -> None:
        await self.inner.set(on)
        while mute := self.broken.active("mute"):
            await until(self.broken.surroundings, mute.until)
        late = self.broken.active("delay")
        await asyncio.sleep(late.amount if late else 0.0)
        if self.broken.active("fail"):
            raise DeviceError("light", "it does not shine")

    def lit_at(self, at: float) -> bool:
        """A lamp with a loose contact is dark whatever it was told, and shines again when the contact is back."""
        return self.inner.lit_at(at) and not any(fault.kind == "fail" and fault.on(at) for fault in self.broken.faults)


# ------------------------------------------------------------------------------------------------------ helpers


async def _troubled(items: AsyncGenerator[T, None], broken: Troubles) -> AsyncGenerator[T | None, None]:
    """Pass items on with what the faults do to them. None stands for one that was lost."""
    owed = 0.0
    async with aclosing(items) as stream:
        async for item in stream:
            if not broken.faults:
                yield item
                continue
            broken.refuse()
            if broken.active("cut"):
                return
            drop, late = broken.active("drop"), broken.active("delay")
            owed += drop.amount if drop else 0.0
            stalled = await broken.stalled()
            at = getattr(item, "at", None)
            missed = at is not None and any(fault.kind == "stall" and fault.on(at) for fault in broken.faults)
            if stalled or missed or owed >= 1.0:
                owed -= owed >= 1.0
                yield None
                continue
            if late:
                now = asyncio.get_running_loop().time()
                await asyncio.sleep((now if at is None else at) + late.amount - now)
            yield item


def _static(frame: Frame) -> Frame:
    """A frame of noise of the same size; the same for the same instant."""
    noise = np.random.default_rng(round(frame.at * 1000)).integers(0, 256, frame.pixels.shape, dtype=np.uint8)
    return replace(frame, pixels=noise)


def _noise(sound: Sound) -> Samples:
    noise = np.random.default_rng(round(sound.at * 1000)).uniform(-0.3, 0.3, len(sound.samples))
    return noise.astype(np.float32)
