"""Words, purely: normalise and tokenise, numbers and times in words both ways, plurals, spoken lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

_APOSTROPHES = str.maketrans("’‘ʼ`", "''''")
# A number with its sign of money or percent, or a word with what may stand inside it (what's, t-shirt, a.m).
_TOKEN = re.compile(r"[$€£]?\d+(?:[.,:/]\d+)*%?(?![^\W_])|[^\W_]+(?:['.&-][^\W_]+)*")

# ------------------------------------------------------------------------------------------------ normalise, tokenise


def normalise(text: str) -> str:
    """As a speech recogniser would write it: lower case, no punctuation except inside words and numbers."""
    return " ".join(words(text))


def words(text: str) -> tuple[str, ...]:
    """The words of a text, normalised."""
    return tuple(_TOKEN.findall(_fold(text)))


def _fold(text: str) -> str:
    """Folding case can undo a normal form and the other way round, so both until nothing changes."""
    folded = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    return folded if folded == text else _fold(folded)


# ------------------------------------------------------------------------------------------------------------ numbers

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_UNITS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_UNITS |= {f"{tens}-{one}": _UNITS[tens] + _UNITS[one] for tens in _TENS for one in _SMALL[1:10]}
LARGEST = 10**15  # in_words and number_at go up to here, and not to it


class Found(NamedTuple):
    """A number that was read, and how many words it took."""

    value: Fraction
    used: int


def number_at(tokens: Sequence[str], at: int = 0) -> Found | None:
    """The number that begins at this word: `12`, `1,000`, `3.5`, `twenty five`, `two point five`."""
    if at >= len(tokens):
        return None
    digits = tokens[at].replace(",", "")
    if re.fullmatch(r"[0-9]{1,15}(?:\.[0-9]{1,15})?", digits):
        scale = _SCALES.get(tokens[at + 1], 1) if at + 1 < len(tokens) else 1
        return Found(Fraction(digits) * scale, 1 + (scale > 1))
    whole = _whole_at(tokens, at)
    if whole is None or at + whole.used + 1 >= len(tokens) or tokens[at + whole.used] != "point":
        return whole
    return _with_decimals(tokens, at, whole)


def _whole_at(tokens: Sequence[str], at: int) -> Found | None:
    total, group, used, last = 0, 0, 0, LARGEST
    while at + used < len(tokens):
        word = tokens[at + used]
        if word in _UNITS and _UNITS[word] < last:
            group += _UNITS[word]
            last = 10 if _UNITS[word] in range(20, 100, 10) else 1
        elif word == "hundred" and 0 < group < 100:
            group, last = group * 100, LARGEST
        elif word in _SCALES and group > 0 and (total == 0 or total % (_SCALES[word] * 1000) == 0):
            total, group, last = total + group * _SCALES[word], 0, LARGEST
        elif word == "and" and used and last == LARGEST and _unit(tokens, at + used + 1):
            pass
        else:
            break
        used += 1
    return Found(Fraction(total + group), used) if used else None


def _unit(tokens: Sequence[str], at: int) -> bool:
    return at < len(tokens) and tokens[at] in _UNITS


def _with_decimals(tokens: Sequence[str], at: int, whole: Found) -> Found:
    digits = ""
    for word in tokens[at + whole.used + 1 :]:
        if _UNITS.get(word, 10) > 9:
            break
        digits += str(_UNITS[word])
    if not digits:
        return whole
    return Found(whole.value + Fraction(int(digits), 10 ** len(digits)), whole.used + 1 + len(digits))


def in_words(n: int) -> str:
    """`twenty-one`, `one hundred and five`; digits where words would go on for too long."""
    if n < 0:
        return f"minus {in_words(-n)}"
    if n >= LARGEST:
        return str(n)
    for name, scale in reversed(_SCALES.items()):
        if n >= scale:
            return _joined(f"{in_words(n // scale)} {name}", n % scale)
    if n >= 100:
        return _joined(f"{_SMALL[n // 100]} hundred", n % 100)
    if n < 20:
        return _SMALL[n]
    return _TENS[n // 10 - 2] + (f"-{_SMALL[n % 10]}" if n % 10 else "")


def _joined(head: str, rest: int) -> str:
    if not rest:
        return head
    return f"{head} and {in_words(rest)}" if rest < 100 else f"{head} {in_words(rest)}"


# ------------------------------------------------------------------------------------------------------------- times

_SECONDS = {"second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "m": 60, "hour": 3600, "hr": 3600, "h": 3600}
_SECONDS |= {"day": 86400}
_LESSER = {86400: 3600, 3600: 60, 60: 1}
_PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4), "a": Fraction(1), "an": Fraction(1), "couple": Fraction(2)}


def seconds_in(text: str) -> int | None:
    """The length of time that a text names: `five minutes`, `1 hour 20`, `an hour and a half`, `90s`."""
    tokens = [t for t in re.sub(r"(?<=\d)(?=[a-z])", " ", normalise(text).replace("-", " ")).split() if t != "of"]
    total, unit, at, found = Fraction(0), 0, 0, False
    while at < len(tokens):
        amount, used = _amount_at(tokens, at)
        name = tokens[at + used] if at + used < len(tokens) else ""
        following = _SECONDS.get(name) or _SECONDS.get(name.removesuffix("s"))
        if amount and following:
            total, unit, used, found = total + amount * following, following, used + 1, True
        elif amount and unit in _LESSER and at + used == len(tokens) and tokens[at - 1] != "at":
            total += amount * (unit if amount.denominator > 1 else _LESSER[unit])  # "and a half", "1 hour 20"
        at += max(1, used)
    return round(total) if found else None


def _amount_at(tokens: Sequence[str], at: int) -> tuple[Fraction, int]:
    """`5`, `two and a half`, `half a(n)`, `a quarter`, `a couple`: how much, and over how many words."""
    number = number_at(tokens, at)
    if number and tuple(tokens[at + number.used : at + number.used + 2]) in (("quarters", "an"), ("quarters", "a")):
        return number.value / 4, number.used + 2
    if number:
        more = tuple(tokens[at + number.used : at + number.used + 3]) == ("and", "a", "half")
        return number.value + (_PARTS["half"] if more else 0), number.used + 3 * more
    amount, used = Fraction(0), 0
    while at + used < len(tokens) and tokens[at + used] in _PARTS:
        amount = (amount or 1) * _PARTS[tokens[at + used]]
        used += 1
    return amount, used


def duration(seconds: float) -> str:
    """`1 hour and 5 minutes`: the two largest parts for long ones, all for short ones."""
    left = round(seconds)
    parts = []
    for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        n, left = divmod(left, size)
        if n:
            parts.append(f"{n} {name if n == 1 else name + 's'}")
    return listing(parts) or "0 seconds"


class Clock(NamedTuple):
    """A time of day. `sure`: it was said whether morning or evening."""

    hour: int
    minute: int
    sure: bool


_CLOCK = re.compile(
    r"\b(?:(?P<part>half|quarter|(?:five|ten|twenty|\d+)(?: minutes)?) (?P<side>past|after|to|before) )?"
    r"(?P<hour>\d{1,2}|[a-z]+)(?:[:. ](?P<minute>[0-5]\d|[a-z]+(?:[ -][a-z]+)??))??"
    r"(?: o'clock)?"
    r"(?: ?(?P<half>a\.?m|p\.?m)\.?| (?:in the |at |this )?(?P<day>morning|afternoon|evening|night|tonight))?$"
)


def clock_in(text: str) -> Clock | None:
    """The time of day that ends a text: `7:30`, `seven thirty pm`, `half past six`, `quarter to nine`, `noon`."""
    text = normalise(text)
    if text.endswith(("noon", "midday")) and not text.endswith("afternoon"):
        return Clock(12, 0, sure=True)
    if text.endswith("midnight"):
        return Clock(0, 0, sure=True)
    for match in (m for start in _word_starts(text) if (m := _CLOCK.match(text, start))):
        hour, minute = _number(match["hour"]), _number(match["minute"] or "0")
        if hour is not None and minute is not None and hour < 24 and minute < 60:
            return _clock(match, hour, minute)
    return None


def _word_starts(text: str) -> list[int]:
    return [m.start() for m in re.finditer(r"(?<![:.])\b[a-z0-9]", text)]


def _clock(match: re.Match[str], hour: int, minute: int) -> Clock:
    if match["part"]:
        part = {"half": 30, "quarter": 15}.get(match["part"]) or _number(match["part"].removesuffix(" minutes")) or 0
        past = match["side"] in ("past", "after")
        hour, minute = (hour, part) if past else ((hour - 1) % 24, 60 - part)
    late = (match["half"] or "").startswith("p") or match["day"] in ("afternoon", "evening", "night", "tonight")
    early = (match["half"] or "").startswith("a") or match["day"] == "morning"
    if early or late:
        hour = hour % 12 + 12 * late if hour <= 12 else hour
    return Clock(hour, minute, sure=early or late or hour > 12 or match["hour"].startswith("0"))


def _number(text: str) -> int | None:
    tokens = text.split()
    found = number_at(tokens)
    return int(found.value) if found and found.used == len(tokens) and found.value.denominator == 1 else None


# ------------------------------------------------------------------------------------------------------ nouns, lists

_ODD = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "mouse": "mice", "knife": "knives",
    "sheep": "sheep", "scissors": "scissors", "skis": "skis", "broccoli": "broccoli", "foot": "feet", "tooth": "teeth",
    "leaf": "leaves", "shelf": "shelves", "loaf": "loaves", "wife": "wives", "life": "lives", "fish": "fish",
    "jeans": "jeans", "trousers": "trousers", "pants": "pants", "goose": "geese", "deer": "deer",
    "scarf": "scarves", "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "luggage": "luggage",
}  # fmt: skip
_EVEN = {many: one for one, many in _ODD.items()}


def plural(noun: str) -> str:
    """`buses`, `knives`, `wine glasses`: the last word takes the ending."""
    head, _, last = noun.rpartition(" ")
    if last in _ODD:
        many = _ODD[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        many = last + "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = last[:-1] + "ies"
    else:
        many = last + "s"
    return f"{head} {many}".strip()


def singular(noun: str) -> str:
    """The other way; a noun that already is one stays."""
    head, _, last = noun.rpartition(" ")
    if last in _EVEN or last in _ODD:
        one = _EVEN.get(last, last)
    elif last.endswith("ies") and len(last) > 4:
        one = last[:-3] + "y"
    elif last.endswith(("sses", "xes", "ches", "shes", "buses", "zzes")):
        one = last[:-2]
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        one = last[:-1]
    else:
        one = last
    return f"{head} {one}".strip()


def with_article(noun: str) -> str:
    """`a cup`, `an umbrella`, `some broccoli`, `scissors`."""
    if plural(noun) == noun and noun.rpartition(" ")[2] != "sheep":
        return f"some {noun}"
    return f"{'an' if noun[:1] in tuple('aeio') or noun.startswith(('um', 'un')) else 'a'} {noun}"


def counted(n: int, noun: str) -> str:
    """`a cup`, `two cups`, `no cups`."""
    if n == 1:
        return with_article(noun)
    return f"{in_words(n) if n else 'no'} {plural(noun)}"


def listing(items: Sequence[str], last: str = "and") -> str:
    """`a cup, two books and a laptop`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
