"""Sounds in pieces of any sizes, and a stand-in for the voice net that hears speech in loud samples."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from edge.bundle.model_card import ModelCard, NetSpec
from edge.bundle.net import Bundle
from edge.media.audio import RATE
from edge.messages import Array, Instant, Sound
from edge.perceive.silero import CHUNK, CONTEXT, SECONDS

SETTINGS: dict[str, Any] = {
    "switch": {"on": 0.5, "off": 0.35, "hang": 0.1, "shortest": 0.1, "lead": 0.0, "trail": 0.0},
    "net": {"before": 0.32, "forget": 4.0},
    "gate": {"over": 4.0, "creep": 2.0, "hang": 0.64},
}


class LoudNet:
    """Says speech for chunks louder than 0.05; its state counts what it heard since it was reset."""

    def __init__(self) -> None:
        self.calls: list[int] = []
        self.counts: list[int] = []

    def __call__(self, inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        chunks, state = inputs["chunks"], inputs["state"].copy()
        assert chunks.shape[1:] == (CONTEXT + CHUNK,)
        self.calls.append(len(chunks))
        self.counts.append(int(state[0, 0, 0]))
        state[0, 0, 0] += len(chunks)
        loud = np.abs(chunks[:, CONTEXT:]).max(axis=1, keepdims=True)
        return {"speech": (loud > 0.05).astype(np.float32) * np.float32(0.9), "after": state}


def bundle(net: Callable[[Mapping[str, Array]], Mapping[str, Array]], settings: Any = None) -> Bundle:
    nets = {"voice": NetSpec({}, (), ())}
    card = ModelCard("fake", "voice", nets, settings=SETTINGS if settings is None else settings)
    return Bundle(card, {"voice": net}, {})


def scene(seconds: float, spoken: Iterable[tuple[float, float]], seed: int = 1, quiet: float = 0.001) -> np.ndarray:
    """A quiet room in which somebody speaks, loudly, between these seconds."""
    rng = np.random.default_rng(seed)
    samples = rng.normal(0, quiet, round(seconds * RATE)).astype(np.float32)
    for start, end in spoken:
        first, last = (min(round(at * RATE), samples.size) for at in (start, end))
        samples[first:last] = rng.uniform(-0.5, 0.5, last - first)
    return samples


def pieces(samples: np.ndarray, sizes: Sequence[int], began: float = 10.0) -> list[Sound]:
    """The samples as sounds of these sizes, over and over."""
    sounds, first, n = [], 0, 0
    while first < len(samples):
        size = sizes[n % len(sizes)]
        sounds.append(Sound(Instant(began + first / RATE), samples[first : first + size]))
        first, n = first + size, n + 1
    return sounds


def on_grid(seconds: float) -> float:
    """Where the chunk begins in which this second lies."""
    return int(seconds / SECONDS) * SECONDS
