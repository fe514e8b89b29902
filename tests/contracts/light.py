"""What every light does."""

from collections.abc import Callable

from edge.devices import Light
from tests.contracts.watch import leaves_nothing


async def check_light(light: Light, is_lit: Callable[[], bool]) -> None:
    """`is_lit` is somebody who looks at the lamp: when `set` has returned, it is so."""
    async with leaves_nothing():
        for on in (True, True, False, True, False, False):
            await light.set(on)
            assert is_lit() is on
