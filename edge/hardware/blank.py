"""A display that shows nothing: for programs that take the answer themselves, and for daemons without a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.messages import Size

if TYPE_CHECKING:
    from edge.messages import Card


class Blank:
    """Takes every card and shows none, so that no word of the wearer's ends up in a journal."""

    size = Size(40, 6)

    async def show(self, card: Card) -> None:
        """Show nothing."""
