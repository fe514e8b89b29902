"""A net on a stream hears what it would hear of the whole; a bundle without one is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.bundle.model_card import NetSpec, TensorSpec
from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.media.logmel import log_mel
from edge.perceive.wake_net import RunningLevel, WakeStream, level_free
from tests.edge.perceive.fake_wake import PAST, bundle, net, sound_with_tones

SAMPLES = sound_with_tones(3.0, 1.0)


@settings(deadline=None)
@given(st.lists(st.integers(0, 4000), max_size=20))
def test_a_stream_in_pieces_gives_the_logits_of_the_whole(sizes: list[int]):
    frames = level_free(log_mel(SAMPLES))
    frames = frames[: len(frames) // 2 * 2]
    past = np.zeros((1, frames.shape[1], PAST), np.float32)
    wanted = net({"frames": frames.T[None], "recent": past})["logits"][0]
    stream, bounds = WakeStream(bundle()), np.cumsum(sizes, dtype=int)
    found = [one for piece in np.split(SAMPLES, bounds[bounds < SAMPLES.size]) for one in stream.push(piece)]
    np.testing.assert_allclose([logit for _, logit in found], wanted, atol=1e-3)
    assert [heard for heard, _ in found] == [(2 * n + 1) * 160 + 400 for n in range(len(wanted))]


def test_the_level_of_a_sound_is_nothing_to_the_net():
    quiet, loud = (level_free(log_mel(SAMPLES * factor)) for factor in (0.3, 1.0))
    np.testing.assert_allclose(quiet, loud, atol=0.02)


def test_the_level_goes_on_from_piece_to_piece_until_it_is_reset():
    frames, level = log_mel(SAMPLES), RunningLevel()
    parts = [level.subtract(part) for part in np.split(frames, [3, 50, 51])]
    np.testing.assert_array_equal(np.concatenate(parts), level_free(frames))
    level.reset()
    np.testing.assert_array_equal(level.subtract(frames), level_free(frames))


@pytest.mark.parametrize("frames", [(1, 40, 8), (1, 20, -1), (40, -1)])
def test_a_net_that_takes_other_frames_is_refused(frames: tuple[int, ...]):
    whole = bundle()
    spec = NetSpec({}, (TensorSpec("frames", "float32", frames),), ())
    with pytest.raises(ModelError, match="frames"):
        WakeStream(Bundle(replace(whole.card, nets={"wake": spec}), whole.nets, {}))
    with pytest.raises(ModelError, match="no net"):
        WakeStream(Bundle(whole.card, {}, {}))
