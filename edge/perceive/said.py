"""What was said, judged by what a recogniser wrote: the guesses in order, whether anything was said, how sure it is.

Pure, without a net and without sound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from edge.messages import Guess
from edge.perceive.beam import Sentence
from edge.perceive.trigrams import Trigrams, words_of

HALLUCINATED = frozenset(map(words_of, ("you", "thank you", "thanks", "bye", "thank you for watching", "foreign")))
"""What recognisers hear in noise and silence, since their teachers' films end like that."""
FASTEST = 7.0  # tokens a second of sound: nobody speaks faster


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence as it was written, and its scores: of the sound alone, of the sound and the words together."""

    text: str
    words: tuple[str, ...]
    sound: float
    score: float
    mean: float
    """Of the logarithms of its tokens' probabilities."""
    ids: tuple[int, ...] = ()


def readings(written: Sequence[tuple[Sentence, str]], words: Trigrams | None, weight: float) -> list[Reading]:
    """Sentences with their texts, best first; those with the same words count together, as they are written best.

    `weight`: how much the words' own probability counts. A sentence without words is one only where all are: it is
    likely for no better reason than that it is short.
    """
    found: dict[tuple[str, ...], Reading] = {}
    spoken = [pair for pair in written if words_of(pair[1])] or written
    for sentence, text in sorted(spoken, key=lambda pair: -pair[0].score):
        said = words_of(text)
        if said in found:
            first = found[said]
            total = float(_log_sum((first.sound, sentence.score)))
            found[said] = replace(first, sound=total, score=total)
        else:
            found[said] = Reading(text, said, sentence.score, sentence.score, sentence.mean, sentence.ids)
    if words is not None:
        for said, row in found.items():
            found[said] = replace(row, score=row.sound + weight * words.sentence(said))
    return sorted(found.values(), key=lambda row: -row.score)


def guesses(found: Sequence[Reading]) -> tuple[Guess, ...]:
    """The readings with the logarithms of their probabilities, as if nothing else could have been said."""
    whole = _log_sum([row.score for row in found]) if found else 0.0
    return tuple(Guess(row.text, row.score - whole) for row in found)


def nothing_said(best: Reading, seconds: float, least: float = 0.4) -> bool:
    """Whether what was written is what recognisers write when nobody speaks.

    `least`: the mean probability of a token below which nothing was said.
    """
    if not best.words or best.words in HALLUCINATED:
        return True
    return len(best.ids) > FASTEST * max(seconds, 0.5) + 2 or loops(best.ids) or math.exp(best.mean) < least


def loops(tokens: Sequence[int], run: int = 4, times: int = 3) -> bool:
    """Whether the same four tokens come three times."""
    seen: dict[tuple[int, ...], int] = {}
    for at in range(len(tokens) - run + 1):
        key = tuple(tokens[at : at + run])
        seen[key] = seen.get(key, 0) + 1
    return max(seen.values(), default=0) >= times


def confidence(mean: float, slope: float, offset: float) -> float:
    """The chance that a text is usable, from the mean logarithm of its tokens' probabilities."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, slope * mean + offset))))


def agreed(before: str, now: str) -> str:
    """The words, from the first on, on which two partial texts agree, as the later one writes them.

    Capitals and punctuation may differ; of the last word that is shown the punctuation is left out.
    """
    shown = []
    for old, new in zip(before.split(), now.split(), strict=False):
        if words_of(old) != words_of(new):
            break
        shown.append(new)
    return " ".join(shown).rstrip(".,;:!?…")


def _log_sum(values: Sequence[float]) -> float:
    highest = max(values)
    return highest + math.log(sum(math.exp(value - highest) for value in values))
