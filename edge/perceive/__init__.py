"""The perceivers: what turns frames into things, texts and codes, and sounds into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from edge.messages import Need, Scene
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.flow import Found, Lane
    from edge.messages import Attention, Code, Frame, Instant, Samples, Sound, Text, Thing


class Ear(Protocol):
    """Turns pieces of sound into events. Called in the reading loop: `hear` takes a few milliseconds at most."""

    def attend(self, to: Attention) -> Found: ...

    def hear(self, sound: Sound) -> Found: ...


class Overhears(Protocol):
    """Who must know what the mouth plays, at its level: the ear, so that it does not take it for the wearer."""

    def played(self, at: Instant, samples: Samples, rate: int) -> None:
        """From `at` on, by the clock of the microphone, these are heard."""

    def stopped(self, at: Instant) -> None:
        """Nothing of that is heard after this."""


@dataclass(frozen=True)
class Senses:
    """The perceivers of these glasses, real, recorded or tiny; None where there is none of a kind."""

    things: Callable[[Frame], tuple[Thing, ...]] | None = None
    texts: Callable[[Frame], tuple[Text, ...]] | None = None
    codes: Callable[[Frame], tuple[Code, ...]] | None = None
    ear: Ear | None = None
    redactions: Callable[[Frame], tuple[Thing, ...]] | None = None
    """What must not be recognisable in a picture that leaves; None: then none leaves."""
    mouth: Overhears | None = None
    """Who tells the ear what the mouth plays; None: nobody does."""


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
