"""The shell, in virtual time: what hands bring back, devices that come and go, and an orderly end."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from edge.devices import Eye, Glasses
from edge.errors import AnswerError, DeviceError
from edge.flow import Lanes
from edge.messages import (
    Back,
    Box,
    Claim,
    End,
    Frame,
    Instant,
    Intent,
    Lost,
    Need,
    Now,
    Outcome,
    Size,
    Sound,
    Spent,
    Thing,
    Tried,
    Typed,
    Understanding,
    Vitals,
    Voice,
    Wall,
)
from edge.mind.policy import Policy, Situation
from edge.perceive import Senses
from edge.shell.parts import Parts
from edge.shell.progress import Progress
from edge.shell.runtime import Runtime
from edge.skills.skill import Reply
from edge.store.ledger import open_ledger
from edge.store.owed import Owed
from firmware_sim.clock import run_virtual

NOTHING = Senses()
START = datetime(2026, 5, 1, tzinfo=UTC)
FRAME = Frame(Instant(0.0), np.zeros((8, 8, 3), np.uint8))


class Body:
    def now(self):
        at = asyncio.get_running_loop().time()
        return Now(Instant(at), Wall(START + timedelta(seconds=at)))

    async def vitals(self):
        yield Vitals()
        await asyncio.Event().wait()


@dataclass
class Screen:
    cards: list = field(default_factory=list)
    size = Size(40, 6)

    async def show(self, card):
        self.cards.append(card)


@dataclass
class Typist:
    lines: tuple
    pause: float = 0.0

    async def touches(self):
        for line in self.lines:
            await asyncio.sleep(self.pause)
            yield Typed(line)


class Lamp:
    async def set(self, on):
        """A lamp that always works."""


@dataclass
class LooseCamera:
    """Its first look fails, and the others do not."""

    looks: int = 0

    async def frames(self, shot):
        self.looks += 1
        if self.looks == 1:
            raise DeviceError("camera", "is gone")
        yield await anext(OneCamera().frames(shot))


@dataclass
class OneCamera:
    frames_left: int = 1

    async def frames(self, shot):
        if not self.frames_left:
            raise DeviceError("camera", "is gone")
        yield FRAME


@dataclass(frozen=True)
class Skill:
    name: str
    reply: str | Exception

    def claim(self, query, recent):
        return None

    def answer(self, asked):
        if isinstance(self.reply, Exception):
            raise self.reply
        return Reply(self.reply.format(scene=asked.scene))


def understand(query, recent):
    """The question's first word names the skill; "look" needs eyes."""
    skill = query.text.split()[0]
    needs = frozenset({Need.THINGS}) if skill == "look" else frozenset()
    return Understanding(query.turn, Intent.LOOK, {}, claim=Claim(skill, needs=needs))


SKILLS = {
    "hello": Skill("hello", "Hi."),
    "look": Skill("look", "{scene.things}|{scene.missing}"),
    "broken": Skill("broken", AnswerError("I cannot do that.")),
}


def run(glasses, senses=NOTHING, seconds=None, observers=(), **more):
    """Run until the typist has nothing more to say, or for so long; all events and all ends."""
    events, ends = [], []

    def watch(now, event, commands):
        events.append(event)
        ends.extend(c for c in commands if isinstance(c, End))

    async def main():
        with open_ledger(":memory:") as ledger:
            parts = Parts(
                glasses=glasses,
                senses=senses,
                lanes=Lanes.inline(),
                skills=SKILLS,
                ends_with_button=seconds is None,
                **{
                    "ledger": ledger,
                    "understander": understand,
                    "policy": Policy(situation=Situation(spoken=False)),
                    **more,
                },
            )
            runtime = Runtime(parts, (watch, *observers))
            if seconds is not None:
                asyncio.get_running_loop().call_later(seconds, runtime.stop)
            await runtime.run()
            assert seconds is None or asyncio.get_running_loop().time() < seconds + 3.0, "an orderly end is a quick one"
            return [(row.outcome, row.answer) for row in ledger.turns()]

    return run_virtual(main()), events, ends


def test_a_typed_line_is_answered_shown_and_written_down():
    screen = Screen()
    rows, _, ends = run(Glasses(Body(), screen, button=Typist(("hello",))))
    assert rows == [("answered_local", "Hi.")]
    assert screen.cards[-1].lines == ("Hi.",)
    assert ends[0].stages.keys() == {"understand", "answer"}


def test_what_observers_are_told_of_a_turn_is_in_the_ledger_by_then():
    known = []
    with open_ledger(":memory:") as ledger:

        def look(_now, _event, commands):
            known.extend(ledger.turn(end.turn).outcome for end in commands if isinstance(end, End))

        run(Glasses(Body(), Screen(), button=Typist(("hello",))), observers=(look,), ledger=ledger)
    assert known == ["answered_local"]


def test_each_turn_that_a_full_disk_leaves_no_room_for_is_named_at_once():
    with open_ledger(":memory:") as ledger:
        ledger._owed = Owed(at_most=1)
        ledger._database.execute("PRAGMA query_only = 1")
        _, events, _ = run(Glasses(Body(), Screen(), button=Typist(("hello",) * 3, pause=1.0)), ledger=ledger)
    told = [event.why.rpartition(": ")[2] for event in events if isinstance(event, Lost)]
    alone = "1 entries are in memory alone"
    assert told == [alone, f"{alone}, and 1 newer turns are not kept", f"{alone}, and 2 newer turns are not kept"]


def test_a_look_goes_through_the_eye_and_finds_what_is_needed():
    things = (Thing("cup", 0.9, Box(0, 0, 1, 1)),)
    eye = Eye(OneCamera(), Lamp())
    rows, _, _ = run(Glasses(Body(), Screen(), eye=eye, button=Typist(("look",))), Senses(things=lambda frame: things))
    assert "cup" in rows[0][1]


def test_no_camera_and_a_lost_camera_are_told_in_words():
    rows, _, _ = run(Glasses(Body(), Screen(), button=Typist(("look",))))
    assert "no camera" in rows[0][1]
    rows, _, _ = run(Glasses(Body(), Screen(), button=Typist(("look",)), why_no_eye="No light, so no camera."))
    assert rows[0][1] == "None|No light, so no camera."
    eye = Eye(OneCamera(0), Lamp())
    rows, events, _ = run(Glasses(Body(), Screen(), eye=eye, button=Typist(("look",))))
    assert "My camera does not work: is gone." in rows[0][1]
    assert Lost("camera", "is gone") in events


def test_a_camera_that_sees_again_is_back():
    eye = Eye(LooseCamera(), Lamp())
    _, events, _ = run(Glasses(Body(), Screen(), eye=eye, button=Typist(("look",) * 3, pause=5.0)))
    told = [event for event in events if isinstance(event, Lost | Back)]
    assert told == [Lost("camera", "is gone"), Back("camera")]


def test_a_skill_that_cannot_is_degraded_and_an_unknown_one_is_failed():
    rows, _, _ = run(Glasses(Body(), Screen(), button=Typist(("broken", "nonsense"), pause=1.0)))
    assert rows[0] == ("degraded", "I cannot do that.")
    assert rows[1][0] == "failed"


def test_a_microphone_that_comes_and_goes_is_opened_again():
    class Flaky:
        opened = 0

        async def sounds(self):
            self.opened += 1
            if self.opened in {2, 3}:
                raise DeviceError("microphone", "was unplugged")
            for n in range(3):
                await asyncio.sleep(0.1)
                yield Sound(Instant(n), np.zeros(1600, np.float32))
            raise DeviceError("microphone", "fell silent")

    class Ear:
        def attend(self, to):
            return ()

        def hear(self, sound):
            return (Voice(on=sound.at == 0),)

    glasses = Glasses(Body(), Screen(), microphone=Flaky())
    _, events, _ = run(glasses, Senses(ear=Ear()), seconds=4.5)
    told = [type(e).__name__ for e in events if isinstance(e, Lost | Back)]
    assert told == ["Lost", "Back", "Lost"], "once when it goes, once when it is back"


class Slow:
    """A server that takes a minute."""

    async def answer(self, task, say):
        await asyncio.sleep(60)
        return Tried(task.turn, task.route, "late")

    def spent(self):
        return Spent()

    def close(self):
        """Nothing to let go of."""


def think(query, recent):
    return Understanding(query.turn, Intent.THINK, {})


ASKS_A_SERVER = {
    "remote": Slow(),
    "policy": Policy(situation=Situation(servers=True, spoken=False)),
    "understander": think,
}


def test_stopping_gives_open_turns_their_time_and_then_cancels_them():
    glasses = Glasses(Body(), Screen(), button=Typist(("plan",)))
    rows, _, ends = run(glasses, seconds=1.0, **ASKS_A_SERVER)
    assert ends[0].outcome is Outcome.CANCELLED
    assert "stopped" in ends[0].why
    assert rows[0][0] == "cancelled"


def test_whoever_is_stopped_from_outside_closes_what_is_open():
    """As Ctrl-C does to `glint ask`."""
    glasses = Glasses(Body(), Screen(), button=Typist(("plan",)))

    async def main():
        with open_ledger(":memory:") as ledger:
            parts = Parts(
                glasses=glasses, senses=NOTHING, lanes=Lanes.inline(), skills=SKILLS, ledger=ledger, **ASKS_A_SERVER
            )
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1.0):
                    await Runtime(parts).run()
            return [(row.outcome, row.why) for row in ledger.turns()]

    assert run_virtual(main()) == [("cancelled", "Glint was stopped")]


def test_what_is_shown_fits_the_display_that_is_there():
    screen = Screen()
    screen.size = Size(8, 1)
    run(Glasses(Body(), screen, button=Typist(("hello, who are you?",))))
    assert all(len(line) <= 8 for card in screen.cards for line in (card.title, *card.lines))
    assert all(len(card.lines) <= 1 for card in screen.cards)
    assert screen.cards


def test_a_display_that_does_not_say_how_much_it_holds_is_lost_and_the_conversation_goes_on():
    class Sizeless:
        async def show(self, card):
            """Shows nothing."""

    rows, events, _ = run(Glasses(Body(), Sizeless(), button=Typist(("hello",))))
    assert rows == [("answered_local", "Hi.")]
    assert [event.device for event in events if isinstance(event, Lost)] == ["display"]


def test_a_display_that_fails_does_not_stop_the_conversation():
    class Dead:
        size = Size(40, 6)

        async def show(self, card):
            raise DeviceError("display", "is dark")

    rows, events, _ = run(Glasses(Body(), Dead(), button=Typist(("hello",))))
    assert rows == [("answered_local", "Hi.")]
    assert Lost("display", "is dark") in events


# ------------------------------------------------------------------------------------------------------------ progress


def test_progress_names_what_is_over_its_time():
    clock = [Instant(0.0)]
    progress = Progress(lambda: clock[0])
    with progress.step("look", within=2.0):
        assert progress.stuck() == ()
        clock[0] = Instant(2.5)
        assert progress.stuck() == ("look",)
    assert progress.stuck() == ()
