"""Replaces the nouns of a sentence by a mark, so that its form can be matched, and tells whether a word is unknown."""

from __future__ import annotations

from dataclasses import dataclass

from edge.language.nouns import Noun, noun_at
from edge.language.numbers import number_at
from edge.language.patterns import Pattern

COLOURS = frozenset(
    {"black", "white", "grey", "gray", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"}
    | {"beige", "violet", "turquoise", "silver", "gold", "golden", "tan", "navy", "teal", "cream", "maroon"}
)

_PLAIN = frozenset(
    """
    a able about abouts actually ahead all along already also altogether am an and another any anything anywhere
    appear appears are area aren't around as at background be beach been behold being both by camera can center centre
    chance chances clearly close contain contained contains corner could count counted counter counts current
    currently depicted detect detected different direct direction directly display displayed do does doesn't don't
    door down each either else even ever exact exactly facing far field field-of-view find floor for foreground
    found frame from front give got grass ground half hand has have here how i i'm identify if image in inside
    instances into is isn't it it's its just kind kitchen lawn least left locate located location look looking lot
    make many maybe me middle moment more much my near nearby next no not notice now number of off on one ones
    only or our out over parked part perhaps photo pick picture place placed point position possibly presence
    present really recognise recognize relative right road room scene screenshot see seeing seen shelf shot should
    show showing shown shows side sight single sitting sky snapshot some somewhere spot spotted spotting standing
    still straight street surroundings table tell than that that's the their them there there's these they this
    those to together total toward towards u up us vicinity video view viewfinder visible wall was water way we
    were what what's where where's whereabouts whether which which's window with within would you you're your
    """.split()
)


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its nouns replaced, and the nouns. `strange`: words that nobody here understands."""

    skeleton: str
    nouns: tuple[Noun, ...]
    many: bool
    least: int
    colour: str
    strange: bool


def read(said: str) -> ParsedSentence:
    """The sentence with a placeholder for each known noun, and those nouns."""
    tokens = [part for token in said.split() for part in _apart(token)]
    out: list[str] = []
    nouns: list[Noun] = []
    many, colour, least, at = False, "", 1, 0
    while at < len(tokens):
        found = noun_at(tokens, at)
        number = number_at(tokens, at)
        if found and not _place_word(tokens, at, out):
            nouns.append(found[0])
            many = many or tokens[at + found[1] - 1] == found[0].many.split()[-1].casefold() != found[0].one.split()[-1]
            out.append("THING")
        elif number and number.value > 1 and number.value.denominator == 1:
            least = int(number.value)
            out.append("one")
        elif tokens[at] in COLOURS and noun_at(tokens, at + 1):
            colour = tokens[at]
            out.append("COLOUR")
        else:
            out.append(tokens[at] if tokens[at] in _PLAIN else "?" + tokens[at])
        at += found[1] if out[-1] == "THING" and found else number.used if out[-1] == "one" and number else 1
    said = _SEVERAL.sub("", skeleton := " ".join(out))
    least += "more than" in skeleton
    least = max(least, 2 if said != skeleton else 1)
    return ParsedSentence(said, tuple(nouns), many, least, colour, strange="?" in said)


_SEVERAL = Pattern(r"\?(?:several|multiple) ")


def _apart(token: str) -> tuple[str, ...]:
    """The words of a token: the five question contractions (`where's`) are two; `dog's` stays one."""
    if token in ("where's", "what's", "which's", "who's", "there's"):
        return (token[:-2], "is")
    return (token,)


def _place_word(tokens: list[str], at: int, out: list[str]) -> bool:
    """`on the table` after another noun is a place, not something asked for."""
    return tokens[at] in ("table", "desk", "screen") and "THING" in out and tokens[at - 1] in ("the", "my", "this", "a")
