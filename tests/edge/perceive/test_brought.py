"""A detector that somebody else made: read by its family, calibrated against looker, refused where it does not fit."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from edge.bundle.model_card import ModelCard, Threshold
from edge.bundle.net import open_bundle
from edge.errors import ModelError, UsageError
from edge.messages import Box, Frame, Instant, Thing
from edge.perceive.brought import START, bring, calibrated
from edge.perceive.detectors import FAMILIES
from edge.perceive.labels import COCO
from edge.perceive.objects import Objects

SIDE = 64
PLACES = 64 + 16 + 4


def file(tmp_path: Path, answer: np.ndarray, side: object = SIDE) -> Path:
    """A net that gives the same answer to every picture (and reads it, or onnxruntime would drop its input)."""
    shape = [1, 3, side, side]
    nodes = [
        helper.make_node("ReduceSum", ["images"], ["sum"], keepdims=0),
        helper.make_node("Mul", ["sum", "zero"], ["nothing"]),
        helper.make_node("Add", ["answer", "nothing"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "same",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, list(answer.shape))],
        [numpy_helper.from_array(answer.astype(np.float32), "answer"), numpy_helper.from_array(np.float32(0), "zero")],
    )
    path = tmp_path / "theirs.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return path


def one_cup() -> np.ndarray:
    """yolox: one box in the third row and column of the finest level, 16 x 16 pixels around (20, 20)."""
    answer = np.zeros((1, PLACES, 85), np.float32)
    answer[0, 2 * 8 + 2, :4] = (0.5, 0.5, np.log(2), np.log(2))
    answer[0, 2 * 8 + 2, 4] = 0.9
    answer[0, 2 * 8 + 2, 5 + COCO.index("cup")] = 0.9
    return answer


def frame() -> Frame:
    return Frame(Instant(0.0), np.zeros((SIDE, SIDE, 3), np.uint8))


def test_a_brought_file_becomes_a_bundle_that_sees(tmp_path: Path):
    card = bring(file(tmp_path, one_cup()), "yolox", tmp_path / "models" / "theirs", [], None)
    (thing,) = Objects(open_bundle(tmp_path / "models" / "theirs")).see(frame())
    assert thing.label == "cup"
    assert thing.score == pytest.approx(0.81)
    assert tuple(thing.box) == pytest.approx((12 / 64, 12 / 64, 28 / 64, 28 / 64), abs=1e-4)
    assert card.threshold("answer", "dog") == START


def test_an_open_size_becomes_the_size_its_authors_trained_at(tmp_path: Path):
    answer = np.zeros((1, 52 * 52 + 26 * 26 + 13 * 13, 85), np.float32)
    card = bring(file(tmp_path, answer, side="n"), "yolox", tmp_path / "theirs", [], None)
    assert card.nets["look"].prepare["width"] == FAMILIES["yolox"].size
    assert Objects(open_bundle(tmp_path / "theirs")).see(frame()) == ()


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (np.zeros((1, PLACES, 84)), r"answers \[1, 84, 84\], not \[1, 84, 85\]"),
        (np.zeros((1, PLACES + 1, 85)), "is no yolox"),
        (np.full((1, PLACES, 85), 1.5), "between 0 and 1"),
        (np.full((1, PLACES, 85), np.nan), "between 0 and 1"),
    ],
)
def test_a_file_that_answers_otherwise_than_its_family_is_refused(tmp_path: Path, answer: np.ndarray, problem: str):
    with pytest.raises(ModelError, match=problem):
        bring(file(tmp_path, answer), "yolox", tmp_path / "theirs", [], None)
    assert not (tmp_path / "theirs").exists()


def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.onnx")
    with pytest.raises(ModelError, match="no plain file"):
        bring(tmp_path / "pipe.onnx", "yolox", tmp_path / "theirs", [], None)


class Says:
    """Stands for a detector: sees the same in every frame."""

    def __init__(self, *scores: float) -> None:
        self.card = ModelCard("says", "objects", {}, thresholds={"count": {"*": Threshold(0.5, 0, 0)}})
        self.seen = tuple(Thing("cup", score, Box(0, 0, 1, 1)) for score in scores)

    def see(self, _: Frame) -> tuple[Thing, ...]:
        return self.seen


def test_its_threshold_lets_it_name_as_many_things_as_looker():
    looker, theirs = Says(0.9, 0.6, 0.1), Says(0.4, 0.3, 0.2, 0.05)
    assert calibrated(theirs, looker, [frame()] * 3) == pytest.approx(0.3)  # type: ignore[arg-type]
    assert calibrated(theirs, looker, []) == START  # type: ignore[arg-type]
    assert calibrated(theirs, None, [frame()]) == START  # type: ignore[arg-type]


def test_what_is_no_such_detector_is_refused_and_nothing_is_left(tmp_path: Path):
    rubbish = tmp_path / "rubbish.onnx"
    rubbish.write_bytes(b"\x00\x01 no model")
    with pytest.raises(ModelError, match="is no ONNX model, or a damaged one"):
        bring(rubbish, "yolox", tmp_path / "models" / "x", [], None)
    with pytest.raises(UsageError, match="there are: nanodet-plus, yolox"):
        bring(rubbish, "detr", tmp_path / "models" / "x", [], None)
    with pytest.raises(ModelError, match="cannot read"):
        bring(tmp_path / "none.onnx", "yolox", tmp_path / "models" / "x", [], None)
    assert not (tmp_path / "models").exists()
