"""The skill for sums (What is 15 % of 80? Twelve times seven?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from edge.errors import AnswerError
from edge.messages import Claim, Intent
from edge.skills.arithmetic import read, shown, value
from edge.skills.skill import Asked, Meaning, Reply, wanted


@dataclass(frozen=True, slots=True)
class Sum:
    """The value of a sum; None where it has none, and why."""

    value: Fraction | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Sums:
    """Claims a question if all of it is numbers and what is done with them."""

    name: str = "sums"
    intent: Intent = Intent.KNOW
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "sum": (
            "What is 15% of 80?",
            "What's twelve times seven?",
            "How much is 20 percent off 50 dollars?",
            "square root of 81",
            "3 + 4 * 2",
            "What is half of 37?",
            "Divide 144 by 12.",
            "What's two to the power of ten?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        tokens = read(meaning.query.text)
        if tokens is None:
            return None
        try:
            return Claim(self.name, wants=Sum(value(tokens)))
        except SyntaxError:
            return None
        except AnswerError as error:
            return Claim(self.name, wants=Sum(None, str(error)))  # a sum all right, and the answer says what is wrong

    def answer(self, asked: Asked) -> Reply:
        found = wanted(asked, Sum)
        if found.value is None:
            raise AnswerError(found.problem)
        return Reply(f"That's {shown(found.value)}.")
