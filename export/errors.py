"""What goes wrong while a model is made."""

from __future__ import annotations

from edge.errors import EdgeError


class ExportError(EdgeError):
    """A step of the workshop that failed: nothing was published."""

    def __init__(self, step: str, problem: str) -> None:
        super().__init__(f"{step}: {problem}")
        self.step = step
