"""What it costs to make a picture fit to leave, beside one plain look of the detector in the same run."""

from __future__ import annotations

import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from edge.measure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge.messages import Frame

ROUNDS = 9
REDACTION = 500.0  # milliseconds that hiding faces and plates may take
LINES = ("MAIN STREET BANK", "4111 1111 1111 1111", "VALID UNTIL 09/29", "a.b@example.com", "+44 20 7946 0958")


def leaving_figures() -> Iterator[Figure]:
    """CPU time of looking for faces and plates in every way, and of reading what the masks must know."""
    from edge.compose.senses import real_senses
    from edge.config import Config
    from edge.model_folders import bundle_folder
    from edge.perceive.redact import BUNDLE
    from edge.reach.gate.mask import Masker
    from edge.reach.gate.pictures import Outgoing, secrets_in

    senses, frame = real_senses(Config()), written()
    if senses.things is None or senses.redactions is None or not bundle_folder(Config(), BUNDLE).is_dir():
        return
    plain = cpu(partial(senses.things, frame))
    redaction = cpu(partial(senses.redactions, frame))
    yield Figure("faces and plates in four turns, 1280x960", redaction, "ms", "one plain look", plain, REDACTION)
    reading = cpu(partial(secrets_in, Outgoing(frame, 1280), Masker(), senses.texts, senses.codes))
    yield Figure("the masks in its pixels, five lines", reading, "ms", "one plain look", plain)


def cpu(work: Callable[[], object]) -> float:
    """Median milliseconds of CPU time, caches filled before."""
    work()
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append((time.process_time() - began) * 1000)
    return median(spent)


def written() -> Frame:
    """A picture of 1280x960 with patches of many colours, and a card with LINES."""
    import cv2
    import numpy as np

    from edge.messages import Frame, Instant

    small = np.random.default_rng(3).integers(40, 200, (24, 32, 3), np.uint8)
    pixels = np.asarray(cv2.resize(small, (1280, 960), interpolation=cv2.INTER_NEAREST), np.uint8)
    cv2.rectangle(pixels, (300, 300), (900, 640), (235, 235, 245), -1)
    for n, line in enumerate(LINES):
        cv2.putText(pixels, line, (330, 360 + n * 60), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 60), 2, cv2.LINE_AA)
    return Frame(Instant(0.0), pixels)
