"""What is really in the air of a scenario: the recordings of its sentences, over the faint noise of any room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from edge.media.recording import whole
from firmware_sim.world.perception import RATE

if TYPE_CHECKING:
    from edge.messages import Samples
    from firmware_sim.world.scenario import Scenario

ROOM = 10 ** (-66 / 20)  # the noise of a quiet room, as a share of full scale
_LOOP = 4 * RATE  # samples after which that noise repeats itself


@dataclass(frozen=True)
class Soundtrack:
    """Sounds by the second at which they begin; the same for every run."""

    recordings: tuple[tuple[float, Samples], ...]
    _room: Samples

    def piece(self, at: float, count: int) -> Samples:
        """So many samples from this second on."""
        first = round(at * RATE)
        heard = self._room[(first + np.arange(count)) % _LOOP]
        for begins, samples in self.recordings:
            offset = round(begins * RATE) - first
            here, there = max(0, offset), max(0, -offset)
            length = min(count - here, samples.size - there)
            if length > 0:
                heard[here : here + length] += samples[there : there + length]
        return np.asarray(heard.clip(-1.0, 1.0), np.float32)

    def ends(self) -> float:
        """The second at which the last recording is over."""
        return max((begins + samples.size / RATE for begins, samples in self.recordings), default=0.0)


def soundtrack_of(scenario: Scenario) -> Soundtrack | None:
    """The sound of a scenario of which every sentence is recorded; None for any other. Raises SoundError."""
    if not scenario.hear or not all(hear.file for hear in scenario.hear):
        return None
    folder = Path(scenario.folder)
    recordings = tuple((hear.at, whole(folder / hear.file)) for hear in scenario.hear)
    room = np.random.default_rng(0).normal(0.0, ROOM, _LOOP)
    return Soundtrack(recordings, np.asarray(room, np.float32))
