"""The perceivers of a real device: opened by the first frame that needs them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from edge.compose.ears import WhenHeard, lacking
from edge.compose.models import open_detector
from edge.perceive import Senses

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.config import Config
    from edge.messages import Code, Frame, Text, Thing

HARDLY_READ = 0.2  # a score; below it many a wall is taken for a line
T = TypeVar("T")


def real_senses(config: Config, least: float | None = None) -> Senses:
    """The perceivers of a real device. None of them is loaded before it is needed. `least`: how sure things must be."""
    ear = None if lacking(config) else WhenHeard(config)
    return Senses(
        things=_WhenNeeded(lambda: _objects(config, least)),
        texts=_WhenNeeded(_reading),
        codes=_WhenNeeded(_codes),
        redactions=_WhenNeeded(lambda: _redactor(config)),
        ear=ear,
        mouth=ear,
    )


def all_texts() -> Callable[[Frame], tuple[Text, ...]]:
    """Finds lines of text also where they are hardly read: for whoever must hide them, not say them."""
    return _WhenNeeded(lambda: partial(_reading(), least=HARDLY_READ))


class _WhenNeeded(Generic[T]):
    """A perceiver that is opened by its first frame."""

    def __init__(self, opened: Callable[[], Callable[[Frame], T]]) -> None:
        self._open = opened
        self._see: Callable[[Frame], T] | None = None

    def __call__(self, frame: Frame) -> T:
        if self._see is None:
            self._see = self._open()
        return self._see(frame)


def _objects(config: Config, least: float | None) -> Callable[[Frame], tuple[Thing, ...]]:
    from edge.perceive.objects import Objects

    return partial(Objects(open_detector(config, config.models.detector, frozenset({"look"}))).see, least=least)


def _redactor(config: Config) -> Callable[[Frame], tuple[Thing, ...]]:
    """Always by looker, whichever detector answers questions: what leaves must not depend on that choice."""
    from edge.perceive.redact import BUNDLE, Redactor

    return Redactor(open_detector(config, BUNDLE)).see


def _reading() -> Callable[..., tuple[Text, ...]]:
    from edge.perceive.reading import TextReader

    return TextReader().see


def _codes() -> Callable[[Frame], tuple[Code, ...]]:
    from edge.perceive.codes import Codes

    return Codes().see
