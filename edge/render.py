"""From an answer to a card that fits the display, and to words that a voice can say. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from edge.language.text import in_words, plural
from edge.messages import Card

CUT = "..."
SPOKEN_AT_MOST = 700  # characters: nobody listens for longer than a minute

# ------------------------------------------------------------------------------------------------------------- cards


def card(title: str, text: str, columns: int, rows: int) -> Card:
    """A card whose lines fit: wrapped at words, and ending in `...` when there was more."""
    lines = [line for paragraph in _plain(text).split("\n") for line in wrap(paragraph, columns)]
    shown = lines[: max(0, rows)]
    if len(lines) > len(shown) and shown:
        shown[-1] = _cut(shown[-1], columns)
    heading = " ".join(_clean(title).split())
    if width(heading) > columns:
        heading = _cut(heading, columns)
    return Card(heading, tuple(shown))


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
    return sum(map(_width, text))


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pieces(paragraph: str, columns: int) -> Iterator[str]:
    for word in paragraph.split():
        rest = word
        while width(rest) > columns:
            piece = _clip(rest, columns) or rest[0]
            yield piece
            rest = rest[len(piece) :]
        if rest:
            yield rest


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


_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co"}


def _clean(text: str) -> str:
    """Without what could change how other text is shown: control, bidirectional and unassigned characters."""
    spaced = (" " if c.isspace() and c != "\n" else c for c in text)
    return "".join(c for c in spaced if c == "\n" or unicodedata.category(c) not in _UNSEEN)


_MARKS = (
    (re.compile(r"```[^\n`]*\n?"), ""),  # the fence of a block of code
    (re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),  # links and pictures: their words
    (re.compile(r"(?m)^\s{0,3}#{1,6}\s+"), ""),
    (re.compile(r"(?m)^\s*>\s?"), ""),
    (re.compile(r"(?m)^\s*(?:[-*_]\s*){3,}$"), ""),
    (re.compile(r"(?m)^\s*[-*+•]\s+"), "- "),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
)


def _plain(text: str) -> str:
    """Without markdown; list items keep a dash."""
    text = _clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    for pattern, instead in _MARKS:
        text = pattern.sub(instead, text)
    return re.sub(r"\n{2,}", "\n", text).strip("\n")


# ------------------------------------------------------------------------------------------------------------ speech

_MONEY = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee"}
_UNITS = {
    "kg": "kilogram", "g": "gram", "mg": "milligram", "lb": "pound", "lbs": "pound", "oz": "ounce", "km": "kilometre",
    "m": "metre", "cm": "centimetre", "mm": "millimetre", "ft": "foot", "l": "litre", "ml": "millilitre",
    "kwh": "kilowatt hour", "w": "watt", "kw": "kilowatt", "v": "volt", "mb": "megabyte", "gb": "gigabyte",
    "hz": "hertz", "khz": "kilohertz", "min": "minute", "sec": "second", "ms": "millisecond", "h": "hour",
}  # fmt: skip
_SAME_IN_PLURAL = {"hertz", "kilohertz", "yen"}
_SYMBOLS = (
    (re.compile(r"°\s?C\b"), " degrees Celsius"), (re.compile(r"°\s?F\b"), " degrees Fahrenheit"),
    (re.compile("°"), " degrees"), (re.compile(r"(?<=\d)\s?%"), " percent"),
    (re.compile(r"(?<=\d)\s?(?:km/h|kph)\b"), " kilometres per hour"),
    (re.compile(r"(?<=\d)\s?mph\b"), " miles per hour"),
    (re.compile(r"(?<=\d)\s?[×*](?=\s?\d)"), " times "), (re.compile(r"(?<=\d)\s?÷(?=\s?\d)"), " divided by "),
    (re.compile(r"(?<=\d)\s[-−](?=\s\d)"), " minus "), (re.compile(r"(?<![\w-])[-−](?=\d)"), "minus "),
    (re.compile(r"(?<=\d)[–-](?=\d+\b(?![-–]))"), " to "), (re.compile(r"\s[–—-]+\s|—"), ", "),
    (re.compile("≈"), " about "), (re.compile("[≤⩽]"), " at most "), (re.compile("[≥⩾]"), " at least "),
    (re.compile(r"\s?=\s?"), " equals "), (re.compile(r"(?<=\d)\s?\+\s?(?=\d)"), " plus "),
    (re.compile(r"\s&\s|(?<=\w)&(?=\w)"), " and "), (re.compile("½"), " and a half"), (re.compile("→"), " to "),
    (re.compile(r"\band/or\b"), "or"), (re.compile(r"(?<=\w)\s?/\s?(?=[^\W\d])"), " or "),
    (re.compile(r"#(?=\d)"), "number "),
)  # fmt: skip
_URL = re.compile(r"\b(?:https?://|www\.)([^\s/?#)\]]+)[^\s)\]]*?(?=[.,;:!?]*(?:[\s)\]]|$))", re.IGNORECASE)
_AMOUNT = re.compile(r"([$€£¥₹])\s?(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s(thousand|million|billion|trillion))?")
_MEASURE = re.compile(
    rf"(?<![\w.])(\d+(?:,\d{{3}})*(?:\.\d+)?)\s?({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b(?!/)"
)


def spoken(text: str) -> str:
    """The words of an answer as a voice should say them; a long answer ends at a whole sentence."""
    text = _plain(text)
    text = re.sub(r"(?m)^- (.*?)[.;,]?$", r"\1.", text)
    text = _URL.sub(lambda m: _host(m[1]), text)
    text = _AMOUNT.sub(_money, text)
    text = _MEASURE.sub(_measure, text)
    for pattern, instead in _SYMBOLS:
        text = pattern.sub(instead, text)
    text = re.sub(r"(?<!\d)(\d{7,})(?!\d)", lambda m: " ".join(m[1]), text)  # a number to be noted, digit by digit
    text = "".join(c for c in text if unicodedata.category(c) not in {"So", "Sk"} and c not in "*_`~|<>^\\")
    text = re.sub(r"\s+", " ", re.sub(r"(?<![.!?:;,])\n", ". ", text)).strip()
    return _capped(re.sub(r"\s+([.,;:!?])", r"\1", text))


def _host(host: str) -> str:
    return host.rpartition("@")[2].removeprefix("www.").rstrip(".,;:!?")


def _money(match: re.Match[str]) -> str:
    name = _MONEY[match[1]]
    amount, scale = match[2], match[3]
    unit = name if (amount == "1" and not scale) or name in _SAME_IN_PLURAL else plural(name)
    return f"{amount} {scale} {unit}" if scale else f"{amount} {unit}"


def _measure(match: re.Match[str]) -> str:
    name = _UNITS[match[2]]
    return f"{match[1]} {name if match[1] == '1' or name in _SAME_IN_PLURAL else plural(name)}"


def _capped(text: str) -> str:
    if len(text) <= SPOKEN_AT_MOST:
        return text
    whole, _ = sentences(text[:SPOKEN_AT_MOST] + " ")
    kept = " ".join(whole)
    return kept or text[:SPOKEN_AT_MOST].rpartition(" ")[0] + CUT


# --------------------------------------------------------------------------------------------------------- sentences

_END = re.compile(r"([.!?…]+[\"'”’)\]*_]*)(\s+)|([。！？]+)|(\n+)")
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
        if end[1] and not _ends(buffer[start : end.start()], end[1], buffer[end.end() : end.end() + 1]):
            continue
        sentence = buffer[start : end.end()].strip()
        start = end.end()
        if sentence:
            whole.append(sentence)
    return tuple(whole), buffer[start:]


def _ends(before: str, mark: str, following: str) -> bool:
    """A full stop after an abbreviation, an initial or the number of a list item ends nothing."""
    if mark[0] != "." or len(mark) > 1:
        return not (following.islower() and mark[0] in ".…")
    last = before.rpartition(" ")[2].lstrip("(\"'“‘")
    if re.fullmatch(r"\d{1,2}", last) and before.strip() == last:
        return False
    if last.casefold() in {"a.m", "p.m", "etc", "u.s", "u.k"}:
        return not (following.islower() or not following)
    initial = len(last) == 1 and last.isupper() and last != "I"
    return not (last.casefold() in _SHORT or initial or following.islower())


def count_words(n: int) -> str:
    """Small numbers as words, large ones as digits: how counts are said and shown."""
    return in_words(n) if 0 <= n <= 12 else str(n)
