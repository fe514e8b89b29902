"""JSON that every parser takes, whatever was said, read or found: plain ASCII, and null for what is no number."""

from __future__ import annotations

import json
import math
from typing import Any


def json_text(value: Any) -> str:  # noqa: ANN401 - JSON
    """The value as one line; half a surrogate is escaped, and null stands for what is no finite number."""
    try:
        return _dumped(value)
    except ValueError:
        return _dumped(_finite(value))


def _dumped(value: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def _finite(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
