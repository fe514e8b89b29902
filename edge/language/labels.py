"""The name of a timer in a sentence: `a pasta timer`, `ten minutes for the rice`, `call it sponge`. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from edge.language.durations import durations
from edge.language.numbers import number_at
from edge.language.timed import Words

LONGEST = 3  # words of a name
_HEADS = frozenset("timer timers countdown".split())
_THE = frozenset("a an the my our that this your".split())
_CALLED = frozenset("called named labelled labeled".split())
_CALL = frozenset("call name label".split())
_RENAME = frozenset({"rename", "relabel"})
_ENDS = frozenset(
    "... for in at on to of by from with and or but please thanks thank when which would could will if okay ok too as"
    " instead again then now is has was got have be set start done ready ring timer timers countdown one".split()
)
_NO_NAME = frozenset(
    "set start make create begin run do get give put add cancel stop kill end delete remove scrap drop clear pause hold"
    " resume continue restart reset change rename turn off up down need want like use check another new second other"
    " first last next same quick short long longer single current running whole i me us you we it all both every each"
    " any some no not yes um uh erm er hey so right just wait sorry actually mind what what's which how many much time"
    " left are there there's morning afternoon evening night day week weekend rest record".split()
)
_NOT_FOR = frozenset("later today tomorrow tonight sure real fun it".split())
_POLITE = frozenset("please thanks thank you um uh er ok okay so now hey glint".split())
_NO_LEAD = frozenset(
    "about around exactly roughly maybe only almost nearly approximately like say for time count let's lets go hello hi"
    " good also make that it after within wake remind wait under over".split()
)


def label_in(tokens: Words, *, ones: bool = False) -> str:
    """The name that a sentence gives a timer; empty: none. `ones`: also as in `the pasta one`."""
    plain = _blotted(tokens)
    one = ones and _before(plain, {"one"}, _THE)
    return _called(plain) or _before(plain, _HEADS) or one or _after_for(plain) or ("" if ones else _alone(plain))


def called_in(tokens: Words) -> str:
    """The name that is said to be one: `called gym`, `call it sponge`; empty: none."""
    return _called(_blotted(tokens))


def _blotted(tokens: Words) -> Words:
    """The words with those of lengths of time blotted out."""
    gone = {at for one in durations(tokens) for at in range(one.start, one.end)}
    return tuple("..." if at in gone else token for at, token in enumerate(tokens))


def _called(tokens: Words) -> str:
    for at, word in enumerate(tokens):
        renamed = word == "to" and bool(_RENAME & set(tokens[:at]))
        if renamed or word in _CALLED or (word in ("it", "that", "this") and at and tokens[at - 1] in _CALL):
            return _joined(takewhile(lambda word: word not in _ENDS, tokens[at + 1 :]))
    return ""


def _before(tokens: Words, heads: Iterable[str], bounds: frozenset[str] = frozenset()) -> str:
    """What stands directly before a head; with `bounds` only where one of them stands before that."""
    for at, token in enumerate(tokens):
        if token not in heads:
            continue
        begin = at
        while begin and not _ends_name(tokens, begin - 1):
            begin -= 1
        bounded = not bounds or tokens[max(0, begin - 1)] in bounds
        if begin < at <= begin + LONGEST and bounded:
            return " ".join(tokens[begin:at])
    return ""


def _after_for(tokens: Words) -> str:
    for at in range(len(tokens) - 2):
        if tokens[at] == "for" and tokens[at + 1] in _THE - {"a", "an"}:
            words = tuple(takewhile(lambda word: word not in _ENDS, tokens[at + 2 :]))
            if 0 < len(words) <= LONGEST and not _ends_name(words, 0):
                return " ".join(words)
    last = tokens[-2:] if tokens[-1:] and tokens[-1] not in _POLITE else ()
    named = last[:1] == ("for",) and not _ends_name(last, 1) and last[1] not in _NO_LEAD | _NOT_FOR
    return last[1] if named and "..." in tokens else ""


def _alone(tokens: Words) -> str:
    """The one or two words before a length of time that is all else that is said: `tea four minutes`."""
    begin = next((at for at, token in enumerate(tokens) if token not in _POLITE), 0)
    words = tuple(takewhile(lambda word: word != "...", tokens[begin:]))
    rest = set(tokens[begin + len(words) :]) - {"...", *_POLITE}
    plain = 0 < len(words) <= 2 and not rest and not any(word in _NO_LEAD or _ends_name((word,), 0) for word in words)
    return " ".join(words) if plain and words != tokens[begin:] else ""


def _ends_name(tokens: Words, at: int) -> bool:
    return tokens[at] in _ENDS | _NO_NAME | _THE or number_at(tokens, at) is not None


def _joined(words: Iterable[str]) -> str:
    named = tuple(word for word in words if word not in _THE)
    return " ".join(named) if len(named) <= LONGEST else ""
