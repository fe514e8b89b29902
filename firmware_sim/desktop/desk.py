"""What belongs together while glasses are worn at a desk: they, the world around them, and what was chosen for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from firmware_sim.desktop.journal import Journal
from firmware_sim.desktop.profiles import FIRST, Profile
from firmware_sim.desktop.server_choice import SCRIPTED_SERVER, ServerChoice, ThroughTheAir

if TYPE_CHECKING:
    from edge.devices import Talker
    from edge.messages import Instant, Samples
    from edge.perceive import Overhears
    from edge.store.ledger import Ledger
    from firmware_sim.desktop.worn import Wearing
    from firmware_sim.devices.link import SimLink
    from firmware_sim.scaled_clock import ScaledLoop
    from firmware_sim.world.live import Live
    from firmware_sim.world.physics import Physics


@dataclass(frozen=True, slots=True)
class Outfit:
    """What is worn, or is to be: a change of it begins a new session."""

    profile: Profile = FIRST
    server: ServerChoice = SCRIPTED_SERVER
    tape: Path | None = None
    """Where it is recorded; None: it is not."""


@dataclass(eq=False)
class Desk:
    """The glasses and their world. It is used in the loop of the glasses only."""

    clock: ScaledLoop
    live: Live
    physics: Physics
    ledger: Ledger
    folder: Path
    talker: Talker | None
    """The voice of the device; None where this machine has none."""
    again: Callable[[Outfit], Awaitable[None]]
    """Takes off what is worn and puts on what is wished for."""
    wish: Outfit = field(default_factory=Outfit)
    journal: Journal = field(default_factory=Journal)
    scene: dict[str, str] = field(default_factory=lambda: {"kind": "none", "name": ""})
    air: str = "wifi"
    ears_open: bool = False
    """Whether the page's microphone is open."""
    wearing: Wearing = field(init=False)
    link: SimLink | ThroughTheAir = field(init=False)

    @property
    def at(self) -> float:
        """Seconds since these glasses were put on."""
        return self.clock.time() - self.wearing.began


@dataclass(frozen=True)
class MouthInTheRoom:
    """Tells the ear what the mouth plays while the page's microphone may hear it: in the simulated air nobody does.

    An ear that waits there for an echo that never comes takes whoever talks over an answer for the mouth itself.
    """

    desk: Desk
    ear: Overhears

    def played(self, at: Instant, samples: Samples, rate: int) -> None:
        """From `at` on these are played."""
        if self.desk.ears_open:
            self.ear.played(at, samples, rate)

    def stopped(self, at: Instant) -> None:
        """What was played has stopped."""
        self.ear.stopped(at)
