"""A tape loses nothing that was on it before it was cut, whatever was done to it, and says what is missing."""

import asyncio
import json
import os
import struct
import zlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.devices import Eye, Glasses
from edge.errors import DeviceError, FormatError
from edge.messages import (
    Begin,
    Card,
    Frame,
    Instant,
    Intent,
    Look,
    Now,
    Query,
    Shot,
    Show,
    Size,
    Sound,
    Started,
    Touch,
    Typed,
    Vitals,
)
from edge.mind.policy import Fallbacks, Policy, Situation
from edge.tape.tape import FORMAT, Tape, TapeWriter, read_tape, record
from tests.edge.tape.taped import PICTURE, POLICY, STEPS, now, picture, sound, write_steps

THEN = Fallbacks(
    {Intent.LOOK: "what", Intent.READ: "read", Intent.SCAN: "scan", Intent.ACT: "cannot", Intent.RECALL: "cannot"},
    without_server="without_server",
    meanwhile="what",
)
"""Who answered what no skill claims, when format 1 was written."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tape") / "whole.tape"
    write_steps(path)
    return path


def first_step(path: Path) -> int:
    """Where the first entry after title and head begins."""
    return path.read_bytes().index(b"\xf5GT\nE")


def tape_of(data: bytes, folder: Path) -> Tape:
    path = folder / "made.tape"
    path.unlink(missing_ok=True)
    path.write_bytes(data)
    return read_tape(path)


# ------------------------------------------------------------------------------------------------------ there and back


def test_what_was_written_is_read(whole: Path) -> None:
    tape = read_tape(whole)
    assert tuple(tape.steps()) == STEPS
    assert (tape.policy, tape.began, tape.damage(), tape.ended) == (POLICY, now(0.5), "", True)


def test_one_picture_in_many_messages_is_one_picture(whole: Path) -> None:
    assert whole.read_bytes().count(b"PNG") == 1
    *_, step = read_tape(whole).steps()
    assert isinstance(step.event, Query)
    assert isinstance(step.commands[0], Look)
    assert step.event.picture is not None
    assert step.commands[0].picture is not None
    assert step.event.picture.pixels is step.commands[0].picture.pixels
    assert np.array_equal(step.event.picture.pixels, PICTURE.pixels)


@pytest.mark.parametrize("background", [True, False])
def test_senses_come_back_as_they_were(tmp_path: Path, background: bool) -> None:
    values: list[tuple[str, Any]] = [
        ("camera", picture(1.0)),
        ("microphone", sound(1.1)),
        ("button", Touch()),
        ("body", Vitals(0.5, 30.0)),
    ]
    with TapeWriter(tmp_path / "t", now(0), POLICY, background=background) as writer:
        for at, (sense, value) in enumerate(values):
            writer.sense(sense, now(at), value)
        writer.failed("camera", now(9), "it was unplugged")
    taped = list(read_tape(tmp_path / "t").senses())
    assert [(one.sense, one.value) for one in taped[:-1]] == values
    assert np.array_equal(taped[0].value.pixels, values[0][1].pixels)  # type: ignore[union-attr]
    assert np.array_equal(taped[1].value.samples, values[1][1].samples)  # type: ignore[union-attr]
    assert (taped[-1].sense, taped[-1].value, taped[-1].failed) == ("camera", None, "it was unplugged")
    assert [one.sense for one in read_tape(tmp_path / "t").senses("button", "body")] == ["button", "body"]


def test_a_tape_is_for_its_owner_only_and_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "t"
    write_steps(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        TapeWriter(path, now(0), POLICY)


# ------------------------------------------------------------------------------------------------- cut and damaged


def test_cut_at_every_byte_it_keeps_all_that_was_whole(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.tape"
    path.write_bytes(whole.read_bytes())
    kept = []
    for length in reversed(range(path.stat().st_size)):
        os.truncate(path, length)
        try:
            tape = read_tape(path)
        except FormatError:
            assert length < first_step(whole)
            continue
        assert length >= first_step(whole)
        kept.append(steps := tuple(tape.steps()))
        assert steps == STEPS[: len(steps)]
        assert not tape.ended
        assert "cut off" in tape.damage()
    counts = [len(steps) for steps in kept]
    assert counts == sorted(counts, reverse=True)
    assert set(counts) == {0, 1, 2, 3, 4}


def test_an_entry_that_is_not_what_its_checksum_says_is_passed_over(whole: Path, tmp_path: Path) -> None:
    tape = tape_of(whole.read_bytes().replace(b'"kind": "hold"', b'"kind": "sold"'), tmp_path)
    assert tuple(tape.steps()) == (STEPS[0], *STEPS[2:])
    assert "1 damaged places" in tape.damage()


@given(at=st.integers(0), bits=st.integers(1, 255))
def test_one_wrong_byte_costs_one_entry(
    at: int, bits: int, whole: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(whole.read_bytes())
    data[at % len(data)] ^= bits
    try:
        tape = tape_of(bytes(data), tmp_path_factory.getbasetemp())
    except FormatError:
        assert at % len(data) < first_step(whole), "only its title and its head are needed to read it"
        return
    steps = list(tape.steps())
    assert len(steps) >= len(STEPS) - 1
    assert [step for step in STEPS if step in steps] == steps
    assert tape.damage()


@given(junk=st.binary(max_size=400), at=st.integers(0))
def test_what_is_no_tape_is_refused_in_one_line(
    junk: bytes, at: int, whole: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = whole.read_bytes()
    at %= len(data)
    for made in (junk, data[:at] + junk + data[at:], b"glint tape 1\n" + junk):
        try:
            steps = list(tape_of(made, tmp_path_factory.getbasetemp()).steps())
        except FormatError as error:
            words = str(error)
        else:
            words = ""
            assert [step for step in STEPS if step in steps] == steps
        assert "\n" not in words


# ------------------------------------------------------------------------------------------------------- formats


def by_hand(kind: bytes, payload: bytes) -> bytes:
    head = struct.pack("<sI", kind, len(payload))
    return b"\xf5GT\n" + head + struct.pack("<I", zlib.crc32(head + payload)) + payload


GOOD = b'{"at": 1.0, "wall": {"time": "2026-01-02T03:04:05+00:00"}}'
HEAD = b'{"began": %s, "policy": {}}' % GOOD
BOMB = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 20000, 20000) + b"\x08\x02\0\0\0" + b"x" * 99


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (b"H", b"{}"), (b"H", b"[]"), (b"H", b"\xff"), (b"E", b"7"), (b"E", b"{}"), (b"E", b"null"),
        (b"E", b'{"now": %s, "event": {"is": "Nobody"}, "commands": []}' % GOOD),
        (b"E", b'{"now": %s, "event": {"is": "Tick"}, "commands": {}}' % GOOD),
        (b"S", b"{}"), (b"S", b'{"now": %s, "sense": "camera", "value": {"is": "Tick"}}' % GOOD),
        (b"B", b"\0\0\0\0" + b"{}\n"), (b"B", b"\0\0\0\0" + b'{"as": "png"}\n' + BOMB),
        (b"B", b"\0\0\0\0" + b'{"as": "raw", "type": "O", "shape": [1]}\n12345678'),
    ],
)  # fmt: skip
def test_whole_entries_that_make_no_sense_are_refused_in_one_line(kind: bytes, payload: bytes, tmp_path: Path) -> None:
    frame = b'{"now": %s, "sense": "camera", "value": {"is": "Frame", "at": 1.0, "pixels": 0, "lost": 0}}' % GOOD
    records = [(b"H", HEAD)] * (kind != b"H") + [(kind, payload)] + [(b"S", frame)] * (kind == b"B")
    with pytest.raises(FormatError) as refused:  # noqa: PT012 - where it is noticed is not promised
        tape = tape_of(b"glint tape 1\n" + b"".join(by_hand(*one) for one in records), tmp_path)
        list(tape.steps())
        list(tape.senses())
    assert "\n" not in str(refused.value)


FORMAT_1 = Path(__file__).with_name("format_1.tape")


def test_format_1_is_read_for_ever() -> None:
    """The file was written by the first Glint. It never changes: if this fails, bump FORMAT and add an upgrade."""
    tape = read_tape(FORMAT_1)
    first, second = tape.steps()
    assert isinstance(first.event, Started)
    assert isinstance(second.event, Typed)
    assert second.event.picture is not None
    assert second.event.picture.pixels.tolist() == [[[255, 0, 0], [0, 0, 255]]]
    assert second.commands == (Begin("what is this?", picture=second.event.picture),)
    assert [one.sense for one in tape.senses()] == ["microphone", "camera"]
    assert (tape.policy.recent_turns, tape.damage()) == (6, "")
    assert tape.policy.situation == Situation(servers=False, spoken=True)


@pytest.mark.parametrize("beside", [{}, {"server_beside": True}])
def test_format_1_kept_the_situation_among_the_settings(beside: dict[str, bool], tmp_path: Path) -> None:
    wall = {"time": "2026-01-02T03:04:05+00:00", "trusted": True}
    settings = {"servers": True, "spoken": False, **beside, "listen_for": 4.0}
    head = json.dumps({"began": {"at": 1.0, "wall": wall}, "policy": settings}).encode()
    tape = tape_of(b"glint tape 1\n" + by_hand(b"H", head), tmp_path)
    situation = Situation(servers=True, beside=bool(beside), spoken=False)
    assert tape.policy == Policy(listen_for=4.0, situation=situation, fallbacks=THEN)


def test_format_1_is_what_the_docs_say_it_is(tmp_path: Path) -> None:
    wall = {"time": "2026-01-02T03:04:05+00:00", "trusted": True}
    began = json.dumps({"began": {"at": 1.0, "wall": wall}, "policy": {}}).encode()
    step = json.dumps(
        {"now": {"at": 2.0, "wall": wall}, "event": {"is": "Touch", "kind": "tap"}, "commands": []}
    ).encode()
    tape = tape_of(b"glint tape 1\n" + by_hand(b"H", began) + by_hand(b"E", step) + by_hand(b"Z", b"{}"), tmp_path)
    assert [one.event for one in tape.steps()] == [Touch("tap")]
    assert (tape.policy, tape.damage()) == (Policy(fallbacks=THEN), "")


@pytest.mark.parametrize(
    "command",
    ['{"is": "Show", "card": 7}', '{"is": "End", "acts": [7]}', "7", '{"is": "Carried", "acts": [{"skill": []}]}'],
)
def test_an_old_entry_that_makes_no_sense_is_told_in_one_line(command: str, tmp_path: Path) -> None:
    head = b'{"began": %s, "policy": {}}' % GOOD
    step = b'{"now": %s, "event": {"is": "Tick"}, "commands": [%s]}' % (GOOD, command.encode())
    tape = tape_of(b"glint tape 1\n" + by_hand(b"H", head) + by_hand(b"E", step), tmp_path)
    with pytest.raises(FormatError, match="cannot read"):
        list(tape.steps())


def test_a_tape_of_another_day_is_read_as_far_as_the_classes_are_the_same(tmp_path: Path) -> None:
    """A field, an entry's key and a kind of record that only a newer Glint knows; a policy without today's fields."""
    began = json.dumps({"began": json.loads(GOOD), "policy": {"recent_turns": 3, "mood": "calm"}, "by": "0.9"}).encode()
    step = b'{"now": %s, "event": {"is": "Touch", "kind": "hold", "finger": 2}, "commands": [%s], "took": 0.1}' % (
        GOOD, b'{"is": "Show", "card": {"title": "Hello", "icon": "wave"}, "layer": 1}',
    )  # fmt: skip
    sense = b'{"now": %s, "sense": "body", "value": {"is": "Vitals", "battery": 0.5, "steps": 9000}}' % GOOD
    records = [(b"H", began), (b"E", step), (b"S", sense), (b"N", b"news"), (b"Z", b"{}")]
    tape = tape_of(b"glint tape 1\n" + b"".join(by_hand(*one) for one in records), tmp_path)
    (found,) = tape.steps()
    assert (found.event, found.commands) == (Touch("hold"), (Show("Hello"),))
    assert [one.value for one in tape.senses()] == [Vitals(battery=0.5)]
    assert (tape.policy, tape.damage()) == (Policy(recent_turns=3, fallbacks=THEN), "")


def test_a_newer_format_is_refused_and_an_older_one_upgraded(whole: Path, tmp_path: Path) -> None:
    data = whole.read_bytes()
    title = b"glint tape %d\n" % FORMAT
    newer, older = tmp_path / "newer", tmp_path / "older"
    newer.write_bytes(data.replace(title, b"glint tape %d\n" % (FORMAT + 1)))
    older.write_bytes(data.replace(title, b"glint tape 0\n"))
    with pytest.raises(FormatError, match=r"has format 3, and this Glint reads up to 2: update Glint$"):
        read_tape(newer)
    with pytest.raises(FormatError, match="no released Glint"):
        read_tape(older)

    def shout(kind: bytes, entry: dict[str, Any]) -> dict[str, Any]:
        """As if format 0 had kept what was typed in small letters."""
        event = entry.get("event", {})
        return entry if "text" not in event else {**entry, "event": {**event, "text": event["text"].upper()}}

    same = dict.fromkeys(range(1, FORMAT), lambda _, entry: entry)
    upgraded = read_tape(older, {**same, 0: shout})
    assert [step.event.text for step in upgraded.steps() if isinstance(step.event, Typed)] == ["WHAT IS THIS?"]
    twice = read_tape(older, {**same, 0: shout, 1: lambda _, entry: {**entry, "commands": []}})
    assert [step.commands for step in twice.steps()] == [(), (), (), ()]


# ------------------------------------------------------------------------------------------------------ wrapped glasses


class World:
    """Devices that give what they are told to, and remember what was asked of them."""

    def __init__(self) -> None:
        self.lamp: list[bool] = []
        self.closed = 0

    def now(self) -> Now:
        return now(5.0)

    async def set(self, on: bool) -> None:
        self.lamp.append(on)

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        try:
            yield Frame(Instant(1), PICTURE.pixels)
            yield Frame(Instant(2), PICTURE.pixels)
            raise DeviceError("camera", "it was unplugged")
        finally:
            self.closed += 1

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        yield sound()

    async def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        yield Touch()
        yield Typed("hello")

    async def vitals(self) -> AsyncGenerator[Vitals, None]:
        yield Vitals(0.4)

    size = Size(40, 6)

    async def show(self, card: Card) -> None:
        """A display is no sense."""


def test_glasses_are_taped_as_they_are_used(tmp_path: Path) -> None:
    world = World()
    glasses = Glasses(world, world, Eye(world, world), world, world)

    async def use() -> None:
        with TapeWriter(tmp_path / "t", now(0), POLICY) as writer:
            taped = record(glasses, writer)
            assert taped.body.now() == now(5.0)
            assert taped.eye
            assert taped.microphone
            assert taped.button
            for stream in (taped.microphone.sounds(), taped.button.touches(), taped.body.vitals()):
                async with aclosing(stream) as values:
                    assert [value async for value in values]
            async with aclosing(taped.eye.frames(Shot())) as frames:
                with pytest.raises(DeviceError, match="unplugged"):
                    assert [frame.at async for frame in frames] == []

    asyncio.run(use())
    assert (world.lamp[0], world.lamp[-1], world.closed) == (True, False, 1)
    senses = [(one.sense, type(one.value).__name__, one.failed) for one in read_tape(tmp_path / "t").senses()]
    assert senses == [
        ("microphone", "Sound", ""), ("button", "Touch", ""), ("button", "Typed", ""), ("body", "Vitals", ""),
        ("camera", "Frame", ""), ("camera", "Frame", ""), ("camera", "NoneType", "it was unplugged"),
    ]  # fmt: skip


def test_glasses_without_senses_have_none_on_tape_either(tmp_path: Path) -> None:
    world = World()
    with TapeWriter(tmp_path / "t", now(0), POLICY) as writer:
        taped = record(Glasses(world, world), writer)
    assert (taped.eye, taped.microphone, taped.button) == (None, None, None)


def test_nothing_is_left_open(tmp_path: Path) -> None:
    before = sorted(Path("/proc/self/fd").iterdir())
    write_steps(tmp_path / "t")
    tape = read_tape(tmp_path / "t")
    next(tape.steps())
    assert sorted(Path("/proc/self/fd").iterdir()) == before
