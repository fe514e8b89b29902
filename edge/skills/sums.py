"""The skill for sums (What is 15 % of 80? Split 84 by 3 with a 15 percent tip. And half of that?)."""

from __future__ import annotations

from fractions import Fraction

from edge.errors import AnswerError
from edge.language.leads import corrected, mid_correction
from edge.language.numbers import numbers_in
from edge.language.text import normalise
from edge.messages import Claim, Intent, Past
from edge.skills.arithmetic import shown, value
from edge.skills.said_sums import Sum, read
from edge.skills.skill import OPEN, Asked, InLanguage, Meaning, Reply, wanted
from edge.skills.sums_before import carried, changed, result_of, rounded, total

SUMS = ("sum", "percent")
OTHER = "other"
NEIGHBOURS = ("count", "convert", "not_for_us")
"""Tasks that plain sums are taken for."""
CENTS = 2  # places of a sum of money
COMPARED = (">", "<")
BRIEF = 6
"""Words of a sentence that only goes on with a sum."""
REMEMBERED = 3
"""Turns after which nobody asks for the total of a sum any more."""


class Sums(InLanguage):
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
        goes_on = meaning.task == OTHER and _is_sum(past)
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

    def instead(self, meaning: Meaning) -> str:
        """A sum, for a few words that go on with the one of the turn before: `and the total`, `no, three of us`."""
        if meaning.task in OPEN | {"convert"} and self.language.hears("sums.price", meaning.said):
            found = read(meaning.query.text, self.language)
            return "sum" if found is not None and found.worked else ""
        if not _is_sum(meaning.past) or meaning.task not in OPEN or len(meaning.said.split()) > BRIEF:
            return ""
        before = carried(meaning.recent, self.language)
        put_right = before is not None and corrected(meaning.said, self.language) is not None
        again = put_right and before is not None and changed(meaning.query.text, before, self.language) is not None
        return "sum" if again or self._of_all(meaning) is not None else ""

    def _of_all(self, meaning: Meaning) -> Sum | None:
        """The sum before in all, or as a whole number, where that is asked for and no number is said."""
        said, hears = meaning.said, self.language.hears
        before = carried(meaning.recent[-REMEMBERED:], self.language)
        if before is None or numbers_in(said):
            return None
        if hears("sums.total", said):
            return total(before)
        which = self.language.which("rounding", said)
        return rounded(before, which) if which else None

    def _put_right(self, text: str) -> str:
        """What is said behind a correction, where that is a sum by itself: `18 times 24 no sorry 18 times 25`."""
        mark = mid_correction(text, self.language)
        after = text.partition(mark)[2] if mark else ""
        found = read(after, self.language) if after else None
        return after if found is not None and len(found.numbers) > 1 else text

    def _meant(self, meaning: Meaning) -> Sum | None:
        past = meaning.past
        text = self._put_right(meaning.query.text)
        before = carried(meaning.recent, self.language)
        if before is not None and _is_sum(past) and not self.language.hears("sums.back", meaning.said):
            change = changed(text, before, self.language)
            if change is not None:
                return result_of(change, self.language)
        in_all = self._of_all(meaning) if meaning.task in SUMS else None
        if in_all is not None:
            return in_all
        figure = past.figure if past is not None and meaning.task not in NEIGHBOURS else ""
        found = read(text, self.language, Fraction(figure) if figure and "-" not in figure[1:] else None)
        if found is None or (len(found.numbers) == 1 and found.tokens()[1:] == ("%",)):
            return None
        return found if meaning.task in SUMS or len(found.numbers) > 1 else None


def _is_sum(past: Past | None) -> bool:
    """Whether the turn before was a sum."""
    return past is not None and bool(past.figure) and past.task in (*SUMS, OTHER)


def result(found: Sum) -> Fraction | bool:
    """The value of a sum, or whether a comparison holds; raises SyntaxError for what is neither."""
    tokens = found.tokens()
    for sign in COMPARED:
        if sign in tokens:
            at = tokens.index(sign)
            left, right = value(tokens[:at]), value(tokens[at + 1 :])
            return left > right if sign == ">" else left < right
    return value(tokens)
