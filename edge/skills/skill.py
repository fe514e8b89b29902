"""What a skill is: it claims its own questions, and answers them from what was seen and what the mind knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edge.messages import Act, Claim, Expect, Facts, Intent, Past, Query, Scene, Slot


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a skill may know when it answers."""

    query: Query
    slots: Mapping[str, Slot]
    scene: Scene
    facts: Facts

    @property
    def others(self) -> bool:
        """Whether a server is asked too, and this is only said meanwhile."""
        return self.facts.others


@dataclass(frozen=True, slots=True)
class Reply:
    """A skill's answer: words fit to be spoken, and what it wants done.

    `degraded` says that this is less than was asked for, and why; `expects`, what it asks back for.
    """

    text: str
    acts: tuple[Act, ...] = ()
    sources: tuple[str, ...] = field(default=())
    degraded: str = ""
    expects: Expect | None = None


class Skill(Protocol):
    """One thing that Glint can do on the device. Both methods are pure; an AnswerError says why it cannot."""

    @property
    def name(self) -> str: ...

    @property
    def intent(self) -> Intent: ...

    def claim(self, query: Query, recent: tuple[Past, ...]) -> Claim | None: ...

    def answer(self, asked: Asked) -> Reply: ...
