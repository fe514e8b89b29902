"""A picture of a card goes through the real readers and the gate, and what arrives is read again."""

import cv2
import numpy as np
import pytest

from edge.commands.figures_leaving import LINES, written
from edge.compose.senses import real_senses
from edge.config import Config
from edge.flow import InlineLane
from edge.messages import Frame, Instant
from edge.perceive.reading import TextReader
from edge.perceive.views import turned, whole
from edge.reach.gate.mask import Masker
from edge.reach.gate.pictures import Outgoing, Pictures
from firmware_sim.clock import run_virtual


@pytest.mark.parametrize("degrees", [0, 90])
def test_of_a_card_in_view_only_what_is_nobody_s_can_still_be_read(degrees):
    senses = real_senses(Config())
    pictures = Pictures(lambda _: (), InlineLane(), senses.texts, senses.codes)
    frame = Frame(Instant(0.0), turned(whole(written().pixels, 1280), degrees).pixels)
    made = run_virtual(pictures.fit(Outgoing(frame, 1280), Masker(["Main Street"])))
    assert made.blurred == {"text": 4}
    arrived = np.asarray(cv2.imdecode(np.frombuffer(made.jpeg, np.uint8), cv2.IMREAD_COLOR)[..., ::-1], np.uint8)
    assert {line.text for line in TextReader().see(Frame(Instant(0.0), np.ascontiguousarray(arrived)))} == {LINES[2]}
