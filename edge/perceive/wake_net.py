"""The net of a wake phrase on a stream: sound in, a logit every 20 ms out; what it looks back on is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge.errors import ModelError
from edge.media.logmel import BANDS, HOP, WINDOW, LogMel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.bundle.net import Bundle
    from edge.messages import Array, Samples

FRAMES, LOGITS = "frames", "logits"
NET = "wake"
STRIDE = 2
"""Frames to a logit."""
_SLOWNESS = 0.02  # a frame of 10 ms: the level follows in half a second
_SPREAD = np.float32(0.25)


class RunningLevel:
    """Makes log-mel frames free of their level: less the running mean of all bands. The first frame sets it."""

    def __init__(self) -> None:
        self._level: float | None = None

    def reset(self) -> None:
        """Forget the level: the next frame is the first of a stream."""
        self._level = None

    def subtract(self, frames: Array) -> Array:
        """The frames less their level, scaled to about one."""
        levels, level = [], self._level
        for mean in frames.mean(axis=1, dtype=np.float64).tolist():
            level = mean if level is None else level + _SLOWNESS * (mean - level)
            levels.append(level)
        self._level = level
        return (frames - np.array(levels, np.float32)[:, None]) * _SPREAD


def level_free(frames: Array) -> Array:
    """The frames of a whole clip, free of their level."""
    return RunningLevel().subtract(frames)


class WakeStream:
    """The net of a bundle on a stream. What it says does not depend on how the stream was cut into pieces."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises ModelError where the bundle has no such net."""
        spec = bundle.card.nets.get(NET)
        if spec is None or NET not in bundle.nets:
            raise ModelError(bundle.card.name, f"has no net {NET!r}")
        shapes = {tensor.name: tensor.shape for tensor in spec.inputs}
        if shapes.get(FRAMES) != (1, BANDS, -1):
            raise ModelError(bundle.card.name, f"its net takes no {FRAMES} of shape [1, {BANDS}, -1]")
        self._net = bundle.nets[NET]
        self._mel = LogMel(STRIDE)
        self._level = RunningLevel()
        self._begin = {name: np.zeros(shape, np.float32) for name, shape in shapes.items() if name != FRAMES}
        self._past = self._begin
        self._frames = 0

    def reset(self) -> None:
        """Forget what was heard: the next sample is the first of a stream."""
        self._mel.reset()
        self._level.reset()
        self._past, self._frames = self._begin, 0

    def push(self, samples: Samples) -> Iterator[tuple[int, float]]:
        """Yield each logit that these samples complete, with the samples of the stream that were heard for it."""
        for frames in self._mel.push(samples):
            given = np.ascontiguousarray(self._level.subtract(frames).T)[None]
            said = self._net({FRAMES: given, **self._past})
            self._past = {name: said[f"{name}_after"] for name in self._begin}
            for n, logit in enumerate(said[LOGITS][0].tolist(), 1):
                yield (self._frames + n * STRIDE - 1) * HOP + WINDOW, logit
            self._frames += len(frames)
