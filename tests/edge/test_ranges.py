"""Ranges of settings: what is taken, what is refused, and how it is said."""

from dataclasses import dataclass, field
from math import nan
from typing import Annotated

import pytest

from edge.config import MODES
from edge.errors import ConfigError
from edge.ranges import OneOf, Within, check_ranges, ranges
from edge.reach.modes import MODES as KNOWN


@dataclass(frozen=True)
class Inner:
    seconds: float = 1.0
    share: Annotated[float, Within(0, 1)] = 0.5


@dataclass(frozen=True)
class Tree:
    name: str = ""
    kind: Annotated[str, OneOf(("led", "mark"))] = "mark"
    kinds: Annotated[tuple[str, ...], OneOf(("led", "mark"))] = ()
    inner: Inner = Inner()
    many: tuple[Inner, ...] = ()
    derived: int = field(default=0, metadata={"setting": False})


def test_a_number_is_not_below_zero_unless_its_type_says_otherwise():
    assert ranges(Inner) == {"seconds": Within(), "share": Within(0, 1)}
    assert [str(one) for one in (Within(), Within(0, 1), Within(1, 1), Within(0, 9, "s"), OneOf(("a", "b")))] == [
        "0 or more",
        "0 to 1",
        "1",
        "0 to 9 s",
        '"a", "b"',
    ]


@pytest.mark.parametrize("tree", [Tree(), Tree(kinds=("led",)), Tree(inner=Inner(1e15, 1)), Tree(derived=-1)])
def test_what_is_in_range_is_taken(tree):
    check_ranges(tree, "x.toml")


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        (Tree(inner=Inner(-1.0)), "x.toml: inner: seconds: wants 0 or more, not -1.0"),
        (Tree(inner=Inner(nan)), "x.toml: inner: seconds: wants 0 or more, not nan"),
        (Tree(inner=Inner(1e16)), "x.toml: inner: seconds: wants 0 or more, not 1e+16"),
        (Tree(inner=Inner(10**400)), "seconds: wants 0 or more, not a number of 1329 bits"),
        (Tree(many=(Inner(), Inner(share=2.0))), "x.toml: many[1]: share: wants 0 to 1, not 2.0"),
        (Tree(kind="lde"), """x.toml: kind: wants one of "led", "mark", not 'lde'; did you mean 'led'?"""),
        (Tree(kinds=("led", "zz")), """x.toml: kinds: wants one of "led", "mark", not 'zz'"""),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(tree, words):
    with pytest.raises(ConfigError) as refused:
        check_ranges(tree, "x.toml")
    assert words in str(refused.value)


def test_the_modes_that_a_file_may_name_are_those_that_there_are():
    assert set(MODES) == set(KNOWN)
