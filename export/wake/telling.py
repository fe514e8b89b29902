"""MODEL.md of a wake net: what it is, where it is from, what it is worth, and what it cannot do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from export.wake.recipe import WakeRecipe


_NO_LOOK = "There was no recogniser to measure the second look with: its settings are those of another phrase."


def story(recipe: WakeRecipe, told: Mapping[str, float], model: bytes, *, looked: bool) -> str:
    """The text, with the figures in it."""
    folder = Path(__file__).parent
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value:.4g} |" for name, value in told.items())
    sources = "recordings.md" if recipe.spoken.judged == 0 else "voices.md"
    return (folder / "MODEL.md").read_text(encoding="utf-8").format(
        name=recipe.name,
        phrase=recipe.phrase,
        field=recipe.shape.field / 100,
        kilobytes=round(len(model) / 1000),
        sha=hashlib.sha256(model).hexdigest()[:12],
        views=recipe.schedule.views,
        figures=f"| figure | value |\n|---|---|\n{rows}",
        sources=(folder / sources).read_text(encoding="utf-8").strip(),
        second="" if looked else _NO_LOOK,
    )  # fmt: skip
