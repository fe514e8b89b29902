"""The recipes, by name."""

from __future__ import annotations

from edge.errors import UsageError
from export.contract import Recipe


def find(name: str, *, smoke: bool = False) -> Recipe:
    """The recipe of this name, or with `smoke` the tiny one that needs no data. UsageError for an unknown name."""
    if name != "looker":
        raise UsageError(f"there is no recipe called {name!r}; there is: looker")
    if smoke:
        from export.recipes.smoke import RECIPE as SMOKE

        return SMOKE
    from export.recipes.looker import RECIPE

    return RECIPE
