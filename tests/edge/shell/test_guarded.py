"""What code of others may do without ending anything but itself, and what goes through."""

import asyncio

import pytest

from edge.errors import DeviceError, EdgeError, FaultError, ModelError
from edge.flow import InlineLane, ThreadLane
from edge.messages import Back, Lost
from edge.shell.guarded import Standing, called, checked, guarded, problem_of, why_of
from firmware_sim.clock import run_virtual

SECRET = "the wearer's own words"


def raising(error):
    async def work():
        raise error

    return work


def failed(work):
    """How it fails: the same whether it is awaited as a task, or called at once."""
    with pytest.raises(EdgeError) as caught:
        run_virtual(guarded(work, "the ear"))
    with pytest.raises(EdgeError) as at_once:
        called(lambda: work().send(None), "the ear")
    assert type(at_once.value) is type(caught.value)
    assert str(at_once.value) == str(caught.value)
    assert at_once.value.__cause__ is at_once.value.__context__ is None
    return caught.value


def test_what_is_called_at_once_is_given_and_what_is_meant_for_the_process_goes_through():
    assert called(lambda: 7, "the ear") == 7
    for meant in (KeyboardInterrupt, SystemExit, MemoryError):
        with pytest.raises(meant):
            called(lambda meant=meant: raising(meant())().send(None), "the ear")


def test_what_it_gives_is_given():
    async def work():
        await asyncio.sleep(3.0)
        return 7

    assert run_virtual(guarded(work, "the ear")) == 7


@pytest.mark.parametrize("error", [ModelError("looker", "is altered"), DeviceError("light", "is dark")])
def test_an_error_with_a_name_is_raised_as_it_is(error):
    assert failed(raising(error)) is error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ValueError(SECRET), "ValueError"),
        (RuntimeError(SECRET), "RuntimeError"),
        (AssertionError(SECRET), "AssertionError"),
        (RecursionError(SECRET), "RecursionError"),
        (StopAsyncIteration(SECRET), "StopAsyncIteration"),
        (ExceptionGroup(SECRET, [ValueError(SECRET)]), "ExceptionGroup"),
        (asyncio.CancelledError(SECRET), "CancelledError"),
        (TimeoutError(SECRET), "TimeoutError"),
    ],
)
def test_one_without_a_name_is_told_by_its_kind_and_place_and_never_by_its_words(error, kind):
    fault = failed(raising(error))
    assert isinstance(fault, FaultError)
    assert str(fault) == f"A fault in the ear: {kind}."
    assert fault.__cause__ is fault.__context__ is None
    told = str(fault) + problem_of(fault) + why_of(fault)
    assert SECRET not in told
    assert ("test_guarded.py:" in told) is (kind != "CancelledError")


def test_a_value_of_another_kind_is_a_fault_too():
    async def work():
        return checked(None, int, str)

    assert str(failed(work)) == "A fault in the ear: gave NoneType, not int or str."


def test_what_gives_nothing_to_wait_for_is_a_fault_too():
    with pytest.raises(FaultError, match=r"^A fault in the ear: TypeError\.$"):
        run_virtual(guarded(lambda: 7, "the ear"))


def test_a_memory_that_is_full_goes_through():
    with pytest.raises(MemoryError):
        run_virtual(guarded(raising(MemoryError()), "the ear"))


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_whoever_ends_the_process_ends_it(error):
    loop = asyncio.new_event_loop()
    try:
        waiting = loop.create_task(guarded(raising(error()), "the ear"))
        with pytest.raises(error):
            loop.run_until_complete(waiting)
        waiting.cancel()
        loop.run_until_complete(asyncio.wait({waiting}))
    finally:
        loop.close()


@pytest.mark.parametrize("cleaning_fails", [False, True])
def test_a_cancelled_caller_waits_until_the_work_has_cleaned_up(cleaning_fails):
    did = []

    async def work():
        try:
            await asyncio.sleep(100.0)
        finally:
            await asyncio.sleep(2.0)
            did.append("cleaned up")
            if cleaning_fails:
                raise ValueError

    async def main():
        waiting = asyncio.ensure_future(guarded(work, "the camera"))
        await asyncio.sleep(1.0)
        waiting.cancel()
        await asyncio.wait({waiting})
        assert asyncio.get_running_loop().time() == 3.0
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return waiting.cancelled()

    assert run_virtual(main())
    assert did == ["cleaned up"]


@pytest.mark.parametrize("lane", [ThreadLane, InlineLane])
def test_the_end_of_an_iterator_does_not_hang_a_lane(lane):
    """A StopIteration is what a forgotten default of `next` raises, and asyncio cannot carry one."""

    async def main():
        using = lane()
        try:
            async with asyncio.timeout(20.0):
                await guarded(lambda: using.run("answer", lambda: next(iter(()))), "the skill 'x'")
        finally:
            using.close()

    with pytest.raises(FaultError, match="A fault in the skill 'x': RuntimeError"):
        asyncio.run(main())


def test_a_loss_is_told_once_and_so_is_the_return():
    told = []
    standing = Standing("ear", told.append)
    standing.works()
    for _ in range(3):
        standing.failed("is deaf")
    standing.works()
    standing.works()
    standing.failed("again")
    assert told == [Lost("ear", "is deaf"), Back("ear"), Lost("ear", "again")]
