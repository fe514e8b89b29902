"""In photos that come along and show nobody, nothing fills the picture that must be hidden: a server would see grey."""

from dataclasses import astuple

import numpy as np
import pytest

from edge.compose.senses import real_senses
from edge.config import Config
from edge.media.photo import open_photo
from edge.messages import Frame, Instant
from firmware_sim.desktop.scenes import photo
from firmware_sim.world.live import window


@pytest.mark.parametrize("name", ["table", "poster", "carrot"])
def test_a_scene_that_shows_nobody_leaves_with_most_of_it_seen(name: str):
    redactions = real_senses(Config()).redactions
    assert redactions is not None
    picture = open_photo(photo(name)).pixels
    for at in (0.0, 4.0, 11.0):
        found = redactions(Frame(Instant(at), np.ascontiguousarray(window(picture, at))))
        hidden = sum((x2 - x1) * (y2 - y1) for thing in found for x1, y1, x2, y2 in [thing.box])
        assert hidden < 0.3, [astuple(thing) for thing in found]
