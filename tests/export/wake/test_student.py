"""The net on a stream in pieces says what it says of the whole, in torch and as the file that is served."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.bundle.net import net_of
from export.errors import ExportError
from export.wake.served import compare, file_of, folded
from export.wake.student import WakeNet, WakeShape

pytestmark = pytest.mark.torch

SHAPE = WakeShape(8, ((3, 1), (5, 2)))


def student(seed: int = 1) -> WakeNet:
    """With norms that have seen something, so that folding them changes weights."""
    torch.manual_seed(seed)
    net = WakeNet(SHAPE)
    for _ in range(5):
        net(torch.randn(4, 40, 20) * 2 + 1, *net.start(4))
    return net.eval()


NET = student()
FILE = net_of(file_of(NET))
FRAMES = torch.randn(1, 40, 60, generator=torch.Generator().manual_seed(2))


@torch.no_grad()
def whole() -> torch.Tensor:
    return NET(FRAMES, *NET.start())[0][0]


@settings(deadline=None)
@given(st.lists(st.integers(1, 8), min_size=1, max_size=30))
def test_pieces_say_what_the_whole_says(sizes: list[int]):
    past, told, said, served, first = NET.start(), dict(zip(("recent", "state"), NET.start(), strict=True)), [], [], 0
    told = {name: value.numpy() for name, value in told.items()}
    for size in [*sizes, 30]:
        piece = FRAMES[:, :, first : first + 2 * size]
        first += 2 * size
        if not piece.shape[2]:
            break
        with torch.no_grad():
            logits, *past = NET(piece, *past)
        said.append(logits[0])
        out = FILE({"frames": piece.numpy(), **told})
        told = {name: out[f"{name}_after"] for name in told}
        served.append(torch.from_numpy(out["logits"][0]))
    torch.testing.assert_close(torch.cat(said), whole(), atol=1e-5, rtol=0)
    torch.testing.assert_close(torch.cat(served), whole(), atol=1e-4, rtol=0)


def test_an_answer_rests_on_the_frames_of_its_field_and_on_none_after_it():
    frames = FRAMES.clone().requires_grad_()
    logits = NET(frames, *NET.start())[0]
    logits[0, 20].backward()
    assert frames.grad is not None
    touched = frames.grad.abs().sum((0, 1)).nonzero().flatten()
    assert touched.max() == 41
    assert touched.max() - touched.min() + 1 == SHAPE.field


def test_norms_are_folded_away():
    plain, past = folded(NET), NET.start()
    with torch.no_grad():
        torch.testing.assert_close(plain(FRAMES, *past)[0][0], whole(), atol=1e-5, rtol=0)


def test_a_file_that_says_something_else_is_refused():
    with pytest.raises(ExportError, match="differs"):
        compare(student(2), file_of(NET))
