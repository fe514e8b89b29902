"""publish: a bundle appears in models/ whole, or not at all, and only once the runtime itself has opened it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from edge.bundle.model_card import ModelCard, read_card
from edge.bundle.net import write_bundle
from export.errors import ExportError


def check_place(folder: Path, name: str, task: str = "") -> None:
    """Whether a bundle of this name (and task) may be put there; asked before the work, not after it."""
    if not folder.exists():
        return
    if not (folder / "card.toml").exists():
        raise ExportError("publish", f"{folder} is there already and is no bundle: choose another --out")
    there = read_card(folder)
    if there.name != name or task not in ("", there.task):
        raise ExportError("publish", f"{folder} holds {there.name} for {there.task}: choose another --out")


def publish(card: ModelCard, files: Mapping[str, bytes], folder: Path) -> None:
    """Write it, unless what is there now is not ours to replace."""
    check_place(folder, card.name, card.task)
    write_bundle(card, files, folder)
