"""A clip as a WAV file: written whole or not at all."""

from __future__ import annotations

import os
import struct
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from edge.messages import Clip


def wav(clip: Clip) -> bytes:
    """The clip as a WAV: 16 bit, mono."""
    samples = np.clip(np.rint(clip.samples * 32767.0), -32768, 32767).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", 1, 1, clip.rate, clip.rate * 2, 2, 16)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def write_wav(path: Path, clip: Clip) -> None:
    """Write the file: under another name beside it, then renamed. Raises OSError."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(wav(clip))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).rename(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
