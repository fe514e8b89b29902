"""Typing errors: whether two words are one letter apart."""

from __future__ import annotations


def one_letter_apart(typed: str, right: str) -> bool:
    """Whether one letter too many, too few or another, or two swapped, is all that differs; the first must be right."""
    if typed[:1] != right[:1] or abs(len(typed) - len(right)) > 1 or typed == right:
        return False
    same = next((n for n, pair in enumerate(zip(typed, right, strict=False)) if pair[0] != pair[1]), len(typed))
    rest, hoped = typed[same:], right[same:]
    swapped = rest[1:2] + rest[:1] + rest[2:] == hoped
    return swapped or rest[1:] == hoped or rest == hoped[1:] or rest[1:] == hoped[1:]
