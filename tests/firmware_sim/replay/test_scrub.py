"""A copy that is fit to be shared gives nothing away, and still replays."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.messages import (
    Alarm,
    AlarmKind,
    Event,
    Frame,
    Heard,
    Instant,
    Now,
    Query,
    Scene,
    Seen,
    Sound,
    Started,
    TurnId,
    Typed,
    Understanding,
)
from edge.mind.policy import Policy
from edge.mind.session import advance
from edge.mind.state import State
from edge.tape.tape import Tape, TapeWriter, read_tape
from firmware_sim.replay.scrub import BLOCKS, Scrubber, blocks, scrub
from tests.firmware_sim.replay.taped import CUP, EXIT, PICTURE, QR, SOUND, differences, mind, now

SECRETS = ("Grandmother", "4111 1111 1111 1111", "grandmother", "Zürich", "secret", "pills")


def private_events() -> Iterator[Event]:
    frame = Frame(Instant(1), PICTURE)
    kept = Alarm(datetime(2026, 3, 1, tzinfo=UTC), "grandmother's pills", kind=AlarmKind.REMINDER, text="secret pills")
    yield Started((kept,))
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
