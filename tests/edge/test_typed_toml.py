"""A table becomes a dataclass, or is refused in one line that names the key and what is wanted."""

from dataclasses import dataclass, field

import pytest

from edge.errors import ConfigError
from edge.typed_toml import from_table


@dataclass(frozen=True)
class Part:
    size: int = 1
    share: float = field(default=0.5, metadata={"most": 1.0})
    cold: float = field(default=0.0, metadata={"least": -40.0})


@dataclass(frozen=True)
class Whole:
    part: Part = field(default_factory=Part, metadata={"least": 0})
    parts: tuple[Part, ...] = field(default=(), metadata={"least": 0})
    free: float = 0.0
    hidden: int = field(default=0, metadata={"setting": False})


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"part": {"size": -1}}, "here: part: size: wants a number of at least 0, not -1"),
        ({"parts": [{}, {"size": -1}]}, "here: parts[1]: size: wants a number of at least 0, not -1"),
        ({"part": {"share": 1.5}}, "here: part: share: wants a number from 0 to 1, not 1.5"),
        ({"part": {"share": -0.5}}, "here: part: share: wants a number from 0 to 1, not -0.5"),
        ({"part": {"cold": -41}}, "here: part: cold: wants a number of at least -40, not -41"),
        ({"free": float("nan")}, "here: free: wants a number, not nan"),
        ({"free": float("-inf")}, "here: free: wants a number, not -inf"),
        ({"free": 10**400}, "here: free: wants a number, not 1000"),
        ({"hidden": 1}, "here does not know 'hidden'"),
        ({"parts": 1}, "here: parts: wants a list, not 1"),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(table, said):
    with pytest.raises(ConfigError) as caught:
        from_table(Whole, table, "here")
    assert said in str(caught.value).replace("here: does", "here does")
    assert "\n" not in str(caught.value)


def test_what_is_in_range_is_taken_with_its_ends():
    table = {"part": {"size": 0, "share": 1, "cold": -40}, "parts": [{"share": 0.0}], "free": -1e300}
    assert from_table(Whole, table, "here") == Whole(Part(0, 1.0, -40.0), (Part(share=0.0),), -1e300)
