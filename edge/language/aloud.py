"""A text as a voice should read it: nothing is left to the voice that people say in another way than it is written.

Whole numbers and decimals stay digits, which every voice reads right; see en/aloud.toml for the words. Pure.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from edge.language.aloud_codes import addresses, codes
from edge.language.aloud_times import dates, ordinal, times
from edge.language.language import english
from edge.language.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NUMBER = r"(?<![\w.])(\d+(?:\.\d{1,9})?)"
_ORDINAL = Pattern(r"\b(\d{1,3})(?:st|nd|rd|th)\b")
_FEET = Pattern(r"(?<![\w.])(\d{1,2})['′]\s?(\d{1,2})(?:[\"″]|'')")
_MIXED = Pattern(r"(?:(?<![\w./-])(\d{1,3})[ ]?)?([½⅓⅔¼¾])")
_PARTS = Pattern(r"(?<![\w./-])(?:(\d{1,3}) )?([1-7]/[234568])(?![\w/]|\.\d)")


def aloud(text: str) -> str:
    """The text with times, dates, money, units, codes, ranges and short forms in words."""
    text = addresses(text)
    text = _short_forms(text)
    text = times(dates(text))
    text = _money(text)
    text = _units(text)
    text = codes(text)
    for pattern, said in _signs():
        text = pattern.sub(said, text)
    return re.sub(r" {2,}", " ", re.sub(r" +([.,;:!?])", r"\1", text)).strip() if text else text


# ------------------------------------------------------------------------------------------------------- short forms


def _short_forms(text: str) -> str:
    table = _table()
    for short, said in table["short"].items():
        if short in text:
            text = _written(short).sub(lambda m, said=said: said + _stop(m), text)  # type: ignore[misc]
    for short, said in table["before_number"].items():
        if short in text:
            text = _counted(short).sub(f"{said} ", text)
    return text


@cache
def _written(short: str) -> Pattern:
    behind = r"\b(?!\.)" if short[-1].isalnum() else r"(?=[\s,;:)]|$)"
    return Pattern(rf"(?<![\w.]){re.escape(short)}{behind}")


def _stop(match: re.Match[str]) -> str:
    """A stop that ends the sentence as well stays, as it may behind `etc.`."""
    following = match.string[match.end() :].lstrip()
    ends = match[0] in _table()["ends"] and (not following or following[0].isupper())
    return "." if ends else ""


@cache
def _counted(short: str) -> Pattern:
    return Pattern(rf"(?<![\w.]){re.escape(short)}\s?(?=\d)")


# ------------------------------------------------------------------------------------------------------------- money


def _money(text: str) -> str:
    names = _table()["money"]
    if not any(sign in text for sign in names):
        return text
    before, behind = _money_patterns()
    text = before.sub(lambda m: _amount(names[m[1]], m[2], m[3]), text)
    return behind.sub(lambda m: _amount(names[m[3]], m[1], m[2]), text)


@cache
def _money_patterns() -> tuple[Pattern, Pattern]:
    names = "|".join(map(re.escape, _table()["money"]))
    number = r"(\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,2})?|\d{1,15}(?:[.,]\d{1,2})?)"
    scale = r"(?:\s(thousand|million|billion|trillion)\b)?"
    return Pattern(rf"({names})\s?{number}(?![\d.,]*\d){scale}"), Pattern(
        rf"(?<![\w.,]){number}{scale}\s?({names})(?!\w)"
    )


def _amount(names: list[str], number: str, scale: str | None) -> str:
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number)
    number = number.replace(",", "") if grouped else number.replace(",", ".")
    (one, many), part = names[0].split(), names[1].split()
    if scale:
        return f"{number} {scale} {many}"
    whole, _, hundredths = number.partition(".")
    cents = int(f"{hundredths:0<2}") if hundredths else 0
    if not cents or not part:
        return f"{whole} {one if whole == '1' else many}"
    if not int(whole):
        return f"{cents} {part[0] if cents == 1 else part[1]}"
    return f"{whole} {one if whole == '1' else many} {cents}"


# ------------------------------------------------------------------------------------------------------------- units


def _units(text: str) -> str:
    text = _FEET.sub(lambda m: _sign("feet_inches").format(feet=m[1], inches=m[2]), text)
    for pattern, said in _unit_patterns():
        text = pattern.sub(said, text)
    return text


@cache
def _unit_patterns() -> tuple[tuple[Pattern, Callable[[re.Match[str]], str]], ...]:
    units, per, whole = _names("units"), _table()["per"], _names("whole_units")
    either, behind = _either(units), "|".join(map(re.escape, sorted(per, key=len, reverse=True)))
    degree = Pattern(r"(?<![\w.])(-?\d+(?:\.\d+)?)\s?°(?:\s?([CF])\b)?")
    scales = {"C": f" {_sign('celsius')}", "F": f" {_sign('fahrenheit')}", None: ""}
    return (
        (degree, lambda m: f"{m[1]} {_of(m[1].lstrip('-'), _sign('degree').split())}{scales[m[2]]}"),
        (Pattern(rf"{_NUMBER}\s?({_either(whole)})\b"), lambda m: f"{m[1]} {_of(m[1], whole[m[2]])}"),
        (
            Pattern(rf"{_NUMBER}\s?({either})\s?/\s?({behind})\b"),
            lambda m: f"{m[1]} {_of(m[1], units[m[2]])} {_sign('per')} {per[m[3]]}",
        ),
        (
            Pattern(rf"{_NUMBER}\s?(k?m|cm|mm|ft|mi)([²³])"),
            lambda m: f"{m[1]} {_sign('square' if m[3] == '²' else 'cubic')} {_of(m[1], units[m[2]])}",
        ),
        (Pattern(rf"{_NUMBER}\s?({either})\b(?![/²³'’])"), lambda m: f"{m[1]} {_of(m[1], units[m[2]])}"),
        (Pattern(rf"(?<=\w)\s/\s?((?i:{behind}))\b"), lambda m: f" {_sign('per')} {per[m[1].lower()]}"),
    )


def _names(section: str) -> dict[str, list[str]]:
    """One and many of each unit; also in capitals, where that is no other unit."""
    names = {short: _pair(said) for short, said in _table()[section].items()}
    return {short.upper(): said for short, said in names.items() if len(short) > 1} | names


def _pair(said: str) -> list[str]:
    return [name.replace("-", " ") for name in said.split()]


def _either(names: Mapping[str, object]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def _of(number: str, names: list[str]) -> str:
    return names[0] if number == "1" else names[1]


# ------------------------------------------------------------------------------------------------------------- signs


@cache
def _signs() -> tuple[tuple[Pattern, str | Callable[[re.Match[str]], str]], ...]:
    sign = _sign
    return (
        (_ORDINAL, lambda m: ordinal(int(m[1]))),
        (_MIXED, lambda m: _fraction(m[1], m[2])),
        (_PARTS, lambda m: _fraction(m[1], m[2])),
        (Pattern(r"(?<=\d)²"), f" {sign('squared')}"),
        (Pattern(r"(?<=\d)³"), f" {sign('cubed')}"),
        (Pattern(r"(?<=\d)\s?%"), f" {sign('percent')}"),
        (Pattern("°"), f" {sign('degree').split()[1]} "),
        (Pattern(r"(?<=\d)\s?[×*](?=\s?\d)"), f" {sign('times')}"),
        (Pattern(r"(?<=\d)\s?[xX]\s?(?=\d)"), f" {sign('by')} "),
        (Pattern(r"(?<=\d)\s?÷(?=\s?\d)"), f" {sign('divided')}"),
        (Pattern(r"(?<=\d)\s[-−](?=\s\d)"), f" {sign('minus')}"),
        (Pattern(r"(?<![\w-])[-−](?=\d)"), f"{sign('minus')} "),
        (Pattern(r"(?<=\d)[–-](?=\d+\b(?![-–]))"), f" {sign('to')} "),
        (Pattern(r"\s[–—-]+\s|—"), ", "),
        (Pattern(r"≈\s?|(?<!\w)~\s?(?=\d)"), f"{sign('about')} "),
        (Pattern(r"[≤⩽]\s?"), f"{sign('at_most')} "),
        (Pattern(r"[≥⩾]\s?"), f"{sign('at_least')} "),
        (Pattern(r"\s?=\s?"), f" {sign('equals')} "),
        (Pattern(r"(?<=\d)\s?\+\s?(?=\d)"), f" {sign('plus')} "),
        (Pattern(r"\s&\s|(?<=\w)&(?=\w)"), f" {sign('and')} "),
        (Pattern("→"), f" {sign('to')} "),
        (Pattern(r"(?<=\w)\s?/\s?(?=[^\W\d])"), f" {sign('or')} "),
    )


def _fraction(whole: str | None, part: str) -> str:
    said = str(_table()["fractions"].get(part, part))
    return f"{whole} {_sign('and')} {said}" if whole else said


def _sign(name: str) -> str:
    return str(_table()["signs"][name])


def _table() -> Mapping[str, Any]:
    return english().table("aloud")
