"""publish: a bundle appears in models/ whole, or not at all, and only once the runtime itself has opened it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from edge.model_card import ModelCard
from edge.net import write_bundle
from export.recipe import ExportError


def publish(card: ModelCard, files: Mapping[str, bytes], folder: Path) -> None:
    """Write it, unless what is there now is not ours to replace."""
    if folder.exists() and not (folder / "card.toml").exists():
        raise ExportError("publish", f"{folder} is there already and is no bundle: choose another --out")
    write_bundle(card, files, folder)
