"""Thresholds and slopes from what was kept apart, and the figures that come of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from edge.bundle.model_card import Threshold
from edge.media.audio import RATE
from export.wake.judge import CLEAN, RATIOS, FoundHit, HeardStream

Evidence = Callable[[FoundHit], float]
NOTHING = -1e9  # the evidence for a phrase of which no near-hit told
TAIL, FEWEST = 12, 3
HALF = 0.5  # the chance at the threshold


@dataclass(frozen=True, slots=True)
class LogisticLine:
    """From which evidence on it wakes, and how fast the chance rises there."""

    threshold: float
    slope: float

    @property
    def settings(self) -> tuple[float, float]:
        """Slope and offset of the logistic function, which is a half at the threshold."""
        return round(self.slope, 4), round(-self.slope * self.threshold, 4)


def alone(found: FoundHit) -> float:
    """The evidence of the net alone."""
    return found.logit


def together(beta: float) -> Evidence:
    """The evidence of the ratio and of the net, which counts so much."""
    return lambda found: found.ratio + beta * found.logit


def hours(streams: Sequence[HeardStream]) -> float:
    """How long all of them are."""
    return sum(one.stream.samples.size for one in streams) / RATE / 3600


def best(phrases: Sequence[HeardStream], evidence: Evidence, noise: float | None = None) -> list[float]:
    """The highest evidence for each phrase, of all or of those in this much noise."""
    return [
        max((evidence(found) for found in one.found if found.phrase == n), default=NOTHING)
        for one in phrases
        if noise in (None, one.stream.noise)
        for n in range(len(one.stream.phrases))
    ]


def false(others: Sequence[HeardStream], evidence: Evidence) -> list[float]:
    """The evidence of every near-hit where no phrase was, highest first."""
    return sorted((evidence(found) for one in others for found in one.found if found.phrase < 0), reverse=True)


def fitted(
    phrases: Sequence[HeardStream], others: Sequence[HeardStream], evidence: Evidence, *, accepted: float
) -> LogisticLine:
    """The threshold at which so many false wakes an hour are to be expected, and the slope there.

    The highest TAIL false near-hits are taken for the tail of an exponential distribution, so that one of them alone
    does not decide. Where there are too few, the threshold lies a little below the middle of the phrases.
    """
    wrong = false(others, evidence)
    right = [one for one in best(phrases, evidence) if one > NOTHING]
    spread = float(np.std([*right, *wrong])) if right or wrong else 1.0
    slope = 3.0 / max(spread, 0.1)
    tail = wrong[:TAIL]
    if len(tail) < FEWEST:
        return LogisticLine(round((float(np.median(right)) if right else 1.0) - 4.0, 3), slope)
    excess = float(np.mean(tail[:-1])) - tail[-1]
    return LogisticLine(round(tail[-1] + excess * math.log(len(tail) / (accepted * hours(others))), 3), slope)


def beta_of(phrases: Sequence[HeardStream], others: Sequence[HeardStream], choices: Sequence[float]) -> float:
    """How much the logit counts beside the ratio: where fewest phrases fall below the worst of the false ones.

    Of choices that are alike, the middle one.
    """
    missed = [missed_above(phrases, others, together(beta)) for beta in choices]
    fine = [beta for beta, share in zip(choices, missed, strict=True) if share <= min(missed) + 1e-9]
    return fine[len(fine) // 2]


def missed_above(
    phrases: Sequence[HeardStream], others: Sequence[HeardStream], evidence: Evidence, accepted: int = 0
) -> float:
    """The share of phrases that a threshold misses which accepts so many of the false."""
    wrong = false(others, evidence)
    limit = wrong[accepted] if accepted < len(wrong) else NOTHING
    return float(np.mean([one <= limit for one in best(phrases, evidence)]))


def figures(
    phrases: Sequence[HeardStream], others: Sequence[HeardStream], evidence: Evidence, line: LogisticLine
) -> dict[str, float]:
    """Shares of phrases that are missed, by noise, and false wakes in an hour, at the threshold."""
    told = {}
    for noise, name in ((None, "missed"), (CLEAN, "missed_clean"), *((one, f"missed_{one:g}_db") for one in RATIOS)):
        scores = best(phrases, evidence, noise)
        if scores:
            told[name] = float(np.mean([one < line.threshold for one in scores]))
    told["false_per_hour"] = sum(one >= line.threshold for one in false(others, evidence)) / max(hours(others), 1e-9)
    return told


def threshold(
    phrases: Sequence[HeardStream], others: Sequence[HeardStream], evidence: Evidence, line: LogisticLine
) -> Threshold:
    """The card's row: the score at the threshold, and the precision and recall that were measured at it."""
    right = sum(one >= line.threshold for one in best(phrases, evidence))
    wrong = sum(one >= line.threshold for one in false(others, evidence))
    every = len(best(phrases, evidence))
    return Threshold(HALF, round(right / max(right + wrong, 1), 4), round(right / max(every, 1), 4))


def delays(phrases: Sequence[HeardStream]) -> Mapping[str, float]:
    """Seconds from the end of a phrase to the decision, and to where the net puts its end."""
    pairs = [(found, one.stream.phrases[found.phrase]) for one in phrases for found in one.found if found.phrase >= 0]
    if not pairs:
        return {}
    late = [found.decided - end for found, (_, end) in pairs]
    return {
        "delay": float(np.median(late)),
        "delay_p95": float(np.percentile(late, 95)),
        "end_off": float(np.median([found.at - end for found, (_, end) in pairs])),
    }
