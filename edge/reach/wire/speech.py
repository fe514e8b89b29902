"""Puts the words of a stream together to sentences and gives them out one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.reach.modes import UNSURE
from edge.reach.wire.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.reach.wire.sse import Words


class Speech:
    """The sentences of one turn, from any server and from Glint itself."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.said: list[str] = []
        self.thought = 0
        """Letters of reasoning that came and were kept quiet."""

    @property
    def text(self) -> str:
        return " ".join(self.said)

    def remark(self, sentence: str) -> None:
        """Say a sentence of Glint's own."""
        if sentence not in self.said:
            self.out(sentence)

    def out(self, sentence: str) -> None:
        """Say it."""
        self.said.append(sentence)
        self._say(sentence)


class Take:
    """Takes the words of one answer; gives out sentences, and notices an answer that only says that it is unsure."""

    def __init__(self, speech: Speech, letters: int, *, may_be_unsure: bool, hold: bool = False) -> None:
        self._speech = speech
        self._spoken = Spoken(letters, hold=hold)
        self._first = may_be_unsure
        self.unsure = False
        self.heard = False
        """Whether a word of the answer came, said or not."""

    def __call__(self, words: Words) -> bool:
        """Take a piece; True when it is enough."""
        if said := words.content or words.refusal:
            self.heard = True
            sentences = self._spoken.add(said)
            if sentences:
                self._give(sentences)
            return self._spoken.cut or self.unsure
        if words.thought:
            self._spoken.thoughts.apart()
            self._speech.thought += len(words.thought)
        return False

    def finish(self) -> bool:
        """Give out the rest; returns whether anything was given out."""
        self._give(self._spoken.rest())
        self._speech.thought += self._spoken.thoughts.counted
        return bool(self._spoken.said)

    @property
    def began_inside(self) -> bool:
        """Whether the answer began inside a thought."""
        return self._spoken.thoughts.began_inside

    @property
    def cut(self) -> bool:
        """Whether it was longer than what is given out."""
        return self._spoken.cut

    def _give(self, sentences: list[str]) -> None:
        for sentence in sentences:
            if self._first and sentence.strip(" .!").upper() == UNSURE:
                self.unsure = True
                return
            self._first = False
            self._speech.out(sentence)
