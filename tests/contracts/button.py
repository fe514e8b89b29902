"""What every button does."""

from edge.devices import Button
from edge.messages import Touch, Typed
from tests.contracts.watch import cancel_while_waiting, leaves_nothing, take


async def check_button(button: Button, expected: list[Touch | Typed]) -> None:
    """`expected` is what is done to it; after that it either ends or waits."""
    async with leaves_nothing():
        touches = await take(button.touches(), len(expected))
    assert touches == expected
    for touch in touches:
        assert touch.kind in {"tap", "hold"} if isinstance(touch, Touch) else touch.text.strip()


async def check_waiting_button(button: Button) -> None:
    """A button that nobody touches lets go of those who wait."""
    async with leaves_nothing():
        await cancel_while_waiting(button.touches())
