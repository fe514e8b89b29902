"""Synthetic voices that say what no recording has: near misses, commands, and the phrase itself where it is another.

espeak-ng and flite are programs, and used where they are installed. Pico is Glint's own mouth: what it says is never an
example of the phrase, so that Glint does not wake itself. What was said is kept in a file and not said again.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator

from edge.media.audio import RATE, resample
from edge.messages import Samples
from export.errors import ExportError

_ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-029", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-us-nyc")
_TIMBRES = (
    "", *(f"+f{n}" for n in range(1, 6)), *(f"+m{n}" for n in range(1, 9)), "+klatt2", "+klatt4", "+Andy", "+Annie",
)  # fmt: skip
_FLITE = ("kal16", "awb", "rms", "slt", "kal")
_PICO = ("en-US", "en-GB")
_APART = ("en-gb-scotland", "en-us-nyc", "+f2", "+m3", "+Annie", "rms")
"""Accents, timbres and voices that are not taught with, but judged with."""

Say = Callable[[str, Generator], Samples]


def voices(*, apart: bool) -> tuple[Say, ...]:
    """The voices that are installed here, those that are kept apart or the others. Raises ExportError without any."""
    accents, timbres, flites = (
        [name for name in names if (name in _APART) == apart] for names in (_ACCENTS, _TIMBRES, _FLITE)
    )
    found: list[Say] = []
    if shutil.which("espeak-ng"):
        found += [lambda text, rng: _espeak(text, rng, accents, timbres)] * 3
    if shutil.which("flite"):
        found += [lambda text, rng: _flite(text, rng, flites)] * 2
    if not found:
        raise ExportError("wake", "neither espeak-ng nor flite is installed; apt install espeak-ng flite")
    return tuple(found)


def pico() -> Say | None:
    """Glint's own voice, where py-nanotts is installed."""
    try:
        from py_nanotts import NanoTTS
    except ModuleNotFoundError:
        return None
    engine: Any = NanoTTS()

    def say(text: str, rng: Generator) -> Samples:
        raw = engine.speak(text, voice=str(rng.choice(_PICO)))
        return np.frombuffer(raw, np.int16).astype(np.float32) / np.float32(32768)

    return say


def said(texts: Sequence[str], ways: Sequence[Say], seed: int, keep: Path | None = None) -> list[Samples]:
    """Each text in one of the voices. With `keep`, what was said once is read from there."""
    if not texts:
        return []
    mark = hashlib.sha256(repr((texts, len(ways), seed)).encode()).hexdigest()[:12]
    path = keep.with_name(f"{keep.name}-{mark}.npz") if keep else None
    if path and path.exists():
        with np.load(path, allow_pickle=False) as file:
            return list(_apart(file["samples"], file["sizes"]))
    rng = np.random.default_rng(seed)
    clips = [ways[int(rng.integers(len(ways)))](text, rng) for text in texts]
    if path:
        joined = np.concatenate([np.clip(clip * 32767, -32768, 32767).astype(np.int16) for clip in clips])
        part = path.with_suffix(".part")
        with part.open("wb") as out:
            np.savez(out, samples=joined, sizes=np.array([clip.size for clip in clips]))
        part.replace(path)
    return clips


def _apart(samples: Any, sizes: Any) -> Iterator[Samples]:  # noqa: ANN401
    for end, size in zip(np.cumsum(sizes), sizes, strict=True):
        yield samples[end - size : end].astype(np.float32) / 32768


def _espeak(text: str, rng: Generator, accents: Sequence[str], timbres: Sequence[str]) -> Samples:
    voice = str(rng.choice(accents)) + str(rng.choice(timbres))
    speed, pitch = str(rng.integers(115, 205)), str(rng.integers(20, 80))
    return _wave(["espeak-ng", "-v", voice, "-s", speed, "-p", pitch, "--stdout", text])


def _flite(text: str, rng: Generator, names: Sequence[str]) -> Samples:
    stretch = f"duration_stretch={rng.uniform(0.8, 1.25):.2f}"
    return _wave(["flite", "-voice", str(rng.choice(names)), "--setf", stretch, "-t", text, "-o", "/dev/stdout"])


def _wave(command: Sequence[str]) -> Samples:
    import soundfile

    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, timeout=30)  # noqa: S603
    data = bytearray(done.stdout)
    if len(data) < 100:
        raise ExportError("wake", f"{command[0]} said nothing: {' '.join(command)}")
    # Both write the head before they know the length.
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    data[40:44] = (len(data) - 44).to_bytes(4, "little")
    samples, rate = soundfile.read(io.BytesIO(bytes(data)), dtype="float32")
    return resample(samples, rate, RATE)
