"""Silences the logs, warnings and progress bars of torch, transformers and optimum while they work."""

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
    """A context in which nothing is printed, warned of or logged below CRITICAL; exceptions pass."""
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
