"""The microphone is read whatever the ear does, and what an ear cannot take in time is counted."""

import asyncio
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import ModelError
from edge.flow import InlineLane, Mailbox
from edge.media.audio import RATE
from edge.messages import Back, Heard, Instant, Lost, Sound, Voice, Wake
from edge.shell.ear import ROOM, Hearing, joined
from edge.shell.progress import Progress
from firmware_sim.clock import run_virtual

PIECE = 1600  # samples: 0.1 s


def sound(number, lost=0):
    """The piece of this number: each sample has its own value, so that none can be mistaken for another."""
    return Sound(Instant(number * 0.1), np.arange(number * PIECE, (number + 1) * PIECE, dtype=np.float32), lost)


@dataclass
class Ear:
    """Keeps what it is given; `does` is what it does with each."""

    does: object = lambda sound: ()
    heard: list = field(default_factory=list)

    def hear(self, sound):
        self.heard.append(sound)
        return self.does(sound)


@dataclass
class Slow:
    """A lane on which each job takes its own time, in order; later ones as long as the last."""

    takes: tuple

    async def run(self, job, work):
        await asyncio.sleep(self.takes[0])
        self.takes = self.takes[1:] or self.takes
        return work()


def listen(ear, lane, pieces, afterwards=10.0):
    """So many pieces, each when it is complete; what was posted, and which stages were stuck in each second."""
    posted, stuck, put_late = [], [], []

    async def main():
        loop = asyncio.get_running_loop()
        progress = Progress(lambda: Instant(loop.time()))
        hearing = Hearing(ear, lane, posted.append, progress)
        listening = asyncio.ensure_future(hearing.run())
        for number in range(pieces):
            await asyncio.sleep((number + 1) * 0.1 - loop.time())
            await hearing.take(sound(number))
            put_late.append(loop.time() - (number + 1) * 0.1)
        for _ in range(round(afterwards)):
            await asyncio.sleep(1.0)
            stuck.append(progress.stuck())
        listening.cancel()
        await asyncio.wait({listening})

    run_virtual(main())
    assert max(put_late) < 1e-6, "reading never waits"
    return posted, stuck


def samples_of(ear):
    return np.concatenate([piece.samples for piece in ear.heard])


@pytest.mark.parametrize("takes", [0.0, 0.3, 1.5, 4.0])
def test_an_ear_that_takes_its_time_for_each_call_loses_not_one_sample(takes):
    ear = Ear()
    posted, _ = listen(ear, InlineLane({"hear": takes}), pieces=300)
    assert np.array_equal(samples_of(ear), np.arange(300 * PIECE, dtype=np.float32))
    assert all(piece.lost == 0 for piece in ear.heard), "and says that it lost none"
    assert [piece.at for piece in ear.heard] == pytest.approx([piece.samples[0] / RATE for piece in ear.heard])
    assert posted == []


def test_of_an_ear_that_hangs_the_oldest_sound_goes_and_the_next_says_how_much():
    ear = Ear()
    listen(ear, Slow((20.0, 0.0)), pieces=300)
    first, rest = ear.heard[0], ear.heard[1]
    assert first.samples[0] == 0
    assert rest.lost == 120 * PIECE, "it hung for 20 s, and 8 s were kept"
    assert rest.samples[0] == first.samples.size + rest.lost, "the gap is where it says"
    assert rest.samples.size == ROOM
    assert [piece.lost for piece in ear.heard[2:]] == [0] * len(ear.heard[2:])
    assert first.samples.size + sum(piece.samples.size + piece.lost for piece in ear.heard[1:]) == 300 * PIECE


def test_a_hung_ear_starves_the_watchdog_and_a_busy_one_does_not():
    _, stuck = listen(Ear(), Slow((1e6,)), pieces=10)
    assert stuck[0] == ()
    assert stuck[-1] == ("hear",)
    _, stuck = listen(Ear(), Slow((4.0,)), pieces=100)
    assert set(stuck) == {()}


def test_what_an_ear_hears_is_posted_in_order():
    ear = Ear(lambda heard: (Wake("glint"), Voice(on=True), Heard("hello")))
    posted, _ = listen(ear, InlineLane(), pieces=2)
    assert posted == [Wake("glint"), Voice(on=True), Heard("hello")] * 2


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (ModelError("ear", "is altered"), "model ear: is altered"),
        (ValueError("what the wearer said"), "a fault in its code: ValueError at test_ear.py:"),
        (None, "a fault in its code: TypeError at ear.py:"),
        (("hello",), "a fault in its code: gave str, not Wake or Voice or Heard at guarded.py:"),
    ],
)
def test_an_ear_that_fails_is_lost_once_and_back_once_and_goes_on_with_the_next_sound(wrong, why):
    def does(heard):
        if 5 <= round(heard.at * 10) < 12:
            if isinstance(wrong, Exception):
                raise wrong
            return wrong
        return (Voice(on=True),)

    posted, _ = listen(Ear(does), InlineLane(), pieces=20)
    told = [event for event in posted if isinstance(event, Lost | Back)]
    assert [type(event) for event in told] == [Lost, Back]
    assert told[0].device == "ear"
    assert told[0].why.startswith(why)
    assert "wearer" not in str(posted)
    assert posted.count(Voice(on=True)) == 13


# ------------------------------------------------------------------------------------------------- joining, dropping


@given(st.lists(st.sampled_from(["follows", "lost", "later"]), min_size=1, max_size=12))
def test_pieces_are_joined_and_gaps_are_not(steps):
    sounds, at = [], 0.0
    for step in steps:
        at += 0.5 if step == "later" else 0.0
        lost = 800 if step == "lost" else 0
        sounds.append(Sound(Instant(at + lost / RATE), np.full(PIECE, len(sounds), np.float32), lost))
        at = sounds[-1].at + PIECE / RATE
    pieces = list(joined(sounds))
    assert np.array_equal(np.concatenate([p.samples for p in pieces]), np.concatenate([s.samples for s in sounds]))
    assert sum(piece.lost for piece in pieces) == sum(one.lost for one in sounds)
    assert len(pieces) == 1 + sum(step != "follows" for step in steps[1:])
    for piece in pieces:
        first = sounds[int(piece.samples[0])]
        assert (piece.at, piece.lost) == (first.at, first.lost)


def test_nothing_is_joined_to_nothing():
    assert list(joined(())) == []


@given(st.lists(st.integers(-1, 5), max_size=30), st.integers(0, 12))
def test_a_mailbox_keeps_the_newest_and_tells_the_next_what_is_gone(sizes, room):
    """-1 stands for somebody who takes all that is there. An item is (size, what is missing before it)."""

    async def main():
        mailbox = Mailbox(room, lambda item: item[0], lambda gone, item: (item[0], item[1] + sum(gone)))
        taken, waits = [], 0
        for size in sizes:
            if size >= 0:
                mailbox.put((size, 0))
                waits += 1
            elif waits:
                got = await mailbox.get()
                assert sum(item[0] for item in got) <= max(room, got[-1][0])
                assert all(item[1] == 0 for item in got[1:]), "only the oldest has lost something before it"
                taken += got
                waits = 0
        taken += await mailbox.get() if waits else ()
        assert sum(map(sum, taken)) == sum(size for size in sizes if size > 0)

    run_virtual(main())


def test_a_mailbox_with_nothing_in_it_waits():
    async def main():
        mailbox = Mailbox(3, len, lambda gone, item: item)
        asyncio.get_running_loop().call_later(3.0, mailbox.put, "late")
        assert await mailbox.get() == ("late",)
        assert asyncio.get_running_loop().time() == 3.0

    run_virtual(main())
