"""When to leave a server alone: after failures in a row, or because it said so. Then one question tries it again. Pure.

closed --failures--> open --time--> half-open --one probe--> closed, or open again for longer
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from edge.messages import Instant

FAILURES = 3
REST = 10.0
REST_AT_MOST = 300.0
PROBE_WITHIN = 60.0  # seconds after which a probe of which nothing was heard counts for nothing


@dataclass(frozen=True, slots=True)
class Breaker:
    """What is remembered of a server."""

    failures: int = 0
    rests_until: Instant | None = None
    probe_since: Instant | None = None
    """Since when one question is trying it out."""
    asked_for: bool = False
    """Whether it asked for the rest itself."""


def allows(breaker: Breaker, at: Instant) -> bool:
    """Whether it may be asked now."""
    if breaker.rests_until is None:
        return True
    if at < breaker.rests_until:
        return False
    return breaker.probe_since is None or at >= breaker.probe_since + PROBE_WITHIN


def asking(breaker: Breaker, at: Instant) -> Breaker:
    """It is being asked: after a rest, by this one alone."""
    return breaker if breaker.rests_until is None else replace(breaker, probe_since=at)


def answered(_: Breaker) -> Breaker:
    """It answered: all is forgotten."""
    return Breaker()


def failed(breaker: Breaker, at: Instant, retry_after: float | None = None) -> Breaker:
    """It failed. What it asked for itself holds at once; else only failures in a row count."""
    failures = breaker.failures + 1
    if retry_after:
        return Breaker(failures, Instant(at + retry_after), asked_for=True)
    if failures < FAILURES:
        return replace(breaker, failures=failures, probe_since=None)
    rest = min(REST * 2 ** (failures - FAILURES), REST_AT_MOST)
    return Breaker(failures, Instant(at + rest))


def link_back(breaker: Breaker) -> Breaker:
    """The link was away: failures of that time say nothing about the server, unless it asked for the rest itself."""
    return breaker if breaker.asked_for else Breaker()


def dropped(breaker: Breaker) -> Breaker:
    """The question was taken back before it was answered: that says nothing about the server."""
    return replace(breaker, probe_since=None)
