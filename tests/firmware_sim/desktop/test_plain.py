"""Every message of a session is plain data for a page: whole, by its name, and without a pixel or a sample."""

import json
from typing import Any

import numpy as np
import pytest

from edge.messages import Command, Event, Frame, Instant, Query, Show, TurnId, Typed, Vitals
from firmware_sim.commands import play
from firmware_sim.desktop.plain import plain
from firmware_sim.world.scenario import bundled, load_scenario


@pytest.mark.parametrize("name", bundled())
def test_all_that_happens_in_a_scenario_is_plain(name: str):
    messages: list[Event | Command] = []
    play(load_scenario(name), observers=(lambda _, event, commands: messages.extend([event, *commands]),))
    assert messages
    for message in messages:
        told = plain(message)
        assert told["is"] == type(message).__name__
        assert set(told) == {"is", *type(message).__dataclass_fields__}
        assert json.loads(json.dumps(told)) == told
        assert len(json.dumps(told)) < 20_000, "no pictures, no samples"


def test_a_picture_is_told_by_its_shape():
    pixels = np.zeros((30, 40, 3), np.uint8)
    told: Any = plain(Typed("what is this", Frame(Instant(2.0), pixels), "deep"))
    assert told["picture"]["pixels"] == [30, 40, 3]
    assert told["picture"]["at"] == 2.0
    assert (told["is"], told["text"], told["mode"]) == ("Typed", "what is this", "deep")


def test_what_is_not_there_is_told_as_such():
    assert plain(Query(TurnId(3), "hm"))["picture"] is None
    assert plain(Vitals())["battery"] is None
    assert plain(Show("Milk", "It costs 1.20 €."))["text"] == "It costs 1.20 €."
