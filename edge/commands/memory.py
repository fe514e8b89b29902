"""A bound on memory, for the time in which a file of anybody's may ask for any amount of it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def memory_within(more: int, model: str) -> Iterator[None]:
    """What asks for more than `more` bytes above what this process has now is refused, by a ModelError for `model`.

    Linux alone lets that be set; elsewhere there is no bound.
    """
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limits = [pages * resource.getpagesize() + more, soft, hard]
    resource.setrlimit(resource.RLIMIT_AS, (min(n for n in limits if n != resource.RLIM_INFINITY), hard))
    try:
        yield
    except MemoryError:
        raise ModelError(model, "asks for more memory than a model may have") from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
