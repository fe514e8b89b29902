"""What is to be reckoned in a sentence, by the ways of saying it that `sums.toml` lists. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from functools import cache

from edge.language.language import Language
from edge.language.numbers import number_at
from edge.language.patterns import Pattern
from edge.language.phrase import folded, phrase_pattern
from edge.records import dataclass
from edge.skills.arithmetic import Token, value

_SIGNS = str.maketrans({"÷": " / ", "×": " * ", "·": " * ", "−": " - ", "–": " - ", "√": " square root of ", "’": "'"})
_WRITTEN = (
    (Pattern(r"(?<=\d)\s*x\s*(?=\d)"), " * "),
    (Pattern(r"\*\*"), " ^ "),
    (Pattern(r"[$€£]"), " "),
    (Pattern(r"(?<![\d.])(\d\d)p\b"), r"0.\1"),  # pence
    (Pattern(r"(?<![\d.])(\d)p\b"), r"0.0\1"),
)
_TOKEN = Pattern(r"\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|[a-z]+(?:[-'][a-z]+)*|[-+*/^%()<>]")
_NO_SUM = Pattern(r"\d+[/:-]\d+")  # a date, a score, or around the clock
_OPERATORS = frozenset({"sqrt", "of", "off", "mod", *"+-*/^%()<>"})
_BINARY = frozenset({"+", "*", "/", "^", "mod"})
_ROW = r"(?<!\S)(#\d+(?: (?:and |plus )?#\d+){2,})(?!\S)"  # numbers one after the other
_PLACE = Pattern(r"#(\d+)")
_MONEY = frozenset({"euro", "euros", "dollar", "dollars", "pound", "pounds"})
_HEADS = frozenset({"ways", "people", "persons", "friends", "of"})


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum as it was said: words, with each number as its place (`#0`), and the numbers."""

    said: str
    numbers: tuple[Fraction, ...]
    percent: bool = False
    """Whether its value is a share of a hundred."""
    worked: bool = False
    """Whether something was reckoned already to get these numbers."""
    carried: bool = False
    """Whether the last of the numbers is the result that it goes on from."""

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
    found = asked = _ordered(_listed(found, language), language)
    for pattern, sign in _table(language, "operators"):
        found = replace(found, said=pattern.sub(f" {sign} ", found.said))
    tokens = found.tokens()
    alone = tokens[:-1] if tokens[-1:] == ("of",) else tokens  # four of us
    if result is not None and len(found.numbers) == len(alone) == 1:
        return gone_on(asked, language, result)
    if result is not None and tokens and (tokens[0] in _BINARY or tokens[0] == "-"):
        found = Sum(f"#{len(found.numbers)} {found.said}", (*found.numbers, result))
    return found if found.worked or len(alone) > 1 else None


def gone_on(found: Sum, language: Language, result: Fraction) -> Sum | None:
    """What is done with the last result where only a number is said ("and if i pay 8")."""
    for pattern, expression in _table(language, "goes_on"):
        if pattern.search(found.said):
            named = {"r": "#1", "a": "#0"}
            said = " ".join(named.get(word, word) for word in expression.split())
            return Sum(said, (*found.numbers, result), worked=True)
    return None


def marked(text: str, language: Language, result: Fraction | None = None) -> Sum | None:
    """The words of a sentence with its numbers marked; None for what is written like a date."""
    said = unicodedata.normalize("NFKC", text).casefold().translate(_SIGNS).strip(" ?!.=")
    if _NO_SUM.fullmatch(said):
        return None
    for pattern, instead in _WRITTEN:
        said = pattern.sub(instead, said)
    said = folded(" ".join(_TOKEN.findall(said)))
    for pattern, instead in _table(language, "words"):
        said = pattern.sub(instead, said)
    out, numbers = _numbers(said.split())
    if any(language.hears(f"sums.{key}", said) for key in ("money", "price")):
        out, numbers = _priced(out, numbers)
    own = len(numbers)
    if result is not None and own < 2:
        out, numbers = _with_result(out, numbers, language, result)
    return Sum(" ".join(out), tuple(numbers), carried=len(numbers) > own)


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


def _priced(out: list[str], numbers: list[Fraction]) -> tuple[list[str], list[Fraction]]:
    """The same with `eighty seven fifty` as 87.50; in `eighty seven fifty three ways` the three are those who pay."""
    numbered = [word[0] == "#" for word in out]
    out = [
        word
        for at, word in enumerate(out)
        if word not in _MONEY or not (any(numbered[at - 1 : at]) and any(numbered[at + 1 : at + 2]))
    ]
    words: list[str] = []
    found: list[Fraction] = []
    at = 0
    while at < len(out):
        pair = _price(out, numbers, at) if not words or words[-1][0] != "#" else ()
        one = _number(out, numbers, at)
        values = pair or (() if one is None else (one,))
        words += [f"#{len(found) + place}" for place in range(len(values))] or [out[at]]
        found += values
        at += 2 if pair else 1
    return words, found


def _price(out: list[str], numbers: list[Fraction], at: int) -> tuple[Fraction, ...]:
    """The price, and perhaps how many share it, that the two numbers here stand for; empty where they are none."""
    whole, cents = (_number(out, numbers, place) for place in (at, at + 1))
    after = out[at + 2] if at + 2 < len(out) else ""
    if whole is None or cents is None or whole >= 1000 or {whole.denominator, cents.denominator} != {1}:
        return ()
    tens, one = divmod(int(cents), 10)
    if not 1 <= tens <= 9 or after[:1] == "#" or after in ("percent", "%"):
        return ()
    if after not in _HEADS:
        return (whole + cents / 100,)
    return (whole + Fraction(tens, 10), Fraction(one)) if whole % 10 and tens > 1 < one else ()


def _number(out: list[str], numbers: list[Fraction], at: int) -> Fraction | None:
    return numbers[int(out[at][1:])] if at < len(out) and out[at][0] == "#" else None


def _with_result(
    out: list[str], numbers: list[Fraction], language: Language, result: Fraction
) -> tuple[list[str], list[Fraction]]:
    """The same with the last result in the place of the first word that stands for it."""
    at = next((at for at, word in enumerate(out) if language.hears("sums.result", word)), None)
    if at is None:
        return out, numbers
    return [*out[:at], f"#{len(numbers)}", *out[at + 1 :]], [*numbers, result]


def _listed(found: Sum, language: Language) -> Sum:
    """The sum with a row of three numbers or more ("the sum of 12, 15 and 33") replaced by its value."""
    for pattern, sign in _table(language, "lists"):
        if match := pattern.search(found.said):
            row = [found.numbers[int(place)] for place in _PLACE.findall(match[1])]
            first, *rest = row
            tokens: list[Token] = [first]
            for number in rest:
                tokens += ["*" if sign == "*" else "+", number]
            got = value(tokens) / (len(row) if sign == "mean" else 1)
            return _replaced(found, match, got)
    return found


def _replaced(found: Sum, match: re.Match[str], got: Fraction) -> Sum:
    """The sum with this value in the place of what was matched."""
    said = f"{found.said[: match.start()]} #{len(found.numbers)} {found.said[match.end() :]}"
    return Sum(" ".join(said.split()), (*found.numbers, got), worked=True)


def _ordered(found: Sum, language: Language) -> Sum:
    """The sum with each way of saying one (`subtract # from #`) replaced by its value.

    A share of a hundred and a comparison are the last step of any sum, and left as they are.
    """
    for pattern, expression in _table(language, "orders"):
        if match := pattern.search(found.said):
            named = dict(zip("abc", match.groups(), strict=False))
            said = " ".join(f"#{named[word]}" if word in named else word for word in expression.split())
            inner = Sum(said.removesuffix(" %"), found.numbers, percent=said.endswith("%"))
            if inner.percent or {"<", ">"} & set(said):
                return inner
            found = _replaced(found, match, value(inner.tokens()))
    return found


@cache
def _table(language: Language, name: str) -> tuple[tuple[Pattern, str], ...]:
    """The rows of a table of `sums.toml`; in a phrase `...` stands for a row of numbers."""
    rows = language.table("sums").get(name, {}).items()
    return tuple((Pattern(_phrase(said)), meant) for said, meant in rows)


def _phrase(said: str) -> str:
    before, row, after = (part.strip() for part in said.partition("..."))
    if not row:
        return phrase_pattern(said)
    return " ".join(part for part in (before and phrase_pattern(before), _ROW, after and phrase_pattern(after)) if part)
