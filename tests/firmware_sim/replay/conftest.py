"""Tapes that several tests replay."""

from collections.abc import Callable
from pathlib import Path

import pytest

from edge.messages import (
    Frame,
    Heard,
    Instant,
    Scene,
    Seen,
    Sound,
    Started,
    Touch,
    TurnId,
    Typed,
    Vitals,
    Wake,
)
from edge.mind.policy import Policy
from edge.tape.tape import Tape, TapeWriter, read_tape
from firmware_sim.commands import play
from firmware_sim.world.scenario import load_scenario
from tests.firmware_sim.replay.taped import CUP, EXIT, FAINT, PICTURE, SOUND, now


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Tapes of the scenarios that came along, each played once."""
    folder = tmp_path_factory.mktemp("played")

    def tape_of(name: str) -> Path:
        path = folder / f"{name}.tape"
        if not path.exists():
            play(load_scenario(name), tape=path)
        return path

    return tape_of


@pytest.fixture
def looked(tmp_path: Path) -> Tape:
    """One look for things and texts, at a picture on the tape."""
    path = tmp_path / "looked"
    scene = Scene(Frame(Instant(2), PICTURE), things=(CUP, FAINT), texts=(EXIT,))
    with TapeWriter(path, now(1), Policy(), background=False) as writer:
        writer.event(now(2), Seen(TurnId(4), scene), ())
        writer.event(now(3), Seen(TurnId(5), Scene(missing="it is dark")), ())
    return read_tape(path)


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
