"""ExportError: a step of the pipeline that failed."""

from __future__ import annotations

from edge.errors import EdgeError


class ExportError(EdgeError):
    """A step of `glint export` failed, and nothing was published. Names the step and the reason."""

    def __init__(self, step: str, problem: str) -> None:
        super().__init__(f"{step}: {problem}")
        self.step = step
