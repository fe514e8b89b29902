"""How costs are compared: a ratio of CPU times, taken in pairs."""

from __future__ import annotations

from edge.measure import paired


def test_what_takes_three_times_as_long_is_told_from_what_takes_the_same():
    def work(times: int) -> int:
        return sum(range(60_000 * times))

    assert 2 < paired(lambda: work(3), lambda: work(1), pairs=15) < 4.5
    assert 0.5 < paired(lambda: work(1), lambda: work(1), pairs=15) < 2
