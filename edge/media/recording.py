"""Reads sound files (WAV, FLAC, OGG, MP3) as the microphone would give them. Bounded in what it holds at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import SoundError
from edge.media.audio import RATE, Resampler
from edge.messages import Instant, Sound

if TYPE_CHECKING:
    import soundfile

    from edge.messages import Samples

TICK = 0.128  # seconds of sound in one piece, as a microphone is read
RATES = (4_000, 192_000)
MOST_CHANNELS = 64


def sounds(path: Path, tick: float = TICK) -> Iterator[Sound]:
    """A file as pieces of sound at 16 kHz, the first at second 0. Raises SoundError."""
    at, waiting, size = 0, np.empty(0, np.float32), round(tick * RATE)
    for samples in _resampled(path, tick):
        waiting = np.concatenate([waiting, samples])
        while waiting.size >= size:
            yield Sound(Instant(at / RATE), waiting[:size].copy())
            at, waiting = at + size, waiting[size:]
    if waiting.size:
        yield Sound(Instant(at / RATE), waiting)


def whole(path: Path, longest: float = 600.0) -> Samples:
    """All samples of a file at 16 kHz. Raises SoundError, also where it lasts longer than so many seconds."""
    pieces, seconds = [], 0.0
    for samples in _resampled(path, 1.0):
        pieces.append(samples)
        seconds += samples.size / RATE
        if seconds > longest:
            raise SoundError(str(path), f"lasts longer than {longest:g} s")
    return np.concatenate(pieces) if pieces else np.empty(0, np.float32)


def _resampled(path: Path, seconds: float) -> Iterator[Samples]:
    """The file piece by piece, at 16 kHz and with one channel: the first, as of a microphone with two."""
    import soundfile

    with _opened(path) as file:
        resampler = Resampler(file.samplerate)
        count, any_read = max(1, round(seconds * file.samplerate)), False
        while True:
            try:
                read = file.read(count, dtype="float32", always_2d=True)
            except soundfile.LibsndfileError as error:
                raise SoundError(str(path), f"is damaged: {error.error_string}") from None
            if not len(read):
                break
            any_read = True
            # A microphone gives nothing beyond full scale, and no sample that is no number.
            yield resampler.push(
                np.ascontiguousarray(np.nan_to_num(read[:, 0], posinf=1.0, neginf=-1.0).clip(-1.0, 1.0))
            )
        if not any_read:
            raise SoundError(str(path), "has no sound in it: it is empty, or was cut off")
        yield resampler.flush()


@contextmanager
def _opened(path: Path) -> Iterator[soundfile.SoundFile]:
    import soundfile

    if not path.is_file():
        problem = "is a folder, not a sound file" if path.is_dir() else "is no plain file"
        raise SoundError(str(path), problem if path.exists() else "there is no such file")
    try:
        file = soundfile.SoundFile(path)
    except soundfile.LibsndfileError as error:
        raise SoundError(str(path), f"is no sound file that can be read: {error.error_string}") from None
    except OSError as error:
        raise SoundError(str(path), error.strerror or str(error)) from None
    with file:
        if not RATES[0] <= file.samplerate <= RATES[1] or file.channels > MOST_CHANNELS:
            least, most = RATES
            limits = f"{least} to {most} Hz and up to {MOST_CHANNELS} channels are taken"
            raise SoundError(str(path), f"has {file.samplerate} Hz and {file.channels} channel(s); {limits}")
        yield file
