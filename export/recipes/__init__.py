"""The recipes, by name."""

from __future__ import annotations

from edge.errors import UsageError
from export.contract import Recipe


def find(name: str, *, smoke: bool = False) -> Recipe:
    """A recipe by its name; with `smoke`, its small sister that needs nothing but itself."""
    if name != "looker":
        raise UsageError(f"there is no recipe called {name!r}; there is: looker")
    if smoke:
        from export.recipes.smoke import RECIPE as SMOKE

        return SMOKE
    from export.recipes.looker import RECIPE

    return RECIPE
