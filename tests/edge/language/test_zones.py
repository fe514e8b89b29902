"""The zones of places: cities by the database's own names, countries and other cities by a table."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, reset_tzpath

import pytest

from edge.language.language import english
from edge.language.zones import zone_at


def test_every_place_of_the_table_has_a_zone():
    table = english().table("zones")["zones"]
    assert len(table) > 90
    for name, key in table.items():
        assert zone_at(tuple(name.split()), 0, english()) is not None, name
        assert ZoneInfo(key).key == key


@pytest.mark.parametrize(
    ("said", "place", "key"),
    [
        ("tokyo", "Tokyo", "Asia/Tokyo"),
        ("new york right now", "New York", "America/New_York"),
        ("the netherlands", "the Netherlands", "Europe/Amsterdam"),
        ("port of spain", "Port of Spain", "America/Port_of_Spain"),
    ],
)
def test_the_longest_name_counts(said: str, place: str, key: str):
    found = zone_at(tuple(said.split()), 0, english())
    assert found is not None
    assert (found[0], getattr(found[1], "key", "")) == (place, key)


@pytest.mark.parametrize("said", ["", "the", "springfield", "argentina_", "../paris", "10", "indiana"])
def test_what_is_no_place_has_none(said: str):
    assert zone_at(tuple(said.split()), 0, english()) is None


def test_without_a_database_no_place_has_a_zone(tmp_path: Path):
    ZoneInfo.clear_cache()
    try:
        reset_tzpath([str(tmp_path)])
        assert zone_at(("tokyo",), 0, english()) is None
    finally:
        reset_tzpath()
