"""Training reads boxes as the glasses do."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from edge.perceive.heads import HEADS
from export.losses import AnchorPoints, gfl_corners
from export.students.nanodet import BINS, STRIDES

pytestmark = pytest.mark.torch


def test_training_reads_boxes_as_edge_does():
    rng = np.random.default_rng(2)
    count = 12 * 8 + 6 * 4 + 3 * 2 + 2 * 1
    reach, scores = rng.normal(0, 2, (1, 4 * BINS, count)).astype(np.float32), np.ones((1, 1, count), np.float32)
    trained = gfl_corners(torch.from_numpy(reach), AnchorPoints.of(96, 64, STRIDES))[0].numpy()
    head = HEADS["gfl"]({"labels": ["cup"], "strides": STRIDES, "bins": BINS, "most": count}, 96, 64)
    np.testing.assert_allclose(head(np.concatenate((scores, reach), 1), 0.5).boxes, trained, atol=1e-3)
