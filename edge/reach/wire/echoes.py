"""Finds a server's key in what that server says, so that it stands in no answer, ledger, receipt or terminal.

A dozen characters in a row are enough, whatever their case and whatever stands between them that is no letter or digit,
as they are or in base64 or hexadecimal. Looked for in what came, before anything is cut out of it or cleaned.
"""

from __future__ import annotations

import base64
import unicodedata
from functools import cached_property

IN_A_ROW = 12
SHORTEST = 6  # characters: a shorter key is found as it is written, and only so
INSTEAD = "[key]"
_BEGUN = 4  # characters of a key at the end of a piece: what follows is waited for
_HELD_AT_MOST = 512  # characters that are kept until more comes


class Echoes:
    """Looks for one key; an empty one is nowhere."""

    def __init__(self, key: str = "") -> None:
        self._key = key
        self._rest = ""
        self._before = ""  # the last letters that were given

    def hidden(self, text: str) -> str:
        """The text with `[key]` in the place of each part of the key."""
        if not self._rows:
            return text.replace(self._key, INSTEAD) if self._key else text
        size = len(next(iter(self._rows)))
        folded, places = _folded(text)
        marked = [at for at in range(len(folded) - size + 1) if folded[at : at + size] in self._rows]
        out, done, end = "", 0, 0
        for at in marked:
            if at >= end:  # not a part of the one before
                out += text[done : places[at]] + INSTEAD
            end = at + size
            done = places[end - 1] + 1
        return out + text[done:]

    def add(self, piece: str) -> str:
        """The same for an answer that comes in pieces: what may be the beginning of a key waits for the next one."""
        if not self._key:
            return piece
        text = self._rest + piece
        cut = self._begun(text) if len(text) <= _HELD_AT_MOST else len(text)
        self._rest = text[cut:]
        return self.hidden(text[:cut])

    def end(self) -> str:
        """What waited, now that no more comes."""
        rest, self._rest = self._rest, ""
        return self.hidden(rest)

    def _begun(self, text: str) -> int:
        """Where the end of a text begins that also stands in the key; its length where it is short."""
        folded, places = _folded(text)
        whole, size = self._before + folded, 0
        while size < len(whole) and any(whole[len(whole) - size - 1 :] in form for form in self._forms):
            size += 1
        inside = min(size, len(folded)) if size >= _BEGUN else 0
        cut = places[len(folded) - inside] if inside else len(text)
        self._before = whole[: len(whole) - inside][1 - _BEGUN :]
        return cut

    @cached_property
    def _forms(self) -> tuple[str, ...]:
        """The ways in which it may be written, folded. In base64 what stands before the key moves its letters."""
        raw = self._key.encode()
        coded = (  # without what hangs on the bytes before and after
            base64.b64encode(bytes(before) + raw).decode()[-(-8 * before // 6) : 8 * (before + len(raw)) // 6]
            for before in range(3)
        )
        return tuple(_folded(form)[0] for form in (self._key, raw.hex(), *coded) if form)

    @cached_property
    def _rows(self) -> frozenset[str]:
        """So many characters in a row of each; none where the key is so short that it might be a word."""
        windows = (self._key[at : at + IN_A_ROW] for at in range(max(1, len(self._key) - IN_A_ROW + 1)))
        size = min(len(_folded(window)[0]) for window in windows)  # fewer where signs stand among the letters
        size = max(size, min(SHORTEST, len(self._key)))
        if size < SHORTEST:
            return frozenset()
        return frozenset(form[at : at + size] for form in self._forms for at in range(len(form) - size + 1))


def _folded(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text, folded, and where each of them stood."""
    if text.isascii():
        places = [at for at, char in enumerate(text) if char.isalnum()]
        return "".join([text[at] for at in places]).lower(), places
    wide = ((one, at) for at, char in enumerate(text) for one in unicodedata.normalize("NFKC", char).casefold())
    kept = [(one, at) for one, at in wide if one.isalnum()]
    return "".join(char for char, _ in kept), [at for _, at in kept]
