"""The time zone of a place that is named (tokyo, new york, india), where the device has a time zone database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.language.language import Language
from edge.language.timed import Words

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LONGEST_PLACE = 4  # words
_SHORT, _SMALL = frozenset({"uk", "nyc", "la"}), frozenset({"the", "de", "of", "es"})
_REGIONS = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian")


def zone_at(tokens: Words, at: int, language: Language) -> tuple[str, ZoneInfo] | None:
    """The place whose name begins there, as it is written, and its zone; None: no zone is known for it."""
    name = at + (tokens[at : at + 1] == ("the",))
    for end in range(min(len(tokens), name + LONGEST_PLACE), name, -1):
        zone = _zone(tokens[name:end], language)
        if zone is not None:
            return " ".join(_written(word) for word in tokens[at:end]), zone
    return None


def several_at(tokens: Words, at: int, language: Language) -> bool:
    """Whether a country with several times is named there, with `the` before it."""
    names = language.table("zones").get("several", ())
    behind = (" ".join(tokens[at + 1 : at + 1 + count]) for count in (1, 2))
    return tokens[at : at + 1] == ("the",) and any(name in names for name in behind)


def _zone(name: Words, language: Language) -> ZoneInfo | None:
    if not all(word.isalpha() for word in name):
        return None
    key = language.table("zones").get("zones", {}).get(" ".join(name))
    city = "_".join(_written(word) for word in name)
    keys = [key] if key else [f"{region}/{city}" for region in _REGIONS]
    return next((zone for one in keys if (zone := _opened(one)) is not None), None)


def _opened(key: str) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # costs 6 ms, which no other question shall pay

    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _written(word: str) -> str:
    return word.upper() if word in _SHORT else word if word in _SMALL else word.capitalize()
