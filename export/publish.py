"""publish: a bundle appears in models/ whole, or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from edge.model_card import NAME, FileSpec, ModelCard, format_card
from edge.net import open_bundle


def publish(card: ModelCard, files: Mapping[str, bytes], folder: Path) -> None:
    """Write the card and its files beside the folder, open them as the runtime will, then put them in its place."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in {**files, NAME: format_card(card).encode()}.items():
            _write(place / name, data)
        open_bundle(place)
        place.chmod(0o755)
        _swap(place, folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def described(name: str, data: bytes) -> FileSpec:
    return FileSpec(name, hashlib.sha256(data).hexdigest())


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _swap(place: Path, folder: Path) -> None:
    """A folder cannot be renamed over a full one: the old one steps aside, and comes back on failure."""
    if not folder.exists():
        place.rename(folder)
        return
    aside = place.with_name(place.name + "-old")
    folder.rename(aside)
    try:
        place.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside)
