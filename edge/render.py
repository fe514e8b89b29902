"""Turns an answer into a card that fits the display, and into words that a voice can say. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from edge.language.aloud import aloud
from edge.language.markup import clean, plain
from edge.language.patterns import Pattern
from edge.messages import Card, Show, Size

CUT = "..."
SPOKEN_AT_MOST = 700  # characters: nobody listens for longer than a minute
TAKEN_AT_MOST = 4000
"""Characters of a text that are looked at: far more than a card or a minute of speech has room for, and still quick."""

# ------------------------------------------------------------------------------------------------------------- cards


def card(show: Show, size: Size) -> Card:
    """A card whose lines fit: wrapped at words, and ending in `...` when there was more."""
    paragraphs = plain(show.text[:TAKEN_AT_MOST]).split("\n")
    lines = [line for paragraph in paragraphs for line in wrap(paragraph, size.columns)]
    shown = lines[: max(0, size.rows)]
    if shown and (len(lines) > len(shown) or len(show.text) > TAKEN_AT_MOST):
        shown[-1] = _cut(shown[-1], size.columns)
    heading = " ".join(clean(show.title[:TAKEN_AT_MOST]).split())
    if width(heading) > size.columns:
        heading = _cut(heading, size.columns)
    return Card(heading, tuple(shown), show.seconds)


def wrap(paragraph: str, columns: int) -> list[str]:
    """The lines of a paragraph, none wider than the display; a word that is wider is broken."""
    lines: list[str] = []
    line = ""
    for word in _pieces(paragraph, columns):
        joined = f"{line} {word}" if line else word
        if line and width(joined) > columns:
            lines.append(line)
            joined = word
        line = joined
    return [*lines, line] if line else lines


def width(text: str) -> int:
    """Columns that a text takes: East Asian wide characters and emoji take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(paragraph: str, columns: int) -> Iterator[str]:
    """The words of a paragraph, and of those that are wider than the display as much as fits at a time."""
    for word in paragraph.split():
        start = used = 0
        for at, char in enumerate(word if width(word) > columns else ""):
            wide = _width(char)
            if used + wide > columns and at > start:
                yield word[start:at]
                start, used = at, 0
            used += wide
        yield word[start:]


def _cut(text: str, columns: int) -> str:
    """A line that says that there was more, cut between words where it can be."""
    kept = _clip(text, columns - len(CUT))
    if not text[len(kept) :].startswith(" ") and len(kept) < len(text):
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip() + CUT[:columns]


def _clip(text: str, columns: int) -> str:
    """As much of a text as fits."""
    used = 0
    for at, char in enumerate(text):
        used += _width(char)
        if used > columns:
            return text[:at]
    return text


# ------------------------------------------------------------------------------------------------------------ speech


def spoken(text: str) -> str:
    """The words of an answer as a voice should say them; a long answer ends at a whole sentence."""
    return _capped(in_full(text))


def in_full(text: str) -> str:
    """The same words, however many."""
    text = plain(text[:TAKEN_AT_MOST])
    text = re.sub(r"(?m)^- (.*?)[.;,]?$", r"\1.", text)
    text = aloud(text)
    text = "".join(c for c in text if unicodedata.category(c) not in {"So", "Sk"} and c not in "*_`~|<>^\\")
    text = re.sub(r"\s+", " ", re.sub(r"(?<![.!?:;,])\n", ". ", text)).strip()
    return re.sub(r"\s+([.,;:!?])", r"\1", text)


def _capped(text: str) -> str:
    if len(text) <= SPOKEN_AT_MOST:
        return text
    whole, _ = sentences(text[:SPOKEN_AT_MOST] + " ")
    kept = " ".join(whole)
    return kept or text[:SPOKEN_AT_MOST].rpartition(" ")[0] + CUT


# --------------------------------------------------------------------------------------------------------- sentences

WHOLE = 60  # characters that are said in one piece
_CLAUSE = Pattern(r"(?<=[\w\"'”’)])[,;:—](?=\s)")
_CLAUSE_AT_LEAST = 16  # characters: less sounds torn off, and gains nothing


def clauses(words: str) -> tuple[str, ...]:
    """What is said piece by piece: of a long text the first clause alone, so that it is heard soon, then sentences."""
    if len(words) <= WHOLE:
        return (words,)
    whole, rest = sentences(words)
    said = (*whole, rest.strip()) if rest.strip() else whole
    first, *others = said
    for mark in _CLAUSE.finditer(first):
        if mark.end() >= _CLAUSE_AT_LEAST and len(first) - mark.end() >= _CLAUSE_AT_LEAST:
            return (first[: mark.end()], first[mark.end() :].strip(), *others)
    return said


# From the first mark in a row only, and nothing is given back: however many marks there are, each is read once.
_END = Pattern(r"(?<![.!?…])([.!?…]++[\"'”’)\]*_]*+)(\s++)|([。！？]++)|(\n++)")
_WORD_AT_MOST = 24  # characters: longer than any abbreviation
_SHORT = frozenset((
    "mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr", "vs", "etc", "e.g", "i.e", "eg", "ie", "no", "approx",
    "fig", "inc", "ltd", "co", "dept", "est", "ca", "cf", "al", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "u.s", "u.k", "a.m",
    "p.m",
))  # fmt: skip


def sentences(buffer: str) -> tuple[tuple[str, ...], str]:
    """What of a streamed answer is whole, sentence by sentence, and the rest that still grows."""
    whole: list[str] = []
    start = 0
    for end in _END.finditer(buffer):
        following = buffer[end.end() : end.end() + 1]
        if end[1] and not _ends(*_last_word(buffer, start, end.start()), end[1], following):
            continue
        sentence = buffer[start : end.end()].strip()
        start = end.end()
        if sentence:
            whole.append(sentence)
    return tuple(whole), buffer[start:]


def _last_word(buffer: str, start: int, stop: int) -> tuple[str, bool]:
    """The last word of a sentence, as far as it matters, and whether it is the only one."""
    near = buffer[max(start, stop - _WORD_AT_MOST) : stop]
    word = near.rpartition(" ")[2].lstrip("(\"'“‘")
    return word, near.strip() == word and stop - start <= _WORD_AT_MOST


def _ends(last: str, alone: bool, mark: str, following: str) -> bool:
    """A full stop after an abbreviation, an initial or the number of a list item ends nothing."""
    if mark[0] != "." or len(mark) > 1:
        return not (following.islower() and mark[0] in ".…")
    if alone and re.fullmatch(r"\d{1,2}", last):
        return False
    if last.casefold() in {"a.m", "p.m", "etc", "u.s", "u.k"}:
        return not (following.islower() or not following)
    initial = len(last) == 1 and last.isupper() and last != "I"
    return not (last.casefold() in _SHORT or initial or following.islower())
