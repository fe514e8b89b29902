"""Where bundles of models lie."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge.config import Config

MODELS = Path(__file__).parent / "models"
SOURCE_MODELS = Path(__file__).parents[1] / "models"


def models_folder(config: Config) -> Path:
    """Where bundles lie: as configured, beside an installed package, or in the source tree."""
    if config.models.folder:
        return Path(config.models.folder).expanduser()
    return MODELS if MODELS.is_dir() else SOURCE_MODELS


def model_folders(config: Config) -> tuple[Path, ...]:
    """Where a bundle is looked for, in this order: as configured, with Glint itself, and in the user's data folder."""
    shipped = MODELS if MODELS.is_dir() else SOURCE_MODELS
    return tuple(dict.fromkeys((models_folder(config), shipped, user_models(config))))


def user_models(config: Config) -> Path:
    """Where this user's models lie, or would, where the folder of Glint itself belongs to somebody else."""
    return Path(config.environment.data_home or Path.home() / ".local" / "share") / "glint" / "models"


def bundle_folder(config: Config, name: str) -> Path:
    """A bundle, in the first of the folders that has it; one that is nowhere would lie in the configured one."""
    places = [folder / name for folder in model_folders(config)]
    return next((place for place in places if place.is_dir()), places[0])


def folder_for_new(config: Config, shipped: Path | None = None) -> Path:
    """Where a new bundle goes: as configured; else with Glint itself, or to the user where that cannot be written."""
    if config.models.folder:
        return models_folder(config)
    folder = shipped or models_folder(config)
    return folder if _writable(folder) else user_models(config)


def _writable(folder: Path) -> bool:
    try:
        with TemporaryDirectory(prefix=".try-", dir=folder):
            return True
    except OSError:
        return False
