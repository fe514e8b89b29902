"""The skill that tells what Glint can do, and how (What can you do? How do I set a timer?)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from edge.language.leads import bare
from edge.language.marked import read_marked
from edge.language.plurals import singular
from edge.messages import Claim, Intent
from edge.records import dataclass
from edge.skills.skill import Asked, InLanguage, Meaning, Reply, Skill

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


class Help(InLanguage):
    """Says what can be asked of our skills, and of those that were brought: `before` ours are asked, and `after`."""

    name = "help"
    intent = Intent.KNOW
    examples = {
        "help": (
            "What can you do?",
            "Help.",
            "What can I ask you?",
            "How do I set a timer?",
            "How do the lists work?",
            "Show me your features.",
        ),
    }

    def __init__(self, ours: Sequence[Skill] = (), before: Sequence[Skill] = (), after: Sequence[Skill] = ()) -> None:
        super().__init__()
        self.ours, self.before, self.after = ours, before, after

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All that can be asked."""
        return tuple(topic for skill in (*self.before, *self.ours, *self.after) for topic in topics_of(skill))

    @property
    def shown(self) -> Mapping[str, str]:
        """An example of each kind."""
        firsts = {skill.name: first_example(skill) for skill in self.ours}
        return {kind: firsts[name] for kind, name in KINDS.items()}

    @property
    def others(self) -> tuple[str, ...]:
        """Examples of the skills that were brought."""
        return tuple(example for skill in (*self.before, *self.after) if (example := first_example(skill)))

    def claim(self, meaning: Meaning) -> Claim | None:
        said = telling(bare(meaning.said, self.language))
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


def topics_of(skill: Skill) -> tuple[Topic, ...]:
    """What can be asked of a skill, a topic a task."""
    return tuple(Topic(task, tuple(map(_plain, sentences))) for task, sentences in skill.examples.items() if sentences)


def first_example(skill: Skill) -> str:
    """The question that people are shown as the way to ask; empty where the skill has no example."""
    return next((_plain(sentence) for each in skill.examples.values() for sentence in each), "")


def _plain(sentence: str) -> str:
    return read_marked(sentence).text
