"""A table becomes a dataclass, or is refused in one line that names the key and what is wanted."""

from dataclasses import dataclass, field

import pytest

from edge.errors import ConfigError
from edge.typed_toml import from_table


@dataclass(frozen=True)
class Part:
    size: int = 1
    share: float = 0.5
    cold: float = 0.0


@dataclass(frozen=True)
class Whole:
    part: Part = field(default_factory=Part)
    parts: tuple[Part, ...] = ()
    free: float = 0.0
    hidden: int = field(default=0, metadata={"setting": False})


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"part": {"siez": 1}}, "here: part: does not know 'siez'; did you mean 'size'?"),
        ({"part": {"size": 1.5}}, "here: part: size: wants int, not 1.5"),
        ({"hidden": 1}, "here does not know 'hidden'"),
        ({"parts": 1}, "here: parts: wants a list, not 1"),
        ({"parts": {"size": 1}}, "here: parts: there may be several of these: write [[parts]], not [parts]"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(table, said):
    with pytest.raises(ConfigError) as caught:
        from_table(Whole, table, "here")
    assert said in str(caught.value).replace("here: does", "here does")
    assert "\n" not in str(caught.value)


def test_what_is_in_range_is_taken_with_its_ends():
    table = {"part": {"size": 0, "share": 1, "cold": -40}, "parts": [{"share": 0.0}], "free": -1e300}
    assert from_table(Whole, table, "here") == Whole(Part(0, 1.0, -40.0), (Part(share=0.0),), -1e300)
