"""Says back what the wearer said of themselves: `your tablets` for `my tablets`. Pure."""

from __future__ import annotations

_YOURS = {
    "my": "your", "i": "you", "me": "you", "mine": "yours", "i'm": "you're", "i've": "you've", "i'll": "you'll",
    "i'd": "you'd", "myself": "yourself", "am": "are",
}  # fmt: skip


def to_you(text: str) -> str:
    """The words as they are said to the wearer."""
    return " ".join(_YOURS.get(word, word) for word in text.split())
