"""Takes a server's reasoning out of what it says: what stands between tags such as <think>, however they are written.

Fed piece by piece. Some servers send the end of a thought whose beginning stood in their prompt: whoever does not know
better holds everything back until such an end has come, or all of the answer.
"""

from __future__ import annotations

import re

_NAMES = r"(?:think(?:ing)?|thoughts?|reasoning|analysis|reflection|scratchpad)"
_CHANNEL = r"<\|channel\|> ?"  # gpt-oss: `analysis` and `commentary` are thoughts, `final` is the answer
_OPEN = rf"< {{0,2}}{_NAMES}(?:\s[^<>]{{0,64}})?>|\[THINK\]|◁think▷|{_CHANNEL}(?:analysis|commentary)"
_CLOSE = rf"< {{0,2}}/ {{0,2}}{_NAMES}\s{{0,2}}>|\[/THINK\]|◁/think▷|{_CHANNEL}final<\|message\|>"
_TAG = re.compile(rf"(?P<open>{_OPEN})|{_CLOSE}", re.IGNORECASE)
_BEGUN = re.compile(
    rf"(?:< {{0,2}}/? {{0,2}}(?:[a-z]{{0,10}}|{_NAMES}\s[^<>]{{0,64}})|\[/?[THINK]{{0,5}}|◁/?[think]{{0,5}}"
    rf"|<\|[a-z]{{0,7}}\|?|{_CHANNEL}[a-z]{{0,10}}(?:<\|?[a-z]{{0,7}}\|?)?)\Z",
    re.IGNORECASE,
)
"""The end of a piece that may be the beginning of a tag."""
_SIGNS = frozenset("<[◁")
_LONGEST = 84  # characters of a tag
HELD_AT_MOST = 16_384
"""Characters that are held back: more than is given out of any answer, and quick to go through when it is over."""


class Thoughts:
    """Takes pieces of an answer, gives what is not thought."""

    def __init__(self, *, hold: bool = False) -> None:
        """`hold`: the answer may begin inside a thought, so nothing is given before that is known."""
        self._hold = hold
        self._depth = 0
        self._rest = ""  # may become a tag
        self._held = ""
        self.counted = 0
        """Characters of thought."""
        self.began_inside = False
        """Whether a thought ended that had not begun."""
        self.taken_back = False
        """Whether the last piece showed that what was given before it was thought."""

    def apart(self) -> None:
        """The server keeps its thoughts apart, so what it says holds none: nothing need be held back."""
        self._hold = self._hold and bool(self._held)

    def add(self, piece: str) -> str:
        """What of the text so far is known to be none."""
        self.taken_back = False
        if not (self._rest or self._hold or self._depth) and _SIGNS.isdisjoint(piece):
            return piece  # nearly all are
        text, given, at = self._rest + piece, "", 0
        for tag in _TAG.finditer(text):
            given += self._passed(text[at : tag.start()])
            given = self._crossed(given, opens=bool(tag["open"]))
            at = tag.end()
        begun = _BEGUN.search(text, max(at, len(text) - _LONGEST))
        stop = begun.start() if begun else len(text)
        self._rest = text[stop:]
        return given + self._passed(text[at:stop])

    def end(self) -> str:
        """What was held back and is no thought, now that all of it has come."""
        rest, self._rest = self._passed(self._rest), ""
        held, self._held, self._hold = self._held, "", False
        return held + rest

    def _passed(self, text: str) -> str:
        if self._depth:
            self.counted += len(text)
        elif self._hold:
            self._held += text[: HELD_AT_MOST - len(self._held)]
        return "" if self._depth or self._hold else text

    def _crossed(self, given: str, *, opens: bool) -> str:
        """Into a thought, or out of one; out of one that had not begun: all before it was thought."""
        if opens or self._depth:
            self._depth += 1 if opens else -1
            self._hold = self._hold and bool(self._held.strip())  # who begins its thoughts by itself is no such server
            return given
        self.began_inside = self.taken_back = True
        self.counted += len(self._held) + len(given)
        self._held, self._hold = "", False
        return ""
