"""A data folder of made sounds: the phrase is a rising tone, other words are falling or level ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000


def word(rng: np.random.Generator, first: float, last: float) -> np.ndarray:
    """Half a second of a sweep with overtones and a little hiss, in a clip of 1.6 s; the sweep ends at 1.1 s."""
    size = RATE // 2
    hertz = np.linspace(first, last, size) * rng.uniform(0.9, 1.1)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    tone = sum(np.sin(n * phase) / n for n in (1, 2, 3)) * np.hanning(size)
    clip = rng.standard_normal(round(1.6 * RATE)) * 1e-3
    clip[round(0.6 * RATE) : round(0.6 * RATE) + size] += 0.2 * tone
    return np.asarray(clip, np.float32)


def make_data(folder: Path) -> None:
    """Twelve recordings of the phrase and of two other words, by groups; two noises and a room."""
    rng = np.random.default_rng(1)
    for part in ("wake/view_glass", "negatives/fall", "negatives/flat", "noise", "rir"):
        (folder / part).mkdir(parents=True)
    phrases, others = [], []
    for n in range(12):
        group = f"g{n // 3}"
        for name, first, last in (
            ("wake/view_glass", 300, 900),
            ("negatives/fall", 900, 300),
            ("negatives/flat", 500, 500),
        ):
            file = f"{name}/{n}.flac"
            soundfile.write(folder / file, word(rng, first, last), RATE)
            row = {"file": file, "group": group, "seconds": 1.6}
            if name.startswith("wake"):
                phrases.append({**row, "start": 0.6, "end": 1.1})
            else:
                others.append(row)
    for n in range(4):
        soundfile.write(folder / f"noise/{n}.flac", rng.standard_normal(2 * RATE) * 0.05, RATE)
    echo = rng.standard_normal(3000) * np.exp(-np.arange(3000) / 600)
    echo[0] = 5
    soundfile.write(folder / "rir/r.flac", echo / 10, RATE)
    (folder / "wake/view_glass.jsonl").write_text("\n".join(map(json.dumps, phrases)))
    (folder / "index.jsonl").write_text("\n".join(map(json.dumps, others)))
