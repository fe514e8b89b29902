"""Where the bundles of models lie, and what their cards say before any of them is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import cache, partial
from typing import TYPE_CHECKING

from edge.errors import EdgeError
from edge.model_folders import bundle_folder

if TYPE_CHECKING:
    from edge.bundle.model_card import ModelCard
    from edge.bundle.net import Bundle
    from edge.bundle.registry import Pullable
    from edge.config import Config


def needed(config: Config, known: Mapping[str, Pullable]) -> tuple[Pullable, ...]:
    """Which of the models of a list the configuration names, its defaults among them."""
    named = set(asdict(config.models).values())
    return tuple(model for name, model in known.items() if name in named)


def missing(config: Config) -> tuple[Pullable, ...]:
    """What the configuration needs and is not here yet; `glint models pull` fetches it."""
    from edge.bundle.registry import read_registry

    return tuple(model for model in needed(config, read_registry()) if not bundle_folder(config, model.name).is_dir())


def detector_card(config: Config) -> ModelCard | None:
    """The card of the configured detector; reading it is cheap and loads no model."""
    from edge.bundle.model_card import read_card

    folder = bundle_folder(config, config.models.detector)
    return read_card(folder) if folder.is_dir() else None


def thresholds(config: Config) -> Mapping[str, Mapping[str, float]]:
    """From which score on a thing counts, per kind of question: read from the detector's card when first asked for."""
    return _WhenAsked(partial(_calibrated, config))


def _calibrated(config: Config) -> Mapping[str, Mapping[str, float]]:
    try:
        card = detector_card(config)
    except EdgeError:
        return {}
    return card.thresholds_by_use() if card is not None else {}


class _WhenAsked(Mapping[str, Mapping[str, float]]):
    """A mapping that is read by its first use: a question about the time needs no card."""

    def __init__(self, read: Callable[[], Mapping[str, Mapping[str, float]]]) -> None:
        self._read = cache(read)

    def __getitem__(self, use: str) -> Mapping[str, float]:
        return self._read()[use]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())


def open_detector(config: Config, name: str, only: frozenset[str] | None = None) -> Bundle:
    """A bundle by its name, with the files for this machine, or for the one that config names."""
    from edge.bundle.net import open_bundle

    return open_bundle(bundle_folder(config, name), only=only, target=config.models.target)
