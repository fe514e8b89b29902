"""A tape is put before today's mind and models: what they decide, see or hear otherwise is told."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.compose.build import Run, build
from edge.compose.policy import policy_for
from edge.config import Config
from edge.devices import Eye, Glasses
from edge.errors import FormatError
from edge.flow import Found, Lanes, Work
from edge.messages import (
    Attention,
    Box,
    Card,
    End,
    Event,
    Frame,
    Heard,
    Instant,
    Now,
    Shot,
    Size,
    Sound,
    Thing,
    Typed,
    Vitals,
    Wake,
    Wall,
)
from edge.mind.session import advance
from edge.mind.state import State
from edge.perceive import Senses
from edge.store.ledger import open_ledger
from edge.tape.tape import Tape, TapeWriter, read_tape, record
from firmware_sim.commands import play
from firmware_sim.replay.compare import Change, replay_decisions, replay_hearing, replay_perceive
from firmware_sim.world.scenario import bundled, load_scenario
from tests.firmware_sim.replay.taped import CUP, FAINT, MUG, PICTURE, QR, SOUND, differences


@pytest.mark.parametrize("name", bundled())
def test_every_scenario_replays_to_the_same_decisions(name: str, played: Callable[[str], Path]) -> None:
    tape = read_tape(played(name))
    assert differences(tape) == []
    assert tape.damage() == ""
    assert any(isinstance(command, End) for step in tape.steps() for command in step.commands)


def test_taping_changes_nothing(played: Callable[[str], Path], tmp_path: Path) -> None:
    scenario = load_scenario("first_look")
    assert play(scenario, tape=tmp_path / "t").rows() == play(scenario).rows()


def test_a_mind_that_changed_is_noticed_field_by_field(played: Callable[[str], Path]) -> None:
    tape = read_tape(played("first_look"))

    def rude(state: State, at: Now, event: Event) -> Any:
        state, commands = advance(state, at, event, tape.policy)
        return state, tuple(replace(c, text="No.") if isinstance(c, End) else c for c in commands)

    found = list(replay_decisions(tape, rude, State()))
    ends = [command for step in tape.steps() for command in step.commands if isinstance(command, End)]
    assert [one.taped for one in found] == [end.text for end in ends]
    assert {one.today for one in found} == {"No."}
    assert all(one.where.endswith(".End.text") for one in found)

    def silent(state: State, at: Now, event: Event) -> Any:
        return advance(state, at, event, tape.policy)[0], ()

    assert [one.today for one in replay_decisions(tape, silent, State())][:1] == [None]


class Desk:
    """Real-time devices of a desk: somebody types, a camera stands on it."""

    def __init__(self, questions: int) -> None:
        self.questions = questions
        self.answered = asyncio.Semaphore(1)

    def now(self) -> Now:
        return Now(Instant(asyncio.get_running_loop().time()), Wall(datetime.now(UTC)))

    async def set(self, on: bool) -> None:
        """A lamp that confirms at once."""

    async def vitals(self):
        yield Vitals(0.5, 31.0)
        await asyncio.Event().wait()

    async def frames(self, shot: Shot):
        while True:
            yield Frame(Instant(asyncio.get_running_loop().time()), PICTURE.copy())
            await asyncio.sleep(0)

    async def touches(self):
        for n in range(self.questions):
            await self.answered.acquire()
            yield Typed("what do you see?" if n % 2 else "set a timer for 9 minutes", mode=None)
        await self.answered.acquire()

    size = Size(40, 6)

    async def show(self, card: Card) -> None:
        """Nobody looks."""


def test_a_tape_recorded_live_with_threads_replays_the_same(tmp_path: Path) -> None:
    """Real loop, real threads: which event comes first is chance, what follows from it is not."""

    async def live() -> int:
        desk = Desk(12)
        ends: list[End] = []

        def watch(at: Now, event: Event, commands: tuple[Any, ...]) -> None:
            found = [command for command in commands if isinstance(command, End)]
            ends.extend(found)
            for _ in found:
                desk.answered.release()

        senses = Senses(things=lambda frame: (Thing("cup", 0.8, Box(0.1, 0.1, 0.4, 0.4)),), texts=lambda frame: ())
        glasses = Glasses(desk, desk, Eye(desk, desk), button=desk)
        config = Config()
        lanes = Lanes.threads()
        try:
            with (
                open_ledger(":memory:") as ledger,
                TapeWriter(tmp_path / "live", desk.now(), policy_for(config, glasses)) as writer,
            ):
                run = Run(ledger, (watch, writer.event), ends_with_button=True, resumes=True)
                await build(config, record(glasses, writer), senses, lanes, run).run()
        finally:
            lanes.close()
        return len(ends)

    assert asyncio.run(live()) == 12
    tape = read_tape(tmp_path / "live")
    assert differences(tape) == []
    assert tape.damage() == ""
    assert any(True for _ in tape.senses("camera"))


@pytest.mark.parametrize(
    ("things", "changes"),
    [
        ((CUP,), []),
        ((CUP, FAINT), []),
        ((), [("gone", "cup")]),
        ((MUG,), [("gone", "cup"), ("added", "mug")]),
        ((replace(CUP, box=Box(0.15, 0.1, 0.55, 0.5)),), [("moved", "cup")]),
        ((replace(CUP, box=Box(0.6, 0.6, 0.9, 0.9)),), [("gone", "cup"), ("added", "cup")]),
        ((CUP, replace(CUP, score=0.5)), [("added", "cup")]),
    ],
)
def test_what_models_see_differently_is_told(looked: Tape, things: Any, changes: list[tuple[str, str]]) -> None:
    seen: list[Frame] = []

    def look(frame: Frame) -> tuple[Thing, ...]:
        seen.append(frame)
        return things  # type: ignore[no-any-return]

    found = list(replay_perceive(looked, {"things": look, "codes": lambda frame: (QR,)}))
    assert [(one.change, one.what) for one in found] == changes, "codes were not looked for then, so not now either"
    assert len(seen) == 1
    assert np.array_equal(seen[0].pixels, PICTURE), "models are shown the very pixels"


def test_a_change_says_where(looked: Tape) -> None:
    assert list(replay_perceive(looked, {"texts": lambda frame: ()})) == [
        Change(4, 1.0, "texts", "gone", "EXIT", Box(0.6, 0.6, 0.8, 0.8))
    ]


def test_what_ears_hear_differently_is_told(sensed: Tape) -> None:
    sounds: list[Sound] = []

    class Told:
        """An ear that is told what to find; the last of it only once its work is done."""

        def __init__(self, told: tuple[tuple[Event, ...], ...]) -> None:
            self._left = list(told)

        def attend(self, to: Attention) -> tuple[Event, ...]:
            raise AssertionError(f"the tape has no word of {to}")

        def hear(self, sound: Sound) -> Found:
            sounds.append(sound)
            found = self._left.pop(0)
            return (Work("transcribe", 1.0, lambda: found, lambda done: done),)

    def changes(*told: tuple[Event, ...]) -> list[tuple[str, str, str]]:
        return [(one.sense, one.change, one.what) for one in replay_hearing(sensed, Told(told))]

    wake, half, whole = Wake("glint", 0.7), Heard("what", final=False), Heard("What is this", 0.4)
    assert changes((wake,), (half, whole)) == []
    assert changes((), (whole,)) == [("wake", "gone", "glint")]
    assert changes((wake,), (Heard("what is that"),)) == [
        ("speech", "gone", "what is this"), ("speech", "added", "what is that"),
    ]  # fmt: skip
    assert np.array_equal(sounds[0].samples, SOUND), "ears are given the very samples"


def test_a_cut_tape_is_replayed_as_far_as_it_goes(played: Callable[[str], Path], tmp_path: Path) -> None:
    data = played("first_look").read_bytes()
    (tmp_path / "cut").write_bytes(data[: len(data) * 2 // 3])
    tape = read_tape(tmp_path / "cut")
    assert "cut off" in tape.damage()
    assert differences(tape) == []
    with pytest.raises(FormatError):
        read_tape(Path(__file__))
