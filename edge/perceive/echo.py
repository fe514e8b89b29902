"""The ear knows what the mouth says: what is played, taken out of what is heard.

`Reference` keeps what is played by the time at which it is heard; `OwnVoice` takes it out of the microphone's sound and
tells whether what is left is the wearer.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from edge.media.audio import RATE, resample
from edge.messages import Instant
from edge.perceive.cancel import Adaptive, DelayFinder
from edge.perceive.talking_over import TalkingOver

if TYPE_CHECKING:
    from edge.messages import Samples, Sound

KEPT = 30.0  # seconds of what was played
RINGS = 0.8  # seconds for which the room, and the buffers of the devices, may still give what was played
EARLY = 32  # samples before the delay that was found: where the response begins to rise


class EchoCanceller(Protocol):
    """Takes what is played out of what is heard, in whole blocks of `block` samples; learns the room meanwhile."""

    block: int

    def clean(self, heard: Samples, played: Samples) -> Samples: ...

    def forget(self) -> None:
        """What was learned holds no more: the delay is another one."""


@dataclass(frozen=True, slots=True)
class _Played:
    at: Instant
    samples: Samples

    @property
    def end(self) -> float:
        return self.at + self.samples.size / RATE


class Reference:
    """What the mouth plays: 16 kHz mono at the level at which it is played, by the time of the microphone's clock.

    The mouth tells on the loop, the ear asks on its lane: both may at any time.
    """

    def __init__(self) -> None:
        self._clips: deque[_Played] = deque()
        self._lock = threading.Lock()

    def played(self, at: Instant, samples: Samples, rate: int = RATE) -> None:
        """From `at` on these are heard, unless `stopped` says otherwise."""
        clip = _Played(at, np.asarray(resample(samples, rate, RATE), np.float32))
        with self._lock:
            self._clips.append(clip)
            while self._clips[0].end < at - KEPT:
                self._clips.popleft()

    def stopped(self, at: Instant) -> None:
        """Nothing of what was given so far is heard after this."""
        with self._lock:
            clips = [_cut(clip, at) for clip in self._clips if clip.at < at]
            self._clips = deque(clips)

    def between(self, start: float, count: int) -> Samples:
        """So many samples from `start` on; zeros where nothing was played."""
        found = np.zeros(count, np.float32)
        with self._lock:
            clips = tuple(self._clips)
        for clip in clips:
            offset = round((clip.at - start) * RATE)
            first, last = max(0, offset), min(count, offset + clip.samples.size)
            if first < last:
                found[first:last] += clip.samples[first - offset : last - offset]
        return found

    def heard_at(self, start: float, end: float) -> bool:
        """Whether anything that was played may be heard between these, the room's own time included."""
        with self._lock:
            return any(clip.at < end and clip.end + RINGS > start for clip in self._clips)


def _cut(clip: _Played, at: Instant) -> _Played:
    return replace(clip, samples=clip.samples[: max(0, round((at - clip.at) * RATE))])


class OwnVoice:
    """Takes the mouth's sound out of the microphone's. Without anything played it gives each sound back as it is."""

    def __init__(self, reference: Reference, canceller: EchoCanceller | None = None) -> None:
        self._reference = reference
        self._canceller = canceller or Adaptive()
        self._delay = DelayFinder()
        self._over = TalkingOver()
        self.speaks = False
        """Whether what the mouth plays may be in the sound that was cleaned last."""
        self._rest = np.empty(0, np.float32)
        self._next = float("-inf")

    def clean(self, sound: Sound) -> Sound:
        """The sound without the mouth's. It may begin up to a block earlier or end as much earlier; `at` says so."""
        size = sound.samples.size
        follows = not sound.lost and abs(sound.at - self._next) < 0.02
        self._next = sound.at + size / RATE
        rest = self._rest if follows else np.empty(0, np.float32)
        lost = sound.lost + (0 if follows else self._rest.size)
        begin = Instant(sound.at - rest.size / RATE)
        heard = np.concatenate([rest, sound.samples]) if rest.size else sound.samples
        self.speaks = self._reference.heard_at(begin, self._next)
        if not self.speaks:
            self._rest = np.empty(0, np.float32)
            self._over.alone()
            return replace(sound, at=begin, samples=heard, lost=lost)
        whole = heard.size // self._canceller.block * self._canceller.block
        self._rest = heard[whole:]
        return replace(sound, at=begin, samples=self._cleaned(begin, heard[:whole]), lost=lost)

    def _cleaned(self, begin: Instant, heard: Samples) -> Samples:
        if self._delay.hear(heard, self._reference.between(begin, heard.size)):
            self._canceller.forget()
            self._over.forget()
        if self._delay.delay is None:
            self._over.deaf()
            return heard
        late = max(0, self._delay.delay - EARLY) / RATE
        left = self._canceller.clean(heard, self._reference.between(begin - late, heard.size))
        self._over.hear(heard, left)
        return left

    def wearers(self, probability: float) -> bool:
        """Whether what was heard last is the wearer and not the mouth, given the voice activity in what is left.

        Always, where the mouth is silent. While it speaks, not before the room was learned: its first second.
        """
        return self._over.wearers(probability)
