"""What every display does."""

import asyncio

from edge.devices import Display
from edge.messages import Card
from tests.contracts.watch import leaves_nothing

CARDS = (
    Card("Hello"),
    Card("Milk", ("costs 1.20 €", "", "until 4 May")),
    Card("", ("a line without a title",)),
    Card("咖啡", ("コーヒー と cafe\u0301", "x" * 300)),
    Card("seen: \x1b[2J\x07", ("\u202egnp.exe", "two\nlines\tin one", "\udcff")),
)


async def check_display(display: Display) -> None:
    async with leaves_nothing():
        for card in CARDS:
            await display.show(card)
        await asyncio.gather(*(display.show(card) for card in CARDS))
