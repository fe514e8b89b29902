"""Whatever flows through Glint can be written down and read back, field by field."""

import dataclasses
import json
import typing
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge import messages
from edge.messages import (
    Alarm,
    Card,
    Clip,
    Command,
    Event,
    Frame,
    Instant,
    Local,
    Now,
    Sound,
    Started,
    Touch,
    Typed,
    Wall,
)
from edge.mind.policy import Policy
from edge.tape import codec
from edge.tape.codec import decode, encode

TEXT = st.text(st.characters(exclude_categories=()), max_size=12)  # lone surrogates too: a keyboard can send them
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1), timezones=ZONES)  # noqa: DTZ001 - hypothesis adds the zone
FLOATS = st.floats(allow_nan=False)
PIXELS = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 255)).map(
    lambda shape: np.full((shape[0], shape[1], 3), shape[2], np.uint8)
)
SAMPLES = st.lists(st.floats(-1, 1, width=32), max_size=9).map(lambda values: np.array(values, np.float32))

HINTS = {"datetime": datetime, "Mapping": Mapping, "Pixels": messages.Instant, "Samples": messages.Frame}
ARRAYS = {"pixels": PIXELS, "samples": SAMPLES}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type, drawn from its fields, so that a new message is tested without a line here."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if isinstance(kind, typing.NewType):
        return values(kind.__supertype__)
    if origin is tuple:
        return st.lists(values(arguments[0]), max_size=2).map(tuple)
    if origin is frozenset:
        return st.frozensets(values(arguments[0]))
    if origin is Mapping:
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=2)
    if arguments:
        return st.one_of([values(argument) for argument in arguments])
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"):
        return st.deferred(lambda: of_fields(kind))
    plain = {str: TEXT, float: FLOATS, int: st.integers(), bool: st.booleans(), datetime: TIMES, type(None): st.none()}
    plain[object] = st.none()  # a skill's own value, which is not written down
    return plain[kind] if kind in plain else st.sampled_from(list(kind))


def of_fields(kind: Any) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(kind, localns=HINTS)
    return st.builds(kind, **{name: ARRAYS[name] if name in ARRAYS else values(hint) for name, hint in hints.items()})


class Shelf:
    """Where the arrays are while the rest is text."""

    def __init__(self) -> None:
        self.arrays: list[Any] = []

    def store(self, array: Any) -> int:
        self.arrays.append(array)
        return len(self.arrays) - 1

    def fetch(self, number: int) -> Any:
        return self.arrays[number]


def there_and_back(kind: Any, value: Any) -> Any:
    shelf = Shelf()
    return decode(kind, json.loads(json.dumps(encode(kind, value, shelf.store))), shelf.fetch)


def same(one: Any, other: Any) -> bool:
    """Equal in every field, those that `==` leaves out as well, and of the same types."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    if dataclasses.is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in dataclasses.fields(one))
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


@pytest.mark.parametrize("kind", [*typing.get_args(Event), *typing.get_args(Command)], ids=lambda kind: kind.__name__)
def test_every_message_comes_back_field_by_field(kind: Any) -> None:
    union = Event if kind in typing.get_args(Event) else Command

    @settings(max_examples=25)
    @given(values(kind))
    def check(message: Any) -> None:
        assert same(there_and_back(union, message), message)

    check()


@settings(max_examples=25)
@given(values(Now), values(Policy), values(Sound), values(Clip))
def test_so_does_what_is_no_event(now: Now, policy: Policy, sound: Sound, clip: Clip) -> None:
    for value in (now, policy, sound, clip):
        assert same(there_and_back(type(value), value), value)


def test_a_union_names_its_class_and_a_set_has_an_order() -> None:
    assert encode(Event, Touch("hold")) == {"is": "Touch", "kind": "hold"}
    assert encode(messages.Route, Local("clock")) == {"is": "Local", "skill": "clock"}
    claim = messages.Claim("count", needs=frozenset(messages.Need))
    assert encode(messages.Claim, claim)["needs"] == sorted(messages.Need)


def test_what_a_skill_understood_is_its_own_and_is_not_written_down() -> None:
    claim = messages.Claim("count", 0.6, Wall(datetime(2026, 3, 1, tzinfo=UTC)), frozenset({messages.Need.THINGS}))
    row = {"skill": "count", "score": 0.6, "wants": None, "needs": ["things"], "takes": 0.0}
    assert encode(messages.Claim, claim) == row
    assert there_and_back(messages.Claim, claim) == dataclasses.replace(claim, wants=None)


def test_a_claim_of_format_1_is_read_without_its_slots() -> None:
    old = {"skill": "timer", "slots": {"do": "set", "seconds": 300}, "needs": []}
    assert decode(messages.Claim, old) == messages.Claim("timer")


def test_pixels_are_never_in_the_text() -> None:
    shelf = Shelf()
    frame = Frame(Instant(1.5), np.zeros((2, 2, 3), np.uint8))
    data = encode(Event, Typed("what is this?", frame), shelf.store)
    assert data["picture"] == {"at": 1.5, "pixels": 0, "lost": 0}
    with pytest.raises(ValueError, match="no place for pixels"):
        encode(Event, Typed("what is this?", frame))


def test_data_of_an_earlier_day_gets_the_defaults_of_today() -> None:
    assert decode(Event, {"is": "Touch"}) == Touch()
    wall = decode(Wall, {"time": "2026-03-01T12:00:00+00:00"})
    assert wall == Wall(datetime(2026, 3, 1, 12, tzinfo=UTC))


@dataclasses.dataclass(frozen=True, slots=True)
class Lamp:
    """A message of another day: it has a field that no recording has, and lacks one that every recording has."""

    lit: bool
    colour: str
    level: float = 1.0


@pytest.mark.parametrize("kind", [Lamp, Lamp | None, Lamp | Touch, tuple[Lamp, ...], Mapping[str, Lamp]])
def test_a_field_that_a_message_lost_or_does_not_have_yet_is_passed_over(kind: Any) -> None:
    data = {"is": "Lamp", "lit": True, "colour": "red", "watts": 3, "wiring": {"is": "Cable", "metres": [1]}}
    whole = {tuple: [data], Mapping: {"a": data}}.get(typing.get_origin(kind), data)
    found = decode(kind, whole)
    assert found in (Lamp(lit=True, colour="red"), (Lamp(lit=True, colour="red"),), {"a": Lamp(lit=True, colour="red")})


def test_a_missing_field_without_a_default_is_named() -> None:
    with pytest.raises(ValueError, match=r"^not a Lamp: .*missing .*'colour'[^\n]*$"):
        decode(Lamp, {"is": "Lamp", "lit": True})


@pytest.mark.parametrize(
    "data",
    [
        None, 7, "Touch", [], {}, {"is": "Nobody"}, {"is": "Touch", "kind": 3},
        {"is": "Typed"}, {"is": "Part", "turn": 1, "route": {"is": "Touch"}, "n": 0, "text": ""},
        {"is": "Started", "alarms": {"a": 1}}, {"is": "Vitals", "link": "sideways"}, {"is": "Voice", "on": 1},
        {"is": "Started", "alarms": [{"rings": "noon", "label": ""}]},
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(data: Any) -> None:
    if data is None:
        assert decode(Event | None, data) is None
        return
    with pytest.raises(ValueError):
        decode(Event, data)


@given(st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda s: st.lists(s) | st.dictionaries(TEXT, s)))
def test_no_data_at_all_breaks_the_reader(data: Any) -> None:
    for kind in (Started, Now, Card, Alarm):
        try:
            decode(kind, data)
        except ValueError:
            continue
        assert isinstance(data, dict)


def test_a_codec_is_made_once() -> None:
    assert codec.codec_of(Event) is codec.codec_of(Event)
