"""The one door to onnxruntime: only files that are what their card says come in."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper

from edge.bundle.cpu import has_vnni
from edge.bundle.model_card import FileSpec, NetSpec, TensorSpec, format_card
from edge.bundle.net import VNNI, check_name, file_of, inputs_and_outputs, net_of, open_bundle, targets
from edge.errors import ModelError, UsageError
from tests.edge.bundle.adder import adder, bundle


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bundle(tmp_path / "adder", adder().SerializeToString())
    return tmp_path / "adder"


def test_a_bundle_runs_and_brings_its_assets(folder: Path):
    opened = open_bundle(folder)
    found = opened.nets["add"]({"x": np.zeros((1, 4), np.float32)})
    assert found["y"].tolist() == [[1, 1, 1, 1]]
    assert opened.assets == {"names": b"one\n"}
    assert opened.card.task == "sum"


def test_only_the_wanted_nets_are_opened(folder: Path):
    (folder / "adder.onnx").unlink()
    assert open_bundle(folder, only=frozenset()).nets == {}


def test_a_net_gives_what_its_head_reads_and_the_rest_to_whoever_wants_the_whole(tmp_path: Path):
    model = adder()
    model.graph.node.append(helper.make_node("Neg", ["y"], ["z"]))
    model.graph.output.append(helper.make_tensor_value_info("z", TensorProto.FLOAT, [1, 4]))
    data, given = model.SerializeToString(), {"x": np.zeros((1, 4), np.float32)}
    card = bundle(tmp_path / "b", data)
    net = replace(card.nets["add"], outputs=(*card.nets["add"].outputs, TensorSpec("z", "float32", (1, 4))))

    def reads(output: str) -> None:
        read = replace(net, heads=({"name": "gfl", "output": output, "labels": []},))
        text = format_card(replace(card, nets={"add": read}))
        (tmp_path / "b" / "card.toml").write_text(text, encoding="utf-8")

    reads("z")
    assert set(open_bundle(tmp_path / "b").nets["add"](given)) == {"z"}
    assert set(open_bundle(tmp_path / "b", whole=True).nets["add"](given)) == {"y", "z"}
    reads("w")
    with pytest.raises(ModelError, match=r"its head reads 'w', which adder\.onnx does not give"):
        open_bundle(tmp_path / "b")


def test_a_bare_net_needs_no_card():
    found = net_of(adder(2.0).SerializeToString())({"x": np.zeros((1, 4), np.float32)})
    assert found["y"].tolist() == [[2, 2, 2, 2]]


@pytest.mark.parametrize("at", [0, 40, -1])
def test_one_changed_byte_is_refused(folder: Path, at: int):
    data = bytearray((folder / "adder.onnx").read_bytes())
    data[at] ^= 1
    (folder / "adder.onnx").write_bytes(data)
    with pytest.raises(ModelError, match="altered or damaged"):
        open_bundle(folder)


def test_links_are_refused(folder: Path, tmp_path: Path):
    real = tmp_path / "elsewhere.onnx"
    (folder / "adder.onnx").rename(real)
    (folder / "adder.onnx").symlink_to(real)
    with pytest.raises(ModelError, match="it is a link"):
        open_bundle(folder)


def test_a_pipe_is_refused_and_not_waited_for(folder: Path):
    (folder / "adder.onnx").unlink()
    os.mkfifo(folder / "adder.onnx")
    with pytest.raises(ModelError, match="no plain file"):
        open_bundle(folder)


def test_weights_in_a_second_file_are_refused(tmp_path: Path):
    model = adder()
    weight = model.graph.initializer[0]
    onnx.external_data_helper.set_external_data(weight, "adder.data")
    weight.ClearField("raw_data")
    bundle(tmp_path / "b", model.SerializeToString())
    (tmp_path / "b" / "adder.data").write_bytes(bytes(16))
    with pytest.raises(ModelError, match="another file"):
        open_bundle(tmp_path / "b")


def test_in_onnxruntime_s_own_format_a_bundle_opens_and_a_file_that_is_brought_does_not(tmp_path: Path):
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "adder.ort")
    options.add_session_config_entry("session.save_model_format", "ORT")
    options.log_severity_level = 4
    onnxruntime.InferenceSession(adder().SerializeToString(), options, providers=["CPUExecutionProvider"])
    data = (tmp_path / "adder.ort").read_bytes()
    bundle(tmp_path / "b", data)
    assert open_bundle(tmp_path / "b").nets
    with pytest.raises(ModelError, match="of onnxruntime's own format"):
        inputs_and_outputs("adder.ort", data)


@pytest.mark.parametrize(
    ("tensor", "problem"),
    [({"name": "z"}, "no tensor 'z'"), ({"dtype": "uint8"}, "says otherwise"), ({"shape": (1, 5)}, "says otherwise")],
)
def test_a_model_that_is_not_what_its_card_says_is_refused(tmp_path: Path, tensor: dict[str, object], problem: str):
    bundle(tmp_path / "b", adder().SerializeToString(), **tensor)
    with pytest.raises(ModelError, match=problem):
        open_bundle(tmp_path / "b")


def test_rubbish_with_the_right_hash_is_still_one_clear_line(tmp_path: Path):
    bundle(tmp_path / "b", b"\x08\x07rubbish")
    with pytest.raises(ModelError, match=r"adder\.onnx is no ONNX model") as caught:
        open_bundle(tmp_path / "b")
    assert "\n" not in str(caught.value)


def test_a_bundle_for_other_machines_only_is_refused(folder: Path):
    text = (folder / "card.toml").read_text(encoding="utf-8")
    (folder / "card.toml").write_text(text.replace(f"{targets()[-1]} =", "other ="), encoding="utf-8")
    with pytest.raises(ModelError, match="no file for this machine"):
        open_bundle(folder)


@pytest.mark.parametrize(
    ("flags", "there"),
    [("flags\t\t: fpu avx2 avx512_vnni bmi2", True), ("flags\t\t: fpu avx_vnni", True), ("flags\t\t: fpu avx2", False)],
)
def test_whether_a_cpu_multiplies_bytes_by_itself_is_read_from_its_flags(tmp_path: Path, flags: str, there: bool):
    cpu = tmp_path / "cpuinfo"
    cpu.write_text(f"processor\t: 0\nmodel name\t: vnni in name only\n{flags}\n\nprocessor\t: 1\n", encoding="ascii")
    assert has_vnni(cpu) is there
    assert has_vnni(tmp_path / "no such file") is False


def test_the_fastest_file_that_a_machine_can_run_is_taken():
    plain, fast = FileSpec("plain.onnx", "0" * 64), FileSpec("fast.onnx", "1" * 64)
    both = NetSpec({"x86": plain, VNNI: fast}, (), ())
    assert file_of(both, (VNNI, "x86")) is fast
    assert file_of(both, ("x86",)) is plain
    assert file_of(NetSpec({"any": plain}, (), ()), ("arm",)) is plain
    assert file_of(both, ("arm",)) is None


def test_a_net_without_a_file_for_vnni_has_its_plain_one_and_a_cpu_without_vnni_is_told(folder: Path):
    if has_vnni():
        assert open_bundle(folder, target=VNNI).files == {"add": "adder.onnx"}
    else:
        with pytest.raises(ModelError, match="this CPU has no VNNI"):
            open_bundle(folder, target=VNNI)


@pytest.mark.parametrize(
    "name", ["", "-x", ".hidden", "a b", "new\nline", "../esc", "looker/sub", "/tmp/abs", "x" * 65]
)
def test_a_name_is_a_folder_and_nothing_else(name: str):
    with pytest.raises(UsageError, match="is no name for a model"):
        check_name(name)
