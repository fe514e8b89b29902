"""Our quick dataclasses are what those of the standard library are."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, get_type_hints

import pytest

from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Ours:
    """One."""

    a: int
    b: tuple[str, ...] = ()
    hidden: float = field(default=0.5, repr=False, compare=False)
    made: dict[str, int] = field(default_factory=dict)
    KIND: ClassVar[str] = "kind"


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """One."""

    a: int
    b: tuple[str, ...] = ()
    hidden: float = field(default=0.5, repr=False, compare=False)
    made: dict[str, int] = field(default_factory=dict)
    KIND: ClassVar[str] = "kind"


@dataclass(frozen=True, slots=True)
class Two:
    a: int
    b: int = 2

    def __post_init__(self) -> None:
        if self.a > 9:
            raise ValueError


@dataclass(frozen=True)
class Reckoning:
    a: int

    @cached_property
    def double(self) -> list[int]:
        return [2 * self.a]


@dataclass(frozen=True, slots=True)
class Named:
    a: int

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return "named"

    def __hash__(self) -> int:
        return 7


@pytest.mark.parametrize(
    "told",
    [
        lambda kind: repr(kind(1, ("x",), 3.0)).partition("(")[2],
        lambda kind: (kind(1) == kind(1, hidden=2.0), kind(1) == kind(2), kind(1) == 1, kind(1) != kind(1)),
        lambda kind: [f.name for f in dataclasses.fields(kind)],
        lambda kind: (kind.__match_args__, kind.__slots__, kind.KIND, kind.__doc__),
        lambda kind: str(inspect.signature(kind)).replace("<factory>", "").replace(repr(dataclasses.MISSING), ""),
        lambda kind: get_type_hints(kind.__init__),
        lambda kind: dataclasses.asdict(dataclasses.replace(kind(1, ("x",)), a=3)),
        lambda kind: dataclasses.astuple(copy.deepcopy(pickle.loads(pickle.dumps(kind(1, made={"x": 1}))))),  # noqa: S301
        lambda kind: kind(1).made is kind(1).made,
    ],
)
def test_a_record_is_what_a_dataclass_of_the_standard_library_is(told: Callable[[type], Any]):
    assert told(Ours) == told(Theirs)


def test_equal_records_have_one_hash():
    assert hash(Two(1)) == hash(Two(1, 2)) == hash((1, 2))
    assert hash(Two(1)) != hash(Two(2))


def test_a_record_cannot_be_changed():
    one = Two(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'a'"):
        one.a = 2  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError, match="'b'"):
        del one.b  # type: ignore[misc]
    assert one == Two(1)


def test_one_without_slots_may_keep_what_is_reckoned_once():
    one = Reckoning(2)
    assert one.double is one.double == [4]
    assert one == Reckoning(2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.a = 3  # type: ignore[misc]


def test_a_wrong_call_is_refused_by_name():
    with pytest.raises(TypeError, match=r"Two\.__init__\(\) missing 1 required positional argument: 'a'"):
        Two()  # type: ignore[call-arg]
    with pytest.raises(ValueError):
        Two(10)


def test_what_a_class_says_itself_counts():
    assert repr(Named(1)) == "named"
    assert Named(1) == Named(2)
    assert hash(Named(1)) == 7


def test_what_is_not_supported_is_refused():
    with pytest.raises(TypeError, match=r"Wrong\.a: such a field is for dataclasses"):

        @dataclass(frozen=True, slots=True)
        class Wrong:
            a: int = field(default=0, init=False)

    with pytest.raises(TypeError, match="is for dataclasses"):
        dataclass(frozen=False)
