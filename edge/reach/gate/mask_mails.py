"""Finds mail addresses in a text, written or spoken: "a.b@example.com", "j smith two at gmail dot com"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edge.reach.gate.mask_number_tables import AGAIN, SAID

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOT = r"(?:\.|[(\[]dot[)\]])"
# A name is looked for only where one begins: from every letter of a long word it would take the square of its length.
_WRITTEN = re.compile(
    rf"(?<![\w.+%'-])[\w.+%'-]+(?:@| @ | ?[(\[]at[)\]] ?)[\w-]+(?: ?{_DOT} ?[\w-]+)* ?{_DOT} ?[^\W\d_][\w-]+",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r" at (?P<sign>sign )?(?P<house>[\w-]{1,40}(?: (?!at )[\w-]{1,40}){0,5}?)"
    r"(?P<end>(?: ?(?:dot |point |\.)[a-z]{2,10}){1,4})\b",
    re.IGNORECASE,
)
_ENDS = frozenset(
    "com org net edu gov io info biz co uk us eu de at ch fr es it nl be se no dk fi pl ie ca au nz in jp br me dev "
    "app ai cz pt gr za mx ar sg hk kr cn ru ua tv xyz online site shop cloud email tech mil int".split()
)
_HOUSES = frozenset("gmail googlemail outlook hotmail yahoo icloud proton protonmail aol gmx web live mail".split())
_TALK = re.compile(
    r"(?<!\[)\b(?:e-?mail|mail|address|write|contact|reach|send|forward|cc|invite|login|account)\b", re.IGNORECASE
)
_NO_NAME = frozenset(
    "look is was me found see go buy read sign log up arrive available hosted us them it page shop order watch stay "
    "whats what's who's work works meeting sale prices jobs login out here there down listed sold published posted "
    "more only".split()
)
_LINKS = frozenset("dot point period underscore dash hyphen minus plus".split())
_ANCHORS = frozenset(
    "is to at address email e-mail mail cc contact it from spelled ask tell invite message forward reach write".split()
)
_NEVER = frozenset(
    "the a an my his her our their your me you him us them i we he she they and or but of for in on with by as if so "
    "what why who how when where which can could should would will do does did please explain say not that this".split()
)
_WORD = re.compile(r"[\w.+'-]+")
AROUND = 80  # letters before an "at" in which a name may stand


def find(text: str) -> list[tuple[int, int, str]]:
    """The places of mail addresses, in order and apart."""
    found = [(match.start(), match.end(), "mail") for match in _WRITTEN.finditer(text)]
    for begin, end in _spoken(text):
        if all(end <= one or other <= begin for one, other, _ in found):
            found.append((begin, end, "mail"))
    return sorted(found)


def _spoken(text: str) -> Iterator[tuple[int, int]]:
    for match in _HOUSE.finditer(text):
        left = text[max(0, match.start() - AROUND) : match.start()]
        words = _last_words(left)
        name = _name(words)
        if not words or _all_numbers(words[-name:]) or (name == 1 and words[-1].lower() in _NO_NAME | _NEVER):
            continue
        composed = name > 1 or re.search(r"[\d_.]", words[-1]) is not None
        talk = bool(match["sign"] or _TALK.search(left) or match["house"].lower() in _HOUSES)
        opens = len(words) == name and not left[: -len(words[-1])].strip()
        if (talk or composed or opens) and _is_house(match, sure=talk):
            taken = words[-_whole_name(words, name, left) :]
            yield match.start() - len(" ".join(taken)), match.end()


def _is_house(match: re.Match[str], *, sure: bool) -> bool:
    """Whether what stands after "at" is somewhere that mail may go."""
    end = re.split(r"dot|point|\.", match["end"].lower())[-1].strip()
    names = set(re.findall(r"\w+", match["house"].lower())) - _LINKS
    return (end in _ENDS or (sure and end not in _NEVER)) and not names & (_NEVER - {"i", "my"})


def _last_words(left: str) -> list[str]:
    """The words right before, with nothing but single spaces between them."""
    words: list[str] = []
    for word in reversed(left.split(" ")):
        if not _WORD.fullmatch(word):
            break
        words.insert(0, word)
    return words


def _name(words: list[str]) -> int:
    """How many of the last words are one name: spelled, with numbers, or put together with dots and dashes."""
    size = 1
    while size < len(words):
        before = words[-size - 1].lower()
        if before in _LINKS and size + 1 < len(words):
            size += 2
        elif _belongs(before, words[-size:]):
            size += 1
        else:
            break
    return size


def _belongs(before: str, name: list[str]) -> bool:
    """Whether a word is part of the name that it stands before."""
    if len(before) == 1 and before.isalpha():
        return before not in _NEVER or len(name[0]) == 1
    return _is_number(before) or (_all_numbers(name) and before not in _ANCHORS | _NEVER)


def _whole_name(words: list[str], size: int, left: str) -> int:
    """With up to two words more, where before them stands what a name follows: "mail me at anna maria lopez at ..."."""
    for more in range(3):
        before = words[-size - more - 1].lower() if size + more < len(words) else ""
        if before in _ANCHORS or (not before and len(" ".join(words)) == len(left)):
            return size + more
        if not before or before in _NEVER:
            break
    return size


def _is_number(word: str) -> bool:
    return word.isdigit() or word.lower() in SAID or word.lower() in AGAIN


def _all_numbers(words: list[str]) -> bool:
    return all(map(_is_number, words))
