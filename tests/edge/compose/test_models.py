"""Where a bundle is looked for, and that its card is read by whoever asks for it first, and by nobody else."""

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
from edge.model_folders import bundle_folder, folder_for_new, model_folders, models_folder
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


def test_bundles_lie_where_the_config_says_or_where_they_came_with_glint(tmp_path: Path):
    assert models_folder(Config()) == SHIPPED
    assert models_folder(with_folder(tmp_path)) == tmp_path
    assert models_folder(with_folder("~/models")) == Path.home() / "models"


def test_a_bundle_of_ones_own_goes_before_one_that_came_with_glint(tmp_path: Path):
    config = with_folder(tmp_path)
    assert bundle_folder(config, "looker") == SHIPPED / "looker", "there is none yet"
    (tmp_path / "looker").mkdir()
    assert bundle_folder(config, "looker") == tmp_path / "looker"
    assert bundle_folder(config, "nowhere") == tmp_path / "nowhere", "so a complaint names the folder of the config"


def test_a_bundle_of_the_user_s_is_found_behind_those_that_came_with_glint(tmp_path: Path):
    config = replace(with_folder(tmp_path / "own"), environment=Environment(data_home=str(tmp_path)))
    users = tmp_path / "glint" / "models"
    assert model_folders(config) == (tmp_path / "own", SHIPPED, users)
    assert model_folders(replace(config, models=ModelsConfig())) == (SHIPPED, users)
    assert model_folders(Config())[-1] == Path.home() / ".local" / "share" / "glint" / "models"
    for name in ("looker", "fetched"):
        (users / name).mkdir(parents=True)
    assert bundle_folder(config, "fetched") == users / "fetched"
    assert bundle_folder(config, "looker") == SHIPPED / "looker"


def test_a_new_bundle_goes_to_the_user_where_glint_s_own_folder_cannot_be_written(tmp_path: Path):
    config = replace(Config(), environment=Environment(data_home=str(tmp_path)))
    assert folder_for_new(config) == SHIPPED
    assert not [path for path in SHIPPED.iterdir() if path.name.startswith(".try-")], "nothing is left of the attempt"
    read_only = Path("/proc/self")  # not even root may make a folder there
    assert folder_for_new(config, shipped=read_only) == tmp_path / "glint" / "models"
    assert folder_for_new(with_folder(read_only)) == read_only, "as configured, or it fails and says so"


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
