"""The skill that tells what Glint can do, and how (What can you do? How do I set a timer?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import ClassVar

from edge.language.language import Language, english
from edge.language.plurals import singular
from edge.messages import Claim, Intent
from edge.records import dataclass
from edge.skills.skill import Asked, Meaning, Reply

_COMMON = frozenset(
    """
    a about am an and any are as at be by can could did do does for from get give have help how i if in is it its let
    like make many me mean much my need of on one or out please say should so some something tell that the their them
    there these they thing things this to use used using up want was way we what when where which who will with work
    would you your
    """.split()
)


KINDS = {"see": "what", "read": "read", "time": "timer", "keep": "lists", "sum": "sums"}
"""The skill that each kind of question is shown by."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be asked of one kind: its task, and examples."""

    task: str
    examples: tuple[str, ...]

    def match(self, said: frozenset[str]) -> int:
        """How many telling words of a question it has; those of its name count more."""
        named = frozenset(self.task.split("_"))
        inside = frozenset().union(*map(telling, self.examples))
        return 3 * len(said & named) + len(said & inside)


def telling(text: str) -> frozenset[str]:
    """The words of a text that tell what it is about, in the singular."""
    kept = (word.strip(".,!?\"'").casefold() for word in text.split())
    return frozenset(singular(word).removesuffix("ing") for word in kept if word not in _COMMON)


@dataclass(frozen=True, slots=True)
class Help:
    """Says what can be asked. `shown`: an example of each kind; `topics`: more of each, for who names one.

    `others`: examples of the skills that others brought.
    """

    shown: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    language: Language = field(default_factory=english)
    name: str = "help"
    intent: Intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "help": (
            "What can you do?",
            "Help.",
            "What can I ask you?",
            "How do I set a timer?",
            "How do the lists work?",
            "Show me your features.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = telling(meaning.said)
        best = max(self.topics, key=lambda topic: topic.match(said), default=None)
        return Claim(self.name, wants=best if best is not None and best.match(said) else None)

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Topic(examples=(first, second, *_)):
                return Reply(self.language.say("help.topics", first=first, second=second))
            case Topic(examples=(first,)):
                return Reply(self.language.say("help.topic", first=first))
        say, examples = self.language.say, " ".join(self.others)
        more = say("help.also", examples=examples) if examples else ""
        return Reply(say("help.all", more=more, **self.shown))
