"""The model's outputs become shares that sum to one, and words that are marked."""

from __future__ import annotations

import math

import numpy as np
import pytest

from edge.messages import Intent, Slot
from edge.understand.grasp import Grasp, spans
from edge.understand.wordpiece import WordPieces

TAGS = ("O", "B-thing", "I-thing", "B-side", "I-side")
VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "red", "cup", "left", "where", "is", "##s")


def net(inputs):
    """Marks `red cup` as a thing, wherever it stands."""
    ids = inputs["ids"]
    tags = np.zeros((1, ids.shape[1], len(TAGS)), np.float32)
    tags[0, ids[0] == 4, 1] = 9
    tags[0, ids[0] == 5, 2] = 9
    task = np.array([[0.0, 2.0]], np.float32)
    return {"intent": np.zeros((1, 10), np.float32), "camera": np.array([2.0], np.float32), "task": task, "tags": tags,
            "vector": np.ones((1, 4), np.float32)}  # fmt: skip


def grasp(**softness: float) -> Grasp:
    soft = {"intent": 1.0, "task": 1.0, "camera": 1.0, **softness}
    return Grasp(net, WordPieces(VOCABULARY), tuple(Intent), ("count", "where"), TAGS, soft)


def test_scores_become_shares_as_sure_as_they_were_calibrated():
    found = grasp()("where is it")
    assert math.isclose(sum(found.tasks.values()), 1.0, rel_tol=1e-6)
    assert math.isclose(sum(found.intents.values()), 1.0, rel_tol=1e-6)
    assert found.tasks["where"] == pytest.approx(1 / (1 + math.exp(-2)))
    assert grasp(task=2.0)("where").tasks["where"] == pytest.approx(1 / (1 + math.exp(-1)))
    assert found.camera == pytest.approx(1 / (1 + math.exp(-2)))


def test_words_of_the_question_and_of_the_one_before_are_told_apart():
    found = grasp()("Where is the red cup?", "is the cups left")
    assert found.slots == (Slot("thing", "red cup"),)
    assert found.borrowed == (Slot("thing", "cups"),), "a mark on a word's first piece marks the word"
    assert grasp()("", "").slots == ()


@pytest.mark.parametrize(
    ("tags", "slots"),
    [
        ("B-thing I-thing O", [("thing", "a b")]),
        ("B-thing B-thing O", [("thing", "a"), ("thing", "b")]),
        ("I-thing I-thing O", [("thing", "a b")]),
        ("B-side I-thing I-thing", [("side", "a"), ("thing", "b c")]),
        ("O O O", []),
        ("B-thing", [("thing", "a")]),
    ],
)
def test_tags_mark_spans(tags: str, slots: list[tuple[str, str]]):
    assert spans(("a", "b", "c"), tags.split()) == tuple(Slot(*slot) for slot in slots)
