"""Libraries of the workshop that talk too much: silenced while they work, so that our own lines can be read."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import logging
import warnings
from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """No warnings of tracing or of their own future, no logs, no prints, no progress bars."""
    if importlib.util.find_spec("tqdm"):
        # Its bars start a thread that outlives them, even where nobody sees them.
        importlib.import_module("tqdm").tqdm.monitor_interval = 0
    level = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
