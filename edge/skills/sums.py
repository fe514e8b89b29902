"""The skill for sums (What is 15 % of 80? Split 84 by 3 with a 15 percent tip. And half of that?)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from edge.errors import AnswerError
from edge.language.language import Language
from edge.language.text import normalise
from edge.messages import Claim, Intent, Past
from edge.skills.arithmetic import shown, value
from edge.skills.said_sums import Sum, gone_on, marked, read, reckoned
from edge.skills.skill import Asked, Meaning, Reply, Speaking, wanted

SUMS = ("sum", "percent")
OTHER = "other"
NEIGHBOURS = ("count", "convert", "not_for_us")
"""Tasks that plain sums are taken for."""
CENTS = 2  # places of a sum of money
COMPARED = (">", "<")


class Sums(Speaking):
    """Claims what can be reckoned; a part of a sum goes on from the last result, or changes the sum before it."""

    name = "sums"
    intent = Intent.KNOW
    examples = {
        "sum": (
            "What's {number:twelve} times {number:seven}?",
            "What is half of {number:37}?",
            "{number:3} + {number:4} * {number:2}",
            "Divide {number:144} by {number:12}.",
            "square root of {number:81}",
            "What do you get if you add {number:19} and {number:twenty four}?",
            "And half of that?",
            "Times {number:two}.",
        ),
        "percent": (
            "What is {number:15} percent of {number:80}?",
            "How much is {number:20} percent off {number:50} dollars?",
            "Split {number:84} by {number:3} with a {number:15} percent tip.",
            "{number:18} percent tip on {number:45}",
            "What percentage of {number:60} is {number:15}?",
            "And {number:20} percent of that?",
        ),
        OTHER: (),  # what nobody else can do is reckoned where it has numbers and what to do with them
        **dict.fromkeys(NEIGHBOURS, ()),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        past = meaning.past
        goes_on = meaning.task == OTHER and past is not None and past.figure and past.task in (*SUMS, OTHER)
        if meaning.task not in SUMS and not goes_on and not self.language.hears("sums.plain", meaning.said):
            return None
        try:
            found = self._meant(meaning)
            if found is not None:
                result(found)
            return Claim(self.name, wants=found) if found is not None else None
        except SyntaxError:
            return None
        except AnswerError as error:  # a sum all right, and the answer says what is wrong with it
            return Claim(self.name, wants=str(error))

    def answer(self, asked: Asked) -> Reply:
        if isinstance(asked.wants, str):
            raise AnswerError(asked.wants)
        found, say = wanted(asked, Sum), self.language.say
        got = result(found)
        if isinstance(got, bool):
            return Reply(say("sums.yes" if got else "sums.no"))
        money = not found.percent and self.language.hears("sums.money", normalise(asked.query.text))
        text = f"{shown(got)} percent" if found.percent else shown(got, CENTS if money else None)
        return Reply(say("sums.result", value=text), figure=str(got))

    def _meant(self, meaning: Meaning) -> Sum | None:
        past = meaning.past
        text = meaning.query.text
        changed = self._changed(meaning, past) if past is not None and past.task in SUMS else None
        if changed is not None:
            return changed
        figure = past.figure if past is not None and meaning.task not in NEIGHBOURS else ""
        found = read(text, self.language, Fraction(figure) if figure and "-" not in figure[1:] else None)
        if found is None or (len(found.numbers) == 1 and found.tokens()[1:] == ("%",)):
            return None
        return found if meaning.task in SUMS or len(found.numbers) > 1 else None

    def _changed(self, meaning: Meaning, past: Past) -> Sum | None:
        """The sum before with one number or its sign changed ("no, 20 percent", "sorry, I meant plus seven")."""
        text, hears = meaning.query.text, self.language.hears
        said, before = marked(text, self.language), marked(past.asked, self.language)
        if said is None or before is None or len(said.numbers) != 1 or not before.numbers:
            return None
        signs = {token for token in _signs(said, self.language) if isinstance(token, str)}
        instead = hears("sums.instead", meaning.said)
        goes_on = hears("sums.result", meaning.said) or gone_on(said, self.language, before.numbers[0]) is not None
        if signs <= {"%", "of", "off"} and (instead or not goes_on):
            base = not signs & {"%", "off"} and bool(hears("sums.base", meaning.said))
            return reckoned(_with(before, said.numbers[0], base=base), self.language)
        if signs & {"+", "-", "*", "/"} and instead:
            return read(text, self.language, before.numbers[0])
        return None


def _signs(said: Sum, language: Language) -> tuple[object, ...]:
    found = reckoned(said, language)
    return found.tokens() if found is not None else ()


def _with(before: Sum, number: Fraction, *, base: bool) -> Sum:
    """The sum with another number: in the place of the percentage if there is one, else (or for `base`) of the last."""
    words = before.said.split()
    shares = {int(word[1:]) for word, after in pairwise(words) if word[0] == "#" and after in ("percent", "%")}
    others = [place for place in range(len(before.numbers)) if place not in shares]
    place = max(others) if others and (base or not shares) else min(shares)
    return replace(before, numbers=tuple(number if at == place else old for at, old in enumerate(before.numbers)))


def result(found: Sum) -> Fraction | bool:
    """The value of a sum, or whether a comparison holds; raises SyntaxError for what is neither."""
    tokens = found.tokens()
    for sign in COMPARED:
        if sign in tokens:
            at = tokens.index(sign)
            left, right = value(tokens[:at]), value(tokens[at + 1 :])
            return left > right if sign == ">" else left < right
    return value(tokens)
