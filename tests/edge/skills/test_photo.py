"""A photo is the frame that was looked at; without one none is promised."""

import numpy as np
import pytest

from edge.errors import AnswerError
from edge.messages import Frame, Instant, Need, Scene, TakePhoto
from tests.edge.skills.asking import ask, claim_on, meant

FRAME = Frame(Instant(0.0), np.zeros((4, 4, 3), np.uint8))


def test_it_needs_a_picture_and_keeps_it():
    meaning = meant("photo", "say cheese")
    assert claim_on(meaning).needs == {Need.PICTURE}
    assert ask(meaning, Scene(FRAME)).acts == (TakePhoto(),)


@pytest.mark.parametrize(
    ("missing", "said"), [("My camera does not work.", "My camera does not work."), ("", "no camera")]
)
def test_without_a_frame_it_says_why(missing, said):
    with pytest.raises(AnswerError, match=said):
        ask(meant("photo", "say cheese"), Scene(missing=missing))
