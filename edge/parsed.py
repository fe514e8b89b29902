"""JSON that anybody may have written: what is no such thing is a ValueError, whatever is wrong with it."""

from __future__ import annotations

import json
import math
from typing import Any


def parse_json(text: str | bytes, *, finite: bool = True) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """The value. Raises ValueError, for what is nested too deep and, if `finite`, for Infinity and NaN as well."""
    number = _finite if finite else None
    try:
        return json.loads(text, parse_float=number, parse_constant=number)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _finite(number: str) -> float:
    if not math.isfinite(found := float(number)):
        raise ValueError(f"{number} is no number")
    return found
