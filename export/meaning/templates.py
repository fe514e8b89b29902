"""Templates of sentences: `(can you|please) set a timer for {duration}`. Drawn from, they give words with tags.

`(a|b)`: one of these; `[x]`: x or nothing; `{filler}`: something drawn at random, which is marked as a slot;
`{thing:my glasses}`: these very words, marked; `{thing!}`: of a question before, that the next one borrows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from numpy.random import Generator

from edge.errors import FormatError
from edge.understand.grasp import OUTSIDE

Row = tuple[str, str, bool]
"""A word, its tag, and whether the next question borrows it."""
Filler = Callable[[str, Generator], tuple[str, str]]
"""What a filler's name becomes: words before the slot (an article), and the words of the slot."""
SLOT_OF = {
    "a_thing": "thing", "things": "thing", "percent": "number", "number2": "number", "note": "text", "do": "text",
    "about": "text", "fact": "text", "one_unit": "unit", "one_unit_to": "unit_to",
}  # fmt: skip
UNMARKED = frozenset({"person", "place", "event", "food", "shop", "animal", "topic"})
_TOKEN = re.compile(r"[()\[\]|]|\{[^{}]*\}|[^()\[\]|{}\s]+|\s+")


@dataclass(frozen=True, slots=True)
class TaggedWords:
    """A sentence as words, each with its tag. `borrowed`: which of them the next question means too."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    borrowed: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One line of a file. `before`: the template of the question before it; empty: there is none."""

    text: str
    task: str
    intent: str
    camera: bool
    before: str = ""


def read_templates(folder: Path, intents: dict[str, tuple[str, bool]]) -> Iterator[Template]:
    """The templates of a folder: a file a task, and `followups.txt`. `intents`: task -> its intent, and the camera.

    Raises FormatError for a line that names no task or intent where it must.
    """
    for path in sorted(folder.glob("*.txt")):
        under = Template("", path.stem, *intents.get(path.stem, ("", False)))
        for number, line in enumerate(map(str.strip, path.read_text(encoding="utf-8").splitlines()), 1):
            if line.startswith("@"):
                under = _headed(line, under.task, intents)
                continue
            if not line or line.startswith("#"):
                continue
            if not under.intent:
                raise FormatError(path, f"line {number} stands under no intent")
            before, _, text = line.rpartition(" => ")
            yield replace(under, text=text.strip(), before=before.strip())


def _headed(line: str, task: str, intents: dict[str, tuple[str, bool]]) -> Template:
    """What the lines under `@task=... intent=... camera=...` have in common; what it does not say is as before."""
    given = dict(part.split("=", 1) for part in line[1:].split())
    task = given.get("task", task)
    intent, camera = intents.get(task, ("", False))
    return Template("", task, given.get("intent", intent), given.get("camera", "yes" if camera else "no") == "yes")


def drawn(template: str, rng: Generator, fill: Filler) -> TaggedWords:
    """One sentence of a template; raises ValueError where its brackets do not match."""
    drawing = _Drawing(_TOKEN.findall(template), rng, fill)
    rows = [row for row in drawing.up_to("") if row[0]]
    return TaggedWords(*(tuple(column) for column in zip(*rows, strict=True))) if rows else TaggedWords((), (), ())


_CLOSING = {"(": ")", "[": "]"}
_OR = frozenset("|")


@dataclass
class _Drawing:
    """Where a drawing stands in its template."""

    tokens: list[str]
    rng: Generator
    fill: Filler
    at: int = 0

    def up_to(self, end: str) -> list[Row]:
        """The rows of one of the choices up to this closing bracket; of all that is left where there is none."""
        choices: list[list[Row]] = [[]]
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token in _CLOSING:
                choices[-1] += self.up_to(_CLOSING[token])
            elif token in _OR:
                choices.append([])
            elif token in {")", "]"}:
                if token != end:
                    raise ValueError(f"a bracket is closed that was not opened: {''.join(self.tokens)!r}")
                choices += [[]] if end == "]" else []
                return choices[int(self.rng.integers(len(choices)))]
            else:
                choices[-1] += _words(token, self.rng, self.fill)
        if end or len(choices) > 1:
            raise ValueError(f"a bracket is not closed: {''.join(self.tokens)!r}")
        return choices[0]


def _words(token: str, rng: Generator, fill: Filler) -> list[Row]:
    if not token.startswith("{"):
        return [] if token.isspace() else [(token, OUTSIDE, False)]
    name, _, literal = token[1:-1].partition(":")
    borrowed, name = name.endswith("!"), name.removesuffix("!")
    lead, words = ("", literal) if literal else fill(name, rng)
    kind = SLOT_OF.get(name, name)
    rows = [(word, OUTSIDE, False) for word in lead.split()]
    for number, word in enumerate(words.split()):
        marked = f"{'I' if number else 'B'}-{kind}"
        rows.append((word, OUTSIDE if name in UNMARKED else marked, borrowed))
    return rows
