"""Where bundles of models are looked for, and where new ones go."""

from pathlib import Path

from edge.config import Config, ModelsConfig
from edge.environment import Environment
from edge.model_folders import bundle_folder, folder_for_new, model_folders, models_folder, user_models

SHIPPED = Path(__file__).parents[2] / "models"


def config(data: Path, folder: Path | str = "") -> Config:
    return Config(models=ModelsConfig(folder=str(folder)), environment=Environment(data_home=str(data)))


def test_bundles_lie_where_the_config_says_or_where_they_came_with_glint(tmp_path: Path):
    assert models_folder(Config()) == SHIPPED
    assert models_folder(config(tmp_path, tmp_path)) == tmp_path
    assert models_folder(config(tmp_path, "~/models")) == Path.home() / "models"


def test_a_users_models_lie_in_the_data_folder(tmp_path: Path):
    assert user_models(config(tmp_path)) == tmp_path / "glint" / "models"
    assert user_models(Config()) == Path.home() / ".local" / "share" / "glint" / "models"


def test_a_folder_is_looked_into_once(tmp_path: Path):
    own = tmp_path / "own"
    assert model_folders(config(tmp_path, own)) == (own, SHIPPED, user_models(config(tmp_path)))
    assert model_folders(config(tmp_path)) == (SHIPPED, user_models(config(tmp_path)))
    assert model_folders(config(tmp_path, user_models(config(tmp_path)))) == (user_models(config(tmp_path)), SHIPPED)


def test_a_bundle_of_ones_own_goes_before_one_that_came_with_glint(tmp_path: Path):
    own = config(tmp_path / "data", tmp_path)
    assert bundle_folder(own, "looker") == SHIPPED / "looker", "there is none yet"
    (tmp_path / "looker").mkdir()
    assert bundle_folder(own, "looker") == tmp_path / "looker"
    assert bundle_folder(own, "nowhere") == tmp_path / "nowhere", "so a complaint names the folder of the config"


def test_a_file_of_that_name_is_no_bundle(tmp_path: Path):
    (tmp_path / "looker").write_text("")
    assert bundle_folder(config(tmp_path / "data", tmp_path), "looker") == SHIPPED / "looker"


def test_a_bundle_of_the_users_is_found_behind_those_that_came_with_glint(tmp_path: Path):
    for name in ("looker", "fetched"):
        (tmp_path / "glint" / "models" / name).mkdir(parents=True)
    assert bundle_folder(config(tmp_path), "fetched") == tmp_path / "glint" / "models" / "fetched"
    assert bundle_folder(config(tmp_path), "looker") == SHIPPED / "looker"
    assert bundle_folder(config(tmp_path), "nowhere") == SHIPPED / "nowhere"


def test_a_new_bundle_goes_to_glints_own_folder_and_nothing_is_left_of_the_attempt(tmp_path: Path):
    folder = tmp_path / "models"
    folder.mkdir()
    assert folder_for_new(config(tmp_path), shipped=folder) == folder
    assert list(folder.iterdir()) == []
    assert folder_for_new(config(tmp_path)) == SHIPPED


def test_a_new_bundle_goes_to_the_user_where_glints_own_folder_cannot_be_written(tmp_path: Path):
    read_only = Path("/proc/self")  # not even root may make a folder there
    for folder in (read_only, tmp_path / "gone"):
        assert folder_for_new(config(tmp_path), shipped=folder) == tmp_path / "glint" / "models"


def test_a_new_bundle_goes_where_the_config_says_or_it_fails_there(tmp_path: Path):
    read_only = Path("/proc/self")
    assert folder_for_new(config(tmp_path, read_only)) == read_only
    assert folder_for_new(config(tmp_path, tmp_path / "own"), shipped=tmp_path) == tmp_path / "own"
