"""A bundle is one thing: whatever of it is another than when it was published or added, it is refused."""

import hashlib
import os
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from edge.bundle.model_card import read_card
from edge.bundle.net import open_bundle, write_bundle
from edge.bundle.pins import ADDED, TABLE, pinned_by, shipped, table_of
from edge.errors import ModelError
from tests.edge.bundle.adder import adder, bundle

MODELS = Path(__file__).parents[3] / "models"
LOOKER = MODELS / "looker"


def test_the_pins_are_those_of_the_models_that_ship():
    """Where this fails after a model was published: python -m edge.bundle.pins models."""
    ours = {f'{name} = "{pin}"\n' for name, pin in shipped().items()}
    assert TABLE.read_text(encoding="utf-8") == "".join(sorted(ours))
    assert ours <= set(table_of(MODELS).splitlines(keepends=True))
    assert {"looker", "grasp", "silero", "trigrams", "view_glass"} == set(shipped())


@pytest.mark.parametrize("name", ["looker", "grasp", "silero", "view_glass"])
def test_every_net_that_ships_has_golden_vectors_for_each_of_its_files(name):
    kept = np.load(MODELS / name / "golden.npz")
    files = {spec.file for net in read_card(MODELS / name).nets.values() for spec in net.files.values()}
    assert {file for file in files if not [key for key in kept if key.startswith(f"{file}:")]} == set()
    assert {"faces.onnx", "plates.onnx"} <= files or name != "looker"


@pytest.fixture
def looker(tmp_path):
    shutil.copytree(LOOKER, tmp_path / "looker")
    return tmp_path / "looker"


def altered(folder, change):
    card = folder / "card.toml"
    text = card.read_text(encoding="utf-8")
    assert change(text) != text
    card.write_text(change(text), encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(r"(?s)(thresholds\.redact\]\nface = \{score = )0\.\d+", r"\g<1>0.94", text),
        lambda text: re.sub(r"(?s)\[nets\.faces\].*(?=\[assets\])", "", text),
        lambda text: text.replace('labels = ["face"]', 'labels = ["license plate"]'),
        lambda text: text.replace("agree = 0.7", "agree = 0.9"),
        lambda text: text + "\n",
    ],
)
def test_a_card_that_was_changed_is_refused(looker, change):
    """With a higher threshold, or without its nets, it hid no face, and every hash was right."""
    open_bundle(looker, only=frozenset())
    altered(looker, change)
    with pytest.raises(ModelError, match="is not the model of this name that ships"):
        open_bundle(looker, only=frozenset())


def test_files_that_were_swapped_with_their_hashes_are_refused(looker):
    faces, plates = ((looker / f"{name}.onnx").read_bytes() for name in ("faces", "plates"))
    (looker / "faces.onnx").write_bytes(plates)
    (looker / "plates.onnx").write_bytes(faces)
    one, two = (hashlib.sha256(data).hexdigest() for data in (faces, plates))
    altered(looker, lambda text: text.replace(one, "x").replace(two, one).replace('"x"', f'"{two}"'))
    with pytest.raises(ModelError, match="is not the model of this name that ships"):
        open_bundle(looker, only=frozenset({"faces"}))


def test_what_is_added_is_held_to_what_it_was_then(tmp_path):
    bundle(tmp_path / "source", adder().SerializeToString())
    card = read_card(tmp_path / "source")
    files = {file.name: file.read_bytes() for file in (tmp_path / "source").iterdir() if file.name != "card.toml"}
    folder = tmp_path / "models" / "mine"
    write_bundle(card, files, folder)
    assert pinned_by(folder) == "added"
    assert open_bundle(folder).card == card
    altered(folder, lambda text: text.replace('task = "', 'task = "x'))
    with pytest.raises(ModelError, match="was changed since it was added"):
        open_bundle(folder)
    (folder.parent / ADDED / "mine").unlink()
    assert open_bundle(folder).card.task.startswith("x"), "who may write there may take its pin away"
    assert pinned_by(folder) == ""


def test_a_pin_that_is_no_file_is_no_pin_to_go_by(tmp_path):
    bundle(tmp_path / "mine", adder().SerializeToString())
    (tmp_path / ADDED / "mine").mkdir(parents=True)
    with pytest.raises(ModelError, match="its pin cannot be read: is a folder"):
        open_bundle(tmp_path / "mine")


def test_a_second_name_for_each_file_changes_nothing(looker, tmp_path):
    """As uv installs a wheel: from its cache, by hard links."""
    for file in looker.iterdir():
        os.link(file, tmp_path / file.name)
    assert open_bundle(looker, only=frozenset({"faces"})).nets
