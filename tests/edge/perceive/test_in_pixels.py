"""What was found, in pixels, for whoever asks for it."""

import numpy as np

from edge.commands import see
from edge.messages import Box, Code, Frame, Instant, Point, Quad, Text, Thing
from edge.perceive import in_pixels
from edge.perceive.in_pixels import Redaction, SeenCode, SeenPhoto, SeenText, SeenThing, seen_in

FRAME = Frame(Instant(0.0), np.zeros((100, 200, 3), np.uint8))
QUAD = Quad(Point(0.0, 0.0), Point(0.5, 0.0), Point(0.5, 0.25), Point(0.0, 0.25))
CORNERS = ((0.0, 0.0), (100.0, 0.0), (100.0, 25.0), (0.0, 25.0))
BOX, SIDES = Box(0.1, 0.2, 0.30004, 1.0), (20.0, 20.0, 60.0, 100.0)


def test_fractions_become_pixels():
    found = {
        "things": [Thing("cup", 0.123456, BOX)],
        "texts": [Text("Milk", 0.5, QUAD)],
        "codes": [Code("QRCode", "hello", QUAD)],
        "redactions": [Thing("face", 0.9, BOX)],
    }
    assert seen_in(FRAME, found) == SeenPhoto(
        200,
        100,
        things=(SeenThing("cup", 0.1235, SIDES),),
        texts=(SeenText("Milk", 0.5, CORNERS),),
        codes=(SeenCode("QRCode", "hello", CORNERS),),
        redactions=(Redaction("face", SIDES),),
    )


def test_what_was_not_looked_for_is_none_and_what_was_not_found_is_empty():
    view = seen_in(FRAME, {"things": (), "texts": None})
    assert (view.things, view.texts, view.codes, view.redactions) == ((), None, None, None)


def test_the_command_tells_the_same():
    assert (see.KINDS, see.LEAST) == (in_pixels.KINDS, in_pixels.LEAST)
