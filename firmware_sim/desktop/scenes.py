"""The scenes that come with the desktop simulator: a photo each, and what to ask about it.

They are told in scenery/scenes.toml, in the order in which they are offered. The last question of a scene is one of
reasoning, which needs a server; the others are answered on the device.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from edge.errors import UsageError
from edge.typed_toml import from_table

SCENERY = Path(__file__).parent / "scenery"
TOLD = "scenes.toml"


@dataclass(frozen=True, slots=True)
class BundledScene:
    """A photo to look around in."""

    name: str
    title: str
    about: str
    """What is seen, in one line."""
    ask: tuple[str, ...]
    """Questions to try; the last one needs a server."""
    says: str
    """What the scripted server answers to that one."""


@dataclass(frozen=True, slots=True)
class _Told:
    scene: tuple[BundledScene, ...]


@cache
def bundled_scenes() -> tuple[BundledScene, ...]:
    """All scenes, the one to begin with first."""
    return from_table(_Told, tomllib.loads((SCENERY / TOLD).read_text(encoding="utf-8")), TOLD).scene


def photo(name: str) -> Path:
    """Where the photo of this scene lies. Raises UsageError: what is no scene's name is never made a path."""
    names = [scene.name for scene in bundled_scenes()]
    if name not in names:
        raise UsageError(f"there is no scene {name!r}; there are: {', '.join(names)}")
    return SCENERY / f"{name}.jpg"
