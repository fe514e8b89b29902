"""The house's own messages as plain data for a page: every field, but for pictures and samples."""

from __future__ import annotations

from typing import Any

from edge.messages import Command, Event
from edge.tape.codec import encode


def plain(message: Event | Command) -> dict[str, Any]:
    """Its fields, and under `is` the name of its class. An array is told by its shape."""
    kind: Any = Event if isinstance(message, Event) else Command
    found: dict[str, Any] = encode(kind, message, _shape)
    return found


def _shape(array: Any) -> Any:  # noqa: ANN401 - as in the codec
    return list(array.shape)
