"""Students: the authors' file of a random net of nanodet's shape, read back into torch, says the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from edge.bundle.model_card import TensorSpec  # noqa: E402
from edge.bundle.net import Net, net_of  # noqa: E402
from edge.messages import Array  # noqa: E402
from edge.perceive.heads import HEADS  # noqa: E402
from export.convert import convert  # noqa: E402
from export.judging import decode_off  # noqa: E402
from export.losses import AnchorPoints, gfl_corners  # noqa: E402
from export.recipe import Served  # noqa: E402
from export.served import Best, Hide, ServedDetector  # noqa: E402
from export.students import yunet  # noqa: E402
from export.students.nanodet import BINS, STRIDES, NanoDet, Shape, ShuffleUnit, every, joined, shuffled  # noqa: E402
from export.students.surgery import align, fold_norms, load_teacher, untangle  # noqa: E402
from export.students.weights import StartError, convolution_weights  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(120)]
SMALL = Shape(stem=8, stages=(12, 24, 36), repeats=(2, 3, 2), pyramid=16, classes=5)


class Authors(NanoDet):
    """The net as its authors write it: reads BGR, shuffles after every stage, and finishes one head before the next."""

    def forward(self, bgr: torch.Tensor) -> tuple[torch.Tensor, ...]:
        x, maps = self.stem(bgr), []
        for stage, channels in zip(self.stages, self.shape.stages, strict=True):
            x = torch.index_select(stage(x), 1, shuffled(channels))
            maps.append(x)
        return (joined([head(m) for head, m in zip(self.heads, self.pyramid(maps), strict=True)]),)


def random(net: torch.nn.Module) -> torch.nn.Module:
    torch.manual_seed(5)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return net.eval()


@pytest.fixture(scope="module")
def authors_file() -> bytes:
    return convert(random(Authors(SMALL)), (TensorSpec("data", "float32", (1, 3, 64, 96)),), ("output",))


def test_a_student_that_starts_from_the_teachers_file_is_the_teacher(authors_file: bytes):
    student = NanoDet(Shape(8, (12, 24, 36), (2, 3, 2), 16, 5, extras=2)).eval()
    load_teacher(student, convolution_weights(authors_file))
    picture = torch.randn(1, 3, 64, 96)
    with torch.no_grad():
        named, added = student(picture)
    said = net_of(authors_file)({"data": picture.flip(1).numpy()})["output"]
    assert np.abs(said).max() > 0.1
    np.testing.assert_allclose(named.numpy(), said, atol=2e-4, rtol=1e-4)
    assert added.shape == (1, 2 + 32, said.shape[2])


def test_a_file_of_another_shape_is_refused(authors_file: bytes):
    with pytest.raises(StartError, match="convolution 0 is"):
        load_teacher(NanoDet(Shape(10, (12, 24, 36), (2, 3, 2), 16, 5)), convolution_weights(authors_file))
    with pytest.raises(StartError, match="convolutions, this net"):
        load_teacher(NanoDet(Shape(8, (12, 24, 36), (2, 2, 2), 16, 5)), convolution_weights(authors_file))


def test_filled_registers_change_nothing():
    net, picture = random(NanoDet(SMALL)), torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        before = net(picture)[0]
        align(net)
        after = net(picture)[0]
    assert {layer.out_channels % 16 for layer in every(net.modules(), torch.nn.Conv2d)[:2]} == {0}
    torch.testing.assert_close(after, before, atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("repeats", [(2, 3, 2), (4, 8, 4)])
def test_channels_that_go_straight_to_their_unit_say_the_same(repeats: tuple[int, ...]):
    net, picture = random(NanoDet(Shape(8, (12, 24, 36), repeats, 16, 5, extras=2))), torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        before = net(picture)
        untangle(net)
        after = net(picture)
    assert not every(net.modules(), ShuffleUnit)
    for found, wanted in zip(after, before, strict=True):
        torch.testing.assert_close(found, wanted, atol=1e-4, rtol=1e-4)


def test_norms_must_be_folded_before_channels_move():
    with pytest.raises(ValueError, match="fold the norms first"):
        untangle(NanoDet(Shape(8, (12, 24, 36), (2, 2, 2), 16, 5, norm=True)))


def test_folded_norms_change_nothing():
    torch.manual_seed(1)
    net = NanoDet(Shape(8, (12, 24, 36), (2, 2, 2), 16, 5, norm=True))
    net(torch.randn(2, 3, 64, 64))  # moves the running means away from where they start
    net.eval()
    picture = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        before = net(picture)[0]
        fold_norms(net)
        after = net(picture)[0]
    assert not every(net.modules(), torch.nn.BatchNorm2d)
    torch.testing.assert_close(after, before, atol=1e-4, rtol=1e-4)


def test_what_is_served_takes_bytes_and_says_what_the_student_says_of_normalised_pictures():
    from export.courses import normalised

    student = random(NanoDet(SMALL))
    pixels = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
    with torch.no_grad():
        look = ServedDetector(student)
        served = look(pixels)[0]
        wanted = student(normalised(pixels))[0]
    assert not every(look.modules(), ShuffleUnit)
    torch.testing.assert_close(served[:, :5], wanted[:, :5].sigmoid(), atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(served[:, 5:], wanted[:, 5:], atol=2e-3, rtol=1e-3)


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


def test_training_reads_boxes_as_edge_does():
    rng = np.random.default_rng(2)
    count = 12 * 8 + 6 * 4 + 3 * 2 + 2 * 1
    reach, scores = rng.normal(0, 2, (1, 4 * BINS, count)).astype(np.float32), np.ones((1, 1, count), np.float32)
    trained = gfl_corners(torch.from_numpy(reach), AnchorPoints.of(96, 64, STRIDES))[0].numpy()
    head = HEADS["gfl"]({"labels": ["cup"], "strides": STRIDES, "bins": BINS, "most": count}, 96, 64)
    np.testing.assert_allclose(head(np.concatenate((scores, reach), 1), 0.5).boxes, trained, atol=1e-3)


def test_the_small_face_net_gives_what_the_yolox_head_reads():
    net = random(yunet.YuNet())
    with torch.no_grad():
        out = Hide(net)(torch.zeros(1, 3, 64, 64, dtype=torch.uint8))
    assert out.shape == (1, 6, 64 + 16 + 4)
    assert float(out[:, 4:].min()) >= 0
    assert float(out[:, 4:].max()) <= 1
