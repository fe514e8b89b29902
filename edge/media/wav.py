"""A clip as the bytes of a WAV file. Pure."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from edge.messages import Clip


def wav(clip: Clip) -> bytes:
    """The clip as a WAV: 16 bit, mono."""
    samples = bytes(np.clip(np.rint(clip.samples * 32767.0), -32768, 32767).astype("<i2").tobytes())
    form = struct.pack("<HHIIHH", 1, 1, clip.rate, clip.rate * 2, 2, 16)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks
