"""Code that is not ours: awaited as a task of its own, so that what breaks in there ends that task and nothing else.

What waits for nothing is called without a task, many times a second.

Devices, perceivers, ears, understanders, skills and answerers may come from anybody. An error that they can name (an
`EdgeError`) is raised as it is; one that nobody expected is raised as a `FaultError`. So whoever calls them handles
`EdgeError`, in one way. What is meant for the whole process goes through: KeyboardInterrupt, SystemExit, MemoryError,
and the cancelling of whoever waits.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from edge.errors import DeviceError, EdgeError, FaultError, place_of
from edge.messages import Back, Lost

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge.messages import Event

T = TypeVar("T")


async def guarded(work: Callable[[], Awaitable[T]], whose: str) -> T:
    """What `work` gives; raises an EdgeError if it fails. `whose` names it in a sentence, such as "the ear".

    When the caller is cancelled, so is the work, and the caller goes on once the work has cleaned up.
    """
    task = asyncio.create_task(_run(work), name=whose)
    await asyncio.gather(task, return_exceptions=True)
    return settled(task, whose)


def called(work: Callable[[], T], whose: str) -> T:
    """The same for what waits for nothing, such as an ear that hears a piece of sound: it costs no task."""
    try:
        return work()
    except BaseException as caught:  # noqa: BLE001 - it is raised again below, under a name where it has none
        error = caught
    raise _named(error, whose)


def settled(task: asyncio.Task[T], whose: str) -> T:
    """What a task that is done gave; raises an EdgeError if it failed, or what is meant for the whole process."""
    # Nobody cancelled a task that is asked for its result: it did so itself, and that is no more than an error.
    error = asyncio.CancelledError() if task.cancelled() else task.exception()
    if error is None:
        return task.result()
    raise _named(error, whose)


def _named(error: BaseException, whose: str) -> BaseException:
    """The error to raise for one that came out of code that is not ours."""
    if isinstance(error, EdgeError | MemoryError) or not isinstance(error, Exception | asyncio.CancelledError):
        return error
    kind = str(error) if isinstance(error, _NotPromisedError) else type(error).__name__
    return FaultError(whose, kind, place_of(error))


def checked(value: T, *kinds: type) -> T:
    """The value, where its protocol keeps its word and it is of these kinds. Only for use inside `guarded`."""
    if not isinstance(value, kinds):
        raise _NotPromisedError(type(value), kinds)
    return value


def problem_of(error: EdgeError) -> str:
    """The problem in words, without whose fault it is."""
    return error.problem if isinstance(error, DeviceError | FaultError) else str(error)


def why_of(error: EdgeError) -> str:
    """The error's words, and for one that nobody expected the place in the code."""
    return f"{error} ({error.place})" if isinstance(error, FaultError) else str(error)


class Standing:
    """Whether something works. That it does not is posted once, and once that it does again."""

    def __init__(self, name: str, post: Callable[[Event], None]) -> None:
        self._name = name
        self._post = post
        self._lost = False

    def failed(self, why: str) -> None:
        """Note a failure; it is posted if the device worked before."""
        if not self._lost:
            self._lost = True
            self._post(Lost(self._name, why))

    def works(self) -> None:
        """Note that it works; it is posted if it had failed before."""
        if self._lost:
            self._lost = False
            self._post(Back(self._name))


class Losses:
    """Devices of one work. Each failure is posted, and once that they work again."""

    def __init__(self, post: Callable[[Event], None]) -> None:
        self._post = post
        self._gone: set[str] = set()

    def failed(self, device: str, why: str) -> None:
        """Note that this one failed."""
        self._gone.add(device)
        self._post(Lost(device, why))

    def work(self) -> None:
        """Note that the work was done: all that it needs works."""
        gone, self._gone = sorted(self._gone), set()
        for device in gone:
            self._post(Back(device))


class _NotPromisedError(TypeError):
    """A value of another kind than the protocol says."""

    def __init__(self, kind: type, promised: tuple[type, ...]) -> None:
        super().__init__(f"gave {kind.__name__}, not {' or '.join(one.__name__ for one in promised)}")


async def _run(work: Callable[[], Awaitable[T]]) -> T:
    return await work()
