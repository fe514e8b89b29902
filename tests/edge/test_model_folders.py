"""Where bundles of models are looked for, and where new ones go."""

from pathlib import Path

from edge.config import Config, ModelsConfig
from edge.environment import Environment
from edge.model_folders import bundle_folder, folder_for_new, model_folders, models_folder, user_models


def config(tmp_path: Path, folder: str = "") -> Config:
    return Config(models=ModelsConfig(folder=folder), environment=Environment(data_home=str(tmp_path / "data")))


def test_the_configured_folder_comes_first_then_what_ships_then_the_users(tmp_path: Path):
    own = tmp_path / "own"
    folders = model_folders(config(tmp_path, str(own)))
    assert folders[0] == own
    assert folders[-1] == user_models(config(tmp_path)) == tmp_path / "data/glint/models"
    assert (bundle_folder(config(tmp_path, str(own)), "silero") / "card.toml").is_file(), "the one that ships"


def test_a_bundle_of_the_users_is_found_and_one_that_is_nowhere_would_lie_first(tmp_path: Path):
    mine = tmp_path / "data/glint/models/mine"
    mine.mkdir(parents=True)
    assert bundle_folder(config(tmp_path), "mine") == mine
    assert bundle_folder(config(tmp_path), "nowhere") == models_folder(config(tmp_path)) / "nowhere"


def test_a_new_bundle_goes_to_the_user_where_glints_own_folder_cannot_be_written(tmp_path: Path):
    writable = tmp_path / "models"
    writable.mkdir()
    assert folder_for_new(config(tmp_path), writable) == writable
    assert folder_for_new(config(tmp_path), tmp_path / "gone") == user_models(config(tmp_path))
    assert folder_for_new(config(tmp_path, str(tmp_path / "own")), writable) == tmp_path / "own"
