"""The pages: who drives, who is told what, and how much waits for one that takes nothing."""

import asyncio

import pytest

from firmware_sim.desktop.hub import BEHIND, BYTES_AT_MOST, PAGES_AT_MOST, WAITING_AT_MOST, Hub, Page


def told(page):
    """The names of what waits."""
    return [name for name, _, _ in page.waiting]


@pytest.fixture
def two():
    hub, first, second = Hub(), Page(), Page()
    hub.join(first)
    hub.join(second)
    return hub, first, second


def test_the_first_drives_until_another_takes_over(two):
    hub, first, second = two
    assert (hub.drives(first), hub.drives(second)) == (True, False)
    hub.drive(second)
    assert (hub.drives(first), hub.drives(second)) == (False, True)
    assert [text for _, text, _ in first.waiting] == ['{"is":"driver","driver":false}']
    assert [text for _, text, _ in second.waiting] == ['{"is":"driver","driver":true}']


def test_a_driver_that_leaves_hands_on(two):
    hub, first, second = two
    hub.leave(first)
    assert hub.drives(second)
    assert told(second) == ["driver"]
    hub.leave(second)
    hub.leave(second)  # twice is as good as once
    assert not hub.drives(second)


def test_a_watcher_that_leaves_changes_nothing(two):
    hub, first, second = two
    hub.leave(second)
    assert hub.drives(first)
    assert not told(first)


def test_only_the_driver_is_asked_for_frames(two):
    hub, first, second = two
    hub.tell({"is": "camera", "on": True})
    hub.tell({"is": "light", "on": True})
    assert (told(first), told(second)) == (["camera", "light"], ["light"])


def test_a_hello_says_who_drives(two):
    hub, first, second = two
    hub.tell({"is": "hello"})
    assert [page.waiting[0][1] for page in (first, second)] == [
        '{"is":"hello","driver":true}', '{"is":"hello","driver":false}',
    ]  # fmt: skip


def test_there_is_an_end_to_how_many_may_come():
    hub = Hub()
    for _ in range(PAGES_AT_MOST):
        assert not hub.full
        hub.join(Page())
    assert hub.full


def test_a_page_that_is_behind_goes_without_what_comes_often_and_then_goes():
    page = Page()
    for _ in range(WAITING_AT_MOST // 2):
        page.tell({"is": "step"})
    page.tell({"is": "meter"})
    page.tell({"is": "state"})
    assert len(page.waiting) == WAITING_AT_MOST // 2
    for _ in range(WAITING_AT_MOST):
        page.tell({"is": "step"})
    assert page.ended == BEHIND
    assert not page.waiting  # nobody will take it
    assert asyncio.run(page.next()) is None


def test_bytes_are_bounded_however_few_the_messages():
    page, half = Page(), bytes(BYTES_AT_MOST // 2)
    page.tell({"is": "frame"}, half)
    assert page.ended is None
    page.tell({"is": "frame"}, half)
    assert page.ended == BEHIND


def test_one_large_message_is_told_all_the_same():
    page = Page()
    page.tell({"is": "done"}, bytes(BYTES_AT_MOST + 1))
    assert told(page) == ["done"]
    assert page.ended is None


def test_what_was_taken_makes_room():
    async def main():
        page, part = Page(), bytes(BYTES_AT_MOST // 2)
        for _ in range(5):
            page.tell({"is": "frame"}, part)
            assert (await page.next())[0] == "frame"
        assert page.size == 0
        assert page.ended is None

    asyncio.run(main())


def test_a_page_that_waits_is_woken():
    async def main():
        page = Page()
        async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
            first = tasks.create_task(page.next())
            await asyncio.sleep(0)
            page.tell({"is": "light"}, b"x")
        assert first.result() == ("light", '{"is":"light"}', b"x")

    asyncio.run(main())


def test_good_bye_is_told_and_nothing_after_it(two):
    async def main(hub, first):
        hub.end("over")
        hub.tell({"is": "step"})
        assert first.ended == (1001, "over")
        assert (await first.next())[1] == '{"is":"bye","why":"over"}'
        assert await first.next() is None

    hub, first, _ = two
    asyncio.run(main(hub, first))
