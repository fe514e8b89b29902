"""Compares the CPU time of two functions by running them in turns."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median


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
