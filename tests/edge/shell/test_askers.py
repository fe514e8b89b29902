"""Each program that asks gets the end of its own question, waits for its place, and is never left waiting."""

import asyncio
from dataclasses import replace

import pytest

from edge.errors import StoppedError, UsageError
from edge.messages import End, Outcome, Ref, TurnId, Typed, Withdrawn
from edge.shell.askers import Askers
from firmware_sim.clock import run_virtual


def end(ref, text="So."):
    return End(TurnId(1), Outcome.ANSWERED_LOCAL, text, None, "", ref=ref)


async def asked(askers, *texts):
    """A task for each question, as far as it goes by itself."""
    tasks = [asyncio.ensure_future(askers.ask(text)) for text in texts]
    await asyncio.sleep(0.1)
    return tasks


def test_each_gets_the_end_of_its_own_ref_in_whatever_order_they_come():
    posted = []

    async def main():
        askers = Askers(posted.append, 9)
        tasks = await asked(askers, "one", "two", "three")
        assert [event.text for event in posted] == ["one", "two", "three"]
        for event in reversed(posted):
            askers.ended(end(event.ref, event.text))
        texts = [(await task).text for task in tasks]
        assert not askers._waiting, "nothing is kept of questions that are answered"
        return texts

    assert run_virtual(main()) == ["one", "two", "three"]
    assert len({event.ref for event in posted}) == 3


def test_what_is_asked_is_posted_whole():
    posted = []

    async def main():
        task = asyncio.ensure_future(Askers(posted.append, 1).ask("hm", mode="think", conversation=None))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.wait({task})

    run_virtual(main())
    assert replace(posted[0], ref=Ref("")) == Typed("hm", None, "think", Ref(""), None)
    assert posted[0].ref != Ref("")


def test_where_too_many_ask_one_waits_for_a_place():
    posted = []

    async def main():
        askers = Askers(posted.append, 2)
        tasks = await asked(askers, "one", "two", "three")
        assert [event.text for event in posted] == ["one", "two"]
        askers.ended(end(posted[1].ref))
        await asyncio.sleep(0.1)
        assert [event.text for event in posted] == ["one", "two", "three"]
        for event in posted:
            askers.ended(end(event.ref))
        await asyncio.gather(*tasks)

    run_virtual(main())


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_empty_question_is_posted_to_nobody(text):
    posted = []
    with pytest.raises(UsageError, match="the question is empty"):
        run_virtual(Askers(posted.append, 1).ask(text))
    assert posted == []


def test_who_does_not_wait_any_more_withdraws_the_question_and_leaves_the_place():
    posted = []

    async def main():
        askers = Askers(posted.append, 1)
        (first,) = await asked(askers, "one")
        (second,) = await asked(askers, "two")
        first.cancel()
        await asyncio.wait({first})
        await asyncio.sleep(0.1)
        ref = posted[0].ref
        assert posted[1] == Withdrawn(ref)
        askers.ended(end(ref))  # it comes too late, and hurts nobody
        assert posted[2].text == "two"
        askers.ended(end(posted[2].ref))
        await second

    run_virtual(main())
    assert [type(event) for event in posted] == [Typed, Withdrawn, Typed]


def test_one_who_never_came_to_ask_has_nothing_to_withdraw():
    posted = []

    async def main():
        tasks = await asked(Askers(posted.append, 1), "one", "two")
        for task in reversed(tasks):
            task.cancel()
            await asyncio.wait({task})

    run_virtual(main())
    assert [type(event) for event in posted] == [Typed, Withdrawn]


def test_after_a_stop_nobody_is_answered_and_nobody_waits():
    posted = []

    async def main():
        askers = Askers(posted.append, 1)
        tasks = await asked(askers, "one", "waits for its place")
        askers.stop()
        askers.ended(end(posted[0].ref))
        tasks += await asked(askers, "too late")
        return await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(result) for result in run_virtual(main())] == [StoppedError] * 3
    assert [event.text for event in posted] == ["one"]


def test_an_end_that_nobody_asked_for_is_passed_over():
    async def main():
        askers = Askers(lambda _: None, 1)
        askers.ended(end(Ref("")))
        askers.stop()

    run_virtual(main())
