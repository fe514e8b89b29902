"""A date and a time of day together, or a length of time from now: `half past six the day after tomorrow`. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from edge.language.clock_times import PARTS, ClockTime, clocks, find_clock, part_in
from edge.language.day_words import days, find_day
from edge.language.days import Day, Either, InDays, InYear, NoSuchTimeError
from edge.language.durations import DAY, Duration, durations, find_duration
from edge.language.timed import MARKS, Words
from edge.records import dataclass

USUAL = {
    "morning": ClockTime(9, sure=True), "afternoon": ClockTime(15, sure=True), "evening": ClockTime(19, sure=True),
    "night": ClockTime(21, sure=True),
}  # fmt: skip
"""The time that is meant where only a part of the day is named."""
_AHEAD = frozenset({"in", "after", "within", "another"})
_BEHIND = frozenset({"time", "later", "from", "hence"})
_BEFORE = frozenset("at on in by for around about from until till this the of within after like roughly".split())


@dataclass(frozen=True, slots=True)
class When:
    """A moment as it was said. Where `length` is given, it is so long from now, whatever the clock says."""

    day: Day | None = None
    clock: ClockTime | None = None
    part: str = ""
    length: Duration | None = None

    def __bool__(self) -> bool:
        return self != When()

    @property
    def choice(self) -> Either | None:
        """The two days of which only the wearer knows which is meant."""
        return self.day if isinstance(self.day, Either) else None

    def with_day_of(self, other: When) -> When:
        """The same, on the other's day and at the other's time as far as none were said."""
        if self.length is not None or not other:
            return self
        clock, part = (self.clock, self.part) if self.clock or self.part else (other.clock, other.part)
        return When(self.day or other.day, clock.within(part) if clock else None, part)

    def at(self, now: datetime, usual: ClockTime | None = None) -> datetime | None:
        """The moment; None where the time of day is missing. `usual`: the time on a day of which no more is said.

        Raises NoSuchTimeError.
        """
        if self.length is not None:
            return _later(now, self.length)
        if self.day is None:
            return self._next(now)
        day = self.day.on(now.date())
        if self.clock is None and not self.part and isinstance(self.day, InDays) and self.day.span:
            return _on(now, day, ClockTime(now.hour, now.minute, sure=True))
        clock = self.clock or USUAL.get(self.part) or (usual if day != now.date() else None)
        if clock is None:
            return None
        found = [at for at in _readings(now, day, clock) if at > now]
        if not found and (self.clock is None and day == now.date()):
            return None
        if not found:
            raise NoSuchTimeError("passed")
        noon = clock.hour == 12 and not clock.sure and day != now.date()  # at twelve tomorrow
        return found[-1] if noon else found[0]

    def _next(self, now: datetime) -> datetime | None:
        clock = self.clock or USUAL.get(self.part)
        if clock is None:
            return None
        try:
            dates = [now.date() + timedelta(days=n) for n in (-1, 0, 1)]
        except OverflowError:  # the clock stands at the end of the calendar
            raise NoSuchTimeError("far") from None
        return min(at for day in dates for at in _readings(now, day, clock) if at > now)


def moved(at: datetime, minutes: int) -> When:
    """The moment of the same hour with other minutes; negative: before that hour, as in `quarter to`."""
    new = at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)
    return When(InYear(new.month, new.day, new.year), ClockTime(new.hour, new.minute, sure=True))


def find_when(tokens: Words, *, any_length: bool = False) -> tuple[When, frozenset[int]]:
    """What these words say of a moment, and the places of the words that say it.

    A length of time counts where it lies ahead ("in ten minutes"), and with `any_length` in any case.
    """
    day, length = find_day(tokens), find_duration(tokens)
    dated = day if day is not None and day.value != InDays() else None
    clock = find_clock(tokens if dated is None else _blank(tokens, dated.start, dated.end))
    part, spans = part_in(tokens), _places(tokens)
    if length is not None and not (any_length or _lies_ahead(tokens, length.start, length.end)):
        length = None
    if length is not None and (day is None or not (day.start <= length.start and length.end <= day.end)):
        return When(length=length.value), spans
    if day is None and clock is None and not part:
        return When(), frozenset()
    return When(day.value if day else None, clock.value if clock else None, part), spans


def without(tokens: Words, places: Iterable[int]) -> str:
    """The other words, without the prepositions before the places and the corrections between them."""
    return " ".join(tokens[at] for at in without_places(tokens, places))


def without_places(tokens: Words, places: Iterable[int]) -> tuple[int, ...]:
    """As `without`: where the other words stand."""
    gone = set(places)
    for at in range(len(tokens) - 1, -1, -1):
        if at + 1 in gone and (tokens[at] in _BEFORE or tokens[at] in MARKS):
            gone.add(at)
    return tuple(at for at in range(len(tokens)) if at not in gone)


def _places(tokens: Words) -> frozenset[int]:
    lengths = [one for one in durations(tokens) if _lies_ahead(tokens, one.start, one.end)]
    spans = [(one.start, one.end) for one in clocks(tokens)] + [(one.start, one.end) for one in days(tokens)]
    spans += [(one.start, one.end) for one in lengths]
    places = {at for start, end in spans for at in range(start, end)}
    return frozenset(places | {at for at, token in enumerate(tokens) if token in PARTS and _part_stands(tokens, at)})


def _part_stands(tokens: Words, at: int) -> bool:
    return (
        tokens[at] == "tonight"
        or tokens[at - 1 : at] in (("the",), ("this",), ("at",), ("tomorrow",))
        or (at > 0 and bool(days(tokens[at - 1 : at])))
    )


def _blank(tokens: Words, start: int, end: int) -> Words:
    """The words with those of a day blotted out: its numbers are no hours."""
    return (*tokens[:start], *("..." for _ in range(start, end)), *tokens[end:])


def _lies_ahead(tokens: Words, start: int, end: int) -> bool:
    before = set(tokens[max(0, start - 2) : start])
    return bool(before & _AHEAD) or tokens[end : end + 1] in tuple((word,) for word in _BEHIND)


def _readings(now: datetime, day: date, clock: ClockTime) -> list[datetime]:
    """The moments of a day that a clock time may be, in their order."""
    if clock.sure:
        return [_on(now, day, clock)]
    return [_on(now, day, ClockTime(hour, clock.minute)) for hour in (clock.hour % 12, clock.hour % 12 + 12)]


def _on(now: datetime, day: date, clock: ClockTime) -> datetime:
    try:
        midnight = datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)
        return midnight + timedelta(hours=clock.hour, minutes=clock.minute)
    except OverflowError:
        raise NoSuchTimeError("far") from None


def _later(now: datetime, length: Duration) -> datetime:
    if length.seconds > 100 * 366 * DAY:
        raise NoSuchTimeError("far")
    return now + timedelta(seconds=length.seconds)
