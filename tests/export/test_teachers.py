"""What several teachers say of one picture is fused into one answer."""

import numpy as np

from edge.messages import Box, Thing
from export.teachers import WeightedTeacher, fuse


def test_a_box_that_few_views_find_keeps_their_share_of_its_score():
    sure = Thing("cup", 0.8, Box(0.1, 0.1, 0.5, 0.5))
    near = Thing("cup", 0.6, Box(0.12, 0.1, 0.52, 0.5))
    alone = Thing("cat", 0.9, Box(0.6, 0.6, 0.9, 0.9))
    picture = np.zeros((8, 8, 3), np.uint8)
    fused = fuse([WeightedTeacher(lambda _: [sure, alone], 3.0), WeightedTeacher(lambda _: [near], 1.0)], picture)
    assert [(thing.label, round(thing.score, 3)) for thing in fused] == [("cup", 0.75), ("cat", 0.675)]
    assert sure.box.x1 < fused[0].box.x1 < near.box.x1


def test_a_view_in_the_mirror_is_turned_back():
    left = Thing("cup", 0.8, Box(0.0, 0.1, 0.25, 0.5))
    (seen,) = WeightedTeacher(lambda _: [left], 1.0, mirrored=True)(np.zeros((8, 8, 3), np.uint8))
    assert seen.box == Box(0.75, 0.1, 1.0, 0.5)
