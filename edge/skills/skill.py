"""What a skill is: it claims its own questions, and answers them from what was seen and what the mind knows."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from edge.errors import AnswerError
from edge.language.language import Language, english
from edge.language.text import normalise
from edge.messages import Outcome
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edge.messages import Act, Claim, Expect, Facts, Intent, Past, Query, Scene, Slot, Wants

W = TypeVar("W")

WHOLE = 1.0  # the score of a claim of which everything is understood
ANSWERED = frozenset({Outcome.ANSWERED_LOCAL, Outcome.ANSWERED_REMOTE, Outcome.DEGRADED})
CLEARLY = 0.6  # the share of a task from which on a sentence is clearly that
OPEN = frozenset({
    "other", "not_for_us", "small_talk", "cancel", "what", "describe", "presence", "count", "where", "colour",
    "relation", "read", "find_text", "scan",
})  # fmt: skip
"""The tasks that a sentence is taken for which goes on from the turn before, or asks for what was told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a skill may know when it answers. `wants`: what its claim understood; None where it claimed nothing.

    `intent`: what the question was taken for; None: that is not known.
    """

    query: Query
    wants: Wants
    scene: Scene
    facts: Facts
    intent: Intent | None = None

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
    figure: str = ""
    """The number that is the answer, for the next question to reckon with; empty: it is none."""
    undone: tuple[Act, ...] = ()
    """What was wanted and needs no doing, or cannot be: machines are told of it, and that it was not done."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a question may mean, as evidence: a skill validates it, and claims only what it can carry out.

    `score`: how likely the task is. `slots`: the words of the question that fill the task's places; `borrowed`: words
    of the question before it that do. `recent`: the turns before, oldest first.
    """

    query: Query
    task: str
    score: float = 1.0
    slots: tuple[Slot, ...] = ()
    borrowed: tuple[Slot, ...] = ()
    recent: tuple[Past, ...] = ()
    intent: Intent | None = None
    """What the question is taken for as a whole; None: that is not known."""

    @property
    def said(self) -> str:
        """The question as a recogniser would write it."""
        return normalise(self.query.text)

    @property
    def past(self) -> Past | None:
        """The turn before this one."""
        return self.recent[-1] if self.recent else None

    @property
    def follows_answer(self) -> bool:
        """Whether the turn before this one was answered."""
        return self.past is not None and self.past.outcome in ANSWERED

    def words(self, kind: str) -> str:
        """The first words of the question that fill such a place; empty where none do."""
        return next((slot.words for slot in self.slots if slot.kind == kind), "")

    def every(self, kind: str) -> tuple[str, ...]:
        """All words of the question that fill such a place."""
        return tuple(slot.words for slot in self.slots if slot.kind == kind)

    def carried(self, kind: str) -> str:
        """As `words`; where there are none, those of the question before it, as far as that is known."""
        before = self.past.slots if self.past is not None else ()
        found = (slot.words for slot in (*self.slots, *self.borrowed, *before) if slot.kind == kind)
        return next(found, "")


class Skill(Protocol):
    """One thing that Glint can do on the device. Both methods are pure; an AnswerError says why it cannot.

    One that has `reads_kept`, and it is true, is told in `Facts` what is kept, and what the glasses see, hear and tape.
    One that has `instead` is asked for the task of a question by what it knows of the turn before, or was told; empty:
    what the model takes it for.
    """

    @property
    def name(self) -> str: ...

    @property
    def intent(self) -> Intent: ...

    @property
    def examples(self) -> Mapping[str, tuple[str, ...]]:
        """For each task that it serves, questions as people ask them, with their slots marked (`edge.language.marked`).

        The model of meaning is trained on them; a task that it was not trained on is recognised by the nearest of them.
        The first is shown to people as the way to ask. A task without any is another skill's, which this one is asked
        about too, in the order of the skills.
        """

    def claim(self, meaning: Meaning) -> Claim | None:
        """How sure it is that it can carry this out, and what it understood; None where it cannot."""

    def answer(self, asked: Asked) -> Reply: ...


class InLanguage:
    """What skills of ours have in common: the language that they speak."""

    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, language: Language | None = None) -> None:
        self.language = language or english()


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
