"""Looking looks for what is needed and for nothing else, and says what it has no way to look for."""

import numpy as np
import pytest

from edge.flow import InlineLane
from edge.messages import Box, Frame, Instant, Need, Scene, Thing
from edge.perceive import Senses, look
from firmware_sim.clock import run_virtual

FRAME = Frame(Instant(0.0), np.zeros((4, 4, 3), np.uint8))
CUP = Thing("cup", 0.9, Box(0, 0, 1, 1))


@pytest.mark.parametrize(
    ("needs", "asked"),
    [(frozenset(), []), ({Need.THINGS}, ["things"]), ({Need.TEXTS, Need.CODES}, ["texts", "codes"])],
)
def test_only_what_is_needed_is_looked_for(needs: frozenset[Need], asked: list[str]):
    called: list[str] = []
    senses = Senses(
        things=lambda _: called.append("things") or (CUP,),  # type: ignore[func-returns-value]
        texts=lambda _: called.append("texts") or (),  # type: ignore[func-returns-value]
        codes=lambda _: called.append("codes") or (),  # type: ignore[func-returns-value]
    )
    scene = run_virtual(look(senses, InlineLane(), FRAME, frozenset(needs)))
    assert called == asked
    assert scene.frame is FRAME
    assert scene.things == ((CUP,) if "things" in asked else None)
    assert scene.texts == (() if "texts" in asked else None)
    assert scene.codes == (() if "codes" in asked else None)
    assert scene.missing == ""


def test_a_sense_that_is_not_here_is_said_so_and_the_others_are_asked():
    scene = run_virtual(look(Senses(things=lambda _: (CUP,)), InlineLane(), FRAME, frozenset(Need)))
    assert scene == Scene(FRAME, (CUP,), missing="I have no way to look for texts or codes here.")
    scene = run_virtual(look(Senses(), InlineLane(), FRAME, frozenset({Need.CODES})))
    assert scene.missing == "I have no way to look for codes here."
