"""Whoever is leaving finishes what is open, and begins nothing new."""

import asyncio
from datetime import UTC, datetime, timedelta

from edge.config import QueueConfig
from edge.devices import Glasses
from edge.flow import Lanes
from edge.messages import (
    Begin,
    End,
    Instant,
    Intent,
    LinkState,
    Now,
    Outcome,
    Server,
    Size,
    Spent,
    Started,
    Tried,
    Understanding,
    Vitals,
    Wall,
)
from edge.mind.policy import Policy, Situation
from edge.perceive import Senses
from edge.reach.gate.letter import Sealed
from edge.reach.queue import Queue
from edge.shell.parts import Parts
from edge.shell.runtime import Runtime
from edge.store.ledger import open_ledger
from firmware_sim.clock import run_virtual

START = datetime(2026, 5, 1, tzinfo=UTC)


class Body:
    def now(self):
        at = asyncio.get_running_loop().time()
        return Now(Instant(at), Wall(START + timedelta(seconds=at)))

    async def vitals(self):
        yield Vitals(link=LinkState.UP)
        await asyncio.Event().wait()


class Screen:
    size = Size(40, 6)

    async def show(self, card):
        """Nobody looks."""


class Patient:
    """A server that takes five seconds for each question."""

    async def answer(self, task, say):
        await asyncio.sleep(5.0)
        return Tried(task.turn, task.route, "At last.")

    def spent(self):
        return Spent()

    def close(self):
        """Nothing to let go of."""


def waiting(ledger, queue, body):
    """Two questions that wait."""
    for text in ("first", "second"):
        query = ledger.begin(body.now(), Begin(text))
        ledger.end(body.now(), End(query.turn, Outcome.DEFERRED, "", Server("think"), ""))
        queue.put(query.turn, Sealed("desk", "http://desk", "think", b"{}"), Intent.THINK, body.now().wall)
    return queue.waiting()


def late_answers(stop_after):
    async def main():
        body = Body()
        with open_ledger(":memory:") as ledger:
            queue = Queue(ledger, QueueConfig())
            parts = Parts(
                glasses=Glasses(body, Screen()),
                senses=Senses(),
                lanes=Lanes.inline(),
                understander=lambda query, _: Understanding(query.turn, Intent.THINK, {}),
                skills={},
                ledger=ledger,
                policy=Policy(drain_within=30.0, situation=Situation(servers=True, spoken=False)),
                remote=Patient(),
                queue=queue,
                started=Started(waiting=waiting(ledger, queue, body)),
            )
            runtime = Runtime(parts)
            asyncio.get_running_loop().call_later(stop_after, runtime.stop)
            await runtime.run()
            late = [turn for turn in ledger.turns(-1) if turn.late_of is not None]
            return [(turn.text, turn.answer) for turn in late], queue.waiting()

    return run_virtual(main())


def test_a_question_that_waits_is_not_begun_on_the_way_out():
    assert late_answers(stop_after=2.0) == ([("first", "At last.")], (2,))


def test_without_a_stop_the_next_follows_at_once():
    assert late_answers(stop_after=60.0) == ([("first", "At last."), ("second", "At last.")], ())
