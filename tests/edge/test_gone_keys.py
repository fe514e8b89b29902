"""Keys of older configs are read, each with a word, and the one that had an effect keeps it."""

from typing import Any

import pytest

from edge.gone_keys import GONE, without_gone


def read(table: dict[str, Any]) -> tuple[dict[str, object], list[str]]:
    told: list[str] = []
    before = repr(table)
    found = without_gone(table, "glint.toml", told.append)
    assert repr(table) == before, "what was read is not changed"
    return found, told


@pytest.mark.parametrize("key", GONE)
def test_each_goes_with_a_word_and_the_rest_stays(key: str):
    found, told = read({"tape": True, "policy": {key: True, "listen_for": 4.0}})
    assert found == {"tape": True, "policy": {"listen_for": 4.0}}
    assert told == [f"glint.toml: [policy] {key} is not a setting any more: {GONE[key]}; ignored"]


def test_glasses_that_were_silent_stay_silent():
    found, (told,) = read({"policy": {"spoken": False}, "sound": {"speaker": "usb", "microphone": "usb"}})
    assert found["sound"] == {"speaker": "none", "microphone": "usb"}
    assert told.endswith('read as [sound] speaker = "none"')
    assert read({"policy": {"spoken": False}})[0]["sound"] == {"speaker": "none"}
    assert "sound" not in read({"policy": {"servers": False}})[0]


@pytest.mark.parametrize("table", [{}, {"policy": 7}, {"policy": {"spoken": False}, "sound": 7}, {"tape": True}])
def test_what_is_no_table_is_left_to_whoever_checks_it(table: dict[str, Any]):
    assert read(table) == (table, [])
