"""The models that a run needs, and that a card is read by whoever asks for it first, and by nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edge.bundle.net import targets
from edge.bundle.registry import read_registry
from edge.compose.models import detector_card, missing, needed, open_detector, thresholds
from edge.config import Config, ModelsConfig
from edge.environment import Environment
from edge.errors import ModelError
from tests.edge.bundle.adder import adder, bundle

SHIPPED = Path(__file__).parents[3] / "models"


def test_config_can_name_another_target_than_the_one_that_was_found(tmp_path: Path):
    folder = tmp_path / "adder"
    bundle(folder, adder().SerializeToString())
    text = (folder / "card.toml").read_text(encoding="utf-8")
    (folder / "card.toml").write_text(text.replace(f"{targets()[-1]} =", "elsewhere ="), encoding="utf-8")
    config = Config(models=ModelsConfig(folder=str(folder.parent)))
    with pytest.raises(ModelError, match="no file for this machine"):
        open_detector(config, folder.name)
    named = replace(config, models=replace(config.models, target="elsewhere"))
    assert open_detector(named, folder.name).files == {"add": "adder.onnx"}


def with_folder(folder: Path | str, detector: str = "looker") -> Config:
    return Config(models=ModelsConfig(folder=str(folder), detector=detector))


def test_what_the_configuration_names_is_missing_until_it_lies_in_one_of_the_folders(tmp_path: Path):
    bare = replace(with_folder(tmp_path / "own"), environment=Environment(data_home=str(tmp_path / "data")))
    names = [model.name for model in needed(bare, read_registry())]
    assert names == ["moonshine-tiny"]
    assert [model.name for model in missing(bare)] == [name for name in names if not (SHIPPED / name).is_dir()]
    (tmp_path / "data" / "glint" / "models" / "moonshine-tiny").mkdir(parents=True)
    assert missing(bare) == ()
    for other in ("none", "brought"):
        config = replace(bare, models=replace(bare.models, speech=other))
        assert needed(config, read_registry()) == missing(config) == ()


def test_the_card_of_a_detector_that_is_nowhere_is_none(tmp_path: Path):
    card = detector_card(with_folder(tmp_path))
    assert card is not None
    assert card.name == "looker"
    assert detector_card(with_folder(tmp_path, "nowhere")) is None


def test_thresholds_are_those_of_the_card_and_none_where_there_is_no_card_that_can_be_read(tmp_path: Path):
    card = detector_card(Config())
    assert card is not None
    assert thresholds(Config()) == card.thresholds_by_use() != {}
    assert dict(thresholds(with_folder(tmp_path, "nowhere"))) == {}
    (tmp_path / "looker").mkdir()
    (tmp_path / "looker" / "card.toml").write_text("no card", encoding="utf-8")
    assert dict(thresholds(with_folder(tmp_path))) == {}


def test_the_card_is_read_when_it_is_first_asked_for_and_then_no_more(tmp_path: Path):
    config = with_folder(tmp_path)
    found = thresholds(config)
    card = bundle(tmp_path / "looker", adder().SerializeToString())
    assert card.thresholds_by_use() == {}
    assert len(found) == 0, "asked for after that bundle had come"
    (tmp_path / "looker" / "card.toml").unlink()
    (tmp_path / "looker" / "adder.onnx").unlink()
    (tmp_path / "looker" / "names.txt").unlink()
    (tmp_path / "looker").rmdir()
    assert len(found) == 0, "although looker's own card would be found now"
    assert len(thresholds(config)) > 0
