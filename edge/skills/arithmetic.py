"""Sums as people say them, read and computed exactly. Pure: nothing is ever evaluated as a program."""

# ruff: noqa: E501 - rows of patterns, which wrapping would not make clearer

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from math import isqrt

from edge.errors import AnswerError
from edge.language.numbers import number_at
from edge.language.patterns import Pattern
from edge.language.polite import core

LARGEST = Fraction(10**15)
_LEAD = Pattern(
    r"^(?:(?:can|could|would|will) you (?:please )?)?(?:what(?:'s| is| does| are| would be)|how much(?: is| are"
    r"| would be| does)?|calculate|compute|work out|solve|evaluate|tell me|give me|find|what)\s+"
)
_TAIL = Pattern(r"\s+(?:equal|equals|make|makes|come to|is|gives?|equal to|be)$")
# Ways of saying a sum, turned into the plain one. Longer ones first.
_SAID = (
    (r"\b(?:the )?square root of\b|√", " sqrt "), (r"\bdivided by\b|÷", " / "), (r"\bmultiplied by\b", " * "),
    (r"\bto the power of\b|\braised to(?: the)?\b|\*\*", " ^ "), (r"\bsquared\b|²", " ^ 2 "), (r"\bcubed\b|³", " ^ 3 "),
    (r"\bpercent off(?: of)?\b|% off(?: of)?\b", " off "), (r"\b(?:per ?cent|percentage)\b", " % "),
    (r"\b(?:tip|discount|tax|vat) (?:on|for|of)\b", " of "), (r"\bplus\b|\band then add\b", " + "), (r"\bminus\b|[−–]", " - "),
    (r"\btimes\b|[×·]|(?<=\d)\s*x\s*(?=\d)", " * "), (r"\bover\b|:(?=\s|\d)", " / "), (r"\btake away\b|\bless\b", " - "),
    (r"\b(?:a )?half of\b", " 1 / 2 * "), (r"\b(?:a |one )?third of\b", " 1 / 3 * "), (r"\bthirds of\b", " / 3 * "), (r"\b(?:a )?quarter of\b", " 1 / 4 * "),
    (r"\b(?:double|twice)\b", " 2 * "), (r"\btriple\b", " 3 * "), (r"\bmod(?:ulo)?\b", " mod "),
)  # fmt: skip
_ORDERS = (
    (Pattern(r"^tip (.+?) (?:on|for|of) (.+)$"), r"\1 of \2"),
    (Pattern(r"^(?:add|sum)(?: up)? (.+?) (?:and|to|with) (.+)$"), r"\1 + \2"),
    (Pattern(r"^(?:the )?sum of (.+?) and (.+)$"), r"\1 + \2"),
    (Pattern(r"^(?:the )?difference (?:between|of) (.+?) and (.+)$"), r"\1 - \2"),
    (Pattern(r"^(?:the )?product of (.+?) and (.+)$"), r"( \1 ) * ( \2 )"),
    (Pattern(r"^subtract (.+?) from (.+)$"), r"\2 - ( \1 )"),
    (Pattern(r"^multiply (.+?) (?:by|with|and) (.+)$"), r"( \1 ) * ( \2 )"),
    (Pattern(r"^divide (.+?) by (.+)$"), r"( \1 ) / ( \2 )"),
)
_CURRENCY = Pattern(r"[$€£]|\b(?:dollars?|euros?|pounds?|bucks)\b")
_TOKEN = Pattern(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|[a-z]+(?:-[a-z]+)?|[-+*/^%()]|\S")
_WORDS = frozenset({"sqrt", "of", "off", "mod"})

Token = Fraction | str


def read(text: str) -> tuple[Token, ...] | None:
    """The numbers and signs of a sum, or None for a sentence that is anything more."""
    said = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").strip(" ?!.=")
    if re.fullmatch(r"\d+[/:-]\d+", said):
        return None  # a date, a score, or around the clock
    said = _LEAD.sub("", _bare(said))
    said = _TAIL.sub("", _CURRENCY.sub(" ", said)).strip(" ?!.=")
    for pattern, instead in _ORDERS:
        said = pattern.sub(instead, said)
    for pattern_text, instead in _SAID:
        said = re.sub(pattern_text, instead, said)
    tokens = _numbers(re.sub(r"^(?:a|an|the)\s+|(?<=[-+*/(])\s*(?:a|the)\s+", " ", said.strip()))
    enough = (
        tokens is not None and any(isinstance(t, str) for t in tokens) and any(isinstance(t, Fraction) for t in tokens)
    )
    return tokens if enough else None


def _bare(said: str) -> str:
    """Politeness goes, signs stay: only a sentence that begins politely loses its beginning."""
    kept = core(said)
    first = kept.split(" ", 1)[0] if kept else ""
    at = said.find(first) if first else 0
    polite = any(c.isalpha() for c in said[: max(0, at)])
    return re.sub(r"\s*(?:please|thanks|thank you)$", "", said[at:] if polite else said)


def _numbers(said: str) -> tuple[Token, ...] | None:
    words = _TOKEN.findall(said)
    tokens: list[Token] = []
    at = 0
    while at < len(words):
        number = number_at(words, at) or (number_at(["0" + words[at]]) if words[at].startswith(".") else None)
        if number:
            tokens.append(number.value)
            at += number.used
        elif words[at] in _WORDS or words[at] in "-+*/^%()":
            tokens.append(words[at])
            at += 1
        else:
            return None
    return tuple(tokens)


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


def shown(number: Fraction) -> str:
    """`1,234`, `0.5`, `about 0.333`."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    places = 4 if abs(number) >= 1 else 6
    rounded = round(number, places)
    text = f"{float(rounded):,.{places}f}".rstrip("0").rstrip(".")
    return text if rounded == number else f"about {text}"
