"""Times of day in words: read (`half past six`, `6 30 am`, `ten to eight tonight`) and written. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from edge.language.durations import unit_of
from edge.language.numbers import ordinal_at, whole_at
from edge.language.timed import MARKS, FoundValue, Words, after, chosen, every, time_words
from edge.records import dataclass

PARTS = {
    "morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "night", "tonight": "night",
    "teatime": "afternoon", "bedtime": "night",
}  # fmt: skip
_NAMED = {"noon": 12, "midday": 12, "midnight": 24}
_PAST, _TO = frozenset({"past", "after", "gone"}), frozenset({"to", "of", "before", "till", "til"})
_AT = frozenset("at by until till around before past after is gone".split())
_PERHAPS = frozenset("for to from no not sorry actually or about".split())
_FOLLOWS = frozenset("tonight tomorrow this please on today instead alarm reminder ...".split())
NEVER_BEFORE = frozenset("in on timer number room page level platform chapter bus".split())


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day. `sure`: it was said whether morning or evening. The hour 24: the midnight that ends a day."""

    hour: int
    minute: int = 0
    sure: bool = False

    def __str__(self) -> str:
        """`7:05`, `18:30`, `0:00`."""
        return f"{self.hour % 24}:{self.minute:02}"

    def within(self, part: str) -> ClockTime:
        """The same in a part of the day ("evening"), unless it was said whether morning or evening."""
        if self.sure or not part:
            return self
        hour = self.hour % 12
        match part:
            case "morning":
                return replace(self, hour=hour, sure=True)
            case "night":  # after midnight it is the next day's
                return replace(self, hour=hour + (12 if hour >= 5 else 24), sure=True)
        return replace(self, hour=hour + 12, sure=True)


def clock_in(text: str) -> ClockTime | None:
    """The time of day that a text names, such as `seven in the evening`; a bare number counts where it stands alone."""
    tokens = time_words(text)
    found = find_clock(tokens)
    return found.value if found is not None else None


def find_clock(tokens: Words) -> FoundValue[ClockTime] | None:
    """The time of day that counts, and where it stands, the part of the day taken from anywhere in the sentence."""
    found = chosen(tokens, clocks(tokens))
    if found is None:
        return None
    return replace(found, value=found.value.within(part_in(tokens)))


def clocks(tokens: Words) -> tuple[FoundValue[ClockTime], ...]:
    """Every time of day that is named, from left to right."""
    return every(tokens, clock_at)


def beside_hour(tokens: Words) -> int | None:
    """The minutes past an hour that is not said, as in `make it half past`; None: none are named so."""
    for at in range(1, len(tokens)):
        last, side = at + 1 == len(tokens), tokens[at]
        if not (side == "past" and (last or whole_at(tokens, at + 1) is None)) and not (side == "to" and last):
            continue
        minutes = {"half": 30, "quarter": 15}.get(tokens[at - 1]) or _number_before(tokens, at)
        if 0 < minutes < 60:
            return minutes if side == "past" else -minutes
    return None


def _number_before(tokens: Words, end: int) -> int:
    """The whole number whose words end here; 0: none does."""
    found = ((at, whole_at(tokens, at)) for at in (end - 2, end - 1) if at >= 0)
    return next((int(one.value) for at, one in found if one is not None and at + one.used == end), 0)


def part_in(tokens: Words) -> str:
    """The part of the day that is named anywhere: morning, afternoon, evening or night; empty: none."""
    if ("first", "thing") in pairwise(tokens):
        return "morning"
    return next((PARTS[token] for at, token in enumerate(tokens) if token in PARTS and _is_part(tokens, at)), "")


def _is_part(tokens: Words, at: int) -> bool:
    """`good night` and `the evening news` tell no time."""
    return tokens[at - 1 : at] != ("good",) and tokens[at + 1 : at + 2] not in (("news",), ("shift",), ("bus",))


def clock_at(tokens: Words, at: int) -> FoundValue[ClockTime] | None:
    """The time of day that begins at this word."""
    if tokens[at] in _NAMED:
        return FoundValue(ClockTime(_NAMED[tokens[at]], sure=True), at, at + 1, 3)
    found = _beside_hour_at(tokens, at) or _hour_at(tokens, at)
    if found is None:
        return None
    value, end = found.value, found.end
    half = _half_at(tokens, end)
    if half is not None and not value.sure and 1 <= value.hour <= 12:
        return FoundValue(_in_half(value, half[0]), at, half[1], 3)
    return found if found.plain else None


def _in_half(value: ClockTime, half: str) -> ClockTime:
    return replace(value, hour=value.hour % 12 + 12 * (half == "pm"), sure=True)


def _half_at(tokens: Words, at: int) -> tuple[str, int] | None:
    """`am` or `pm`, also as a recogniser may write them."""
    for phrase, half in (("am", "am"), ("pm", "pm"), ("a m", "am"), ("p m", "pm")):
        if (end := after(tokens, at, phrase)) is not None:
            return half, end
    return None


def _beside_hour_at(tokens: Words, at: int) -> FoundValue[ClockTime] | None:
    """`half past six`, `a quarter to nine`, `twenty five minutes to four`, `half eleven`, `quarter of eight`."""
    begin = at + 1 if tokens[at] == "a" else at
    word = tokens[begin] if begin < len(tokens) else ""
    minutes, end = {"half": 30, "quarter": 15}.get(word, 0), begin + 1
    if not minutes:
        number = whole_at(tokens, at)
        if number is None or not 0 < number.value < 60:
            return None
        minutes, end = int(number.value), at + number.used
        end = after(tokens, end, "minutes", "minute") or end
    if end >= len(tokens):
        return None
    side, before = tokens[end], tokens[at - 1] if at else ""
    if word == "half" and side not in _PAST:
        return _beside(tokens, end, minutes, at)
    if side in _PAST and before != "from":
        return _beside(tokens, end + 1, minutes, at)
    if side in _TO and before != "from" and (side != "of" or word == "quarter"):
        return _beside(tokens, end + 1, -minutes, at)
    return None


def _beside(tokens: Words, at: int, minutes: int, start: int) -> FoundValue[ClockTime] | None:
    """So many minutes after the hour that stands here."""
    named = _NAMED.get(tokens[at]) if at < len(tokens) else None
    number = whole_at(tokens, at)
    if named is None and (number is None or not 1 <= number.value <= 23 or _is_amount(tokens, at + number.used)):
        return None
    hour, end = (named, at + 1) if named is not None else (int(number.value), at + number.used)  # type: ignore[union-attr]
    total = hour * 60 + minutes
    end = after(tokens, end, "o'clock") or end
    return FoundValue(ClockTime(total // 60 or 12, total % 60, sure=named is not None or hour > 12), start, end, 3)


def _hour_at(tokens: Words, at: int) -> FoundValue[ClockTime] | None:
    """`7:30`, `seven thirty`, `nine oh five`, `six o'clock`, `1830`, and a bare hour where one may stand."""
    written = _written(tokens, at)
    if written is not None:
        return written
    if tokens[at] in ("oh", "zero") and (early := _hundreds(tokens, at, 0, at + 1)) is not None:
        return early
    hour = whole_at(tokens, at)
    if hour is None:
        return None
    end = at + hour.used
    if (hundreds := _hundreds(tokens, at, int(hour.value), end)) is not None:
        return hundreds
    if not 0 <= hour.value <= 23 or hour.used > 2:
        return None
    value = ClockTime(int(hour.value), sure=hour.value > 12 or hour.value == 0 or tokens[at].startswith("0"))
    if (stop := after(tokens, end, "o'clock")) is not None:
        return FoundValue(value, at, stop, 3)
    minute = _minute_at(tokens, end)
    if minute is not None and not _is_amount(tokens, minute[1]) and tokens[at - 1 : at] != ("in",):
        return FoundValue(replace(value, minute=minute[0]), at, minute[1], 2 + (at > 0 and tokens[at - 1] in _AT))
    if _is_amount(tokens, end) or ordinal_at(tokens, at) is not None:
        return None
    return FoundValue(value, at, end, _plainness(tokens, at, end))


def _hundreds(tokens: Words, at: int, n: int, end: int) -> FoundValue[ClockTime] | None:
    """`nineteen hundred`, `16 hundred hours`, `0900 hours`, `oh six hundred`."""
    early = n == 0 and whole_at(tokens, end)
    if early:
        n, end = int(early.value), end + early.used
    if (stop := after(tokens, end, "hundred")) is not None:
        n, end = 100 * n, stop
    stop = after(tokens, end, "hours")
    said = tokens[end - 1] == "hundred" and (n >= 1300 or bool(early))
    if n % 100 or not 0 < n <= 2300 or not (said or stop is not None):
        return None
    return FoundValue(ClockTime(n // 100, sure=True), at, stop or end, 3)


def _plainness(tokens: Words, at: int, end: int) -> int:
    """How plainly a bare number is an hour: not at all (0) but for am or pm, perhaps (1), by its preposition (2)."""
    before = tokens[at - 1] if at else ""
    if before in NEVER_BEFORE:
        return 0
    if before in _AT or (tokens[end : end + 2] in (("in", "the"), ("at", "night"))):
        return 2
    alone = end == len(tokens) and (not at or before in {"alarm", "it", "said", "make", *_PERHAPS, *MARKS})
    part = end < len(tokens) and tokens[end] in _FOLLOWS
    return 1 if alone or before in _PERHAPS or part else 0


def _minute_at(tokens: Words, at: int) -> tuple[int, int] | None:
    """The minutes that follow an hour, and where they end."""
    if at < len(tokens) and tokens[at] in ("oh", "o", "zero"):
        one = whole_at(tokens, at + 1)
        return (int(one.value), at + 1 + one.used) if one is not None and 0 < one.value < 10 else None
    number = whole_at(tokens, at)
    if number is None or not 0 <= number.value < 60:
        return None
    short = tokens[at].isdigit() and len(tokens[at]) != 2
    return None if short or (number.value < 10 and not tokens[at].isdigit()) else (int(number.value), at + number.used)


def _written(tokens: Words, at: int) -> FoundValue[ClockTime] | None:
    """`7:30`, `7.30 am`, `0630`, `1830`."""
    token = tokens[at]
    hour, dot, minute = token.replace(".", ":").partition(":")
    before = tokens[at - 1] if at else ""
    if not dot and len(token) in (3, 4) and token.isdigit():
        sensible = before in _AT | _PERHAPS or token[0] == "0" or _half_at(tokens, at + 1) or len(tokens) == 1
        hour, minute = (token[:-2], token[-2:]) if sensible else ("", "")
    if not (hour.isdigit() and minute.isdigit() and len(minute) == 2 and int(hour) < 24 and int(minute) < 60):
        return None
    if "." in token and not (before in _AT | _PERHAPS or _half_at(tokens, at + 1) or len(tokens) == 1):
        return None
    end = after(tokens, at + 1, "o'clock", "hours") or at + 1
    return FoundValue(ClockTime(int(hour), int(minute), sure=int(hour) > 12 or token.startswith("0")), at, end, 3)


def _is_amount(tokens: Words, end: int) -> bool:
    """Whether a number that ends here counts something: minutes, percent, or a day of a month."""
    word = tokens[end] if end < len(tokens) else ""
    return bool(unit_of(word)) or word in ("percent", "degrees", "times", "months", "years", "month", "year")
