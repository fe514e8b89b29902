"""The one composition root: what a running Glint is put together from. Nothing else chooses an implementation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from edge.answer.skills import all_skills
from edge.config import data_folder, service
from edge.errors import EdgeError
from edge.hands import Parts
from edge.ledger import open_ledger
from edge.messages import Shot, Started
from edge.mind.alarms import from_notes
from edge.perceive import Senses
from edge.runtime import Runtime
from edge.understand import understand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from edge.answer.gate import Gate
    from edge.answer.queue import Queue
    from edge.answer.remote import Remote
    from edge.answer.sight import Sight
    from edge.config import Config
    from edge.devices import Glasses
    from edge.flow import Lanes
    from edge.ledger import Ledger
    from edge.messages import Code, Frame, Text, Thing
    from edge.mind.policy import Policy
    from edge.model_card import ModelCard
    from edge.net import Bundle
    from edge.runtime import Observer

MODELS = Path(__file__).parent / "models"
SOURCE_MODELS = Path(__file__).parent.parent / "models"
T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """What is particular to one run: where it is written down, who watches, and whether it ends with the input."""

    ledger: Ledger
    observers: Sequence[Observer] = ()
    ends_with_button: bool = False


def build(config: Config, glasses: Glasses, senses: Senses, lanes: Lanes, run: Run) -> Runtime:
    """A runtime that is ready to run."""
    skills = all_skills(thresholds(config))
    reach = reach_for(config, glasses, senses, lanes, run.ledger)
    parts = Parts(
        glasses=glasses,
        senses=senses,
        lanes=lanes,
        understander=partial(understand, skills=skills),
        skills={skill.name: skill for skill in skills},
        ledger=run.ledger,
        remote=reach.remote if reach else None,
        queue=reach.queue if reach else None,
        policy=policy_for(config, glasses),
        shot=Shot(config.camera.width, config.camera.fps),
        started=open_business(run.ledger, reach.queue if reach else None),
        ends_with_button=run.ends_with_button,
    )
    return Runtime(parts, run.observers)


def policy_for(config: Config, glasses: Glasses) -> Policy:
    """What the mind goes by on these glasses, and what a tape of them says that it went by."""
    spoken = config.policy.spoken and glasses.speaker is not None and glasses.talker is not None
    return replace(config.policy, spoken=spoken)


def open_business(ledger: Ledger, queue: Queue | None = None) -> Started:
    """What the last run left: timers that have not rung, questions that wait."""
    return Started(from_notes(ledger.recall("alarms", [])), queue.waiting() if queue is not None else ())


@dataclass(frozen=True)
class Reach:
    """What it takes to ask a server."""

    gate: Gate
    sight: Sight
    queue: Queue
    remote: Remote


def reach_for(config: Config, glasses: Glasses, senses: Senses, lanes: Lanes, ledger: Ledger) -> Reach | None:
    """The gate and who uses it; None where there is nobody to ask, so that nothing of it is even loaded."""
    if not config.server or glasses.link is None:
        return None
    from edge.answer.gate import Gate, Rules
    from edge.answer.pictures import Pictures
    from edge.answer.queue import Queue
    from edge.answer.receipts import Receipts
    from edge.answer.remote import Remote, Rest
    from edge.answer.sight import Sight

    kept = data_folder(config) / "sent" if config.privacy.keep_sent_pictures else None
    rules = Rules(config.privacy, config.budget, service().credentials)
    now = glasses.body.now
    gate = Gate(glasses.link, rules, Pictures(senses.redactions, lanes.eyes), Receipts(ledger, kept), now)
    sight, queue = Sight(gate, ledger), Queue(ledger, config.queue)
    return Reach(gate, sight, queue, Remote(config.server, gate, Rest(queue, sight, config.policy, now)))


def daemon_ledger(config: Config) -> Ledger:
    """The ledger on disk."""
    return open_ledger(data_folder(config) / "ledger.sqlite")


def models_folder(config: Config) -> Path:
    """Where bundles lie: as configured, beside an installed package, or in the source tree."""
    if config.models.folder:
        return Path(config.models.folder).expanduser()
    return MODELS if MODELS.is_dir() else SOURCE_MODELS


def bundle_folder(config: Config, name: str) -> Path:
    """A bundle in the configured folder; one that is not there may still be among those that came with Glint."""
    own = models_folder(config) / name
    shipped = (MODELS if MODELS.is_dir() else SOURCE_MODELS) / name
    return shipped if shipped.is_dir() and not own.is_dir() else own


def detector_card(config: Config) -> ModelCard | None:
    """The card of the configured detector; reading it is cheap and loads no model."""
    from edge.model_card import read_card

    folder = bundle_folder(config, config.models.detector)
    return read_card(folder) if folder.is_dir() else None


def thresholds(config: Config) -> Mapping[str, Mapping[str, float]]:
    """From which score on a thing counts, per kind of question, as calibrated in the detector's card."""
    try:
        card = detector_card(config)
    except EdgeError:
        return {}
    return card.thresholds_by_use() if card is not None else {}


def real_senses(config: Config, least: float | None = None) -> Senses:
    """The perceivers of a real device. None of them is loaded before it is needed. `least`: how sure things must be."""
    return Senses(
        things=_WhenNeeded(lambda: _objects(config, least)),
        texts=_WhenNeeded(_reading),
        codes=_WhenNeeded(_codes),
        redactions=_WhenNeeded(lambda: _redactor(config)),
    )


class _WhenNeeded(Generic[T]):
    """A perceiver that is opened by its first frame."""

    def __init__(self, opened: Callable[[], Callable[[Frame], T]]) -> None:
        self._open = opened
        self._see: Callable[[Frame], T] | None = None

    def __call__(self, frame: Frame) -> T:
        if self._see is None:
            self._see = self._open()
        return self._see(frame)


def open_detector(config: Config, name: str, only: frozenset[str] | None = None) -> Bundle:
    """A bundle by its name, with the files for this machine, or for the one that config names."""
    from edge.net import open_bundle

    return open_bundle(bundle_folder(config, name), only=only, target=config.models.target)


def _objects(config: Config, least: float | None) -> Callable[[Frame], tuple[Thing, ...]]:
    from edge.perceive.objects import Objects

    return partial(Objects(open_detector(config, config.models.detector, frozenset({"look"}))).see, least=least)


def _redactor(config: Config) -> Callable[[Frame], tuple[Thing, ...]]:
    """Always by looker, whichever detector answers questions: what leaves must not depend on that choice."""
    from edge.answer.redact import BUNDLE, Redactor

    return Redactor(open_detector(config, BUNDLE)).see


def _reading() -> Callable[[Frame], tuple[Text, ...]]:
    from edge.perceive.reading import Reading

    return Reading().see


def _codes() -> Callable[[Frame], tuple[Code, ...]]:
    from edge.perceive.codes import Codes

    return Codes().see
