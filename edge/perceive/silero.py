"""Silero's voice detector behind an energy gate: the chance that somebody speaks, for each chunk of 32 ms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np

from edge.media.audio import RATE
from edge.perceive.gate import EnergyGate, GateSettings, levels

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.bundle.net import Net
    from edge.messages import Samples

CHUNK = 512  # samples that are judged at once
CONTEXT = 64  # samples before them that the net sees as well
STATE = (2, 1, 128)
SECONDS = CHUNK / RATE
UNLIKELY = 0.3
GRID = 32  # chunks; only at whole multiples of it the net forgets, so that it does not matter how the sound comes in


@dataclass(frozen=True, slots=True)
class NetSettings:
    """When the net is asked, and what it knows then; from its card. Seconds."""

    before: float = 0.32
    """What it hears of the time before the gate opened, so that an onset is not lost."""
    forget: float = 4.0
    """After so long without a voice it begins anew: in steady noise its memory would make it deaf."""
    gate: GateSettings = field(default_factory=GateSettings)


class Silero:
    """The net with its memory of what it has heard."""

    def __init__(self, net: Net) -> None:
        self._net = net
        self._state = np.zeros(STATE, np.float32)

    def reset(self) -> None:
        """Forget what was heard."""
        self._state = np.zeros(STATE, np.float32)

    def probabilities(self, samples: Samples) -> list[float]:
        """One for each chunk, from 0 to 1; `samples` begin with the context, and the chunks follow it."""
        windows = np.lib.stride_tricks.sliding_window_view(samples, CONTEXT + CHUNK)[::CHUNK]
        said = self._net({"chunks": np.ascontiguousarray(windows), "state": self._state})
        self._state = said["after"]
        return cast("list[float]", said["speech"][:, 0].tolist())


class GatedSilero:
    """The net, asked only while the gate is open. The same answers however many chunks come at a time."""

    def __init__(self, net: Net, settings: NetSettings) -> None:
        self._silero = Silero(net)
        self._gate = EnergyGate(settings.gate, SECONDS)
        self._before = round(settings.before / SECONDS)
        self._forget = round(settings.forget / SECONDS)
        self.heard = 0
        """Chunks that were heard so far ..."""
        self.judged = 0
        """... and how many the net was asked about."""
        self.reset()

    def reset(self) -> None:
        """Begin anew, as after a gap."""
        self._silero.reset()
        self._gate.reset()
        self._past: Samples = np.zeros(CONTEXT, np.float32)  # context and the chunks that may be needed once more
        self._unheard = 0  # chunks since the net was last asked
        self._unlikely = 0  # chunks in a row in which it heard nobody
        self._count = 0

    def probabilities(self, samples: Samples) -> list[float]:
        """One for each of these whole chunks; 0 where the gate is closed."""
        held = np.concatenate([self._past, samples])
        old = (self._past.size - CONTEXT) // CHUNK
        passes = self._gate.passes(levels(held[self._past.size - 1 :], CHUNK))
        said: list[float] = []
        for start, end in self._runs(passes):
            if passes[start]:
                on_grid = (self._count + start) % GRID == 0
                said += self._judged(held, old + start, old + end, on_grid=on_grid)
            else:
                said += [0.0] * (end - start)
                self._unheard += end - start
        self._past = held[-(CONTEXT + min(self._before, old + len(passes)) * CHUNK) :].copy()
        self._count += len(passes)
        self.heard += len(passes)
        return said

    def _runs(self, passes: list[bool]) -> Iterator[tuple[int, int]]:
        """Chunks for which the gate stays as it is, cut at the grid."""
        start = 0
        for n in range(1, len(passes) + 1):
            if n == len(passes) or passes[n] != passes[start] or (self._count + n) % GRID == 0:
                yield start, n
                start = n

    def _judged(self, held: Samples, start: int, end: int, *, on_grid: bool) -> list[float]:
        again = self._unheard
        if again > self._before or (on_grid and self._unlikely >= self._forget):
            self._silero.reset()
            self._unlikely, again = 0, min(self._before, start)
        said = self._silero.probabilities(held[(start - again) * CHUNK : CONTEXT + end * CHUNK])[again:]
        self.judged += end - start + again
        self._unheard = 0
        for probability in said:
            self._unlikely = self._unlikely + 1 if probability < UNLIKELY else 0
        return said
