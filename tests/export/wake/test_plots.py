"""Curves are small pictures with their points where the axes say."""

from __future__ import annotations

import cv2
import numpy as np

from export.wake.plots import HEIGHT, WIDTH, Axis, plot


def test_an_axis_places_values_between_its_first_and_last_mark():
    axis = Axis("x", (0, 5, 10))
    assert [axis.share(value) for value in (-3, 0, 5, 10, 99)] == [0, 0, 0.5, 1, 1]


def test_a_plot_is_a_small_picture_in_which_a_high_point_is_high():
    across, up = Axis("x", (0, 1)), Axis("y", (0, 1))
    high, low = (plot("t", across, up, {"": [(0.2, y), (0.6, y)]}) for y in (0.9, 0.1))
    assert len(high) < 30_000
    pictures = [cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) for data in (high, low)]
    assert pictures[0].shape == (HEIGHT, WIDTH, 3)
    rows = [np.argwhere((picture[:, 300] == (180, 90, 20)).all(1)).mean() for picture in pictures]
    assert rows[0] < rows[1]
