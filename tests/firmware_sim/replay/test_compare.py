"""A tape replays: as glasses, before today's mind and models, and as a copy that gives nothing away."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.compose.build import Run, build
from edge.compose.policy import policy_for
from edge.config import Config
from edge.devices import Eye, Glasses
from edge.errors import DeviceError, FormatError
from edge.flow import Lanes
from edge.messages import (
    Alarm,
    Box,
    Card,
    Code,
    End,
    Event,
    Frame,
    Heard,
    Instant,
    Now,
    Point,
    Quad,
    Query,
    Scene,
    Seen,
    Shot,
    Size,
    Sound,
    Started,
    Text,
    Thing,
    Touch,
    TurnId,
    Typed,
    Understanding,
    Vitals,
    Wake,
    Wall,
)
from edge.mind.policy import Policy
from edge.mind.session import advance
from edge.mind.state import State
from edge.perceive import Senses
from edge.store.ledger import open_ledger
from edge.tape.tape import Tape, TapeWriter, read_tape, record
from firmware_sim.clock import run_virtual
from firmware_sim.commands import play
from firmware_sim.replay.compare import Change, replay_decisions, replay_hearing, replay_perceive
from firmware_sim.replay.glasses import TapedEar, replayed_glasses, seconds
from firmware_sim.replay.scrub import BLOCKS, Scrubber, blocks, scrub
from firmware_sim.world.scenario import bundled, load_scenario

PICTURE = np.random.default_rng(3).integers(0, 256, (30, 40, 3), np.uint8)


def now(at: float) -> Now:
    return Now(Instant(at), Wall(datetime.fromtimestamp(1_700_000_000 + at, UTC)))


def mind(tape: Tape) -> Callable[[State, Now, Event], Any]:
    return lambda state, at, event: advance(state, at, event, tape.policy)


def differences(tape: Tape) -> list[str]:
    return [str(one) for one in replay_decisions(tape, mind(tape), State())]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Tapes of the scenarios that came along, each played once."""
    folder = tmp_path_factory.mktemp("played")

    def tape_of(name: str) -> Path:
        path = folder / f"{name}.tape"
        if not path.exists():
            play(load_scenario(name), tape=path)
        return path

    return tape_of


# ------------------------------------------------------------------------------------------------------- decisions


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


# ------------------------------------------------------------------------------------------------------- perceive


def quad(x: float, y: float, side: float) -> Quad:
    return Quad(Point(x, y), Point(x + side, y), Point(x + side, y + side), Point(x, y + side))


CUP, MUG = Thing("cup", 0.9, Box(0.1, 0.1, 0.5, 0.5)), Thing("mug", 0.6, Box(0.1, 0.1, 0.5, 0.5))
FAINT = Thing("cat", 0.05, Box(0, 0, 1, 1))
EXIT = Text("EXIT", 0.8, quad(0.6, 0.6, 0.2))
QR = Code("QRCode", "hello", quad(0.2, 0.6, 0.2))


@pytest.fixture
def looked(tmp_path: Path) -> Tape:
    """One look for things and texts, at a picture on the tape."""
    path = tmp_path / "looked"
    scene = Scene(Frame(Instant(2), PICTURE), things=(CUP, FAINT), texts=(EXIT,))
    with TapeWriter(path, now(1), Policy(), background=False) as writer:
        writer.event(now(2), Seen(TurnId(4), scene), ())
        writer.event(now(3), Seen(TurnId(5), Scene(missing="it is dark")), ())
    return read_tape(path)


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

    def ears(*told: tuple[Event, ...]) -> Callable[[Sound], tuple[Event, ...]]:
        left = list(told)

        def hear(sound: Sound) -> tuple[Event, ...]:
            sounds.append(sound)
            return left.pop(0)

        return hear

    def changes(*told: tuple[Event, ...]) -> list[tuple[str, str, str]]:
        return [(one.sense, one.change, one.what) for one in replay_hearing(sensed, ears(*told))]

    wake, half, whole = Wake("glint", 0.7), Heard("what", final=False), Heard("What is this", 0.4)
    assert changes((wake,), (half, whole)) == []
    assert changes((), (whole,)) == [("wake", "gone", "glint")]
    assert changes((wake,), (Heard("what is that"),)) == [
        ("speech", "gone", "what is this"), ("speech", "added", "what is that"),
    ]  # fmt: skip
    assert np.array_equal(sounds[0].samples, SOUND), "ears are given the very samples"


# ------------------------------------------------------------------------------------------------------- as glasses


class Blank:
    size = Size(40, 6)

    async def show(self, card: Card) -> None:
        """Nobody looks."""


SOUND = np.full(1600, 0.25, np.float32)


@pytest.fixture
def sensed(tmp_path: Path) -> Tape:
    """Ten seconds: two pictures and a failure of the camera, sounds with a gap, two touches, two feelings."""
    path = tmp_path / "sensed"
    with TapeWriter(path, now(100), Policy(), background=False) as writer:
        writer.sense("body", now(100), Vitals(0.9))
        writer.sense("camera", now(102), Frame(Instant(102), PICTURE))
        writer.sense("microphone", now(103), Sound(Instant(102.9), SOUND, lost=5))
        writer.sense("microphone", now(104), Sound(Instant(103.9), SOUND, lost=14400))
        writer.sense("button", now(104), Touch())
        writer.sense("body", now(105), Vitals(0.8))
        writer.sense("camera", now(106), Frame(Instant(106), PICTURE[::-1].copy()))
        writer.event(now(106.5), Wake("glint"), ())
        writer.event(now(107), Heard("what is this"), ())
        writer.sense("button", now(108), Typed("and this?"))
        writer.failed("camera", now(109), "it was unplugged")
        writer.failed("microphone", now(109.5), "it fell silent")
        writer.event(now(110), Started(), ())
    return read_tape(path)


async def collect(stream: Any, count: int) -> list[tuple[float, Any]]:
    loop, items = asyncio.get_running_loop(), []
    async with aclosing(stream) as values:
        async for value in values:
            items.append((round(loop.time(), 6), value))
            if len(items) == count:
                break
    return items


def test_each_sense_gives_what_it_gave_when_it_gave_it(sensed: Tape) -> None:
    async def use() -> None:
        glasses = replayed_glasses(sensed, Blank())
        assert glasses.button
        assert glasses.microphone
        assert glasses.body.now() == Now(Instant(50.0), now(100).wall)
        touches, sounds, vitals = await asyncio.gather(
            collect(glasses.button.touches(), 2),
            collect(glasses.microphone.sounds(), 2),
            collect(glasses.body.vitals(), 2),
        )
        assert touches == [(54, Touch()), (58, Typed("and this?"))]
        assert [(at, round(sound.at, 6), sound.lost) for at, sound in sounds] == [(53, 52.9, 0), (54, 53.9, 14400)]
        assert np.array_equal(sounds[0][1].samples, SOUND)
        assert [(at, felt.battery) for at, felt in vitals] == [(50, 0.9), (55, 0.8)]
        assert glasses.body.now().wall == now(108).wall
        with pytest.raises(DeviceError, match="it fell silent"):
            await collect(glasses.microphone.sounds(), 1)
        assert (await collect(glasses.body.vitals(), 1))[0][1].battery == 0.8

    run_virtual(use(), start=50.0, limit=30.0)


def test_the_camera_gives_the_nearest_picture_and_fails_where_it_failed(sensed: Tape) -> None:
    async def use() -> None:
        eye = replayed_glasses(sensed, Blank()).eye
        assert eye
        frames = await collect(eye.frames(Shot(40, 1.0)), 7)
        assert [at for at, _ in frames] == [0, 1, 2, 3, 4, 5, 6]
        assert [frame.at for _, frame in frames] == [at for at, _ in frames]
        first = [np.array_equal(frame.pixels, PICTURE) for _, frame in frames]
        assert first == [True] * 5 + [False] * 2
        assert (await collect(eye.frames(Shot(20, 1.0)), 1))[0][1].pixels.shape == (15, 20, 3)
        await asyncio.sleep(2.5)
        with pytest.raises(DeviceError, match="unplugged"):
            await collect(eye.frames(Shot()), 1)

    run_virtual(use(), limit=30.0)


def test_what_was_heard_then_is_heard_when_its_sound_comes_by(sensed: Tape) -> None:
    ear = TapedEar(sensed, start=0.0)
    assert ear.hear(Sound(Instant(6.0), SOUND)) == ()
    assert ear.hear(Sound(Instant(6.4), SOUND)) == (Wake("glint"),)
    assert ear.hear(Sound(Instant(9.0), SOUND)) == (Heard("what is this"),)
    assert ear.hear(Sound(Instant(9.1), SOUND)) == ()


def test_a_tape_without_senses_makes_glasses_without_them(looked: Tape) -> None:
    async def use() -> Glasses:
        return replayed_glasses(looked, Blank())

    glasses = run_virtual(use())
    assert (glasses.eye, glasses.microphone, glasses.button) == (None, None, None)
    assert seconds(looked) == 2.0


# ------------------------------------------------------------------------------------------------------- scrubbed

SECRETS = ("Grandmother", "4111 1111 1111 1111", "grandmother", "Zürich", "secret", "pills")


def private_events() -> Iterator[Event]:
    frame = Frame(Instant(1), PICTURE)
    yield Started((Alarm(datetime(2026, 3, 1, tzinfo=UTC), "grandmother's pills"),))
    yield Typed("Is 4111 1111 1111 1111 Grandmother's card, in Zürich?", frame)
    yield Query(TurnId(1), "Is 4111 1111 1111 1111 Grandmother's card, in Zürich?", picture=frame)
    yield Heard("a secret of grandmother")
    yield Seen(TurnId(1), Scene(frame, (CUP,), (replace(EXIT, text="secret pills"),), (replace(QR, text="secret"),)))


@dataclass
class Copy:
    original: Tape
    tape: Tape
    unlike: int


@pytest.fixture
def scrubbed(tmp_path: Path) -> Copy:
    state, path = State(), tmp_path / "private"
    with TapeWriter(path, now(0), Policy(), background=False) as writer:
        writer.sense("microphone", now(1), Sound(Instant(1), SOUND))
        writer.sense("camera", now(1), Frame(Instant(1), PICTURE))
        writer.failed("camera", now(1), "secret pills broke it")
        for at, event in enumerate(private_events(), 1):
            state, commands = advance(state, now(at), event, Policy())
            writer.event(now(at), event, commands)
    tape = read_tape(path)
    unlike = scrub(tape, tmp_path / "copy", mind(tape), State())
    return Copy(tape, read_tape(tmp_path / "copy"), unlike)


def test_a_scrubbed_copy_gives_nothing_away(scrubbed: Copy) -> None:
    data = scrubbed.tape.path.read_bytes()
    original = scrubbed.original.path.read_bytes()
    for secret in SECRETS:
        assert json.dumps(secret)[1:-1].encode() in original
        assert json.dumps(secret)[1:-1].encode() not in data, secret
    _, camera, _ = scrubbed.tape.senses()
    assert isinstance(camera.value, Frame)
    assert len(np.unique(camera.value.pixels.reshape(-1, 3), axis=0)) <= BLOCKS * BLOCKS
    sound = next(scrubbed.tape.senses("microphone")).value
    assert isinstance(sound, Sound)
    assert not sound.samples.any()
    assert len(sound.samples) == len(SOUND)


def test_a_scrubbed_copy_still_replays(scrubbed: Copy) -> None:
    assert (scrubbed.unlike, differences(scrubbed.tape)) == (0, [])
    kinds = [[type(step.event), *map(type, step.commands)] for step in scrubbed.original.steps()]
    assert [[type(step.event), *map(type, step.commands)] for step in scrubbed.tape.steps()] == kinds
    seen = [step.event for step in scrubbed.tape.steps() if isinstance(step.event, Seen)]
    assert seen[0].scene.things == (CUP,)


@pytest.mark.parametrize("name", ["first_look", "talking_over_it", "timer_while_talking"])
def test_scenarios_can_be_shared_and_replayed(name: str, played: Callable[[str], Path], tmp_path: Path) -> None:
    tape = read_tape(played(name))
    assert scrub(tape, tmp_path / "copy", mind(tape), State()) == 0
    assert differences(read_tape(tmp_path / "copy")) == []


def test_what_a_changed_mind_makes_of_a_tape_is_counted(played: Callable[[str], Path], tmp_path: Path) -> None:
    tape = read_tape(played("first_look"))

    def silent(state: State, at: Now, event: Event) -> Any:
        return advance(state, at, event, tape.policy)[0], ()

    unlike = scrub(tape, tmp_path / "copy", silent, State())
    assert unlike == len([step for step in tape.steps() if step.commands])


def test_words_stay_words_of_their_length() -> None:
    hide = Scrubber()
    typed = hide(Typed("Anna's 2 cats, and anna's 12 dogs", mode="think"))
    assert typed.mode == "think"
    first, second = typed.text.split(", and".replace("and", ""))[0], typed.text
    assert [len(word) for word in second.split()] == [6, 1, 5, 3, 6, 2, 4]
    assert first[0].isupper()
    words = second.split()
    assert words[0].lower() == words[4], "the same word is the same word"
    assert words[5].isdigit()
    assert hide(Understanding(TurnId(1), "know", {}, why="x" * 99)).why != "x" * 99  # type: ignore[arg-type]
    assert Scrubber()(Typed("Anna")) != Scrubber()(Typed("Anna"))


def test_a_picture_in_blocks_keeps_its_size() -> None:
    assert blocks(PICTURE).shape == PICTURE.shape
    assert blocks(PICTURE[:1]).shape == PICTURE[:1].shape
    assert blocks(PICTURE[:0]).shape == PICTURE[:0].shape


def test_a_cut_tape_is_replayed_as_far_as_it_goes(played: Callable[[str], Path], tmp_path: Path) -> None:
    data = played("first_look").read_bytes()
    (tmp_path / "cut").write_bytes(data[: len(data) * 2 // 3])
    tape = read_tape(tmp_path / "cut")
    assert "cut off" in tape.damage()
    assert differences(tape) == []
    with pytest.raises(FormatError):
        read_tape(Path(__file__))
