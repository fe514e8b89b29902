"""Quantities in words: which units a sentence names, and how many of each (`units.toml`). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

from edge.language.language import Language
from edge.language.numbers import SHARES, mixed_at, number_at
from edge.language.patterns import Pattern
from edge.language.plurals import plural
from edge.language.text import words
from edge.records import dataclass

LONGEST_NAME = 4  # words
_APART = Pattern(r"(?<=\d)(?=[a-z])")
_WRITTEN = ((Pattern("°"), " degrees "), (Pattern(r"(?<![\w.])[-−](?=\d)"), "minus "))
_SPELT = (("metre", "meter"), ("litre", "liter"))
_ARTICLES = frozenset({"a", "an", "the"})
_BEFORE_A_SHORT_NAME = frozenset({"to", "in", "into", "as"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a kind. `size`, `zero`: how many of the kind's first unit one is, and how many lie at its zero."""

    name: str
    many: str
    kind: str
    size: Fraction
    zero: Fraction
    then: str
    to: str

    def base(self, amount: Fraction) -> Fraction:
        """So many of this unit in the kind's first one."""
        return amount * self.size + self.zero


@dataclass(frozen=True, slots=True)
class Quantity:
    """Units that a name may mean, and how many; None: only the unit was named. `start`, `stop`: its words."""

    amount: Fraction | None
    units: tuple[Unit, ...]
    start: int
    stop: int


@cache
def units(language: Language) -> Mapping[str, tuple[Unit, ...]]:
    """The units of each name, singular or plural."""
    found: dict[str, tuple[Unit, ...]] = {}
    for kind, rows in language.table("units").items():
        for name, row in rows.items():
            many = row.get("many", plural(name))
            size, zero = Fraction(row["is"]), Fraction(row.get("plus", "0"))
            unit = Unit(name, many, kind, size, zero, row.get("then", ""), row.get("to", ""))
            names = {name, many, *row.get("also", ()), *(plural(other) for other in row.get("also", ()))}
            names |= {each.replace(ours, theirs) for each in names for ours, theirs in _SPELT}
            for each in {" ".join(words(each)) or each for each in names}:
                found[each] = (*found.get(each, ()), unit)
    return found


def quantities_in(text: str, language: Language) -> tuple[Quantity, ...]:
    """The quantities and the bare units of a text, in their order; `five foot ten` is one."""
    tokens = tokens_of(text)
    known, found, at = units(language), list[Quantity](), 0
    while at < len(tokens):
        length = next((n for n in range(LONGEST_NAME, 0, -1) if _is_name(known, tokens, at, n)), 0)
        if length:
            amount, start = _amount_before(tokens, at)
            found.append(Quantity(amount, known[" ".join(tokens[at : at + length])], start, at + length))
            found[-1], at = _with_rest(tokens, found[-1], known)
        else:
            at += 1
    return _joined(found, tokens)


def tokens_of(text: str) -> tuple[str, ...]:
    """The words of a text, numbers apart from the units behind them."""
    said = text.casefold()
    for pattern, instead in _WRITTEN:
        said = pattern.sub(instead, said)
    return tuple(_APART.sub(" ", " ".join(words(said))).split())


def _is_name(known: Mapping[str, tuple[Unit, ...]], tokens: Sequence[str], at: int, length: int) -> bool:
    name = " ".join(tokens[at : at + length])
    if name not in known or at + length > len(tokens):
        return False
    if len(name) > 2:
        return True
    after_number = _amount_before(tokens, at)[0] is not None and (at == 0 or tokens[at - 1] not in _ARTICLES)
    if name == "in":  # five in, but not five in centimetres
        return after_number and not any(_is_name(known, tokens, at + 1, n) for n in range(LONGEST_NAME, 0, -1))
    return after_number or (at > 0 and tokens[at - 1] in _BEFORE_A_SHORT_NAME)


def _amount_before(tokens: Sequence[str], at: int) -> tuple[Fraction | None, int]:
    """How many of the unit at this word, and where the words for it begin: `2 and a half`, `half a`, `minus five`."""
    if at and tokens[at - 1] in _ARTICLES:
        back = at - 2 - (at >= 2 and tokens[at - 2] == "of")
        share = SHARES.get(tokens[back].removesuffix("s")) if back >= 0 else None
        if share is None and tokens[at - 1] == "the" and tokens[max(0, at - 2)] in _BEFORE_A_SHORT_NAME:
            return None, at  # to the millimetre
        if share is None:
            return Fraction(1), at - 1
        times = number_at(tokens, back - 1) if back else None
        return share * (times.value if times else 1), back - (times is not None)
    for start in range(max(0, at - 11), at):
        number = mixed_at(tokens, start)
        if number and start + number.used == at:
            minus = start > 0 and tokens[start - 1] == "minus"
            return (-number.value, start - 1) if minus else (number.value, start)
    return None, at


def _with_rest(tokens: Sequence[str], found: Quantity, known: Mapping[str, tuple[Unit, ...]]) -> tuple[Quantity, int]:
    """The same with what is said behind it: `a kilo and a half`, or a number of the smaller unit: `five foot ten`."""
    unit, behind = found.units[0], tuple(tokens[found.stop : found.stop + 3])
    if found.amount is not None and behind[:2] == ("and", "a") and behind[2:] and behind[2] in SHARES:
        return replace(found, amount=found.amount + SHARES[behind[2]], stop=found.stop + 3), found.stop + 3
    number = number_at(tokens, found.stop)
    if not number or not unit.then or found.amount is None:
        return found, found.stop
    stop = found.stop + number.used
    if number.value * known[unit.then][0].size >= unit.size:
        return found, found.stop
    if any(_is_name(known, tokens, stop, n) for n in range(LONGEST_NAME, 0, -1)):
        return found, found.stop
    amount = found.amount + number.value * known[unit.then][0].size / unit.size
    return replace(found, amount=amount, units=(unit,), stop=stop), stop


def _joined(found: Sequence[Quantity], tokens: Sequence[str]) -> tuple[Quantity, ...]:
    """Neighbours of one kind as one quantity: `six feet two inches`."""
    out: list[Quantity] = []
    for each in found:
        last = out[-1] if out else None
        if last is not None and last.amount is not None and each.amount is not None:
            pair = matching(last.units, each.units)
            between = tokens[last.stop : each.start]
            if pair is not None and pair[0].size > pair[1].size and tuple(between) in ((), ("and",)):
                total = last.amount + each.amount * pair[1].size / pair[0].size
                out[-1] = Quantity(total, (pair[0],), last.start, each.stop)
                continue
        out.append(each)
    return tuple(out)


def matching(ones: Sequence[Unit], others: Sequence[Unit]) -> tuple[Unit, Unit] | None:
    """A unit of each that are of one kind, and not the same; None where there are none."""
    pairs = ((one, other) for one in ones for other in others if one.kind == other.kind)
    return next((pair for pair in pairs if pair[0] is not pair[1] or len(ones) == len(others) == 1), None)
