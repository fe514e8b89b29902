"""The plural and the singular of a noun, its article, and how many there are of it. Pure."""

from __future__ import annotations

from edge.language.numbers import in_words

_ODD = {
    "person": "people", "man": "men", "woman": "women", "child": "children", "mouse": "mice", "knife": "knives",
    "sheep": "sheep", "scissors": "scissors", "skis": "skis", "broccoli": "broccoli", "foot": "feet", "tooth": "teeth",
    "leaf": "leaves", "shelf": "shelves", "loaf": "loaves", "wife": "wives", "life": "lives", "fish": "fish",
    "jeans": "jeans", "trousers": "trousers", "pants": "pants", "goose": "geese", "deer": "deer",
    "scarf": "scarves", "potato": "potatoes", "tomato": "tomatoes", "hero": "heroes", "luggage": "luggage",
}  # fmt: skip
_ODD |= dict.fromkeys(  # what is not counted
    """
    milk butter water bread rice sugar salt hair grass paper money toothpaste coffee tea juice wine beer ice sand snow
    soap food fruit furniture cutlery glue paint tape string rope cheese meat pasta cream oil flour honey jam dust mail
    """.split(),
    "",
)
_ODD = {one: many or one for one, many in _ODD.items()}
_EVEN = {many: one for one, many in _ODD.items()}


def plural(noun: str) -> str:
    """`buses`, `knives`, `wine glasses`: the last word takes the ending."""
    head, _, last = noun.rpartition(" ")
    if last in _ODD:
        many = _ODD[last]
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        many = last + "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        many = last[:-1] + "ies"
    else:
        many = last + "s"
    return f"{head} {many}".strip()


def singular(noun: str) -> str:
    """`bus`, `knife`, `wine glass` from their plurals; a singular stays as it is."""
    head, _, last = noun.rpartition(" ")
    if last in _EVEN or last in _ODD:
        one = _EVEN.get(last, last)
    elif last.endswith("ies") and len(last) > 4:
        one = last[:-3] + "y"
    elif last.endswith(("sses", "xes", "ches", "shes", "buses", "zzes")):
        one = last[:-2]
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        one = last[:-1]
    else:
        one = last
    return f"{head} {one}".strip()


def with_article(noun: str) -> str:
    """`a cup`, `an umbrella`, `some broccoli`, `scissors`."""
    if plural(noun) == noun and noun.rpartition(" ")[2] != "sheep":
        return f"some {noun}"
    return f"{'an' if noun[:1] in tuple('aeio') or noun.startswith(('um', 'un')) else 'a'} {noun}"


def counted(n: int, noun: str) -> str:
    """`a cup`, `two cups`, `no cups`."""
    if n == 1:
        return with_article(noun)
    return f"{in_words(n) if n else 'no'} {plural(noun)}"
