"""What several teachers say of one picture is fused into one answer."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from edge.messages import Array, Box, Thing
from export.teachers import WeightedTeacher, detector, faces, fuse


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


def saying(path: Path, given: str, answers: Mapping[str, Array]) -> Path:
    """A file that gives the same answers to every picture (and reads it, or onnxruntime would drop its input)."""
    nodes = [
        helper.make_node("ReduceSum", [given], ["sum"], keepdims=0),
        helper.make_node("Mul", ["sum", "zero"], ["nothing"]),
        *(helper.make_node("Add", [f"the {name}", "nothing"], [name]) for name in answers),
    ]
    kept = {f"the {name}": value for name, value in answers.items()} | {"zero": np.float32(0)}
    graph = helper.make_graph(
        nodes,
        "says",
        [helper.make_tensor_value_info(given, TensorProto.FLOAT, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, value.shape) for name, value in answers.items()],
        [numpy_helper.from_array(np.asarray(value, np.float32), name) for name, value in kept.items()],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def test_a_detector_is_read_by_its_family_and_says_where_in_the_picture(tmp_path: Path):
    answer = np.zeros((1, 64 + 16 + 4, 5 + 2), np.float32)
    answer[0, 2 * 8 + 2] = (0.5, 0.5, np.log(2), np.log(2), 0.9, 0.1, 0.9)  # 16 x 16 pixels around (20, 20)
    teacher = detector(saying(tmp_path / "d.onnx", "images", {"out": answer}), "yolox", 64, labels=("cat", "dog"))
    (seen,) = teacher(np.zeros((64, 128, 3), np.uint8))
    assert (seen.label, seen.score) == ("dog", pytest.approx(0.81))
    assert seen.box == pytest.approx((12 / 64, 12 / 32, 28 / 64, 28 / 32), abs=1e-3)


@pytest.mark.parametrize(("height", "width"), [(32, 64), (64, 32), (16, 32), (256, 512)])
def test_faces_are_found_where_they_are_whatever_the_size_of_the_picture(height: int, width: int, tmp_path: Path):
    """The long side becomes 64, so that the finest level has 8 places along it."""
    columns = 8 if width > height else 4
    answers: dict[str, Array] = {}
    for stride, places in ((8, 32), (16, 8), (32, 2)):
        for name, size in (("cls", 1), ("obj", 1), ("bbox", 4)):
            answers[f"{name}_{stride}"] = np.zeros((1, places, size), np.float32)
    place = columns + 2  # second row, third column
    answers["cls_8"][0, place], answers["obj_8"][0, place] = 0.9, 0.4
    answers["bbox_8"][0, place] = (0.5, 0.5, np.log(2), np.log(1))  # 16 x 8 pixels around (20, 12)
    teacher = faces(saying(tmp_path / "f.onnx", "input", answers), side=64)
    (seen,) = teacher(np.zeros((height, width, 3), np.uint8))
    scale = max(height, width) / 64
    corners = np.array((12, 8, 28, 16)) * scale / (width, height, width, height)
    assert (seen.label, seen.score) == ("face", pytest.approx(0.6))
    assert seen.box == pytest.approx(corners, abs=1e-3)
