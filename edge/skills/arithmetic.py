"""Sums in numbers and signs, computed exactly. Pure: nothing is ever evaluated as a program."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from edge.errors import AnswerError

LARGEST = Fraction(10**15)

Token = Fraction | str


def value(tokens: Sequence[Token]) -> Fraction:
    """The value of a whole sum. SyntaxError: it is none."""
    parser = _Parser(tokens)
    result = parser.sum()
    if parser.at != len(tokens):
        raise SyntaxError("there is more than a sum")
    return result


class _Parser:
    """Precedence climbing: + and -, then * / of, then the sign, then powers, then %."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def sum(self) -> Fraction:
        self.depth += 1
        if self.depth > 40:
            raise AnswerError("That sum is too long for me.")
        left = self._product()
        while (sign := self._take("+", "-")) is not None:
            right = self._product()
            if self._share:  # 80 + 15 % means 15 % of the 80
                right *= left
            left = _small(left + right if sign == "+" else left - right)
        self.depth -= 1
        return left

    _share = False

    def _product(self) -> Fraction:
        left = self._signed()
        share = self._share
        while (sign := self._take("*", "/", "of", "off", "mod")) is not None:
            left = _applied(sign, left, self._signed())
            share = False
        self._share = share
        return left

    def _signed(self) -> Fraction:
        if self._take("-"):
            return -self._signed()
        if self._take("sqrt"):
            self._share = False
            return root(self._signed())
        base = self._atom()
        if self._take("^"):
            base = power(base, self._signed())
        self._share = self._take("%") is not None
        return base / 100 if self._share else base

    def _atom(self) -> Fraction:
        if self._take("("):
            inner = self.sum()
            if not self._take(")"):
                raise SyntaxError("a bracket is open")
            return inner
        if self.at < len(self.tokens) and isinstance(token := self.tokens[self.at], Fraction):
            self.at += 1
            return token
        raise SyntaxError("a number is missing")

    def _take(self, *signs: str) -> str | None:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        if not isinstance(token, str) or token not in signs:
            return None
        self.at += 1
        return token


def _applied(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign in ("/", "mod") and right == 0:
        raise AnswerError("Nothing can be divided by zero.")
    match sign:
        case "/":
            return left / right
        case "mod":
            return left % right
        case "off":
            return right * (1 - (left / 100 if left > 1 else left))
    return _small(left * right)


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """Whole powers only, and none that would fill the memory."""
    if exponent.denominator != 1 or abs(exponent) > 100:
        raise AnswerError("I can only do whole powers up to a hundred.")
    if base == 0 and exponent < 0:
        raise AnswerError("Nothing can be divided by zero.")
    return _small(base ** int(exponent))


def root(number: Fraction) -> Fraction:
    """To nine decimals, exact where the root is."""
    if number < 0:
        raise AnswerError("A negative number has no square root that I could say.")
    top, bottom = isqrt(number.numerator), isqrt(number.denominator)
    if top * top == number.numerator and bottom * bottom == number.denominator:
        return Fraction(top, bottom)
    return Fraction(isqrt(int(number * 10**18)), 10**9)


def _small(number: Fraction) -> Fraction:
    if abs(number) > LARGEST or number.denominator > 10**60:
        raise AnswerError("That number is too large for me.")
    return number


def shown(number: Fraction, places: int | None = None) -> str:
    """`1,234`, `0.5`, `about 0.333`; with `places`, no more of them behind the point."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    places = places or (4 if abs(number) >= 1 else 6)
    rounded = round(number, places)
    text = f"{float(rounded):,.{places}f}".rstrip("0").rstrip(".")
    return text if rounded == number else f"about {text}"
