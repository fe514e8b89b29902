"""Codes, phone numbers, addresses and long numbers as people say them. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from edge.language.language import english
from edge.language.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_URL = Pattern(r"\b(?:https?://|www\.)([^\s/?#)\]]++)([^\s)\]]*+)", re.IGNORECASE)
_MAIL = Pattern(r"(?<![\w.+-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24})\b")
_HOST = Pattern(
    r"(?<![\w.-])((?:[a-z][a-z0-9-]{0,62}\.){1,6}(?:com|org|net|edu|gov|info|io|eu|uk|de|fr|it|es|at|ch))\b"
)
_DOTTED = Pattern(r"(?<![\w.])\d{1,6}(?:\.\d{1,6}){2,8}(?![\w.]*\d)")
_PLUS = Pattern(r"(?<![\w+])\+(\d[\d ()/-]{5,20}\d)(?!\d)")
_SPACED = Pattern(r"(?<![\w.,])(0\d{1,5}(?:[ /-]\d{2,8}){1,4})(?![\w-]|[.,]\d)")
_THOUSANDS = Pattern(r"(?<![\w.,])\d{1,3}(?:,\d{3}){1,5}(?![\d,]*\d)(?!\w)")
_LONG = Pattern(r"(?<!\d)(\d{7,})(?!\d)")
_LEADING = Pattern(r"(?<![\w.,:/-])(0\d{1,5})(?![\w:/-]|[.,]\d)")
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))


def addresses(text: str) -> str:
    """Of an address on the web only the host, its dots said; a mail address with its sign."""
    text = _URL.sub(lambda m: _dots(_host(m[1])) + m[2][len(m[2].rstrip(".,;:!?")) :], text)
    text = _MAIL.sub(lambda m: f"{_dots(m[1])} {_signs()['at']} {_dots(m[2])}", text)
    return _HOST.sub(lambda m: _dots(m[1]), text)


def _host(host: str) -> str:
    return host.rpartition("@")[2].removeprefix("www.").rstrip(".,;:!?")


def _dots(host: str) -> str:
    return host.replace(".", f" {_signs()['dot']} ")


def codes(text: str) -> str:
    """Numbers that are noted rather than counted, digit by digit in groups; versions and the like with their dots."""
    text = _PLUS.sub(lambda m: f"{_signs()['plus']} {_groups(m[1])}", text)
    text = _phones().sub(_phone, text)
    text = _SPACED.sub(lambda m: _groups(m[1]), text)
    text = _DOTTED.sub(lambda m: _dots(m[0]), text)
    text = _THOUSANDS.sub(_thousands, text)
    text = _LONG.sub(lambda m: _groups(m[1]), text)
    return _LEADING.sub(lambda m: _groups(m[1]), text)


@cache
def _phones() -> Pattern:
    """Numbers after a word such as `call`, short ones too, and those that go on behind a comma or an `or`."""
    words = "|".join(english().table("aloud")["codes"]["phone_after"].split())
    number = r"\d(?:[\d -]{0,20}\d)?"
    return Pattern(
        rf"\b((?i:{words})\s(?:number\s|is\s)?)({number}(?:(?:,\s|\sor\s|,\sor\s){number}){{0,4}})(?![\w:]|[.,]\d)"
    )


_NUMBER = Pattern(r"\d(?:[\d -]{0,20}\d)?")


def _phone(match: re.Match[str]) -> str:
    numbers = _NUMBER.findall(match[2])
    if any(len(re.sub(r"\D", "", number)) < 3 for number in numbers):
        return match[0]
    return match[1] + _NUMBER.sub(lambda m: _groups(m[0]), match[2])


def _groups(number: str) -> str:
    """`5 5 5, 1 2 3 4`: as it is grouped where it stands, else by threes."""
    written = [part for part in re.split(r"\D+", number) if part]
    return ", ".join(" ".join(group) for part in written for group in _threes(part))


def _threes(digits: str) -> Iterator[str]:
    while len(digits) > 4:
        yield digits[:3]
        digits = digits[3:]
    yield digits


def _thousands(match: re.Match[str]) -> str:
    """`1,200` without its comma; from a million on in words and digits, so that it is not taken for a code."""
    number = int(match[0].replace(",", ""))
    if number < 1_000_000:
        return str(number)
    said = []
    for size, name in _SCALES:
        count, number = divmod(number, size)
        if count:
            said.append(f"{count} {name}")
    return " ".join([*said, str(number)] if number else said)


def _signs() -> Mapping[str, Any]:
    return english().table("aloud")["signs"]  # type: ignore[no-any-return]
