"""Other speakers out of a few: log-mel frames with another tempo here and there, and with other formants."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from edge.media.logmel import BANDS, HOP, WINDOW, mel_edges
from edge.messages import Array

_KNOTS = 9
_FRAME, _FIRST = HOP / 16_000, WINDOW / 16_000


def warped(frames: Array, marks: tuple[float, float], rng: Generator) -> tuple[Array, tuple[float, float]]:
    """The frames, half of the time with another tempo and half with other formants; and where the marks are now.

    Marks are seconds of sound, negative where there is nothing to mark; the length stays as it is.
    """
    if rng.random() < 0.5:
        frames, marks = _in_time(frames, marks, rng)
    if rng.random() < 0.5:
        frames = frames @ formants(float(rng.uniform(0.87, 1.15))).T
    return frames, marks


def _in_time(frames: Array, marks: tuple[float, float], rng: Generator) -> tuple[Array, tuple[float, float]]:
    places = np.arange(len(frames))
    rates = np.interp(places, np.linspace(0, len(frames) - 1, _KNOTS), np.exp(rng.normal(0, 0.16, _KNOTS)))
    source = np.concatenate([[0.0], np.cumsum(rates[1:])])
    source *= (len(frames) - 1) / source[-1]
    before = np.minimum(source.astype(int), len(frames) - 2)
    share = (source - before)[:, None].astype(np.float32)
    moved = frames[before] * (1 - share) + frames[before + 1] * share
    start, end = (_moved(mark, source) if mark > 0 else mark for mark in marks)
    return moved, (start, end)


def _moved(mark: float, source: Array) -> float:
    return float(np.interp((mark - _FIRST) / _FRAME, source, np.arange(len(source)))) * _FRAME + _FIRST


def formants(factor: float) -> Array:
    """A matrix that moves bands as if every frequency were `factor` times as high."""
    middles = mel_edges()[1:-1]
    places = np.interp(middles / factor, middles, np.arange(BANDS))
    before = np.minimum(places.astype(int), BANDS - 2)
    moving = np.zeros((BANDS, BANDS), np.float32)
    moving[np.arange(BANDS), before] = 1 - (places - before)
    moving[np.arange(BANDS), before + 1] = places - before
    return moving
