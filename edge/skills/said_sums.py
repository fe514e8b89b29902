"""What is to be reckoned in a sentence, by the ways of saying it that `sums.toml` lists. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from edge.language.language import Language
from edge.language.numbers import number_at
from edge.language.patterns import Pattern
from edge.language.phrase import folded, phrase_pattern
from edge.skills.arithmetic import Token, value

_SIGNS = str.maketrans({"÷": " / ", "×": " * ", "·": " * ", "−": " - ", "–": " - ", "√": " square root of ", "’": "'"})
_WRITTEN = ((Pattern(r"(?<=\d)\s*x\s*(?=\d)"), " * "), (Pattern(r"\*\*"), " ^ "), (Pattern(r"[$€£]"), " "))
_TOKEN = Pattern(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|[a-z]+(?:[-'][a-z]+)*|[-+*/^%()<>]")
_NO_SUM = Pattern(r"\d+[/:-]\d+")  # a date, a score, or around the clock
_OPERATORS = frozenset({"sqrt", "of", "off", "mod", *"+-*/^%()<>"})
_BINARY = frozenset({"+", "*", "/", "^", "mod"})


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum as it was said: words, with each number as its place (`#0`), and the numbers."""

    said: str
    numbers: tuple[Fraction, ...]
    percent: bool = False
    """Whether its value is a share of a hundred."""
    worked: bool = False
    """Whether something was reckoned already to get these numbers."""

    def tokens(self) -> tuple[Token, ...]:
        """Its numbers and signs; other words are passed over."""
        tokens: list[Token] = []
        for word in self.said.split():
            token = self._token(word)
            if token is not None and (token not in ("of", "off") or (tokens and _is_value(tokens[-1]))):
                tokens.append(token)
        return tuple(tokens)

    def _token(self, word: str) -> Token | None:
        if word[0] == "#":
            return self.numbers[int(word[1:])]
        return Fraction(word) if word.isdigit() else word if word in _OPERATORS else None


def _is_value(token: Token) -> bool:
    return isinstance(token, Fraction) or token in ("%", ")")


def read(text: str, language: Language, result: Fraction | None = None) -> Sum | None:
    """The numbers and signs of a sentence; None where it has none, or nothing to reckon with.

    `result`: the number that "that", or a sum without a beginning, goes on from.
    """
    found = marked(text, language, result)
    return reckoned(found, language, result) if found is not None else None


def reckoned(found: Sum, language: Language, result: Fraction | None = None) -> Sum | None:
    """The same of a sentence whose numbers are marked."""
    found = _ordered(found, language)
    for pattern, sign in _operators(language):
        found = replace(found, said=pattern.sub(f" {sign} ", found.said))
    tokens = found.tokens()
    if result is not None and tokens and (tokens[0] in _BINARY or tokens[0] == "-"):
        found = Sum(f"#{len(found.numbers)} {found.said}", (*found.numbers, result))
    return found if found.worked or len(tokens) > 1 else None


def marked(text: str, language: Language, result: Fraction | None = None) -> Sum | None:
    """The words of a sentence with its numbers marked; None for what is written like a date."""
    said = unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS).strip(" ?!.=")
    if _NO_SUM.fullmatch(said):
        return None
    for pattern, instead in _WRITTEN:
        said = pattern.sub(instead, said)
    said = folded(" ".join(_TOKEN.findall(said)))
    for pattern, instead in _words(language):
        said = pattern.sub(instead, said)
    out, numbers = _numbers(said.split())
    if result is not None and len(numbers) < 2:
        out, numbers = _with_result(out, numbers, language, result)
    return Sum(" ".join(out), tuple(numbers))


def _numbers(words: list[str]) -> tuple[list[str], list[Fraction]]:
    out: list[str] = []
    numbers: list[Fraction] = []
    at = 0
    while at < len(words):
        number = number_at(["0" + words[at]] if words[at].startswith(".") else words, 0 if words[at][0] == "." else at)
        if number:
            out.append(f"#{len(numbers)}")
            numbers.append(number.value)
        else:
            out.append(words[at])
        at += number.used if number else 1
    return out, numbers


def _with_result(
    out: list[str], numbers: list[Fraction], language: Language, result: Fraction
) -> tuple[list[str], list[Fraction]]:
    """The same with the last result in the place of the first word that stands for it."""
    at = next((at for at, word in enumerate(out) if language.hears("sums.result", word)), None)
    if at is None:
        return out, numbers
    return [*out[:at], f"#{len(numbers)}", *out[at + 1 :]], [*numbers, result]


def _ordered(found: Sum, language: Language) -> Sum:
    """The sum with each way of saying one (`subtract # from #`) replaced by its value.

    A share of a hundred and a comparison are the last step of any sum, and left as they are.
    """
    for pattern, expression in _orders(language):
        if match := pattern.search(found.said):
            named = dict(zip("abc", match.groups(), strict=False))
            said = " ".join(f"#{named[word]}" if word in named else word for word in expression.split())
            inner = Sum(said.removesuffix(" %"), found.numbers, percent=said.endswith("%"))
            if inner.percent or {"<", ">"} & set(said):
                return inner
            place = f"{found.said[: match.start()]} #{len(found.numbers)} {found.said[match.end() :]}"
            found = Sum(place, (*found.numbers, value(inner.tokens())), worked=True)
    return found


@cache
def _orders(language: Language) -> tuple[tuple[Pattern, str], ...]:
    rows = language.table("sums")["orders"].items()
    return tuple((Pattern(phrase_pattern(said)), expression) for said, expression in rows)


@cache
def _operators(language: Language) -> tuple[tuple[Pattern, str], ...]:
    rows = language.table("sums")["operators"].items()
    return tuple((Pattern(phrase_pattern(said)), sign) for said, sign in rows)


@cache
def _words(language: Language) -> tuple[tuple[Pattern, str], ...]:
    rows = language.table("sums")["words"].items()
    return tuple((Pattern(phrase_pattern(said)), word) for said, word in rows)
