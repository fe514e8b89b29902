"""Views hold the phrase where they say, and the loss is low for a net that says so."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from export.wake.course import FRAMES, Mix, Views, WakeCourse, loudness, masked, put
from export.wake.sounds import SoundClip, Sounds
from export.wake.student import WakeNet, WakeShape

pytestmark = pytest.mark.torch


def course() -> WakeCourse:
    rng = np.random.default_rng(1)
    tone = np.zeros(32_000, np.float32)
    tone[8000:20_000] = np.sin(np.arange(12_000) * 0.4) * 0.3
    other = tuple(SoundClip(rng.standard_normal(20_000).astype(np.float32) * 0.1, "flat") for _ in range(3))
    return WakeCourse(Sounds((SoundClip(tone, "phrase", 0.5, 1.25),), {"flat": other}, ()), Mix(made=3), "a test")


def test_a_batch_is_the_same_for_the_same_dice_and_says_where_the_phrase_ends():
    views, again = (course().batch(np.random.default_rng(7), 12) for _ in range(2))
    torch.testing.assert_close(views.frames, again.frames)
    assert views.frames.shape == (12, 40, FRAMES)
    assert views.frames.isfinite().all()
    there = views.ends > 0
    assert there.sum() == round(12 * Mix().phrases)
    assert ((views.ends[there] > 1.1) & (views.ends[there] < 2.3)).all()
    assert (views.starts[there] < views.ends[there]).all()


class Says(WakeNet):
    """Says what it was told to, whatever it hears."""

    def __init__(self, logits: torch.Tensor) -> None:
        super().__init__(WakeShape(4, ((3, 1),)))
        self.logits = logits

    def forward(self, frames, recent, state):
        return self.logits, recent, state


def test_the_loss_wants_it_high_at_the_end_of_the_phrase_and_low_elsewhere():
    ends = torch.tensor([1.5, -9.0])
    heard = (torch.arange(FRAMES // 2) * 2 + 1) * 0.01 + 0.025
    right = torch.full((2, FRAMES // 2), -8.0)
    right[0, (heard - 1.5).abs() < 0.1] = 8.0
    late = torch.full((2, FRAMES // 2), -8.0)
    late[0, (heard - 2.2).abs() < 0.1] = 8.0
    views = Views(torch.zeros(2, 40, FRAMES), ends, ends)
    losses = [float(course().loss(Says(logits), views)) for logits in (right, -right, late, torch.zeros_like(right))]
    assert losses[0] < 0.05
    assert all(loss > 1 for loss in losses[1:])


def test_what_lies_outside_of_a_view_is_lost():
    for at in (-5, -2, 0, 3, 9):
        view = np.zeros(4, np.float32)
        put(view, np.arange(1, 4, dtype=np.float32), at)
        wanted = [float(n - at + 1) if 0 <= n - at < 3 else 0.0 for n in range(4)]
        assert view.tolist() == wanted


def test_loudness_is_that_of_what_is_not_quiet():
    sound = np.concatenate([np.zeros(1000), np.full(100, 0.5)]).astype(np.float32)
    assert loudness(sound) == pytest.approx(0.5, rel=1e-3)
    assert loudness(np.zeros(10, np.float32)) > 0


def test_masks_leave_most_of_the_frames():
    rng = np.random.default_rng(3)
    shares = [float((masked(np.ones((FRAMES, 40), np.float32), rng) == 0).mean()) for _ in range(200)]
    assert max(shares) < 0.4
    assert 0.3 < np.mean([share == 0 for share in shares]) < 0.7
