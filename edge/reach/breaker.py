"""A circuit breaker: a server rests after failures in a row, or because it said so; then one question tries it. Pure.

closed --failures--> open --time--> half-open --one probe--> closed, or open again for longer
"""

from __future__ import annotations

from dataclasses import replace

from edge.messages import Instant
from edge.records import dataclass

FAILURES = 3
REST = 10.0
REST_AT_MOST = 300.0
PROBE_WITHIN = 60.0  # seconds after which a probe of which nothing was heard counts for nothing


@dataclass(frozen=True, slots=True)
class Breaker:
    """The state of a server's breaker: failures in a row, and until when it rests."""

    failures: int = 0
    rests_until: Instant | None = None
    probe_since: Instant | None = None
    """Since when one question is trying it out."""
    asked_for: bool = False
    """Whether it asked for the rest itself."""


def allows(breaker: Breaker, at: Instant) -> bool:
    """Whether the server may be asked at this instant."""
    if breaker.rests_until is None:
        return True
    if at < breaker.rests_until:
        return False
    return breaker.probe_since is None or at >= breaker.probe_since + PROBE_WITHIN


def asking(breaker: Breaker, at: Instant) -> Breaker:
    """The breaker while a request runs; after a rest it allows no second one."""
    return breaker if breaker.rests_until is None else replace(breaker, probe_since=at)


def answered(_: Breaker) -> Breaker:
    """The breaker after an answer: closed, with no failures."""
    return Breaker()


def failed(breaker: Breaker, at: Instant, retry_after: float | None = None) -> Breaker:
    """The breaker after a failure: open at once for `retry_after` seconds if given, else after failures in a row."""
    failures = breaker.failures + 1
    if retry_after:
        return Breaker(failures, Instant(at + retry_after), asked_for=True)
    if failures < FAILURES:
        return replace(breaker, failures=failures, probe_since=None)
    rest = min(REST * 2 ** (failures - FAILURES), REST_AT_MOST)
    return Breaker(failures, Instant(at + rest))


def link_back(breaker: Breaker) -> Breaker:
    """The breaker after the link came back: closed, unless the server asked for the rest itself."""
    return breaker if breaker.asked_for else Breaker()


def dropped(breaker: Breaker) -> Breaker:
    """The breaker after a cancelled request: neither a failure nor a success."""
    return replace(breaker, probe_since=None)
