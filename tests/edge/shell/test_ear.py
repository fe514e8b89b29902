"""The ear hears every piece as it is read, whatever its work takes; work that cannot be done in time is counted."""

import asyncio
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import ModelError
from edge.flow import InlineLane, Work
from edge.messages import Attention, Back, Heard, Instant, Lost, Sound, Voice, Wake
from edge.shell.ear import ROOM, Hearing
from edge.shell.progress import Progress
from firmware_sim.clock import run_virtual

PIECE = 1600  # samples: 0.1 s


def sound(number):
    return Sound(Instant(number * 0.1), np.zeros(PIECE, np.float32))


def work(text, *, seconds=1.0, passing=False, run=None):
    """Work that recognises these words."""
    return Work("transcribe", seconds, run or (lambda: text), lambda done: (Heard(done),), passing)


@dataclass
class Ear:
    """Keeps what it is given; `wants[n]` is what it finds in the piece of number n."""

    wants: dict = field(default_factory=dict)
    heard: list = field(default_factory=list)
    attended: list = field(default_factory=list)

    def attend(self, to):
        self.attended.append(to)
        return (Voice(on=False),)

    def hear(self, piece):
        self.heard.append(piece)
        found = self.wants.get(len(self.heard) - 1, ())
        return found() if callable(found) else found


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
        hearing.attend(Attention.OFF)
        listening.cancel()
        await asyncio.wait({listening})

    run_virtual(main())
    assert max(put_late, default=0.0) < 1e-6, "reading never waits"
    assert posted.pop() == Voice(on=False)
    return posted, stuck


@pytest.mark.parametrize("takes", [0.0, 0.3, 4.0])
def test_every_piece_is_heard_as_it_comes_whatever_the_work_takes(takes):
    ear = Ear({n: (work(f"words {n}"),) for n in range(0, 60, 20)})
    posted, _ = listen(ear, Slow((takes,)), 60)
    assert [piece.at for piece in ear.heard] == [sound(n).at for n in range(60)]
    assert posted == [Heard("words 0"), Heard("words 20"), Heard("words 40")]


def test_what_is_found_at_once_is_posted_at_once_and_work_gives_more_work():
    second = Work("confirm", 1.0, lambda: 0.9, lambda score: (Wake("view glass", score),))
    first = Work("confirm", 1.0, lambda: None, lambda _: (Voice(on=True), second))
    posted, _ = listen(Ear({0: (Voice(on=False), first)}), InlineLane(), 3)
    assert posted == [Voice(on=False), Voice(on=True), Wake("view glass", 0.9)]


def test_the_ear_is_told_what_to_attend_to():
    ear = Ear()
    listen(ear, InlineLane(), 2)
    assert ear.attended == [Attention.OFF]


def test_work_in_passing_is_left_out_where_other_work_waits_behind_it():
    ear = Ear({0: (work("a long one"),), 1: (work("so", passing=True),), 2: (work("so far", passing=True),)})
    posted, _ = listen(ear, Slow((1.0,)), 5)
    assert posted == [Heard("a long one"), Heard("so far")]


def test_the_oldest_work_is_dropped_where_too_much_waits_and_that_is_told_once():
    pieces = {n: (work(f"words {n}", seconds=ROOM / 2),) for n in range(6)}
    posted, _ = listen(Ear(pieces), Slow((2.0, 0.1)), 40)
    assert posted == [
        Heard("words 0"),
        Lost("recogniser", f"is too slow: {ROOM * 1.5:.1f} s of sound were not attended to"),
        Heard("words 4"),
        Back("recogniser"),
        Heard("words 5"),
    ]


@given(st.lists(st.tuples(st.floats(0.1, 40.0), st.booleans()), max_size=8), st.floats(0.0, 3.0))
def test_every_piece_of_work_is_done_or_counted(given_work, takes):
    """Each that is not in passing is done once, in order, or its seconds are told."""
    done = []

    def one(n, seconds, passing):
        return Work("transcribe", seconds, lambda: done.append(n), lambda _: (), passing)

    wants = {n: (one(n, seconds, passing),) for n, (seconds, passing) in enumerate(given_work)}
    posted, _ = listen(Ear(wants), Slow((takes,)), len(given_work) + 1, afterwards=40)
    missing = [seconds for n, (seconds, passing) in enumerate(given_work) if n not in done and not passing]
    assert done == sorted(set(done))
    assert bool(missing) is any(isinstance(event, Lost) for event in posted)


def test_an_ear_that_fails_is_lost_once_and_back_when_it_hears_again():
    def broken():
        raise ModelError("silero", "cannot be run")

    posted, _ = listen(Ear({1: broken, 2: broken, 4: (Voice(on=True),)}), InlineLane(), 6)
    assert posted == [Lost("ear", "model silero: cannot be run"), Back("ear"), Voice(on=True)]


def test_a_recogniser_that_fails_leaves_the_ear_at_work():
    def broken():
        raise ModelError("moonshine", "cannot be run")

    wants = {0: (work("", run=broken),), 5: (Voice(on=True),), 7: (work("again"),)}
    posted, _ = listen(Ear(wants), InlineLane(), 12)
    assert posted == [
        Lost("recogniser", "model moonshine: cannot be run"),
        Voice(on=True),
        Back("recogniser"),
        Heard("again"),
    ]


def test_an_ear_that_gives_something_else_than_it_promised_is_named():
    posted, _ = listen(Ear({0: ("words",)}), InlineLane(), 2)
    assert isinstance(posted[0], Lost)
    assert posted[0].device == "ear"
    assert posted[-1] == Back("ear")


def test_work_that_takes_too_long_is_a_stuck_stage():
    _, stuck = listen(Ear({0: (work("slow", seconds=2.0),)}), Slow((9.0,)), 1, afterwards=12)
    assert stuck[:6] == [()] * 6
    assert ("hear",) in stuck
    assert stuck[-1] == ()
