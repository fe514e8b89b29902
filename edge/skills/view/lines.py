"""Text in view as lines: in the order of reading, the largest, and what stands beside a word. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

from edge.language.text import normalise, words
from edge.messages import Text
from edge.records import dataclass

ALIKE = 0.8  # how alike a word must look to one that is looked for: a recogniser of text mistakes letters
LARGE = 0.75  # of the height of the largest line, a line is as large


@dataclass(frozen=True, slots=True)
class TextLine:
    """What stands on one height, from left to right. Places are fractions of the picture."""

    text: str
    height: float
    x: float
    y: float


def lines_of(texts: Sequence[Text]) -> list[TextLine]:
    """Lines from top to bottom; what stands on the same height is one line."""
    if not texts:
        return []
    usual = median(_bottom(text) - _top(text) for text in texts)
    rows: list[list[Text]] = []
    for text in sorted(texts, key=_middle):
        if rows and abs(_middle(text) - _middle(rows[-1][0])) < usual / 2:
            rows[-1].append(text)
        else:
            rows.append([text])
    return [_line(sorted(row, key=_left)) for row in rows]


def largest(lines: Sequence[TextLine]) -> list[TextLine]:
    """The line in the largest letters, with those as large; in the order of reading."""
    most = max((line.height for line in lines), default=0.0)
    return [line for line in lines if line.height >= LARGE * most]


def holding(lines: Sequence[TextLine], wanted: str) -> list[int]:
    """Which lines have these words, a letter or two aside; words that run on to the next line count for the first."""
    asked = words(wanted)
    found = [at for at, line in enumerate(lines) if _has(words(line.text), asked)]
    if found or len(asked) < 2:
        return found
    return [at for at, (one, two) in enumerate(pairwise(lines)) if _has((*words(one.text), *words(two.text)), asked)]


def sharing(lines: Sequence[TextLine], wanted: str) -> list[int]:
    """Which lines have the most of these words; a word may go on for a letter or two (`soup`, `soupe`)."""
    asked = words(wanted)
    shared = [sum(any(_begins_alike(seen, one) for seen in words(line.text)) for one in asked) for line in lines]
    most = max(shared, default=0)
    return [at for at, count in enumerate(shared) if count and count == most]


def after(lines: Sequence[TextLine], heard: str) -> list[TextLine]:
    """The lines below the last one that was read out already."""
    said = normalise(heard)
    read = [at for at, line in enumerate(lines) if (text := normalise(line.text)) and text in said]
    return list(lines[read[-1] + 1 :]) if read else list(lines)


def place(line: TextLine) -> str:
    """Where in the picture a line stands: `top left`."""
    up = "top" if line.y < 1 / 3 else "bottom" if line.y > 2 / 3 else ""
    side = "left" if line.x < 1 / 3 else "right" if line.x > 2 / 3 else ""
    return f"{up} {side}".strip() or "middle"


def _has(said: Sequence[str], asked: Sequence[str]) -> bool:
    return bool(asked) and any(
        all(map(_alike, said[at : at + len(asked)], asked)) for at in range(len(said) - len(asked) + 1)
    )


def _alike(seen: str, asked: str) -> bool:
    if seen == asked or (min(len(seen), len(asked)) > 3 and (seen.removesuffix("s") == asked.removesuffix("s"))):
        return True
    return min(len(seen), len(asked)) > 4 and SequenceMatcher(None, seen, asked).ratio() >= ALIKE


def _begins_alike(seen: str, asked: str) -> bool:
    short, long = sorted((seen, asked), key=len)
    return _alike(seen, asked) or (len(short) > 3 and long.startswith(short) and len(long) - len(short) < 3)


def _line(row: Sequence[Text]) -> TextLine:
    heights = [_bottom(text) - _top(text) for text in row]
    x = (_left(row[0]) + max(point.x for point in row[-1].quad)) / 2
    return TextLine(" ".join(text.text for text in row), max(heights), x, _middle(row[0]))


def _top(text: Text) -> float:
    return min(point.y for point in text.quad)


def _bottom(text: Text) -> float:
    return max(point.y for point in text.quad)


def _middle(text: Text) -> float:
    return (_top(text) + _bottom(text)) / 2


def _left(text: Text) -> float:
    return min(point.x for point in text.quad)
