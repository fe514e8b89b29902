"""Days that have a name (christmas, easter monday, thanksgiving) and when they are. Pure."""

from __future__ import annotations

from datetime import date, timedelta

_FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "xmas": (12, 25),
    "boxing day": (12, 26),
    "new year": (1, 1), "new years": (1, 1), "new years day": (1, 1), "new years eve": (12, 31), "hogmanay": (12, 31),
    "epiphany": (1, 6), "twelfth night": (1, 5), "burns night": (1, 25), "groundhog day": (2, 2),
    "valentines day": (2, 14), "valentines": (2, 14), "saint davids day": (3, 1), "st davids day": (3, 1),
    "saint patricks day": (3, 17), "st patricks day": (3, 17), "april fools day": (4, 1), "april fools": (4, 1),
    "saint georges day": (4, 23), "st georges day": (4, 23), "may day": (5, 1), "juneteenth": (6, 19),
    "midsummer": (6, 24), "midsummers day": (6, 24), "canada day": (7, 1), "independence day": (7, 4),
    "bastille day": (7, 14), "halloween": (10, 31), "all saints day": (11, 1), "bonfire night": (11, 5),
    "guy fawkes night": (11, 5), "remembrance day": (11, 11), "armistice day": (11, 11), "veterans day": (11, 11),
    "saint nicholas day": (12, 6), "st nicholas day": (12, 6), "saint andrews day": (11, 30),
    "st andrews day": (11, 30),
    "australia day": (1, 26), "earth day": (4, 22), "leap day": (2, 29), "cinco de mayo": (5, 5),
}  # fmt: skip
_FROM_EASTER = {
    "pancake day": -47, "shrove tuesday": -47, "ash wednesday": -46, "mothering sunday": -21, "palm sunday": -7,
    "maundy thursday": -3, "good friday": -2, "easter": 0, "easter sunday": 0, "easter day": 0, "easter monday": 1,
    "ascension day": 39, "whitsun": 49, "whit sunday": 49, "pentecost": 49, "whit monday": 50, "corpus christi": 60,
}  # fmt: skip
_NTH = {  # month, weekday (Monday is 0), the how many-th (-1: the last), days after it
    "fathers day": (6, 6, 3, 0), "thanksgiving": (11, 3, 4, 0), "thanksgiving day": (11, 3, 4, 0),
    "black friday": (11, 3, 4, 1), "cyber monday": (11, 3, 4, 4), "labor day": (9, 0, 1, 0), "labour day": (9, 0, 1, 0),
    "memorial day": (5, 0, -1, 0), "martin luther king day": (1, 0, 3, 0), "columbus day": (10, 0, 2, 0),
    "remembrance sunday": (11, 6, 2, 0),
}  # fmt: skip

NAMES = frozenset(_FIXED) | frozenset(_FROM_EASTER) | frozenset(_NTH)
"""Every name, in lower case, without apostrophes."""
LONGEST_NAME = max(len(name.split()) for name in NAMES)


def feast(name: str, year: int) -> date | None:
    """When the day of this name is in a year; None: that year has none. Raises KeyError for an unknown name."""
    if name in _FIXED:
        month, day = _FIXED[name]
        return date(year, month, day) if (month, day) != (2, 29) or is_leap(year) else None
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    month, weekday, nth, later = _NTH[name]
    return _nth(year, month, weekday, nth) + timedelta(days=later)


def easter(year: int) -> date:
    """Easter Sunday of the western churches."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_leap(year: int) -> bool:
    """Whether February has 29 days."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
