"""publish: writes a bundle whole or not at all, and only after the runtime has opened it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from edge.bundle.model_card import ModelCard, read_card
from edge.bundle.net import write_bundle
from export.errors import ExportError


def check_place(folder: Path, name: str, task: str = "") -> None:
    """Raise ExportError unless the folder is free, or holds a bundle of this name (and task)."""
    if not folder.exists():
        return
    if not (folder / "card.toml").exists():
        raise ExportError("publish", f"{folder} is there already and is no bundle: choose another --out")
    there = read_card(folder)
    if there.name != name or task not in ("", there.task):
        raise ExportError("publish", f"{folder} holds {there.name} for {there.task}: choose another --out")


def publish(card: ModelCard, files: Mapping[str, bytes], folder: Path) -> None:
    """Write the bundle; ExportError where the folder holds something else."""
    check_place(folder, card.name, card.task)
    write_bundle(card, files, folder)
