"""What a skill is: it claims its own questions, and answers them from what was seen and what the mind knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from edge.errors import AnswerError
from edge.language.patterns import Pattern

if TYPE_CHECKING:
    from edge.messages import Act, Claim, Expect, Facts, Intent, Past, Query, Scene, Wants

W = TypeVar("W")

WHOLE = 1.0  # the score of a claim whose grammar used up every word of the question
PARTLY = 0.6  # and of one that left words over


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a skill may know when it answers. `wants`: what its claim understood; None where it claimed nothing."""

    query: Query
    wants: Wants
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

    @property
    def examples(self) -> tuple[str, ...]:
        """Six to twelve questions as people ask them, all of which it claims; the first is shown to them as the way."""

    def claim(self, query: Query, recent: tuple[Past, ...]) -> Claim | None:
        """How sure it is that the question is its own, and what it understood; None where it is not."""

    def answer(self, asked: Asked) -> Reply: ...


class Fallback(Protocol):
    """Answers questions that no skill claims. Pure; an AnswerError says why it cannot."""

    @property
    def name(self) -> str: ...

    @property
    def serves(self) -> frozenset[Intent]:
        """The intents whose questions it answers."""

    def answer(self, asked: Asked) -> Reply: ...


def wanted(asked: Asked, kind: type[W]) -> W:
    """What the skill's claim understood; raises AnswerError where it is not of that kind, since it claimed nothing."""
    if not isinstance(asked.wants, kind):
        raise AnswerError("I did not understand that.")
    return asked.wants


def score_of(pattern: Pattern, said: str) -> float:
    """0 where the pattern does not match, PARTLY where one of its `.*` was needed for it, WHOLE otherwise."""
    if not pattern.match(said):
        return 0.0
    return WHOLE if _strict(pattern).match(said) else PARTLY


@cache
def _strict(pattern: Pattern) -> Pattern:
    """The pattern without its `.*`, which stand for words that are not understood."""
    return Pattern(pattern.pattern.replace(".*", ""))
