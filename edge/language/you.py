"""Says back what the wearer said of themselves: `your tablets` for `my tablets`. Pure."""

from __future__ import annotations

_YOURS = {
    "i am": "you are", "i was": "you were", "my": "your", "i": "you", "me": "you", "mine": "yours", "i'm": "you're",
    "i've": "you've", "i'll": "you'll", "i'd": "you'd", "myself": "yourself", "am": "are",
}  # fmt: skip


def to_you(text: str) -> str:
    """The words as they are said to the wearer."""
    words, out, at = text.split(), [], 0
    while at < len(words):
        pair, one = " ".join(words[at : at + 2]).lower(), words[at].lower()
        taken = 2 if at + 1 < len(words) and pair in _YOURS else 1
        out.append(_YOURS[pair] if taken == 2 else _YOURS.get(one, words[at]))
        at += taken
    return " ".join(out)
