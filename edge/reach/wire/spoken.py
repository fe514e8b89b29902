"""What a server says becomes speech and nothing else: whole sentences, no markup, no hidden characters, no thoughts.

Fed token by token. Sentences come out as they complete; what stands between <think> tags is counted, never given out.
"""

from __future__ import annotations

import re
import unicodedata

from edge.render import sentences

LONGEST_SENTENCE = 400  # characters: without an end, a break is made at a space
_MARKS = frozenset(".!?…。！？\n")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,300}>")
_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_LINE_MARKUP = re.compile(r"^\s{0,8}(?:#{1,6}\s+|>\s*|[-*+•]\s+)", re.MULTILINE)
_EMPHASIS = re.compile(r"\*{1,3}|`{1,3}|~~|(?<!\w)_{1,3}|_{1,3}(?!\w)|\|")
_OPEN, _CLOSE = "<think>", "</think>"


class Spoken:
    """Collects an answer. `said` is all that was given out, `cut` whether the cap was reached."""

    def __init__(self, at_most: int) -> None:
        self._left = at_most
        self._tail = ""
        self._held = ""
        self._thinking = False
        self._ended = False
        self.thought = 0
        self.said: list[str] = []
        self.cut = False

    def add(self, text: str) -> list[str]:
        """Take a piece, give the sentences that it completes."""
        if self._thinking or self._held or "<" in text:
            text = self._without_thoughts(self._held + text)
        self._tail += text
        marked = not _MARKS.isdisjoint(text)
        if not marked and not (self._ended and " " in text) and len(self._tail) < LONGEST_SENTENCE:
            return []  # most tokens end nothing
        self._ended = marked
        return self._give(self._sentences())

    def rest(self) -> list[str]:
        """What is left when the answer is over."""
        text = self._tail if self._thinking else self._tail + self._held
        self._tail = self._held = ""
        return self._give([text])

    @property
    def text(self) -> str:
        return " ".join(self.said)

    def _sentences(self) -> list[str]:
        complete, self._tail = sentences(self._tail)
        found = list(complete)
        while len(self._tail) >= LONGEST_SENTENCE:
            at = self._tail.rfind(" ", 1, LONGEST_SENTENCE)
            at = at if at > 0 else LONGEST_SENTENCE
            found.append(self._tail[:at])
            self._tail = self._tail[at:]
        return found

    def _give(self, raw: list[str]) -> list[str]:
        given: list[str] = []
        for sentence in map(plain, raw):
            if not sentence or self.cut:
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

    def _without_thoughts(self, text: str) -> str:
        kept, self._held = "", ""
        while text:
            mark = _CLOSE if self._thinking else _OPEN
            before, found, after = text.partition(mark)
            if not found:
                self._held = _beginning(before, mark)
                before = before[: len(before) - len(self._held)]
            if self._thinking:
                self.thought += len(before)
            else:
                kept += before
            if not found:
                break
            self._thinking, text = not self._thinking, after
        return kept


def plain(text: str) -> str:
    """Strip whatever is not speech: escapes, tags, Markdown, control and direction characters, needless space."""
    text = _LINE_MARKUP.sub("", _ESCAPES.sub("", text))
    while (fewer := _TAG.sub("", _LINK.sub(r"\1", text))) != text:
        text = fewer  # what a tag hid may be a tag itself
    text = _EMPHASIS.sub("", text)
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(one for one in text if one.isspace() or not _hidden(one)).split())


def _hidden(letter: str) -> bool:
    # Cc control, Cf format (bidi marks, zero-width, tag characters), Co private, Cs surrogates, Cn unassigned.
    return not letter.isprintable() if letter.isascii() else unicodedata.category(letter).startswith("C")


def _beginning(text: str, mark: str) -> str:
    """The end of a text that may be the beginning of a mark."""
    sizes = range(min(len(mark) - 1, len(text)), 0, -1)
    return next((text[-size:] for size in sizes if mark.startswith(text[-size:])), "")
