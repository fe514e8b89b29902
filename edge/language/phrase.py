"""Words to listen for, as data: `turn * down` is those two with a few words between them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from edge.language.patterns import Pattern

GAP = r"(?: [^\s#()]+){0,4}?"  # words, and no number that has been marked as `#0`
_APOSTROPHE = {"we're": "we are", "i'll": "i will", "we'll": "we will", "i'd": "i would", "she'll": "she will"}
_WHOLE = {
    "cannot": "can not",
    "cant": "can not",
    "wont": "will not",
    "somebody": "someone",
    "somebodys": "someone is",
    "someones": "someone is",
    "im": "i am",
    "lets": "let us",
    "theyre": "they are",
    "youre": "you are",
} | {f"{word}s": f"{word} is" for word in ("he", "she", "it", "that", "what", "where", "who", "how", "there", "here")}
_WHOLE |= {f"{word}ve": f"{word} have" for word in ("i", "you", "we", "they")}
_NEGATED = ("do", "does", "did", "is", "are", "was", "have", "has", "could", "would")
_WHOLE |= {f"{word}nt": f"{word} not" for word in _NEGATED}


def heard_in(phrases: tuple[str, ...], said: str) -> str:
    """The longest words of a normalised sentence that one of the phrases stands for; empty where none does.

    In a phrase `*` is up to four words, `a|b` one of these words, and `word?` a word that may be missing. It does not
    matter whether one says `i am` or `i'm`, or whether a recogniser left an apostrophe out.
    """
    plain = folded(said)
    if _telling(phrases).isdisjoint(plain.split()):
        return ""
    return max((match[0] for match in _pattern(phrases).finditer(plain)), key=len, default="")


def begins(phrases: tuple[str, ...], said: str) -> bool:
    """Whether a sentence begins with what one of the phrases stands for."""
    return bool(phrases) and _pattern(phrases).match(folded(said)) is not None


def without(phrases: tuple[str, ...], said: str) -> str:
    """A sentence without what the phrases stand for."""
    return " ".join(_pattern(phrases).sub("", folded(said)).split()) if phrases else said


def folded(said: str) -> str:
    """A sentence as it is compared: nothing contracted, no apostrophes."""
    words = (_APOSTROPHE.get(word, word).replace("'", "") for word in said.split())
    return " ".join(_WHOLE.get(word, word) for word in words)


def phrase_pattern(phrase: str) -> str:
    """The regular expression of one phrase; `#` stands for a number that is marked as `#0`."""
    out, space = "", ""
    for word in phrase.split():
        if word == "*":
            out += GAP
            continue
        one = "|".join(_escaped(folded(option)) for option in word.removesuffix("?").split("|"))
        if word.endswith("?"):
            out += f"(?: (?:{one}))?" if space else f"(?:(?:{one}) )?"
        else:
            out, space = f"{out}{space}(?:{one})", " "
    return rf"(?<!\S){out}(?!\S)"


def _escaped(option: str) -> str:
    return re.escape(option).replace(r"\#", r"#(\d+)")


@cache
def _pattern(phrases: tuple[str, ...]) -> Pattern:
    by_length: Iterable[str] = sorted(phrases, key=lambda phrase: -len(phrase.split()))
    return Pattern("|".join(map(phrase_pattern, by_length)))


@cache
def _telling(phrases: tuple[str, ...]) -> frozenset[str]:
    """Words of which one is in every sentence that a phrase stands for: most need no more than a look at these."""
    needed = (max((w for w in phrase.split() if w != "*" and w[-1] != "?"), key=_shortest) for phrase in phrases)
    return frozenset(folded(option).split()[-1] for word in needed for option in word.split("|"))


def _shortest(word: str) -> int:
    return min(map(len, word.split("|")))
