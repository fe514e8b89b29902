"""The recordings that a wake net is taught with, and those that are kept apart, by group of speakers."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from edge.media.audio import RATE, resample
from edge.messages import Samples
from export.errors import ExportError

AUDIO = "audio"
VOICE = "voice"
"""The kind of a clip of the phrase that a synthetic voice said."""
NEAR = "near"
"""The kind of a near miss in a synthetic voice."""
_NO_TALK = ("noise", "rir", "commands", "public_test")


@dataclass(frozen=True, slots=True)
class SoundClip:
    """A recording; `start` and `end` of the phrase in seconds, where it is in there."""

    samples: Samples = field(repr=False)
    kind: str
    start: float = -1.0
    end: float = -1.0


@dataclass(frozen=True, slots=True)
class Sounds:
    """What there is to hear: the phrase, other speech by kind, noises, and the answers of rooms to an impulse."""

    phrases: tuple[SoundClip, ...]
    others: Mapping[str, tuple[SoundClip, ...]]
    noises: tuple[Samples, ...]
    rooms: tuple[Samples, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """Which groups of speakers, and which kinds as a whole, are kept apart from what is taught."""

    groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def apart(self, kind: str, group: str | None) -> bool:
        return kind in self.kinds or group in self.groups


def read(path: Path) -> Samples:
    """A mono recording at 16 kHz. Raises ExportError where it cannot be read."""
    try:
        import soundfile
    except ModuleNotFoundError:
        raise ExportError("wake", "needs soundfile to read recordings: pip install soundfile") from None
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise ExportError("wake", f"cannot read {path}: {error}") from error
    return resample(np.ascontiguousarray(samples.mean(1, dtype=np.float32)), rate, RATE)


def recordings(folder: Path, phrase: str, split: Split) -> tuple[Sounds, Sounds]:
    """What is taught with, and what is kept apart; nothing of what is not there.

    `folder` holds wake/PHRASE.jsonl (with start and end of the phrase), index.jsonl, noise/ and rir/. Recordings of
    other phrases are other speech.
    """
    name = phrase.replace(" ", "_")
    lists = {path.stem: _rows(path) for path in sorted((folder / "wake").glob("*.jsonl"))}
    index = folder / "index.jsonl"
    rows = [row for stem, part in lists.items() if stem != name for row in part]
    rows += _rows(index) if index.is_file() else []
    phrases: tuple[list[SoundClip], list[SoundClip]] = ([], [])
    others: tuple[dict[str, list[SoundClip]], dict[str, list[SoundClip]]] = ({}, {})
    for row in lists.get(name, ()):
        phrases[split.apart("phrase", row.get("group"))].append(_clip(folder, row, "phrase"))
    for row in rows:
        kind = _kind(row["file"])
        if kind not in (*_NO_TALK, name):
            apart = split.apart(kind, row.get("group"))
            others[apart].setdefault(kind, []).append(_clip(folder, row, kind))
    noises: tuple[list[Samples], list[Samples]] = ([], [])
    for path in sorted((folder / "noise").glob("*.flac")):
        noises[zlib.crc32(path.name.encode()) % 5 == 0].append(read(path))
    rooms = tuple(read(path) for path in sorted((folder / "rir").glob("*.flac")))
    taught, kept = (
        Sounds(
            tuple(phrases[n]), {kind: tuple(clips) for kind, clips in others[n].items()}, tuple(noises[n]), rooms
        )
        for n in (0, 1)
    )  # fmt: skip
    return taught, kept


def own_clips(folder: Path) -> tuple[SoundClip, ...]:
    """A person's own recordings of the phrase: the loud part of each file is taken for it."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in (".wav", ".flac", ".ogg"))
    if not paths:
        raise ExportError("wake", f"there are no .wav, .flac or .ogg files in {folder}")
    return tuple(marked(read(path)) for path in paths)


def marked(samples: Samples, kind: str = "phrase") -> SoundClip:
    """The clip with the phrase where it is loud: from the first to the last 10 ms within 30 dB of the loudest."""
    frames = samples[: samples.size // 160 * 160].reshape(-1, 160)
    loud = np.flatnonzero(np.square(frames).mean(1) > 1e-3 * np.square(frames).mean(1).max(initial=1e-12))
    start, end = (int(loud[0]), int(loud[-1]) + 1) if loud.size else (0, len(frames))
    return SoundClip(samples, kind, start / 100, end / 100)


def joined(parts: Iterable[Sounds]) -> Sounds:
    """All of them as one."""
    parts = list(parts)
    others: dict[str, tuple[SoundClip, ...]] = {}
    for part in parts:
        for kind, clips in part.others.items():
            others[kind] = (*others.get(kind, ()), *clips)
    phrases = tuple(clip for part in parts for clip in part.phrases)
    noises = tuple(noise for part in parts for noise in part.noises)
    return Sounds(phrases, others, noises, tuple(room for part in parts for room in part.rooms))


def _kind(file: str) -> str:
    parts = file.split("/")
    return parts[1] if parts[0] in ("wake", "negatives") else parts[0]


def _clip(folder: Path, row: Mapping[str, Any], kind: str) -> SoundClip:
    return SoundClip(read(folder / row["file"]), kind, row.get("start", -1.0), row.get("end", -1.0))


def _rows(path: Path) -> Sequence[Mapping[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise ExportError(
            "wake", f"cannot read {path}: {error.strerror}. docs/training.md says what it holds"
        ) from error
    except ValueError as error:
        raise ExportError("wake", f"{path} is not what it should be: {error}") from error
