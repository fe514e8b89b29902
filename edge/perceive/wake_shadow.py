"""Shadow mode: a second wake net beside the one that wakes. It wakes nobody, and is only counted.

What is kept are counts and scores, never sound.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge.perceive.wake import NearHit, WakeRule, WakeSpotter

if TYPE_CHECKING:
    from edge.messages import Sound

TOGETHER = 0.5  # seconds: two nets that end no further apart heard the same
KEPT = 64  # scores
_LEAST = 1e-4  # of a score, so that it is told from that of no near-hit
Ratio = Callable[[NearHit], float | None]
"""The second look at a near-hit, by whoever holds the sound; None: there is no recogniser."""


@dataclass(frozen=True, slots=True)
class ShadowReport:
    """How often both nets would have woken, and one alone."""

    both: int
    only_old: int
    only_new: int
    neither: int
    """Near-hits of either that would not have woken."""
    scores: tuple[tuple[str, float, float], ...] = ()
    """Which of these it was, the score of the old net and that of the new one (0: no near-hit); the latest last."""


class Shadow:
    """Runs a new spotter on the sound that the old one hears, and compares what each would have done."""

    def __init__(self, rule: WakeRule, spotter: WakeSpotter, new_rule: WakeRule) -> None:
        self._rule, self._spotter, self._new_rule = rule, spotter, new_rule
        self._open: list[tuple[NearHit, float, float]] = []
        self._counts = {"both": 0, "only_old": 0, "only_new": 0, "neither": 0}
        self._scores: deque[tuple[str, float, float]] = deque(maxlen=KEPT)

    def hear(self, sound: Sound, old: tuple[NearHit, ...], ratio: Ratio = lambda _: None) -> None:
        """Count this piece: `old` are the near-hits that the old net gave for it."""
        if sound.lost > 0:
            self.flush()
        for hit in old:
            self._pair(hit, self._judged(self._rule, hit, ratio), 0)
        for hit in self._spotter.hear(sound):
            self._pair(hit, self._judged(self._new_rule, hit, ratio), 1)
        while self._open and self._open[0][0].at + TOGETHER < sound.at:
            self._count(*self._open.pop(0)[1:])

    def flush(self) -> None:
        """Count what is still open."""
        for _, old, new in self._open:
            self._count(old, new)
        self._open.clear()

    def report(self) -> ShadowReport:
        """What was counted so far."""
        return ShadowReport(**self._counts, scores=tuple(self._scores))

    @staticmethod
    def _judged(rule: WakeRule, hit: NearHit, ratio: Ratio) -> float:
        """The score, negative where it would not wake, so that one number tells both."""
        second = ratio(hit)
        score = max(rule.score(hit, second), _LEAST)
        return score if rule.wakes(hit, second) else -score

    def _pair(self, hit: NearHit, judged: float, which: int) -> None:
        for n, (other, *scores) in enumerate(self._open):
            if abs(other.at - hit.at) <= TOGETHER and scores[which] == 0:
                scores[which] = judged
                self._open[n] = (other, scores[0], scores[1])
                return
        self._open.append((hit, 0.0, judged) if which else (hit, judged, 0.0))

    def _count(self, old: float, new: float) -> None:
        kind = {(True, True): "both", (True, False): "only_old", (False, True): "only_new"}.get(
            (old > 0, new > 0), "neither"
        )
        self._counts[kind] += 1
        self._scores.append((kind, round(abs(old), 4), round(abs(new), 4)))
