"""Where boxes lie, by themselves and beside each other. How far away a thing is no box tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from edge.messages import Box, Thing

NEAR = 0.12  # of the frame: boxes that have less between them are next to each other
NESTED = 0.9  # of a box: so much of it in a surer one of its label, and it shows the same thing
ON_THE_FLOOR = frozenset({"person", "chair", "couch", "bed", "bench", "dining table", "refrigerator", "oven", "toilet"})
HEAP = 3  # boxes of one label in one large box of it: that is all of them once more


def area(box: Box) -> float:
    """The share of the frame that a box covers."""
    return max(0.0, box.x2 - box.x1) * max(0.0, box.y2 - box.y1)


def weight(thing: Thing) -> float:
    """The rank of a thing among those of its label: score * area ** 0.25; higher is more likely meant."""
    return float(thing.score * area(thing.box) ** 0.25)


def middle(box: Box) -> tuple[float, float]:
    """Its middle, from the left and from the top."""
    return (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2


def side_of(thing: Thing) -> str:
    """Which third of the picture its middle is in."""
    across, _ = middle(thing.box)
    return "left" if across < 1 / 3 else "right" if across > 2 / 3 else "middle"


def at(thing: Thing, side: str) -> bool:
    """Whether it is on this side: a third across, or the upper or lower half."""
    _, down = middle(thing.box)
    return {"top": down < 0.5, "bottom": down >= 0.5}.get(side, side_of(thing) == side)


def apart(things: Iterable[Thing]) -> list[Thing]:
    """The things without boxes that show one of the others once more: unsure ones inside, and one around several."""
    boxes = list(things)
    single = [thing for thing in boxes if sum(_holds(thing, other) for other in boxes) < HEAP]
    return [thing for thing in single if not any(_shows(other, thing) for other in single)]


def _holds(thing: Thing, other: Thing) -> bool:
    """Whether its box has a smaller one of its label in it."""
    return other.label == thing.label and area(other.box) < area(thing.box) / 2 and within(other, thing)


def _shows(sure: Thing, thing: Thing) -> bool:
    """Whether the thing is within one of its label that is surer."""
    return sure.label == thing.label and thing.score < sure.score and within(thing, sure)


def within(thing: Thing, other: Thing) -> bool:
    """Whether the other's box holds nearly all of this one's."""
    a, b = thing.box, other.box
    both = Box(max(a.x1, b.x1), max(a.y1, b.y1), min(a.x2, b.x2), min(a.y2, b.y2))
    wide, high = both.x2 - both.x1, both.y2 - both.y1
    return wide > 0 and high > 0 and wide * high >= NESTED * area(a)


def left_of(thing: Thing, other: Thing) -> bool:
    return middle(thing.box)[0] < middle(other.box)[0]


def right_of(thing: Thing, other: Thing) -> bool:
    return middle(thing.box)[0] > middle(other.box)[0]


def next_to(thing: Thing, other: Thing) -> bool:
    """Whether little lies between them, across and down."""
    a, b = thing.box, other.box
    across, down = max(a.x1, b.x1) - min(a.x2, b.x2), max(a.y1, b.y1) - min(a.y2, b.y2)
    return across < NEAR and down < NEAR / 2


def on(thing: Thing, other: Thing) -> bool:
    """Whether it stands or lies on the other: its foot is within the other's box, and it is smaller."""
    if thing.label in ON_THE_FLOOR and other.label == "dining table":
        return False
    a, b = thing.box, other.box
    foot = b.y1 - 0.05 <= a.y2 <= b.y2 + 0.02
    return b.x1 <= middle(a)[0] <= b.x2 and foot and area(a) < area(b)


def inside(thing: Thing, other: Thing) -> bool:
    return within(thing, other)


def under(thing: Thing, other: Thing) -> bool:
    """Whether it is lower in the picture, and not far to the side."""
    return other.box.x1 - NEAR <= middle(thing.box)[0] <= other.box.x2 + NEAR and thing.box.y2 > other.box.y2


def above(thing: Thing, other: Thing) -> bool:
    across = other.box.x1 - NEAR <= middle(thing.box)[0] <= other.box.x2 + NEAR
    return across and thing.box.y2 < other.box.y1 + 0.1 * (other.box.y2 - other.box.y1)


def between(thing: Thing, one: Thing, other: Thing) -> bool:
    """Whether its middle lies between the two, across."""
    ends = sorted(middle(each.box)[0] for each in (one, other))
    return ends[0] < middle(thing.box)[0] < ends[1]


RELATIONS: dict[str, Callable[[Thing, Thing], bool]] = {
    "left_of": left_of,
    "right_of": right_of,
    "next_to": next_to,
    "under": under,
    "above": above,
    "on": on,
    "in": inside,
}
