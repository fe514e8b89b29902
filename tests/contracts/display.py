"""What every display does."""

import asyncio

from edge import render
from edge.devices import Display
from edge.messages import Card, Show
from tests.contracts.watch import leaves_nothing

CARDS = (
    Card("Hello"),
    Card("Milk", ("costs 1.20 €", "", "until 4 May")),
    Card("", ("a line without a title",)),
    Card("咖啡", ("コーヒー と cafe\u0301", "x" * 300)),
    Card("seen: \x1b[2J\x07", ("\u202egnp.exe", "two\nlines\tin one", "\udcff")),
)


SAYS = Show("Milk", "It costs 1.20 € until 4 May. " * 40)


async def check_display(display: Display) -> None:
    assert min(display.size) > 0
    fits = render.card(SAYS, display.size)
    assert len(fits.lines) == display.size.rows
    async with leaves_nothing():
        for card in (*CARDS, fits):
            await display.show(card)
        await asyncio.gather(*(display.show(card) for card in CARDS))
