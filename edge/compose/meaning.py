"""The model of meaning of a run: opened when the first question comes, and what happens where it is missing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import EdgeError
from edge.messages import Intent
from edge.model_folders import bundle_folder
from edge.skills.memory import knowing
from edge.understand.explain import marked
from edge.understand.grasp import Grasp
from edge.understand.keywords import by_keywords
from edge.understand.nearest import Nearest, nearest_of
from edge.understand.understand import understand
from edge.understand.wordpiece import WordPieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.bundle.net import Bundle
    from edge.config import Config
    from edge.messages import Entry, Past, Query, Understanding
    from edge.skills.skill import Skill


class Understands:
    """Finds out what questions mean. Without the model it goes by keywords, and says so with each understanding.

    `told`: gives the facts that the wearer told, by which the skill `memory` knows its questions.
    """

    def __init__(self, config: Config, skills: Sequence[Skill], told: Callable[[], tuple[Entry, ...]] = tuple) -> None:
        self._folder = bundle_folder(config, config.models.meaning)
        self._target = config.models.target
        self._skills = skills
        self._told = told

    def __call__(self, query: Query, recent: tuple[Past, ...]) -> Understanding:
        grasp, nearest, fault = self._model
        understood = understand(query, recent, knowing(self._skills, self._told()), grasp, nearest)
        if not fault:
            return understood
        return replace(understood, faults=(*understood.faults, fault))

    def marked(self, query: Query, recent: tuple[Past, ...]) -> str:
        """The question with the words that decided in [brackets]; without the model the keywords."""
        return marked(query, recent, self._model[0] or by_keywords)

    @cached_property
    def _model(self) -> tuple[Grasp | None, Nearest | None, str]:
        try:
            grasp = _opened(self._folder, self._target)
        except EdgeError as error:
            return None, None, f"{error}; questions are understood by keywords only"
        return grasp, nearest_of(self._skills, grasp.tasks, grasp), ""


def opened(bundle: Bundle) -> Grasp:
    """The model in a bundle of the task "meaning"."""
    settings = bundle.card.settings
    return Grasp(
        bundle.nets["grasp"],
        WordPieces(tuple(bundle.assets["vocabulary"].decode().split("\n")), settings["longest"]),
        tuple(map(Intent, settings["intents"])),
        tuple(settings["tasks"]),
        tuple(settings["tags"]),
        settings["softness"],
    )


def grasp_of(config: Config) -> Grasp:
    """The configured model of meaning. Raises ModelError."""
    return _opened(bundle_folder(config, config.models.meaning), config.models.target)


@cache
def _opened(folder: Path, target: str) -> Grasp:
    """A bundle is opened once, however many runs one process makes."""
    from edge.bundle.net import open_bundle

    return opened(open_bundle(folder, target=target))
