"""Makes whole sentences of a server's tokens, without markup, hidden characters and thoughts.

Fed token by token. Sentences come out as they complete; reasoning (thoughts.py) is counted, never given out.
"""

from __future__ import annotations

import re

from edge.language.markup import is_hidden, plain
from edge.reach.wire.thoughts import Thoughts
from edge.render import sentences

LONGEST_SENTENCE = 400  # characters: without an end, a break is made at a space
TAGS_IN_TAGS = 3  # deeper than anybody nests them who means well
_MARKS = frozenset(".!?…。！？\n")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|\][^\x07\x1b]*+(?:\x07|\x1b\\)?|[@-_])")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,300}+>")
_ANGLES = str.maketrans("", "", "<>")
_HALF = re.compile(r"(?<!\d)(?<!\d )\*{1,3}|\*{1,3}(?! ?\d)|`{1,3}|~~|(?<!\w)_{1,3}|_{1,3}(?!\w)|\|")
"""What is left of Markdown whose other half stands in another sentence; a product keeps its sign."""


class Spoken:
    """Collects an answer. `said`: all that was given out; `cut`: whether it was longer than `at_most` characters."""

    def __init__(self, at_most: int, *, hold: bool = False) -> None:
        """`hold`: nothing is given before it is known that the answer does not begin inside a thought."""
        self._left = at_most
        self._tail = ""
        self._ended = False
        self.thoughts = Thoughts(hold=hold)
        self.said: list[str] = []
        self.cut = False

    def add(self, text: str) -> list[str]:
        """Take a piece, give the sentences that it completes."""
        if not text.isascii():  # what nobody sees may stand in the middle of a tag, or of a sentence's end
            text = "".join(c for c in text if c.isascii() or not is_hidden(c))
        text = self.thoughts.add(text)
        self._tail = text if self.thoughts.taken_back else self._tail + text
        marked = not _MARKS.isdisjoint(text)
        if not marked and not (self._ended and " " in text) and len(self._tail) < LONGEST_SENTENCE:
            return []  # most tokens end nothing
        self._ended = marked
        return self._give(self._sentences())

    def rest(self) -> list[str]:
        """What is left when the answer is over."""
        held = self.thoughts.end()
        self._tail += held
        whole = self._sentences() if held else []
        text, self._tail = self._tail, ""
        return self._give([*whole, text])

    @property
    def text(self) -> str:
        return " ".join(self.said)

    def _sentences(self) -> list[str]:
        complete, tail = sentences(self._tail)
        found, start = list(complete), 0
        while len(tail) - start >= LONGEST_SENTENCE:
            at = tail.rfind(" ", start + 1, start + LONGEST_SENTENCE)
            at = at if at > 0 else start + LONGEST_SENTENCE
            found.append(tail[start:at])
            start = at
        self._tail = tail[start:]
        return found

    def _give(self, raw: list[str]) -> list[str]:
        given: list[str] = []
        for one in raw:
            if self.cut:
                break
            sentence = one_line(one)
            if not sentence:
                continue
            self.cut = len(sentence) > self._left
            kept = sentence
            if self.cut:  # half a sentence may say the opposite of a whole one
                kept = "" if self.said or given else sentence[: max(0, self._left - 4)].rpartition(" ")[0] + " ..."
                kept = kept if len(kept) <= self._left else ""
            self._left -= len(kept)
            given += [kept] if kept else []
        self.said += given
        return given


def one_line(text: str) -> str:
    """What a server sent as one line of words: no escapes, tags, Markdown, hidden characters or needless space.

    Takes time in proportion to the text, whatever stands in it.
    """
    lines = plain(_ESCAPES.sub("", text)).split("\n")
    line = " ".join(one.removeprefix("- ") for one in lines)
    if "<" in line:
        for _ in range(TAGS_IN_TAGS):
            line = _TAG.sub("", line)
    line = _HALF.sub("", line)
    if _TAG.search(line):
        line = line.translate(_ANGLES)
    return " ".join(line.split())
