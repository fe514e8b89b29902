"""What a checker is given: a device, and what is around it; and who implements what."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.messages import Touch, Typed

DONE: list[Touch | Typed] = [Typed("what is this"), Touch("tap"), Typed("read it to me")]  # to every button


def loop_time() -> float:
    return asyncio.get_running_loop().time()


@dataclass(frozen=True)
class Rig:
    """A device, and what a checker needs around it."""

    device: Any
    now: Callable[[], float] = loop_time
    pause: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep
    is_lit: Callable[[], bool] = lambda: False
    address: tuple[str, int] = ("server.example", 80)


@dataclass(frozen=True)
class Implementation:
    """One implementation of a protocol. `rig` gets an empty folder."""

    name: str
    rig: Callable[[Path], AbstractAsyncContextManager[Rig]]
    run: Callable[[Coroutine[Any, Any, None]], None] = asyncio.run
    hardware: bool = True
