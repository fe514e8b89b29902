"""`glint models`: which bundles there are, whether each is what its card says, and one of a file that was brought."""

import os
import re
import resource
import shutil
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from edge.cli import main
from edge.limits import CARD_BYTES, MODEL_MEMORY
from tests.edge.bundle.adder import adder, bundle
from tests.edge.commands.typed import configured, glint, rows

LOOKER = Path(__file__).parents[3] / "models" / "looker"
GB = 1 << 30


@pytest.fixture
def home(tmp_path):
    return configured(tmp_path)


def test_models_take_their_config_before_the_action_or_after_it(home, capsys):
    place = str(home / "glint.toml")
    assert main(["models", "--config", place, "list", "--json"]) == 0
    before = capsys.readouterr().out
    assert main(["models", "list", "--json", "--config", place]) == 0
    assert capsys.readouterr().out == before


def test_a_folder_of_models_that_cannot_be_read_is_not_an_empty_one(home, capsys):
    config = home / "models.toml"
    config.write_text(f'[models]\nfolder = "{home / "glint.toml"}"\n', encoding="utf-8")
    assert main(["models", "--config", str(config)]) == 2
    assert "cannot read the folder of models" in capsys.readouterr().err
    config.write_text(f'[models]\nfolder = "{home / "nowhere"}"\n', encoding="utf-8")
    assert main(["models", "--json", "--config", str(config)]) == 0
    assert "looker" in {row["name"] for row in rows(capsys)}, "what came with Glint is found all the same"


def test_of_two_with_one_name_the_one_that_is_used_is_listed(home, capsys):
    folder = bundles(home, "looker", "zebra")
    (folder / ".zebra-half-written").mkdir()
    shutil.copy(LOOKER / "card.toml", folder / ".zebra-half-written")
    assert glint(home, "models", "--json") == 0
    found = [(row["name"], row["folder"]) for row in rows(capsys)]
    assert found == sorted(found)
    assert [row for row in found if row[0] in {"looker", "zebra", ".zebra-half-written"}] == [
        ("looker", str(folder / "looker")),
        ("zebra", str(folder / "zebra")),
    ]


def test_a_card_by_which_nothing_would_be_hidden_does_not_pass(home, capsys):
    folder = home / "models" / "looker"
    shutil.copytree(LOOKER, folder)
    card = folder / "card.toml"
    blind = re.sub(r"(?s)(thresholds\.redact\]\nface = \{score = )0\.\d+", r"\g<1>1.0", card.read_text("utf-8"))
    card.write_text(blind, encoding="utf-8")
    config = home / "models.toml"
    config.write_text(f'[models]\nfolder = "{folder.parent}"\n', encoding="utf-8")
    assert main(["models", "verify", "--config", str(config)]) == 1
    assert "is not the model of this name that ships with Glint" in " ".join(capsys.readouterr().out.split())


def test_what_is_left_of_a_bundle_does_not_pass(home, capsys):
    """A folder without a card, with a pipe or a link for one, or no folder at all."""
    config = home / "models.toml"
    config.write_text(f'[models]\nfolder = "{home / "models"}"\n', encoding="utf-8")
    verify = ["models", "verify", "--json", "--config", str(config)]
    for name, make in (
        ("none", lambda card: None),
        ("pipe", os.mkfifo),
        ("link", lambda card: card.symlink_to(LOOKER / "card.toml")),
        ("zero", lambda card: card.symlink_to("/dev/zero")),
        ("large", lambda card: card.write_bytes(b"#" * (CARD_BYTES + 1))),
        ("deep", lambda card: card.write_text("a = " + "[" * 50_000)),
    ):
        (home / "models" / name).mkdir(parents=True)
        make(home / "models" / name / "card.toml")
    assert main(verify) == 1
    found = {row["name"]: row["state"] for row in rows(capsys)}
    said = {"none": "No such file", "pipe": "plain file", "link": "is a link", "zero": "is a link",
            "large": "too large", "deep": "nested too deeply"}  # fmt: skip
    assert [name for name in said if said[name] not in found[name]] == []


def bundles(home, *names):
    """A configuration with a folder of models of its own, in which there are bundles by these names, without nets."""
    folder = home / "own"
    for name in names:
        (folder / name).mkdir(parents=True)
        shutil.copy(LOOKER / "card.toml", folder / name)
    config = home / "glint.toml"
    config.write_text(config.read_text() + f'[models]\nfolder = "{folder}"\n', encoding="utf-8")
    return folder


def test_what_came_with_glint_is_listed(home, capsys):
    assert glint(home, "models", "--json") == 0
    (row,) = (row for row in rows(capsys) if row["name"] == "looker")
    assert (row["state"], row["folder"]) == ("listed", str(LOOKER))
    assert row["kilobytes"] == sum(file.stat().st_size for file in LOOKER.iterdir()) // 1024


def test_only_folders_with_a_card_are_listed_and_that_is_no_check(home, capsys):
    folder = bundles(home, "b", "a")
    (folder / "no bundle").mkdir()
    (folder / "notes.txt").write_text("none either", encoding="utf-8")
    assert glint(home, "models", "--json") == 0
    own = [row for row in rows(capsys) if str(row["folder"]).startswith(str(folder))]
    assert [(row["name"], row["state"]) for row in own] == [("a", "listed"), ("b", "listed")]
    assert glint(home, "models") == 0
    assert capsys.readouterr().out.endswith("\nlisted, not checked: `glint models verify` does that\n")


def test_a_bundle_that_is_not_what_its_card_says_fails_and_the_others_are_told_of(home, capsys):
    folder = bundles(home, "a", "b")
    (folder / "a" / "card.toml").write_text("format = 1\n", encoding="utf-8")
    assert glint(home, "models") == 1
    out = capsys.readouterr().out
    assert "BROKEN" in out
    assert re.search(r"^b +listed", out, re.MULTILINE)
    assert re.search(r"^a: .+card", out, re.MULTILINE), "why, in full, below the table"
    shutil.rmtree(folder / "a")
    assert main(["models", "verify", "--config", str(home / "glint.toml"), "--json"]) == 1, "it has no files at all"
    assert ["looker" in str(row["state"]) for row in rows(capsys) if row["name"] == "b"] == [True]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--name", "a b"), "is no name for a model"),
        (("--name", "taken"), "there is a model called taken already"),
        (("--photos", "nowhere"), "nowhere is no folder with photos"),
        (("--photos", "."), "no photos in ."),
    ],
)
def test_what_is_brought_wrongly_makes_no_bundle(home, capsys, more, why):
    folder = bundles(home, "taken")
    more = [str(home / "own") if word == "." else word for word in more]
    command = ["models", "add", str(home / "new.onnx"), "--like", "yolox", "--config", str(home / "glint.toml"), *more]
    assert main(command) == 2
    assert why.removesuffix(".") in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["taken"]


def greedy(floats, shape):
    """An ONNX file of a few hundred bytes that asks for so many floats as soon as it is opened."""
    count = numpy_helper.from_array(np.array([floats]), "shape")
    nodes = [
        helper.make_node("ConstantOfShape", ["shape"], ["zeros"]),
        helper.make_node("ReduceSum", ["zeros"], ["sum"], keepdims=0),
        helper.make_node("Add", ["x", "sum"], ["y"]),
    ]
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in "xy")
    graph = helper.make_graph(nodes, "greedy", [x], [y], [count])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model.SerializeToString()


def test_a_small_file_that_asks_for_gigabytes_gets_none(home, capfd):
    bundles(home, "taken")
    (home / "greedy.onnx").write_bytes(greedy(2_000_000_000, [1, 3, 32, 32]))
    command = ["models", "add", str(home / "greedy.onnx"), "--like", "yolox", "--config", str(home / "glint.toml")]
    assert main(command) == 1
    told = capfd.readouterr().err
    assert "model greedy.onnx" in told
    assert "it asks for more memory than a model may have" in told
    assert told.count("\n") == 1, "onnxruntime does not say it as well"


def test_nor_does_one_that_lies_among_the_models_already_and_the_others_are_verified(home, capsys):
    """Were there no bound, a machine with that much free would find it fine."""
    folder = bundles(home)
    folder.mkdir()
    bundle(folder / "fine", adder().SerializeToString())
    bundle(folder / "greedy", greedy((MODEL_MEMORY + GB) // 4, [1, 4]))
    before = resource.getrlimit(resource.RLIMIT_AS)
    config = home / "only.toml"
    config.write_text(f'data = "{home / "data"}"\n[models]\nfolder = "{folder}"\n', encoding="utf-8")
    assert main(["models", "verify", "--json", "--config", str(config)]) == 1
    state = {row["name"]: row["state"] for row in rows(capsys)}
    assert state["fine"] == "ok"
    assert "asks for more memory than a model may have" in state["greedy"]
    assert resource.getrlimit(resource.RLIMIT_AS) == before
