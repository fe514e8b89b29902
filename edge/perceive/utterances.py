"""Cuts what is said into utterances, by voice activity and patience. Pure: it knows no clock but that of the stream."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING

from edge.media.audio import RATE
from edge.media.ring import Ring, ends, gap_before
from edge.messages import Instant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edge.messages import Samples, Sound
    from edge.perceive.voice import Turned

SHORTEST = 0.25  # seconds of voice in an utterance; what has less is a cough
LONGEST = 20.0  # seconds of an utterance; who speaks on begins another
BEFORE, AFTER = 0.3, 0.2  # seconds that are kept before the first voice and after the last
PARTIAL, PARTIAL_AT_MOST = 0.6, 6.0  # how often what was said so far is given, and until when
PATIENCE = 0.6  # seconds of silence that end an utterance while nobody knows whether the sentence is whole
TAIL = 0.25  # voice that ends so soon after the end of a wake phrase is the phrase itself
SLIGHT = 1e-6
HISTORY = 10.0  # seconds for which it is known when somebody spoke


@dataclass(frozen=True, slots=True)
class Piece:
    """What was said: a whole utterance with a little around it (`final`), or as far as it has come."""

    start: Instant
    end: Instant
    samples: Samples = field(repr=False, compare=False)
    final: bool = False


@dataclass(slots=True)
class _Span:
    """A stretch of voice; without an end it still goes on."""

    start: float
    end: float | None = None


@dataclass(slots=True)
class _Utterance:
    """One that is not over: where it begins, its stretches of voice, and when it is told of next."""

    start: float
    spans: list[_Span]
    next_partial: float

    @property
    def silent_since(self) -> float | None:
        return self.spans[-1].end

    def voiced(self, now: float) -> float:
        return sum((now if span.end is None else span.end) - max(span.start, self.start) for span in self.spans)


class Utterances:
    """The same pieces whatever the sizes of the sounds. It keeps the ring of the last seconds."""

    def __init__(self, ring: Ring | None = None) -> None:
        self.ring = Ring(LONGEST + 5.0) if ring is None else ring
        """Filled by `hear`; room for the longest utterance and some more."""
        self.patience = PATIENCE
        """How long a silence may last. Set by whoever reads the pieces; PATIENCE again when somebody speaks on."""
        self._open: _Utterance | None = None
        self._spans: list[_Span] = []  # the last ones: a wake phrase is noticed some time after it was said
        self._from = 0.0  # nothing before this belongs to the next utterance
        self._phrase = 0.0  # voice that ends before this is still the wake phrase
        self._end: Instant | None = None

    @property
    def open(self) -> bool:
        """Whether somebody is in the middle of an utterance."""
        return self._open is not None

    def hear(self, sound: Sound, turned: Sequence[Turned]) -> tuple[Piece, ...]:
        """What this sound ends or carries on; `turned` is what voice activity said of the same sound."""
        pieces = list(self.flush()) if gap_before(sound, self._end) else []
        ahead = list(turned)
        for part in _parts(sound):
            self.ring.put(part)
            self._end = ends(part)
            while ahead and ahead[0].known <= self._end + SLIGHT:
                pieces += self._turn(ahead.pop(0))
            pieces += self._until(self._end)
        self._spans = [span for span in self._spans if span.end is None or span.end > self.ring.end - HISTORY]
        return tuple(pieces)

    def flush(self) -> tuple[Piece, ...]:
        """The sound is over or broken, and so is the utterance."""
        if self._end is None:
            return ()
        pieces = tuple(self._close(self._end))
        self._spans.clear()
        self._from, self._end = self._end, None
        return pieces

    def drop(self) -> None:
        """Forget what is open; the next utterance begins when somebody begins to speak."""
        self._open = None

    def begin(self, at: Instant) -> None:
        """Count what was said from `at` on, such as the end of a wake phrase, and nothing before it."""
        self._open, self._from, self._phrase = None, at, at + TAIL
        self.patience = PATIENCE
        for span in self._spans:
            if span.end is None or span.end > self._phrase:
                self._voice(span)

    # ------------------------------------------------------------------------------------------------- voice and time

    def _turn(self, turn: Turned) -> Iterator[Piece]:
        yield from self._until(turn.known)
        speaking = bool(self._spans) and self._spans[-1].end is None
        if turn.on and not speaking:
            self._spans.append(_Span(turn.at))
            self.patience = PATIENCE
            self._voice(self._spans[-1])
        elif speaking and not turn.on:
            self._spans[-1].end = turn.at
            yield from self._pause(self._spans[-1], turn)

    def _voice(self, span: _Span) -> None:
        first = max(span.start, self._from)
        if self._open is None:
            start = max(span.start - BEFORE, self._from, self.ring.start)
            self._open = _Utterance(start, [span], first + PARTIAL)
            return
        self._open.spans.append(span)
        self._open.next_partial = max(self._open.next_partial, first + PARTIAL)

    def _pause(self, span: _Span, turn: Turned) -> Iterator[Piece]:
        """A pause is the moment to ask whether the sentence is whole."""
        open_ = self._open
        if open_ is None or open_.spans[-1] is not span:
            return
        if turn.at <= self._phrase and len(open_.spans) == 1:
            self._open, self._from = None, max(self._from, turn.at)
        elif open_.voiced(turn.at) >= SHORTEST and turn.at - open_.start <= PARTIAL_AT_MOST:
            yield self._piece(open_.start, min(turn.at + AFTER, turn.known))

    def _until(self, now: float) -> Iterator[Piece]:
        """What time alone brings: partial pieces, the end of patience, and that of the longest utterance."""
        while self._open is not None:
            last, limit = self._open.silent_since, self._open.start + LONGEST
            due = min(limit, self._open.next_partial if last is None else last + self.patience)
            if due > now + SLIGHT:
                return
            if last is not None:
                yield from self._close(min(last + AFTER, limit))
            elif due < limit:
                yield from self._partial(self._open)
            else:
                span = self._open.spans[-1]
                yield from self._close(limit)
                self._voice(span)

    def _partial(self, open_: _Utterance) -> Iterator[Piece]:
        at = open_.next_partial
        open_.next_partial = at + PARTIAL if at + PARTIAL - open_.start <= PARTIAL_AT_MOST else inf
        yield self._piece(open_.start, at)

    def _close(self, end: float) -> Iterator[Piece]:
        open_, self._open = self._open, None
        if open_ is None:
            return
        self._from = max(self._from, end)
        self.patience = PATIENCE
        if open_.voiced(end) >= SHORTEST:
            yield self._piece(open_.start, end, final=True)

    def _piece(self, start: float, end: float, *, final: bool = False) -> Piece:
        start = max(start, self.ring.start)
        return Piece(Instant(start), Instant(end), self.ring.get(start, end), final)


def _parts(sound: Sound) -> Iterator[Sound]:
    """The same in pieces of a second at most, so that even a whole file goes through the ring."""
    if sound.samples.size <= RATE:
        yield sound
        return
    for first in range(0, sound.samples.size, RATE):
        at = Instant(sound.at + first / RATE)
        yield replace(sound, at=at, samples=sound.samples[first : first + RATE], lost=0 if first else sound.lost)
