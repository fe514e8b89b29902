"""Figures with what they are held against; two functions compared in CPU time by running them in turns."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from edge.records import dataclass


def paired(first: Callable[[], object], second: Callable[[], object], pairs: int) -> float:
    """CPU time of the first over the second: the median of ratios of pairs whose order alternates."""
    ratios = []
    for index in range(pairs + 3):
        spent = {}
        for which in ((0, 1), (1, 0))[index % 2]:
            began = time.process_time()
            (first, second)[which]()
            spent[which] = time.process_time() - began
        if index >= 3:  # the first calls fill caches
            ratios.append(spent[0] / max(spent[1], 1e-9))
    return median(ratios)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. `baseline` is what `against` took in the same run; a limit is what we promise."""

    name: str
    value: float
    unit: str
    against: str = ""
    baseline: float = 0.0
    limit: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the baseline; None where there is none."""
        return self.value / self.baseline if self.baseline else None

    @property
    def kept(self) -> bool:
        """Whether the limit holds."""
        return self.limit is None or self.value <= self.limit
