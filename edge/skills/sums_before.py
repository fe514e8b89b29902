"""What a sum goes on from, or changes: the sums of the turns before, with what they went on from. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from edge.language.language import Language
from edge.messages import Past
from edge.records import dataclass
from edge.skills.said_sums import Sum, gone_on, marked, reckoned

TASKS = frozenset({"sum", "percent", "other", "count", "convert", "not_for_us"})
_LESS = frozenset({"off", "discount", "less", "minus", "without", "before", "split", "divide", "share"})
"""Words of a sum whose result is no share that comes on top of something."""
_SHARE = ("percent", "%")


@dataclass(frozen=True, slots=True)
class CarriedSum:
    """The sum of a turn, as it was said, the number that it went on from, and its result."""

    sum: Sum
    base: Fraction | None
    figure: Fraction


def carried(recent: Sequence[Past], language: Language) -> CarriedSum | None:
    """The last sum of these turns; None: there is none, or its result is no number to reckon with."""
    last: CarriedSum | None = None
    for past in recent:
        if not past.figure or "-" in past.figure[1:]:
            continue
        figure = Fraction(past.figure)
        base = last.figure if last is not None else None
        changing = changed(past.asked, last, language) if last is not None and past.task in TASKS else None
        said = marked(past.asked, language, base) if past.task in TASKS else None
        last = CarriedSum(said or Sum("", ()), base, figure) if changing is None else replace(changing, figure=figure)
    return last


def changed(text: str, before: CarriedSum, language: Language) -> CarriedSum | None:
    """The sum before with one number, or its sign, changed ("no, 20 percent", "no wait, times 4"); None: it is not."""
    said = marked(text, language)
    if said is None or len(said.numbers) != 1 or not before.sum.numbers:
        return None
    found = reckoned(said, language)
    signs = {token for token in (found.tokens() if found is not None else ()) if isinstance(token, str)}
    instead = bool(language.hears("sums.instead", said.said))
    goes_on = language.hears("sums.result", said.said) or gone_on(said, language, before.figure) is not None
    if signs <= {"%", "of", "off"} and (instead or not goes_on):
        base = "%" not in signs and _is_base(said, language)
        return replace(before, sum=_with(before.sum, said.numbers[0], base=base))
    if signs & {"+", "-", "*", "/"} and instead:
        return CarriedSum(said, _first(before), before.figure)
    return None


def result_of(found: CarriedSum, language: Language) -> Sum | None:
    """What is to be reckoned of a sum that was changed."""
    return reckoned(found.sum, language, found.base)


def total(before: CarriedSum) -> Sum:
    """What it comes to in all: the last result, with what it is a share of."""
    words = before.sum.said.split()
    shares = _shares(words)
    figure = before.figure
    if len(shares) == 1 and figure and not _LESS & set(words):
        whole = figure * 100 / before.sum.numbers[next(iter(shares))]
        others = [number for place, number in enumerate(before.sum.numbers) if place not in shares]
        figure += whole if not others or whole in others else 0
    return Sum("#0", (figure,), worked=True)


def rounded(before: CarriedSum, which: str) -> Sum:
    """The last result as a whole number: the next one `up` or `down`, else the nearest."""
    nearest = floor(before.figure + Fraction(1, 2))
    whole = {"up": ceil(before.figure), "down": floor(before.figure)}.get(which, nearest)
    return Sum("#0", (Fraction(whole),), worked=True)


def _first(before: CarriedSum) -> Fraction:
    """The number that the sum before began with."""
    alone = len(before.sum.numbers) == 1 or before.sum.carried
    return before.base if alone and before.base is not None else before.sum.numbers[0]


def _is_base(said: Sum, language: Language) -> bool:
    """Whether the number is said to be the one that a share is taken of: `and of ninety`, `off 90`."""
    before = said.said.split("#")[0].split()[-1:]
    return bool(before) and bool(language.hears("sums.base", before[0]))


def _shares(words: Sequence[str]) -> set[int]:
    """The places of the numbers that are shares of a hundred."""
    return {int(word[1:]) for word, after in pairwise(words) if word[0] == "#" and after in _SHARE}


def _with(before: Sum, number: Fraction, *, base: bool) -> Sum:
    """The sum with another number: in the place of the percentage if there is one, else (or for `base`) of the last."""
    shares = _shares(before.said.split())
    own = range(len(before.numbers) - before.carried)
    others = [place for place in own if place not in shares]
    place = max(others) if others and (base or not shares) else min(shares or own)
    return replace(before, numbers=tuple(number if at == place else old for at, old in enumerate(before.numbers)))
