"""A wake bundle without a file: its net adds up how loud a band is, and remembers what it heard before."""

from __future__ import annotations

from typing import Any

import numpy as np

from edge.bundle.model_card import ModelCard, NetSpec, TensorSpec, Threshold
from edge.bundle.net import Bundle
from edge.media.logmel import BANDS

PAST = 6


def net(given: dict[str, Any]) -> dict[str, Any]:
    """A logit for each two frames: the mean of a few bands over these and the six frames before."""
    joined = np.concatenate([given["recent"], given["frames"]], 2)
    said = joined[0, 20:30].mean(0)
    count = given["frames"].shape[2] // 2
    logits = np.array([[said[2 * n : 2 * n + PAST + 2].mean() * 8 - 3 for n in range(count)]], np.float32)
    return {"logits": logits, "recent_after": joined[:, :, -PAST:]}


def bundle(**changes: Any) -> Bundle:
    """With other settings where they are given."""
    settings = {"word": "view glass", "look": 1.0, "lag": 0.05, "seconds": 0.9, "beta": 2.0, "alone": [1.0, -2.0],
                "second": [0.5, -1.0], **changes}  # fmt: skip
    spec = NetSpec(
        {},
        (TensorSpec("frames", "float32", (1, BANDS, -1)), TensorSpec("recent", "float32", (1, BANDS, PAST))),
        (TensorSpec("logits", "float32", (1, -1)), TensorSpec("recent_after", "float32", (1, BANDS, PAST))),
    )
    thresholds = {use: {"view glass": Threshold(0.5, 1.0, 1.0)} for use in ("alone", "second")}
    card = ModelCard("view_glass", "wake", {"wake": spec}, thresholds=thresholds, settings=settings)
    return Bundle(card, {"wake": net}, {})


def sound_with_tones(seconds: float, *at: float) -> np.ndarray:
    """Hiss with a tone of 0.3 s at each of these times, which the net takes for its phrase."""
    rng = np.random.default_rng(3)
    samples = rng.standard_normal(round(seconds * 16_000)).astype(np.float32) * 0.01
    for start in at:
        size = 4800
        tone = 0.3 * sum(np.sin(2 * np.pi * hertz * np.arange(size) / 16_000) for hertz in range(1600, 3600, 100))
        samples[round(start * 16_000) : round(start * 16_000) + size] += np.asarray(tone, np.float32)
    return samples
