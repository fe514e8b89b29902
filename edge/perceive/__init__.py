"""The perceivers: what turns frames into things, texts and codes, and sounds into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from edge.messages import Need, Scene
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.flow import Lane
    from edge.messages import Code, Event, Frame, Sound, Text, Thing


class Ear(Protocol):
    """A function from pieces of sound to events: Wake, Voice and Heard."""

    def hear(self, sound: Sound) -> tuple[Event, ...]: ...


@dataclass(frozen=True)
class Senses:
    """The perceivers of these glasses, real, recorded or tiny; None where there is none of a kind."""

    things: Callable[[Frame], tuple[Thing, ...]] | None = None
    texts: Callable[[Frame], tuple[Text, ...]] | None = None
    codes: Callable[[Frame], tuple[Code, ...]] | None = None
    ear: Ear | None = None
    redactions: Callable[[Frame], tuple[Thing, ...]] | None = None
    """What must not be recognisable in a picture that leaves; None: then none leaves."""


async def look(senses: Senses, lane: Lane, frame: Frame, needs: frozenset[Need]) -> Scene:
    """The scene of a frame, with only what `needs` names looked for. A missing perceiver is told in `missing`."""
    found: dict[Need, tuple[Thing, ...] | tuple[Text, ...] | tuple[Code, ...] | None] = {}
    ways = {Need.THINGS: senses.things, Need.TEXTS: senses.texts, Need.CODES: senses.codes}
    for need, perceive in ways.items():
        if need in needs and perceive is not None:
            found[need] = await lane.run(need, lambda perceive=perceive: perceive(frame))  # type: ignore[misc]
    blind = [str(need) for need in ways if need in needs and ways[need] is None]
    missing = f"I have no way to look for {' or '.join(blind)} here." if blind else ""
    return Scene(frame, found.get(Need.THINGS), found.get(Need.TEXTS), found.get(Need.CODES), missing)  # type: ignore[arg-type]
