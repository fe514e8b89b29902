"""The student: padding changes nothing, and it begins where the encoder ended."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from export.meaning.making import converted  # noqa: E402
from export.meaning.student import EncoderShape, Student, begin, safetensors  # noqa: E402

pytestmark = [pytest.mark.torch]
TINY = EncoderShape(1, 24, 48, 2)
VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "cups", "how", "many", "where", "are", "they")


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_padding_changes_nothing_and_the_file_agrees_with_torch():
    torch.manual_seed(1)
    student = Student(TINY, len(VOCABULARY)).eval()
    alone = torch.tensor([[2, 5, 6, 3, 4, 3]])
    padded = torch.tensor([[2, 5, 6, 3, 4, 3, 0, 0], [2, 7, 8, 9, 3, 0, 0, 0]])
    with torch.no_grad():
        one, two = student(alone), student(padded)
    assert np.allclose(one[2][0], two[2][0], atol=1e-5)
    assert np.allclose(one[4].norm(dim=-1), 1.0, atol=1e-5)
    wide = Student(TINY, 64)
    assert converted(wide)  # raises where the file differs


def test_the_student_begins_where_the_encoder_ended():
    width, pieces = TINY.width, [0, 1, 2, 3, 7]
    rng = np.random.default_rng(1)
    names = {"embeddings.word_embeddings.weight": (9, width), "embeddings.position_embeddings.weight": (80, width),
             "embeddings.token_type_embeddings.weight": (2, width)}  # fmt: skip
    square = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
    layer = dict.fromkeys(square, (width, width)) | {"intermediate.dense": (48, width), "output.dense": (width, 48)}
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in names.items()}
    for name, shape in layer.items():
        weights[f"encoder.layer.0.{name}.weight"] = rng.normal(size=shape).astype(np.float32)
        weights[f"encoder.layer.0.{name}.bias"] = rng.normal(size=shape[:1]).astype(np.float32)
    for name in (
        "embeddings.LayerNorm",
        "encoder.layer.0.attention.output.LayerNorm",
        "encoder.layer.0.output.LayerNorm",
    ):
        weights[f"{name}.weight"], weights[f"{name}.bias"] = np.ones(width, np.float32), np.zeros(width, np.float32)
    student = Student(TINY, len(pieces))
    begin(student, weights, pieces)
    assert np.array_equal(student.words.weight.detach()[4], weights["embeddings.word_embeddings.weight"][7])
    assert np.array_equal(student.layers[0].key.bias.detach(), weights["encoder.layer.0.attention.self.key.bias"])


def test_an_encoder_of_another_kind_is_refused():
    width, pieces = TINY.width, [0, 1, 2, 3, 7]
    student = Student(TINY, len(pieces))
    with pytest.raises((KeyError, ValueError)):
        begin(student, {"embeddings.word_embeddings.weight": np.zeros((9, width), np.float32)}, pieces)


def test_arrays_of_float32_are_read_out_of_a_safetensors_file():
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    entries = {
        "w": {"dtype": "F32", "shape": [2, 3], "data_offsets": [4, 28]},
        "n": {"dtype": "I32", "shape": [1], "data_offsets": [0, 4]},
        "__metadata__": {"format": "pt"},
    }
    head = json.dumps(entries).encode()
    found = safetensors(struct.pack("<Q", len(head)) + head + b"1234" + array.tobytes())
    assert list(found) == ["w"]
    assert np.array_equal(found["w"], array)
