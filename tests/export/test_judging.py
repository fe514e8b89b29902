"""A file's own choice of places is held to what edge reads in all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from edge.bundle.model_card import TensorSpec
from edge.bundle.net import Net, net_of
from edge.messages import Array
from export.convert import convert
from export.judging import decode_off
from export.recipe import Served
from export.served import Best, ServedDetector
from export.students.nanodet import NanoDet, Shape
from tests.export.random_nets import random

pytestmark = pytest.mark.torch


def test_the_best_places_that_leave_the_net_are_what_edge_reads_in_all_of_them():
    student = random(NanoDet(Shape(8, (12, 24, 36), (2, 3, 2), 16, 5, extras=2)))
    for name, parameter in student.named_parameters():
        if ".out." in name:
            parameter.data *= 0.03  # so that scores lie between 0 and 1, not at their ends
    pixels, outputs = TensorSpec("pixels", "uint8", (1, 3, 64, 96)), ("best", "things", "extras")
    best = Best(ServedDetector(student), (96, 64), most=(20, 10))
    served = Served(best, (pixels,), outputs, {"width": 96, "height": 64}, raw=outputs[1:])
    net = net_of(convert(best, (pixels,), outputs, served.compared))
    given = [{"pixels": np.random.default_rng(seed).integers(0, 256, pixels.shape).astype(np.uint8)} for seed in (0, 1)]
    rows = net(given[0])["best"][0]
    assert rows.shape == (30, 6)
    assert set(rows[:20, 5]) <= {0, 1, 2, 3, 4}
    assert set(rows[20:, 5]) <= {5, 6}
    assert decode_off(net, served, given) < 2e-4

    def broken(change: Callable[[Array], object]) -> Net:
        def run(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
            said = dict(net(inputs))
            said["best"] = said["best"].copy()
            change(said["best"][0])
            return said

        return run

    def reverse(rows: Array) -> None:
        rows[:20, 4] = rows[:20, 4][::-1].copy()

    changes: list[Callable[[Array], object]] = [
        lambda rows: rows[3:4, 2].__iadd__(0.1),
        lambda rows: rows[3:4, 4].__iadd__(0.1),
        lambda rows: rows[3:4].fill(np.nan),
        lambda rows: rows[3:4, 5].__iadd__(1.0),
        lambda rows: rows[:, 5].fill(200.0),
        lambda rows: rows[19].__setitem__(slice(None), rows[0]),  # a place twice, another one missing
        reverse,
    ]
    for change in changes:
        assert not decode_off(broken(change), served, given) < 2e-3
    one = convert(Best(ServedDetector(student), (96, 64), most=(256, 64)), (pixels,), outputs, served.compared)
    places = 12 * 8 + 6 * 4 + 3 * 2 + 2 * 1
    assert net_of(one, ("best",))(given[0])["best"].shape[1] == places + 64, "no more than there are places"
