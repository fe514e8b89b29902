"""Text in a frame, with the weights that come inside rapidocr (PP-OCRv6) on sessions of our own.

    frame -> where lines are (one net, textlines.py) -> each cut out level -> its letters (another net) -> Text

Only rapidocr's weights are used, never its code: its import costs 0.7 s, its sessions spin, and it may download and
write. Beyond what it does: a line read with any doubt is cut out a little tighter and read again, one that stays unsure
is tried upside down, and the surest reading counts; and a space is believed sooner: the net undersells narrow ones.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from edge.errors import ModelError
from edge.messages import Frame, Point, Quad, Text
from edge.perceive import textlines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.messages import Array

THREADS = 2
FINDER = "PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"
READER = "PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"

HEIGHT, WIDTH = 48, 320  # the reader's picture; longer lines make it wider
LONGEST = 40  # a line is at most so many times as wide as high
BATCH = 6
TIGHTER = -0.08  # of the line's height, for the second look
CERTAIN = 0.97  # a line below it is read a second time
DOUBTFUL = 0.85  # a line below it is tried upside down, and stays so if it then reads better than this
UNSURE = 0.6  # a line below it is no text
SPACE = 0.12  # from this chance on there is a space between two letters


class TextReader:
    """Finds lines of text and reads them. The nets are loaded with the first frame, and kept."""

    def see(self, frame: Frame, least: float = UNSURE) -> tuple[Text, ...]:
        """Every line of text that is read with at least this score, in reading order."""
        pixels = frame.pixels
        height, width = pixels.shape[:2]
        (chance,) = self._finder.run(None, {"x": textlines.prepare(pixels)})
        quads = textlines.quads(chance[0, 0], height, width)
        best = self._spell([textlines.cut(pixels, quad) for quad in quads])
        self._look_again(best, CERTAIN, lambda n: textlines.cut(pixels, quads[n], TIGHTER), UNSURE)
        self._look_again(best, DOUBTFUL, lambda n: textlines.cut(pixels, quads[n])[::-1, ::-1], DOUBTFUL)
        return tuple(
            Text(text, score, Quad(*(Point(float(x) / width, float(y) / height) for x, y in quad)))
            for (score, text), quad in zip(best, quads, strict=True)
            if score >= least and text
        )

    def _look_again(
        self, best: list[tuple[float, str]], below: float, cut: Callable[[int], Array], least: float
    ) -> None:
        """Read the lines below a score again, cut out in another way; what then scores `least` may be the surer one."""
        poor = [n for n, (score, _) in enumerate(best) if score < below]
        for n, read in zip(poor, self._spell([cut(n) for n in poor]), strict=True):
            if read[0] >= least:
                best[n] = surer(best[n], read)

    def _spell(self, lines: Sequence[Array]) -> list[tuple[float, str]]:
        """Score and text of every line, read in batches of like length."""
        read = [(0.0, "")] * len(lines)
        order = sorted(range(len(lines)), key=lambda n: lines[n].shape[1] / lines[n].shape[0])
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            (chances,) = self._reader.run(None, {"x": prepare([lines[n] for n in batch])})
            for n, chance in zip(batch, chances, strict=True):
                read[n] = spell(chance, self._letters)
        return read

    @cached_property
    def _finder(self) -> Any:  # noqa: ANN401 - net.py alone knows onnxruntime's types
        return _open(*FINDER)

    @cached_property
    def _reader(self) -> Any:  # noqa: ANN401 - net.py alone knows onnxruntime's types
        return _open(*READER)

    @cached_property
    def _letters(self) -> tuple[str, ...]:
        """What each class of the reader stands for: nothing, the letters that it brings along, and a space."""
        return ("", *self._reader.get_modelmeta().custom_metadata_map["character"].splitlines(), " ")


def prepare(lines: Sequence[Array]) -> Array:
    """The reader's input: BGR in -1..1, (lines, 3, HEIGHT, width of the longest), shorter ones followed by nothing."""
    import cv2

    ratios = [min(LONGEST, line.shape[1] / line.shape[0]) for line in lines]
    batch = np.zeros((len(lines), 3, HEIGHT, int(HEIGHT * max(WIDTH / HEIGHT, *ratios))), np.float32)
    for row, line, ratio in zip(batch, lines, ratios, strict=True):
        width = min(row.shape[2], int(np.ceil(HEIGHT * ratio)))
        bgr = cv2.resize(np.ascontiguousarray(line), (width, HEIGHT))[..., ::-1]
        row[:, :, :width] = bgr.transpose(2, 0, 1) / np.float32(127.5) - np.float32(1)
    return batch


def spell(chance: Array, letters: Sequence[str]) -> tuple[float, str]:
    """Score and text from the chance of every letter in every column (CTC: repeats are one letter, class 0 is none)."""
    best = chance.argmax(axis=1)
    new = best != 0
    new[1:] &= best[1:] != best[:-1]
    columns = np.flatnonzero(new)
    if not columns.size:
        return 0.0, ""
    space = len(letters) - 1
    text = letters[best[columns[0]]]
    for before, column in pairwise(columns):
        text += " " * bool(chance[before : column + 1, space].max() >= SPACE) + letters[best[column]]
    return float(chance[columns, best[columns]].mean()), " ".join(text.split())


def surer(one: tuple[float, str], other: tuple[float, str]) -> tuple[float, str]:
    """Of two readings of a line the one with the higher score; of the same letters the one with more spaces."""
    if one[1].replace(" ", "") == other[1].replace(" ", ""):
        return max(one[0], other[0]), max(one[1], other[1], key=len)
    return max(one, other)


def _open(name: str, sha256: str) -> Any:  # noqa: ANN401 - net.py alone knows onnxruntime's types
    """A session of ours on weights that came with rapidocr, found without importing it."""
    from edge.bundle.net import session

    spec = find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("reading", "rapidocr is not installed: pip install rapidocr==3.10.0 --no-deps")
    try:
        model = (Path(spec.submodule_search_locations[0]) / "models" / name).read_bytes()
    except OSError as error:
        raise ModelError(
            "reading", f"{name} did not come with rapidocr ({error.strerror}): version 3.10.0 has it"
        ) from None
    if hashlib.sha256(model).hexdigest() != sha256:
        raise ModelError("reading", f"{name} is not the file that came with rapidocr 3.10.0: install it again")
    return session(model, THREADS)
