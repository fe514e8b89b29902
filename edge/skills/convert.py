"""The skill for units (How many grams in eight ounces? And in pounds? Which is more, 3 miles or 5 kilometres?)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from edge.errors import AnswerError
from edge.language.durations import Duration
from edge.language.numbers import mixed_at, unread_in
from edge.language.units import Quantity, Unit, matching, quantities_in, tokens_of, units
from edge.messages import Claim, Intent
from edge.records import dataclass
from edge.skills.measured import alike, area, compound, lasts, rate, reckoned
from edge.skills.skill import Asked, InLanguage, Meaning, Reply, wanted

DIGITS = 4  # that are told of a number which does not end
CONVERT = "convert"
TIMELY = ("timer_set", "timer_change", "timer_left", "time", "date", "days_until", "weekday")
NEIGHBOURS = (*TIMELY, "sum", "count", "other")
"""Tasks that a bare question about units is taken for."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A quantity, and the units that it is wanted in. `other`: what it is compared with, and how."""

    given: Quantity
    to: tuple[Unit, ...]
    other: Quantity | None = None
    less: bool = False
    sum: str = ""
    """The wording for what was reckoned already; empty where `given` is to be converted."""
    which: bool = False
    """Whether it was asked which of the two, rather than whether the first."""


class Convert(InLanguage):
    """Reckons exactly with the table of units of its language."""

    name = CONVERT
    intent = Intent.KNOW
    examples = {
        CONVERT: (
            "What's {number:five} {unit:feet} in {unit_to:centimetres}?",
            "How many {unit_to:grams} in {number:eight} {unit:ounces}?",
            "Convert {number:180} {unit:degrees celsius} to {unit_to:fahrenheit}.",
            "How many {unit_to:metres} are there in a {unit:mile}?",
            "Which is more, {number:three} {unit:miles} or {number:five} {unit_to:kilometres}?",
            "The recipe says {number:two} {unit:cups}, what's that in {unit_to:millilitres}?",
            "And in {unit_to:feet}?",
        ),
        **dict.fromkeys(NEIGHBOURS, ()),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        if meaning.task != CONVERT and not self._plain(meaning.query.text) and self._lasts(meaning) is None:
            return None
        if refused := self._refused(meaning):
            return Claim(self.name, wants=refused)
        found = self._meant(meaning)
        if isinstance(found, Conversion) and not (found.other or found.sum) and found.to == found.given.units:
            return None  # `500 grams is 500 grams` is no answer
        return Claim(self.name, wants=found) if found is not None else None

    def answer(self, asked: Asked) -> Reply:
        if isinstance(asked.wants, str):
            raise AnswerError(asked.wants)
        if isinstance(asked.wants, Duration):
            return Reply(self.language.say("convert.sum", amount=asked.wants))
        wants, say = wanted(asked, Conversion), self.language.say
        if wants.sum and not wants.to and wants.given.amount is not None:
            text = say(f"convert.{wants.sum}", amount=_amount(wants.given.amount, wants.given.units[0]))
            return Reply(text, figure=str(rounded(wants.given.amount)))
        pair = matching(wants.given.units, wants.to)
        if pair is None:
            one, other = wants.given.units[0], wants.to[0]
            kinds = {"kind": one.kind, "other_kind": other.kind}
            raise AnswerError(say("convert.kinds", one=one.many.capitalize(), other=other.many, **kinds))
        if pair[0].kind == "money":
            raise AnswerError(say("convert.money"))
        amount, unit, to = wants.given.amount or Fraction(1), *pair
        base = unit.base(amount)
        if base < 0 and unit.kind == "temperature":
            raise AnswerError(say("convert.too_cold"))
        value = (base - to.zero) / to.size
        given = _amount(amount, unit)
        if wants.other is not None:
            return self._compared(wants, given, to, value)
        if wants.sum:
            return Reply(say("convert.sum", amount=_amount(value, to)), figure=str(rounded(value)))
        return Reply(say("convert.result", given=given, amount=_amount(value, to)), figure=str(rounded(value)))

    def _refused(self, meaning: Meaning) -> str:
        """Why a question is none that can be answered; empty where nothing is against it."""
        text = meaning.query.text
        if unread_in(text):
            return self.language.say("convert.too_large")
        found = quantities_in(text, self.language)
        if units_said := compound(found, text):
            return self.language.say("convert.compound", unit=units_said)
        tokens, before = tokens_of(text), self._before(meaning)
        others = tuple(unit for each in found if each.amount is None for unit in each.units)
        others += before.given.units if before is not None else ()
        for each in found:
            unclear = tokens[each.stop - 1] in self.language.words_for("unclear_units")
            if each.amount is not None and unclear and not alike(each, others):
                one, other = (unit.many for unit in each.units[:2])
                return self.language.say("convert.unclear", one=one, other=other)
        return ""

    def _compared(self, wants: Conversion, given: str, to: Unit, value: Fraction) -> Reply:
        """Which is more, or whether the first is, with the first told in the unit of the other."""
        say, other = self.language.say, wants.other.amount if wants.other and wants.other.amount is not None else 1
        amount, first = _amount(value, to), (value < other) if wants.less else (value > other)
        if value == other:
            return Reply(say("convert.same", given=given, amount=amount))
        if not wants.which:
            return Reply(say("convert.yes" if first else "convert.no", given=given, amount=amount))
        chosen = given if first else _amount(Fraction(other), to)
        return Reply(say("convert.less" if wants.less else "convert.more", given=given, amount=amount, chosen=chosen))

    def _meant(self, meaning: Meaning) -> Conversion | Duration | None:
        found = quantities_in(meaning.query.text, self.language)
        given = [each for each in found if each.amount is not None]
        bare = [each for each in found if each.amount is None]
        more, less = (bool(self.language.hears(f"convert.{key}", meaning.said)) for key in ("more", "less"))
        if len(given) > 1 and (more or less):
            which = "which" in meaning.said.split()
            return Conversion(given[0], given[1].units, given[1], less=less and not more, which=which)
        if (length := self._lasts(meaning)) is not None:
            return length
        if self.language.hears("convert.each", meaning.said) and (share := rate(found)) is not None:
            return Conversion(share, (), sum="sum")
        if self.language.hears("convert.area", meaning.said) and (surface := area(given, self.language)):
            return Conversion(surface, (), sum="area")
        if len(given) > 1 and matching(given[0].units, given[1].units) is None:
            return None  # a sum of another kind
        if len(given) > 1 and not bare:
            return Conversion(given[1], given[0].units)
        if given and not bare:
            got = reckoned(meaning.query.text, given[0], self.language)
            if got is not None:
                return Conversion(replace(given[0], amount=got), (), sum="sum")
            if self.language.hears("convert.supposes", meaning.said):
                return None
        if given:
            given[0] = self._clear(given[0], bare, meaning)
            unknown = not bare and (meaning.words("unit_to") or self.language.hears("convert.into", meaning.said))
            return None if unknown else Conversion(given[0], bare[0].units if bare else self._into(given[0], meaning))
        numbers = _numbers(meaning.said)
        if len(bare) > 1 and numbers:
            return Conversion(replace(bare[0], amount=numbers[0]), bare[1].units)
        return self._follows(meaning, bare, numbers)

    def _lasts(self, meaning: Meaning) -> Duration | None:
        """How long a way takes at a speed, where that is asked."""
        if not self.language.hears("convert.lasts", meaning.said):
            return None
        return lasts([each for each in quantities_in(meaning.query.text, self.language) if each.amount is not None])

    def _clear(self, given: Quantity, bare: list[Quantity], meaning: Meaning) -> Quantity:
        """A quantity whose unit has several kinds, as the other unit, or the question before, says which."""
        before = self._before(meaning)
        others = bare[0].units if bare else before.given.units if before is not None else ()
        kinds = {unit.kind for unit in given.units}
        return replace(given, units=alike(given, others) or given.units) if len(kinds) > 1 else given

    def _plain(self, text: str) -> bool:
        """Whether a sentence says nothing but two different units of one kind, and at most one number of them."""
        found, tokens = quantities_in(text, self.language), tokens_of(text)
        if len(found) != 2 or all(each.amount is not None for each in found):
            return False
        if found[0].amount is None and not self.language.hears("convert.into", " ".join(tokens)):
            return False
        named = {at for each in found for at in range(each.start, each.stop)}
        glue = set(self.language.words_for("unit_words"))
        others = [word for at, word in enumerate(tokens) if at not in named and word not in glue]
        pair = matching(found[0].units, found[1].units)
        return pair is not None and pair[0].kind != "money" and not others

    def _into(self, given: Quantity, meaning: Meaning) -> tuple[Unit, ...]:
        """What a quantity is wanted in where that was not said: as in the question before, else what is usual."""
        before = self._before(meaning)
        if before is not None and matching(given.units, before.to) is not None:
            return before.given.units if before.to == given.units else before.to
        known = units(self.language)
        return known.get(" ".join(given.units[0].to.casefold().split()), given.units)

    def _follows(self, meaning: Meaning, bare: list[Quantity], numbers: tuple[Fraction, ...]) -> Conversion | None:
        """The question before with another unit ("and in feet"), or another number ("and 20")."""
        before = self._before(meaning)
        if before is None or not (bare or numbers):
            return Conversion(replace(bare[0], amount=Fraction(1)), bare[1].units) if len(bare) > 1 else None
        given = replace(before.given, amount=numbers[0]) if numbers else before.given
        if before.sum and (numbers or not bare):
            return None  # the result of a sum is converted, and no other number in its place
        return Conversion(given, bare[0].units if bare else before.to, sum=before.sum and "sum")

    def _before(self, meaning: Meaning) -> Conversion | None:
        """The last question about units that is still context."""
        for at in range(len(meaning.recent) - 1, -1, -1):
            past = meaning.recent[at]
            if past.task == CONVERT:
                query = replace(meaning.query, text=past.asked)
                found = self._meant(replace(meaning, query=query, recent=meaning.recent[:at]))
                return found if isinstance(found, Conversion) else None
        return None


def _numbers(said: str) -> tuple[Fraction, ...]:
    """The numbers of a normalised text, with the parts of one that are said behind them."""
    tokens, found, at = tuple(said.split()), list[Fraction](), 0
    while at < len(tokens):
        number = mixed_at(tokens, at)
        found += [number.value] if number else []
        at += number.used if number else 1
    return tuple(found)


def rounded(value: Fraction) -> Fraction:
    """A number as it is told: four digits, and one behind the point where it has more than three before it."""
    whole = len(str(abs(int(value)))) if abs(value) >= 1 else 0
    small = 0
    while not whole and value and abs(value) * 10 ** (small + 1) < 1 and small < 12:
        small += 1
    return Fraction(round(value, max(whole <= DIGITS, DIGITS - whole) + small))


def _amount(value: Fraction, unit: Unit) -> str:
    """`226.8 grams`, with `about` before what was rounded."""
    told = rounded(value)
    places = max(0, len(str(told.denominator)) - 1) if told.denominator > 1 else 0
    text = f"{float(told):,.{max(places, 12)}f}".rstrip("0").rstrip(".") if told.denominator > 1 else f"{int(told):,}"
    return f"{'' if told == value else 'about '}{text} {unit.name if abs(told) == 1 else unit.many}"
