"""A PortAudio host without sound: it behaves like the real one behind sounddevice, its failures included.

It lives on the test's own clock. What its microphone hears is the time itself, as a slow ramp, so that every sample
tells when it was heard; what its speaker plays is counted sample by sample.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import numpy as np

RAMP = 20.0  # seconds in which the ramp rises from 0 to 1
WARM_UP = 1.8  # a sound server gives its first samples only then


class PortAudioError(Exception):
    pass


@dataclass
class Clock:
    """Moves when somebody pauses, and not otherwise."""

    at: float = 100.0

    def now(self) -> float:
        return self.at

    async def pause(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.at += seconds


class FakePortAudio:
    """The functions of the module sounddevice that are used, and what a test may do to the device behind them."""

    PortAudioError = PortAudioError

    def __init__(self, clock: Clock, *, rate: float = 48_000.0, channels: int = 2, warm_up: float = WARM_UP) -> None:
        self.clock = clock
        self.rate = rate
        self.channels = channels
        self.warm_up = warm_up
        self.speed = 1.0  # how many samples a second the microphone gives, as a share of what it says
        self.plugged = True
        self.known = True  # the list of devices is made when PortAudio starts, and stays
        self.dies_loudly = False
        self.streams: list[FakeStream] = []

    def turn_to(self, rate: float) -> None:
        """The device changes its rate, as a headset does for a call; open streams are not told."""
        for stream in self.open_streams:
            stream.turn(rate / stream.samplerate)
        self.rate = rate

    def unplug(self, *, loudly: bool = False) -> None:
        """Most hosts just fall silent; ALSA without its server gives an error."""
        self.plugged, self.dies_loudly = False, loudly

    def plug(self) -> None:
        self.plugged = True

    @property
    def open_streams(self) -> list["FakeStream"]:
        return [stream for stream in self.streams if not stream.closed]

    def query_devices(self, device: int | str | None = None, kind: str | None = None) -> dict[str, Any]:
        if not self.known:
            raise PortAudioError("Error querying device -1")
        if isinstance(device, str) and device not in "Fake Sound Card":
            raise ValueError(f"No {kind} device matching {device!r}")
        return {
            "name": "Fake Sound Card",
            "index": 0,
            "max_input_channels": self.channels,
            "max_output_channels": self.channels,
            "default_samplerate": self.rate,
        }

    def InputStream(self, **settings: Any) -> "FakeStream":  # noqa: N802 - sounddevice's name
        return self._stream(settings)

    OutputStream = InputStream

    def _stream(self, settings: dict[str, Any]) -> "FakeStream":
        if settings["samplerate"] != self.rate:
            raise PortAudioError("Invalid sample rate [PaErrorCode -9997]")
        if settings["channels"] > self.channels:
            raise PortAudioError("Invalid number of channels [PaErrorCode -9998]")
        if not self.plugged:
            raise PortAudioError("Device unavailable [PaErrorCode -9985]")
        stream = FakeStream(self, settings["channels"], settings["latency"])
        self.streams.append(stream)
        return stream

    def _terminate(self) -> None:
        assert not self.open_streams, "Pa_Terminate pulls the floor from under open streams"

    def _initialize(self) -> None:
        self.known = self.plugged


class FakeStream:
    """One direction of the sound card."""

    def __init__(self, host: FakePortAudio, channels: int, latency: float) -> None:
        self.host = host
        self.samplerate = host.rate
        self.channels = channels
        self.latency = latency
        self.closed = False
        self.started_at = host.clock.at
        self.skipped = 0  # samples that a silent overrun took
        self._taken = 0  # samples read, or lost
        self._speed = host.speed
        self._since: tuple[float, float] | None = None  # when the speed last changed, and what had been given then
        self._given: list[Any] = []
        self._pending = 0.0  # samples given and not played yet, as of `_played_at`
        self._played = 0.0
        self._played_at = host.clock.at

    def start(self) -> None:
        self.started_at = self._played_at = self.host.clock.at

    def abort(self) -> None:
        self._play()
        self._pending = 0.0

    def close(self) -> None:
        assert not self.closed, "closed twice: PortAudio would crash"
        self.closed = True

    # ------------------------------------------------------------------------------------------------- microphone

    def lose(self, seconds: float) -> None:
        """A silent overrun: what the device would give next is gone, and no flag is raised."""
        self._taken += round(seconds * self.samplerate)
        self.skipped += round(seconds * self.samplerate)

    def turn(self, speed: float) -> None:
        """From now on the microphone gives so many samples a second, as a share of what it says."""
        self._since = (self.host.clock.at, self._recorded())
        self._speed = speed

    def _recorded(self) -> float:
        """Samples that the microphone has given since it was started."""
        at, given = self._since or (self.started_at + self.host.warm_up, 0.0)
        return given + max(0.0, self.host.clock.at - at) * self.samplerate * self._speed

    @property
    def read_available(self) -> int:
        self._alive()
        if not self.host.plugged:
            return 0
        waiting = int(self._recorded()) - self._taken
        full = int(self.latency * self.samplerate)
        if waiting > full:
            self.lose((waiting - full) / self.samplerate)
        return max(0, min(waiting, full))

    def read(self, frames: int) -> tuple[Any, bool]:
        assert 0 < frames <= self.read_available, "this would block"
        times = self.started_at + self.host.warm_up + (self._taken + np.arange(frames)) / self.samplerate
        self._taken += frames
        first = ramp(times)
        others = [-first] * (self.channels - 1)  # a second microphone in opposite phase: adding them up gives nothing
        return np.stack([first, *others], axis=1), False

    # ---------------------------------------------------------------------------------------------------- speaker

    @property
    def write_available(self) -> int:
        self._alive()
        self._play()
        return int(self.latency * self.samplerate - self._pending)

    def write(self, data: Any) -> bool:
        assert len(data) <= self.write_available, "this would block"
        assert data.dtype == np.float32
        assert data.shape[1] == self.channels
        self._pending += len(data)
        self._given.append(data)
        return False

    @property
    def given(self) -> Any:
        return np.concatenate(self._given) if self._given else np.zeros((0, self.channels), np.float32)

    @property
    def heard(self) -> float:
        """Seconds that really came out of the speaker."""
        return self._played / self.samplerate

    def _play(self) -> None:
        elapsed = (self.host.clock.at - self._played_at) * self.samplerate if self.host.plugged else 0.0
        played = min(self._pending, elapsed)
        self._pending -= played
        self._played += played
        self._played_at = self.host.clock.at

    def _alive(self) -> None:
        assert not self.closed, "used after it was closed: PortAudio would crash"
        if not self.host.plugged and self.host.dies_loudly:
            raise PortAudioError("Unanticipated host error [PaErrorCode -9999]: 'Input/output error' [ALSA error -5]")


def ramp(times: Any) -> Any:
    """What is heard at these times."""
    return ((np.asarray(times) % RAMP) / RAMP).astype(np.float32)


def times_of(samples: Any) -> Any:
    """When these samples were heard, within the ramp."""
    return np.asarray(samples) * RAMP
