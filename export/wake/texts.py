"""What synthetic voices say against a phrase: what sounds like it, parts of it, and other speech."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from numpy.random import Generator

# Written for "view glass". Other phrases get theirs from `misspelt` and `parts` alone.
_NEAR = {
    "view glass": """
few laughs|stained glass window|new glass|blue glass|your glass|wine glass|magnifying glass|you last|
hue of glass|review the class|interview at last|the view is great|view|glass|view the list|a glass of water|
broken glass|beautiful view|few classes|news flash|view last|do last|view less|smart glass|look glass|
looking glass|hour glass|sunglasses|eyeglasses|my glasses|these glasses|view master|view plus|review|overview|
preview|point of view|interview|you pass|view pass|view gas|view grass|view is glassy|through glass|fuel gas|
feel glad|few glad|you laugh|give us|view guess|viewing glasses|new class|first class|second class|
class is over|clear glass|glass door|glass table|full glass|view us|you guessed|beauty class|movie pass|
music class|juice glass|use glass|two glasses|few glances|view galleries|big glass|the glass|that class|
value class|bulletproof glass|fiberglass|hey glass|hey view|okay glass|the few last|beer glass|yoga class|
you gladly|few blasts|very fast|view class|view clash|view flash|view blast|view grasp|view glance|view glow|
view gloss|few glass|we glass|vow glass|vague glass|view glad|view glade|view the glass|view of glass|
view a class|who's glass|you glass|dew glass|queue glass|pew grass|view black|view plan|view laugh|view mask|
new grass|new plans|a new class|the view at last|through the looking glass|in view of the class|
what a view, Glass said|a few gas stations|view files""",
}
_TALK = """the|a|and then|please|what|I think|okay|so|look at the|turn on the|where is the|can you|we need|maybe|now|
tell me|there is a|my|your|that|this is|it was a|over there|in the morning|next to the|because|with a|
I bought a|they had"""
_CONSONANTS = tuple("b d f g h j k l m n p r s t v w y z ch sh th gl br pl kr st fl tr".split())
_VOWELS = tuple("a e i o u ee oo ai ow oy er ar or".split())


# One sound from the phrase: whoever has an accent says it so. To be told apart by the second look, if at all.
_TOO_NEAR = {
    "view glass": """
few glass|view class|you glass|new glass|view grass|view clash|view flash|vow glass|vague glass|dew glass|
view glad|view glade|view gas|we glass|few gas stations|view files|view glance|view glasp|view a class|view gloss""",
}


def near_misses(phrase: str, rng: Generator, count: int) -> list[str]:
    """Texts that sound like the phrase and are not it."""
    known = [text for text in _listed(_NEAR, phrase) if text not in _listed(_TOO_NEAR, phrase)]
    made = [text for _ in range(4 * count) if not alike(text := _made(phrase, rng), phrase)]
    many = [*known * 3, *made] if known else made
    order = rng.permutation(len(many))
    return [many[n] for n in order[:count]]


def _listed(table: Mapping[str, str], phrase: str) -> list[str]:
    return [text.strip() for text in table.get(phrase, "").replace("\n", "").split("|") if text.strip()]


def alike(text: str, phrase: str) -> bool:
    """Whether the phrase is in the text, or what is written otherwise but said in the same way."""
    return phrase in text or text.replace("vew", "view").replace("glarss", "glass") == phrase


def _made(phrase: str, rng: Generator) -> str:
    words = phrase.split()
    pieces = [piece.strip() for piece in _TALK.replace("\n", "").split("|")]
    match int(rng.integers(5)):
        case 0:  # one word of it within others
            return f"{rng.choice(pieces)} {rng.choice(words)} {rng.choice(pieces)}"
        case 1:  # its words in another order, or one twice
            return " ".join(rng.choice(words, max(2, len(words))))
        case _:  # no word as it is: a phrase of which one sound is another is how somebody with an accent says it
            return " ".join(misspelt(misspelt(word, rng), rng) for word in words)


def misspelt(word: str, rng: Generator) -> str:
    """The word with other sounds at its beginning, in its middle or at its end."""
    vowels = "aeiou"
    first = next((n for n, letter in enumerate(word) if letter in vowels), 0)
    last = len(word) - next((n for n, letter in enumerate(reversed(word)) if letter in vowels), 0)
    head, middle, tail = word[:first], word[first:last], word[last:]
    match int(rng.integers(3)):
        case 0:
            head = str(rng.choice(_CONSONANTS))
        case 1:
            middle = str(rng.choice(_VOWELS))
        case _:
            tail = str(rng.choice(_CONSONANTS))
    return head + middle + tail


def commands(lines: Sequence[str], rng: Generator, count: int) -> list[str]:
    """Questions and commands, each at most once."""
    order = rng.permutation(len(lines))
    return [lines[n] for n in order[:count]]
