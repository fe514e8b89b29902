"""The recipes, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from export.distil import Say
    from export.recipe import Place

NAMES = ("looker", "grasp", "trigrams", "silero", "wake")


def make_wake(phrase: str, clips: Path | None, place: Place, say: Say, *, resume: bool) -> dict[str, float]:
    """Make a wake net for a phrase and publish it; returns its figures. ExportError where nothing is published."""
    from export.wake.making import export_wake
    from export.wake.recipe import recipe_for

    return export_wake(recipe_for(phrase), place, say, resume=resume, clips=clips)


def make_nets(only: Sequence[str], place: Place, say: Say, *, resume: bool) -> dict[str, float]:
    """Make these nets of looker anew, beside the others as published; returns the figures of all.

    Raises ExportError where nothing is published.
    """
    from export.recipes.looker import RECIPE
    from export.renew import renew

    return dict(renew(RECIPE, place, only, say, resume=resume).report.figures)


def make(name: str, place: Place, say: Say, *, smoke: bool, resume: bool) -> dict[str, float]:
    """Make a recipe's model and publish it; returns its figures. With `smoke` a tiny one that needs no data.

    Raises UsageError for an unknown name, and ExportError where nothing is published.
    """
    match name:
        case "looker":
            from export.pipeline import export
            from export.recipes.looker import RECIPE
            from export.recipes.smoke import RECIPE as SMOKE

            return dict(export(SMOKE if smoke else RECIPE, place, say, resume=resume).report.figures)
        case "grasp":
            from export.meaning import making

            return making.export_meaning(making.SMOKE if smoke else making.MeaningRecipe(), place, say, resume=resume)
        case "trigrams":
            from export.language import making as counting

            return counting.export_trigrams(counting.SMOKE if smoke else counting.TrigramRecipe(), place, say)
        case "silero":
            from export import silero

            return silero.export_silero(silero.SMOKE if smoke else silero.SileroRecipe(), place, say)
    raise UsageError(f"there is no recipe called {name!r}; there are: {', '.join(NAMES)}")
