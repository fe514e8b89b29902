"""What leads outside of an ONNX file, or need not end, is found before onnxruntime sees it, however it is written."""

from __future__ import annotations

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import AttributeProto, ModelProto, TensorProto, helper

from edge.bundle.onnx_file import of_onnxruntime, problem_of
from tests.edge.bundle.adder import adder

PLACES = ("/etc/passwd", "../secret.bin", "w.bin", "w" * 100)


def outside(place: str) -> TensorProto:
    """A tensor whose numbers lie elsewhere."""
    tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1, 4], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value=place)
    return tensor


def in_a_graph(place: str) -> ModelProto:
    model = adder()
    model.graph.initializer[0].CopyFrom(outside(place))
    return model


def in_a_constant(place: str) -> ModelProto:
    """As an attribute, two graphs deep."""
    inner = helper.make_node("Constant", [], ["c"])
    inner.attribute.append(AttributeProto(name="value", type=AttributeProto.TENSOR, t=outside(place)))
    branch = helper.make_graph([inner], "branch", [], [helper.make_tensor_value_info("c", TensorProto.FLOAT, [1, 4])])
    model = adder()
    model.graph.node.append(helper.make_node("If", ["b"], ["d"], then_branch=branch, else_branch=branch))
    return model


def in_a_sparse_tensor(place: str) -> ModelProto:
    model = adder()
    model.graph.sparse_initializer.add().values.CopyFrom(outside(place))
    return model


def value_first(data: bytes) -> bytes:
    """The same message with the parts of its entry in the other order, which protobuf allows."""
    head = b"\x0a\x08location"
    at = data.index(head) + len(head)
    end = at + 2 + data[at + 1]
    return data[: at - len(head)] + data[at:end] + head + data[end:]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("make", [in_a_graph, in_a_constant, in_a_sparse_tensor])
def test_weights_elsewhere_are_found_wherever_they_are_named(make, place: str):
    data = make(place).SerializeToString()
    assert "keeps weights in another file" in problem_of(data)
    turned = value_first(data)
    assert onnx.load_model_from_string(turned) == make(place)
    assert "keeps weights in another file" in problem_of(turned)


def test_that_they_are_elsewhere_is_enough_with_no_word_of_where():
    model = adder()
    model.graph.initializer[0].data_location = TensorProto.EXTERNAL
    assert "keeps weights in another file" in problem_of(model.SerializeToString())
    model.graph.initializer[0].data_location = TensorProto.DEFAULT
    assert problem_of(model.SerializeToString()) == ""


def test_operations_of_others_are_named():
    model = adder()
    model.graph.node.append(helper.make_node("Evil", ["x"], ["z"], domain="evil.example"))
    assert problem_of(model.SerializeToString()) == (
        "has operations of 'evil.example', which onnxruntime does not bring"
    )


def test_what_need_not_end_is_refused():
    body = helper.make_graph([], "body", [], [])
    looped, functions = adder(), adder()
    looped.graph.node.append(helper.make_node("Loop", ["", "t", "x"], ["z"], body=body))
    functions.functions.add(name="twice", domain="own")
    assert "has a Loop" in problem_of(looped.SerializeToString())
    assert "has functions of its own" in problem_of(functions.SerializeToString())


def test_what_is_none_is_said():
    assert problem_of(b"") == "is empty"
    assert problem_of(b"\x08\x07rubbish") == "is no ONNX model, or a damaged one"
    assert problem_of(adder().SerializeToString()[:-3]) == "is no ONNX model, or a damaged one"
    assert "no ONNX model" in problem_of(b"\0\0\0\0ORTM")
    assert of_onnxruntime(b"\0\0\0\0ORTM")
    assert not of_onnxruntime(adder().SerializeToString())


def test_a_thousand_graphs_in_each_other_are_walked():
    data = b""
    for _ in range(1000):
        for number in (6, 5, 1):  # a graph in an attribute in a node
            data = bytes([number << 3 | 2]) + length(len(data)) + data
    assert problem_of(b"\x3a" + length(len(data)) + data) == ""


def length(number: int) -> bytes:
    digits = bytearray()
    while number >= 0x80:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*digits, number])


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes):
    assert isinstance(problem_of(data), str)
