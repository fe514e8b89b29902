"""A copy that is fit to be shared gives nothing away, and still replays."""

import base64
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
    Box,
    Command,
    Event,
    Frame,
    Guess,
    Heard,
    Instant,
    Intent,
    Need,
    Now,
    Pixels,
    Query,
    Scene,
    Seen,
    Slot,
    Sound,
    Started,
    Text,
    Thing,
    TurnId,
    Typed,
    Understanding,
)
from edge.mind.policy import Policy
from edge.mind.session import advance
from edge.mind.state import State
from edge.reach.gate.pictures import GREY
from edge.tape.arrays import unpack
from edge.tape.codec import encode
from edge.tape.file import Record, read_payload, read_records
from edge.tape.tape import Tape, TapeWriter, read_tape
from edge.tape.writer import ARRAY, NUMBER
from firmware_sim.replay.pictures import PictureHider
from firmware_sim.replay.scrub import BLOCKS, Scrubbed, Scrubber, blocks, scrub
from tests.firmware_sim.replay.taped import CUP, EXIT, PICTURE, QR, SOUND, differences, mind, now, quad

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
    blocked: int = 0


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
    unlike = scrub(tape, tmp_path / "copy", mind(tape), State()).unlike
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


def test_whether_glint_was_spoken_to_is_decided_as_it_was(tmp_path: Path) -> None:
    asked, scores = "show me the croissant", {Intent.NONE: 0.5, Intent.KNOW: 0.4}
    meant = Understanding(TurnId(1), Intent.NONE, scores, task="not_for_us", sure=0.5, addressed=True)
    state, commands = State(), ()
    with TapeWriter(tmp_path / "private", now(0), Policy(), background=False) as writer:
        for at, event in enumerate((Started(()), Typed(asked), Query(TurnId(1), asked), meant), 1):
            state, commands = advance(state, now(at), event, Policy())
            writer.event(now(at), event, commands)
    tape = read_tape(tmp_path / "private")
    scrub(tape, tmp_path / "copy", mind(tape), State())
    *_, last = read_tape(tmp_path / "copy").steps()
    assert commands
    assert [type(command) for command in last.commands] == [type(command) for command in commands]


def test_what_a_changed_mind_makes_of_a_tape_is_counted(played: Callable[[str], Path], tmp_path: Path) -> None:
    tape = read_tape(played("first_look"))

    def silent(state: State, at: Now, event: Event) -> Any:
        return advance(state, at, event, tape.policy)[0], ()

    unlike = scrub(tape, tmp_path / "copy", silent, State()).unlike
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


def test_words_in_named_places_and_what_else_was_heard_go_too() -> None:
    understood = Understanding(
        TurnId(1),
        Intent.ACT,
        {Intent.ACT: 0.9},
        task="timer_set",
        slots=(Slot("label", "anna 4711"),),
        heard="for anna",
    )
    heard = Heard("for anna", 0.5, others=(Guess("for hannah", -2.5),))
    hide = Scrubber()
    told = repr((hide(understood), hide(heard)))
    assert not [word for word in ("anna", "4711", "hannah") if word in told]
    assert "timer_set" in told  # one of a few dozen names of ours, by which the mind decides
    assert (hide(understood).slots[0].kind, hide(heard).others[0].score) == ("label", -2.5)
    assert hide(Box(0.1, 0.2, 0.3, 0.4)) == Box(0.1, 0.2, 0.3, 0.4)


def test_a_picture_in_blocks_keeps_its_size() -> None:
    assert blocks(PICTURE).shape == PICTURE.shape
    assert blocks(PICTURE[:1]).shape == PICTURE[:1].shape
    assert blocks(PICTURE[:0]).shape == PICTURE[:0].shape


# ---------------------------------------------------------------------------------- pictures that are blocks, or kept


def noise(seed: int, height: int = 20, width: int = 20) -> Pixels:
    return np.random.default_rng(seed).integers(0, 80, (height, width, 3), np.uint8)


FACE, PLATE, CARD, LETTER = (noise(seed) for seed in (1, 2, 3, 4))
PLACES = {(10, 10): FACE, (100, 10): PLATE, (10, 80): CARD, (100, 80): LETTER}
VIEW = noise(5, 120, 160) + 100
for (x_, y_), what_ in PLACES.items():
    VIEW[y_ : y_ + 20, x_ : x_ + 20] = what_
UNSEEN = VIEW[:, ::-1].copy()  # a picture in which every look fails
PLAIN = noise(6, 120, 160) + 100


def box_of(frame: Frame, what: Pixels) -> tuple[Box, ...]:
    """Where this stands in the picture, as it is."""
    height, width = frame.pixels.shape[:2]
    for (x, y), there in PLACES.items():
        if there is what and np.array_equal(frame.pixels[y : y + 20, x : x + 20], what):
            return (Box(x / width, y / height, (x + 20) / width, (y + 20) / height),)
    return ()


def faces_and_plates(frame: Frame) -> tuple[Thing, ...]:
    if np.array_equal(frame.pixels, UNSEEN):
        raise ValueError("secret pills")
    return tuple(Thing("face", 0.9, box) for what in (FACE, PLATE) for box in box_of(frame, what))


def cards(frame: Frame) -> tuple[Text, ...]:
    return tuple(Text("4111 1111 1111 1111", 0.9, quad(box.x1, box.y1, 0.125)) for box in box_of(frame, CARD))


def told() -> Iterator[Event]:
    """A secret said, typed and read; a face, a plate and a card in view, and a letter that was read then only."""
    view = Frame(Instant(1), VIEW)
    letter = Scene(view, (CUP,), (replace(EXIT, text="secret pills", quad=quad(0.63, 0.67, 0.12)),), ())
    yield from private_events()
    yield Typed("what is secret in this", view)
    yield Query(TurnId(2), "what is secret in this", picture=view)
    yield Understanding(TurnId(2), Intent.READ, {Intent.READ: 1.0}, frozenset({Need.TEXTS}), why="secret pills")
    yield Seen(TurnId(2), letter)
    yield Typed("and in Zürich?", Frame(Instant(2), UNSEEN))


def copied(folder: Path, pictures: PictureHider | None) -> Copy:
    state, path = State(), folder / "told"
    with TapeWriter(path, now(0), Policy(), background=False) as writer:
        writer.sense("microphone", now(1), Sound(Instant(1), SOUND))
        for at, pixels in enumerate((VIEW, UNSEEN, PLAIN, VIEW.copy()), 1):
            writer.sense("camera", now(at), Frame(Instant(at), pixels))
        writer.sense("button", now(2), Typed("a secret of grandmother", Frame(Instant(1), VIEW)))
        writer.failed("camera", now(9), "secret pills broke it")
        for at, event in enumerate(told(), 1):
            state, commands = advance(state, now(at), event, Policy())
            writer.event(now(at), event, commands)
    tape = read_tape(path)
    done = scrub(tape, folder / "copy", mind(tape), State(), pictures)
    return Copy(tape, read_tape(folder / "copy"), done.unlike, done.blocked)


KEEPING = PictureHider(faces_and_plates, cards, lambda _: ())


@pytest.fixture(params=["blocks", "kept"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Copy:
    return copied(tmp_path, KEEPING if request.param == "kept" else None)


def forms(secret: str) -> Iterator[bytes]:
    """The bytes in which a secret might stand in a file."""
    yield json.dumps(secret)[1:-1].encode()
    for coding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
        plain = secret.encode(coding)
        yield plain
        yield plain.hex().encode()
        for shift in range(3):  # as it stands in the base64 of something longer
            yield base64.b64encode(bytes(shift) + plain)[-(-8 * shift // 6) : 8 * (shift + len(plain)) // 6]


def layers(tape: Tape) -> Iterator[bytes]:
    """The file, each of its records, and each array as it was before it was packed."""
    yield tape.path.read_bytes()
    for record in read_records(tape.path):
        assert isinstance(record, Record)
        payload = read_payload(tape.path, record)
        yield payload
        if record.kind == ARRAY:
            yield unpack(payload[NUMBER.size :]).tobytes()


def test_a_secret_is_in_no_byte_of_a_copy(shared: Copy):
    before, after = (list(layers(tape)) for tape in (shared.original, shared.tape))
    for secret in SECRETS:
        assert any(json.dumps(secret)[1:-1].encode() in layer for layer in before), "it was there"
        for form in forms(secret):
            assert not any(form in layer for layer in after), (secret, form)
    for what in (FACE, PLATE, CARD, LETTER):
        for row in what:
            assert any(row.tobytes() in layer for layer in before)
            assert not any(row.tobytes() in layer for layer in after)
            assert not any(row[::-1].tobytes() in layer for layer in after), "nor mirrored, where no look worked"


def comparable(tape: Tape) -> Iterator[object]:
    """Every field of every command; words as their length, pictures as their size."""

    def lengths(data: object) -> object:
        match data:
            case dict():
                return {key: lengths(one) for key, one in data.items()}
            case list():
                return [lengths(one) for one in data]
        return len(data) if isinstance(data, str) else data

    store: Any = lambda array: list(array.shape)  # noqa: E731
    for step in tape.steps():
        yield step.now, [(type(one).__name__, lengths(encode(Command, one, store))) for one in step.commands]


def test_the_mind_decides_on_a_copy_as_it_did(shared: Copy):
    assert (shared.unlike, differences(shared.original), differences(shared.tape)) == (0, [], [])
    assert list(comparable(shared.tape)) == list(comparable(shared.original))


def test_kept_pictures_are_painted_where_something_was_found_and_only_there(tmp_path: Path):
    copy = copied(tmp_path, KEEPING)
    first, unseen, plain, again = (sensed.value.pixels for sensed in copy.tape.senses("camera") if sensed.value)  # type: ignore[union-attr]
    grey = (first == GREY).all(2)
    outside = np.ones(grey.shape, bool)
    for x, y in PLACES:
        assert grey[y : y + 20, x : x + 20].all(), (x, y)
        outside[max(0, y - 8) : y + 28, max(0, x - 8) : x + 28] = False
    assert (first[outside] == VIEW[outside]).all()
    assert (plain == PLAIN).all(), "nothing was found in it"
    assert (again == first).all(), "what was read in the first was read in the same picture taken again"
    assert copy.blocked == 1
    assert len(np.unique(unseen.reshape(-1, 3), axis=0)) <= BLOCKS * BLOCKS
    (typed,) = (sensed.value for sensed in copy.tape.senses("button"))
    assert isinstance(typed, Typed)
    assert typed.picture is not None
    assert (typed.picture.pixels == first).all()


def test_without_a_hider_no_picture_is_kept(tmp_path: Path):
    copy = copied(tmp_path, None)
    assert copy.blocked == 0
    for sensed in copy.tape.senses("camera"):
        if isinstance(sensed.value, Frame):
            assert len(np.unique(sensed.value.pixels.reshape(-1, 3), axis=0)) <= BLOCKS * BLOCKS


def test_a_damaged_picture_stays_one(tmp_path: Path):
    path = tmp_path / "damaged"
    with TapeWriter(path, now(0), Policy(), background=False) as writer:
        writer.sense("camera", now(1), Frame(Instant(1), VIEW[:0]))
    tape = read_tape(path)
    assert scrub(tape, tmp_path / "copy", mind(tape), State(), KEEPING) == Scrubbed(0, 0)


@pytest.mark.parametrize("pictures", [None, KEEPING], ids=["blocks", "kept"])
@pytest.mark.parametrize("name", ["first_look", "talking_over_it", "timer_while_talking"])
def test_scenarios_can_be_shared_and_replayed(
    name: str, pictures: PictureHider | None, played: Callable[[str], Path], tmp_path: Path
):
    tape = read_tape(played(name))
    assert scrub(tape, tmp_path / "copy", mind(tape), State(), pictures) == Scrubbed(unlike=0)
    assert differences(read_tape(tmp_path / "copy")) == []
