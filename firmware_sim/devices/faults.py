"""Faults as wrappers device -> device, which a scenario or a test puts around any device."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np

from edge.devices import Body, Button, Camera, Display, Light, Microphone, Playing, Speaker
from edge.errors import DeviceError
from edge.messages import Card, Clip, Frame, Now, Samples, Shot, Size, Sound, Touch, Typed, Vitals
from firmware_sim.world.faults import Fault

LOUD = 20_000.0  # so much louder that even a quiet room is cut off
T = TypeVar("T")
Change = Callable[[T], T]


class Watched(Light, Protocol):
    """A light that also tells whether it shone at an instant."""

    def lit_at(self, at: float) -> bool: ...


@dataclass(frozen=True)
class FaultyCamera:
    inner: Camera
    faults: tuple[Fault, ...]

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        _refuse("camera", self.faults)
        async with aclosing(_troubled("camera", self.inner.frames(shot), self.faults)) as frames:
            lost = 0
            async for frame in frames:
                if frame is None:
                    lost += 1
                    continue
                seen = _static(frame) if _active(self.faults, "garble") else frame
                yield replace(seen, lost=seen.lost + lost)
                lost = 0


@dataclass(frozen=True)
class FaultyMicrophone:
    inner: Microphone
    faults: tuple[Fault, ...]

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        _refuse("microphone", self.faults)
        expected: float | None = None
        async with aclosing(_troubled("microphone", self.inner.sounds(), self.faults)) as sounds:
            async for sound in sounds:
                if sound is None:
                    continue
                missing = 0 if expected is None else round((sound.at - expected) * 16000)
                expected = sound.at + len(sound.samples) / 16000
                heard = replace(sound, samples=self._heard(sound))
                expected -= (len(sound.samples) - len(heard.samples)) / 16000
                yield replace(heard, lost=missing) if missing > heard.lost else heard

    def _heard(self, sound: Sound) -> Samples:
        if _active(self.faults, "mute"):
            return np.zeros_like(sound.samples)
        samples = _noise(sound) if _active(self.faults, "garble") else sound.samples
        if _active(self.faults, "clip"):
            samples = np.clip(LOUD * samples, -1.0, 1.0)
        slow = _active(self.faults, "rate")
        return samples[: max(1, round(len(samples) * (1.0 - slow.amount)))] if slow else samples


@dataclass(frozen=True)
class FaultyButton:
    inner: Button
    faults: tuple[Fault, ...]

    async def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        _refuse("button", self.faults)
        async with aclosing(_troubled("button", self.inner.touches(), self.faults)) as touches:
            async for touch in touches:
                if touch is not None:
                    yield touch


@dataclass(frozen=True)
class FaultyBody:
    """A body whose vitals may stall or end; its clock never fails."""

    inner: Body
    faults: tuple[Fault, ...]

    def now(self) -> Now:
        return self.inner.now()

    async def vitals(self) -> AsyncGenerator[Vitals, None]:
        async with aclosing(_troubled("body", self.inner.vitals(), self.faults)) as vitals:
            async for felt in vitals:
                if felt is not None:
                    yield felt


@dataclass(frozen=True)
class FaultyDisplay:
    inner: Display
    faults: tuple[Fault, ...]

    @property
    def size(self) -> Size:
        return self.inner.size

    async def show(self, card: Card) -> None:
        _refuse("display", self.faults)
        await _hold(self.faults)
        await self.inner.show(card)


@dataclass(frozen=True)
class FaultySpeaker:
    inner: Speaker
    faults: tuple[Fault, ...]

    def say(self, clip: Clip) -> Playing:
        _refuse("speaker", self.faults)
        return FaultyPlaying(self.inner.say(clip), self.faults)


@dataclass(frozen=True)
class FaultyPlaying:
    inner: Playing
    faults: tuple[Fault, ...]

    async def wait(self) -> float:
        heard = await self.inner.wait()
        await _hold(self.faults)
        _refuse("speaker", self.faults)
        return heard

    async def stop(self) -> float:
        return await self.inner.stop()


@dataclass(frozen=True)
class FaultyLight:
    inner: Watched
    faults: tuple[Fault, ...]

    async def set(self, on: bool) -> None:
        await self.inner.set(on)
        if _active(self.faults, "mute"):
            await _never()
        late = _active(self.faults, "delay")
        await asyncio.sleep(late.amount if late else 0.0)
        if _active(self.faults, "fail"):
            raise DeviceError("light", "it does not shine")

    def lit_at(self, at: float) -> bool:
        """A lamp with a loose contact is dark whatever it was told, and shines again when the contact is back."""
        return self.inner.lit_at(at) and not any(fault.kind == "fail" and fault.on(at) for fault in self.faults)


# ------------------------------------------------------------------------------------------------------ helpers


async def _troubled(
    device: str, items: AsyncGenerator[T, None], faults: tuple[Fault, ...]
) -> AsyncGenerator[T | None, None]:
    """Pass items on with what the faults do to them. None stands for one that was lost."""
    owed = 0.0
    async with aclosing(items) as stream:
        async for item in stream:
            _refuse(device, faults)
            if _active(faults, "cut"):
                return
            drop, late, stall = (_active(faults, kind) for kind in ("drop", "delay", "stall"))
            owed += drop.amount if drop else 0.0
            if stall:
                await _until(stall.until)
            at = getattr(item, "at", None)
            if stall or owed >= 1.0 or any(f.kind == "stall" and at is not None and f.on(at) for f in faults):
                owed -= owed >= 1.0
                yield None
                continue
            if late:
                now = asyncio.get_running_loop().time()
                await asyncio.sleep((now if at is None else at) + late.amount - now)
            yield item


async def _hold(faults: tuple[Fault, ...]) -> None:
    """Wait until a stall is over, or for the seconds of a delay."""
    stall, late = _active(faults, "stall"), _active(faults, "delay")
    if stall:
        await _until(stall.until)
    if late:
        await asyncio.sleep(late.amount)


def _active(faults: tuple[Fault, ...], kind: str) -> Fault | None:
    at = asyncio.get_running_loop().time()
    return next((fault for fault in faults if fault.kind == kind and fault.on(at)), None)


def _refuse(device: str, faults: tuple[Fault, ...]) -> None:
    if _active(faults, "unplug"):
        raise DeviceError(device, "it was unplugged")


async def _until(at: float) -> None:
    if math.isinf(at):
        await _never()
    await asyncio.sleep(at - asyncio.get_running_loop().time())


async def _never() -> None:
    await asyncio.Event().wait()


def _static(frame: Frame) -> Frame:
    """A frame of noise of the same size; the same for the same instant."""
    noise = np.random.default_rng(round(frame.at * 1000)).integers(0, 256, frame.pixels.shape, dtype=np.uint8)
    return replace(frame, pixels=noise)


def _noise(sound: Sound) -> Samples:
    noise = np.random.default_rng(round(sound.at * 1000)).uniform(-0.3, 0.3, len(sound.samples))
    return noise.astype(np.float32)
