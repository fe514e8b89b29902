"""Speech: what was said in a sound, by a recogniser of any bundle with the task "speech"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.media.audio import resample
from edge.messages import Guess, Samples
from edge.perceive.beam import Search, Sentence, search
from edge.perceive.said import Reading, confidence, guesses, nothing_said, readings
from edge.perceive.seq2seq import Seq2Seq, Writing
from edge.perceive.speech_kinds import RATE, SpeechKind, SpeechSettings, kind_of, read_settings
from edge.perceive.tokens import Tokens, read_tokens
from edge.perceive.trigrams import Trigrams

TASK = "speech"
LONGEST = 30.0  # seconds: of a longer sound only the end is heard, as the cost grows with the square of the length
SHORTEST = 0.05  # seconds: in less nothing can be said
MOST_SHARED = 12  # guesses of one hearing that the other scores as well
TWICE = 10.0  # seconds: a longer sound is not heard again
SLOWER = (9, 10)  # from this rate to that one
RATIO_ZEROS = 0.5  # seconds around a phrase that is looked for


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, best guess first; no guess where nothing was.

    `confidence`: the chance, from 0 to 1, that the best one is usable: at most a third of its words are wrong.
    """

    guesses: tuple[Guess, ...] = ()
    confidence: float = 0.0

    @property
    def text(self) -> str:
        """The best guess, or nothing."""
        return self.guesses[0].text if self.guesses else ""


class Recogniser(Protocol):
    """Turns sound into words. Sound is mono, 16,000 samples a second."""

    def transcribe(self, samples: Samples, *, quick: bool = False) -> Transcript:
        """What was said. `quick`: one guess in less time, for what is shown while somebody still speaks."""

    def ratio(self, samples: Samples, phrase: str) -> float:
        """The logarithm of P(phrase | sound) / P(best guess | sound): near 0 where it was said, far below elsewhere."""


def open_recogniser(bundle: Bundle, words: Trigrams | None = None) -> Recogniser:
    """The recogniser of a bundle, whatever its kind. `words` choose among its guesses. Raises ModelError."""
    if bundle.card.task != TASK:
        raise ModelError(bundle.card.name, f"is for {bundle.card.task}, not for {TASK}")
    settings, tokens = read_settings(bundle), read_tokens(bundle.assets, bundle.card.name)
    return NetRecogniser(Seq2Seq(bundle), tokens, settings, kind_of(bundle, settings, tokens), words)


class NetRecogniser:
    """A recogniser of two nets. One for each thread."""

    def __init__(
        self, nets: Seq2Seq, tokens: Tokens, settings: SpeechSettings, kind: SpeechKind, words: Trigrams | None
    ) -> None:
        self._nets = nets
        self._tokens = tokens
        self._settings = settings
        self._kind = kind
        self._words = words

    def transcribe(self, samples: Samples, *, quick: bool = False) -> Transcript:
        """What was said. Takes a bounded time for any sound; raises ModelError where the nets do not fit the card."""
        samples = samples[-round(LONGEST * RATE) :]
        if len(samples) < SHORTEST * RATE:
            return Transcript()
        settings = self._settings
        found, writing = self._written(samples, settings.zeros, 1 if quick else settings.beam)
        ordered = self._read(found)
        if not quick and ordered[0].mean < settings.again and len(samples) < TWICE * RATE:
            ordered = self._read(self._heard_again(samples, found, writing))
        best = ordered[0]
        if nothing_said(best, len(samples) / RATE, settings.least):
            return Transcript()
        return Transcript(guesses(ordered), confidence(best.mean, settings.sure_slope, settings.sure_offset))

    def ratio(self, samples: Samples, phrase: str) -> float:
        """How much less likely the phrase is than the best guess. `samples`: about from its beginning to its end."""
        found, writing = self._written(samples[-round(LONGEST * RATE) :], RATIO_ZEROS, 1)
        ways = [(*self._tokens.ids(form), self._kind.end) for form in _forms(phrase)]
        if self._tokens.text(ways[1]) != _forms(phrase)[1]:
            raise ModelError(self._nets.card.name, f"has no tokens to write {phrase!r} with")
        return max(writing.forced(self._kind.prompt, ways)) - found[0].score

    def _written(self, samples: Samples, zeros: float, beam: int) -> tuple[list[Sentence], Writing]:
        """What the nets write of a sound, likeliest first."""
        prepared, seconds = self._kind.prepare(samples, zeros)
        writing = Writing(self._nets, self._nets.hear(prepared))
        return search(writing, self._kind.prompt, self._how(seconds, beam)), writing

    def _how(self, seconds: float, beam: int) -> Search:
        most = min(int(seconds * self._settings.tokens_a_second) + 3, self._settings.longest)
        return Search(beam, self._kind.end, most, self._settings.width, self._kind.never)

    def _read(self, found: Sequence[Sentence]) -> list[Reading]:
        written = [(sentence, self._tokens.text(sentence.ids)) for sentence in found]
        return readings(written, self._words, self._settings.language_weight)

    def _heard_again(self, samples: Samples, found: Sequence[Sentence], writing: Writing) -> list[Sentence]:
        """What may have been said by the sound as it is and by the sound slowed down, each guess scored by both."""
        others, again = self._written(slowed(samples), self._settings.zeros, self._settings.beam)
        first, second = ({s.ids: s.score for s in some if s.ended} for some in (found, others))
        if not first or not second:
            return list(found)
        self._complete(first, list(second)[:MOST_SHARED], writing)
        self._complete(second, list(first)[:MOST_SHARED], again)
        both = [Sentence(ids, (score + second[ids]) / 2) for ids, score in first.items() if ids in second]
        return sorted(both, key=lambda sentence: -sentence.score)

    def _complete(
        self, scores: dict[tuple[int, ...], float], wanted: Sequence[tuple[int, ...]], writing: Writing
    ) -> None:
        missing = [ids for ids in wanted if ids not in scores]
        if missing:
            rows = [(*ids, self._kind.end) for ids in missing]
            scores.update(zip(missing, writing.forced(self._kind.prompt, rows), strict=True))


def slowed(samples: Samples) -> Samples:
    """The same sound, a little slower and lower: what is heard in both is likelier than what is heard in one."""
    return resample(np.asarray(samples, np.float32), *SLOWER)


def _forms(phrase: str) -> tuple[str, ...]:
    """How a recogniser may write a phrase."""
    plain = phrase.strip().rstrip(".!?")
    sentence = plain[:1].upper() + plain[1:]
    return (f"{sentence}.", sentence)
