"""Mailboxes that drop items instead of blocking the sender, lanes on which models run one after the other, and work."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeAlias, TypeVar

from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from edge.messages import Event

T = TypeVar("T")


class Latest(Generic[T]):
    """A mailbox of one: a newer item replaces an unread one, and what was replaced is counted."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._filled = asyncio.Event()
        self.dropped = 0

    def put(self, item: T) -> None:
        """Leave an item; never waits."""
        self.dropped += len(self._items)
        self._items[:] = [item]
        self._filled.set()

    async def get(self) -> T:
        """Take the newest item, waiting for one if there is none."""
        await self._filled.wait()
        self._filled.clear()
        return self._items.pop()


class Mailbox(Generic[T]):
    """A mailbox with so much room. What finds none pushes the oldest out, and the item after it is told.

    `size` says how much room an item takes; `after(gone, item)` gives the item as it is when `gone` is missing before
    it. The newest item is always kept, whatever its size.
    """

    def __init__(self, room: float, size: Callable[[T], float], after: Callable[[T, T], T]) -> None:
        self._room = room
        self._size = size
        self._after = after
        self._items: deque[T] = deque()
        self._taken = 0.0
        self._filled = asyncio.Event()

    def put(self, item: T) -> None:
        """Leave an item; never waits."""
        self._items.append(item)
        self._taken += self._size(item)
        while self._taken > self._room and len(self._items) > 1:
            gone = self._items.popleft()
            self._taken -= self._size(gone)
            self._items[0] = self._after(gone, self._items[0])
        self._filled.set()

    async def get(self) -> tuple[T, ...]:
        """Take all that waits, the oldest first; with nothing there, wait for something."""
        await self._filled.wait()
        items = tuple(self._items)
        self._items.clear()
        self._taken = 0.0
        self._filled.clear()
        return items


class Lane(Protocol):
    """Runs model work, one job at a time. `job` is its name, for costs and figures."""

    async def run(self, job: str, work: Callable[[], T]) -> T: ...

    def close(self) -> None: ...


class ThreadLane:
    """One thread per compute unit. Work that has begun cannot be cancelled: its result is dropped."""

    def __init__(self, name: str = "lane") -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, job: str, work: Callable[[], T]) -> T:  # noqa: ARG002 - a real machine has its own cost
        return await asyncio.get_running_loop().run_in_executor(self._pool, _outside_generators, work)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _outside_generators(work: Callable[[], T]) -> T:
    """Before Python 3.12 a StopIteration from a thread never reaches who awaits it, who then waits for ever."""
    try:
        return work()
    except StopIteration as error:
        raise RuntimeError("the work raised StopIteration") from error


@dataclass(frozen=True)
class InlineLane:
    """For virtual time: the work runs at once, after a simulated wait of what it would cost."""

    costs: Mapping[str, float] = field(default_factory=dict)
    _free: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, job: str, work: Callable[[], T]) -> T:
        async with self._free:
            await asyncio.sleep(self.costs.get(job, 0.0))
            return work()

    def close(self) -> None:
        """Nothing to close: there is no thread."""


@dataclass(frozen=True)
class Lanes:
    """The compute units: looking is slow and must not hold up listening or thinking."""

    eyes: Lane
    ears: Lane
    words: Lane

    @classmethod
    def threads(cls) -> Lanes:
        """A thread each, for real glasses."""
        return cls(ThreadLane("eyes"), ThreadLane("ears"), ThreadLane("words"))

    @classmethod
    def inline(cls, costs: Mapping[str, float] | None = None) -> Lanes:
        """Simulated waits, for virtual time."""
        return cls(InlineLane(costs or {}), InlineLane(costs or {}), InlineLane(costs or {}))

    def close(self) -> None:
        for lane in (self.eyes, self.ears, self.words):
            lane.close()


@dataclass(frozen=True, slots=True)
class Work:
    """Something dear that an ear wants done, such as recognising a sentence: `run` off the loop, then `then` in it."""

    job: str
    """Its name, for costs and figures."""
    seconds: float
    """How much sound it is about."""
    run: Callable[[], Any]
    """Called on the lane of ears; what it returns is given to `then`."""
    then: Callable[[Any], Found]
    passing: bool = False
    """Whether it may be left out where another piece of work waits behind it, as with words heard so far."""
    lost: float = 0.0
    """Seconds of sound about which work was dropped before this one."""


Found: TypeAlias = "tuple[Event | Work, ...]"
"""Wake, Voice, Heard, Lost and Back, and the work that is to be done before more is known."""


def at_once(found: Found) -> tuple[Event, ...]:
    """What an ear found, with the work that it wanted done here and now: for recorded sound, which can wait."""
    events: list[Event] = []
    for one in found:
        events += at_once(one.then(one.run())) if isinstance(one, Work) else (one,)
    return tuple(events)
