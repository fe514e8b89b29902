"""A tape that somebody brings is shown as it was recorded, and whatever else is brought is refused in words."""

import random
from pathlib import Path

import pytest

from edge.config import Config
from edge.errors import UsageError
from edge.messages import Vitals
from edge.mind.policy import Policy
from edge.skills.view.describe import POOLED, Bar
from edge.tape.file import RecordWriter
from edge.tape.tape import TapeWriter, read_tape
from edge.tape.writer import ARRAY, NUMBER, STEP
from firmware_sim.commands import play
from firmware_sim.desktop.json_text import json_text
from firmware_sim.desktop.session_log import SessionLog
from firmware_sim.desktop.tapes import STEPS_AT_MOST, replayed, scrubbed
from firmware_sim.world.scenario import load_scenario
from tests.firmware_sim.replay.taped import now


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory):
    """A tape of a scenario, and the steps that were told while it was played."""
    path, taken = tmp_path_factory.mktemp("tapes") / "label.tape", []
    played = play(load_scenario("reading_a_label"), tape=path, observers=(lambda *step: taken.append(step),))
    return path, taken, played


def test_the_steps_of_a_tape_are_those_that_were_recorded(recorded):
    path, taken, played = recorded
    session = replayed(path)
    live = SessionLog(played.policy, 0.0)
    assert session["steps"] == [live.step(*step) for step in taken]
    assert session["turns"] == live.cards.all()
    assert session["frames"].keys() == {str(turn) for turn in live.frames}
    assert session["about"] == ""
    assert session["began"] == read_tape(path).began.wall.time.isoformat(timespec="seconds")


def test_what_is_not_sure_enough_is_not_shown(tmp_path: Path):
    path = tmp_path / "look.tape"
    play(load_scenario("first_look"), tape=path)
    shown = [one for frame in replayed(path)["frames"].values() for one in frame["things"]]
    strict = replayed(path, Bar({"answer": {POOLED: 0.999}}))["frames"]
    assert shown
    assert not any(frame["things"] for frame in strict.values())


def test_a_tape_that_was_cut_is_shown_as_far_as_it_goes_and_says_so(recorded, tmp_path: Path):
    path, _, _ = recorded
    cut = tmp_path / "cut.tape"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    session, whole = replayed(cut), replayed(path)
    assert "cut off" in session["about"]
    assert session["steps"] == whole["steps"][: len(session["steps"])]
    assert 0 < len(session["steps"]) < len(whole["steps"])


def test_what_is_too_long_is_cut_and_says_so(tmp_path: Path):
    path = tmp_path / "long.tape"
    with TapeWriter(path, now(1.0), Policy(), background=False) as writer:
        for n in range(STEPS_AT_MOST + 3):
            writer.event(now(1.0 + n), Vitals(0.5), ())
    session = replayed(path)
    assert len(session["steps"]) == STEPS_AT_MOST
    assert f"only the first {STEPS_AT_MOST} steps" in session["about"]


FOREIGN = {
    "empty": b"", "zeros": bytes(5000), "text": b"hello\n" * 100, "a picture": b"\xff\xd8\xff\xe0" + bytes(500),
    "json": b'{"format": 1}', "a scenario": b'title = "t"\nseconds = 3\n',
}  # fmt: skip


@pytest.mark.parametrize("data", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_tape_is_refused_in_words_and_without_its_path(data: bytes, tmp_path: Path):
    path = tmp_path / "foreign.tape"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="no tape that can be read") as refused:
        replayed(path)
    assert str(tmp_path) not in str(refused.value)
    with pytest.raises(UsageError, match="no tape that can be read"):
        scrubbed(path, tmp_path / "copy.tape", Config())


def test_a_tape_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(UsageError):
        replayed(tmp_path / "gone.tape")


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_tape_is_shown_as_far_as_it_goes_or_refused(recorded, seed: int, tmp_path: Path):
    """Bytes change, are lost or are doubled anywhere."""
    path, _, _ = recorded
    dice, data = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(dice.choice([1, 3, 30])):
        at = dice.randrange(len(data))
        match dice.randrange(3):
            case 0:
                data[at] = dice.randrange(256)
            case 1:
                del data[at : at + dice.randrange(1, 400)]
            case 2:
                data[at:at] = data[at : at + dice.randrange(1, 400)]
    damaged = tmp_path / "damaged.tape"
    damaged.write_bytes(data)
    said = []
    for use in (replayed, lambda tape: scrubbed(tape, tmp_path / "copy.tape", Config())):
        try:
            use(damaged)
        except UsageError as error:
            said.append(str(error))
    assert not [words for words in said if str(tmp_path) in words]


def test_a_copy_that_may_be_shared_has_no_word_of_the_wearer(recorded, tmp_path: Path):
    path, _, _ = recorded
    copy = tmp_path / "copy.tape"
    assert scrubbed(path, copy, Config())["unlike"] == 0
    session = replayed(copy)
    assert len(session["steps"]) == len(replayed(path)["steps"])
    words = {card["text"] for card in replayed(path)["turns"]}
    assert not words & {card["text"] for card in session["turns"]}


def crafted(folder: Path, *records: tuple[bytes, bytes]) -> Path:
    """A tape that is sound as a file, and holds these records after a vital sign."""
    path, more = folder / "crafted.tape", folder / "more.tape"
    with TapeWriter(path, now(1.0), Policy(), background=False) as writer:
        writer.event(now(1.0), Vitals(0.5), ())
    end = RecordWriter(more)
    for kind, payload in records:
        end.write(kind, payload)
    end.close()
    path.write_bytes(path.read_bytes() + more.read_bytes().partition(b"\n")[2])
    return path


def step(event: str, at: str = "2.0") -> tuple[bytes, bytes]:
    return (
        STEP,
        f"""{{"now": {{"at": {at}, "wall": {{"time": "2026-05-04T09:30:00+00:00"}}}},
                      "event": {event}, "commands": []}}""".encode(),
    )


ARRAYS = [
    b'{"as": "raw", "type": "<f8", "shape": [5]}\n' + bytes(40),
    b'{"as": "raw", "type": "O", "shape": [1]}\n' + bytes(8),
    b'{"as": "raw", "type": "|u1", "shape": [1, 2, 2, 3]}\n' + bytes(12), b'{"as": "png"}\n' + bytes(30), b"{}\n", b"x",
    b'{"as": "png"}\n\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR' + (30_000).to_bytes(4, "big") * 2,
    b'{"as": "raw", "type": "|u1", "shape": [99999999999, 9999999999, 3]}\n',
]  # fmt: skip
SEEN = """{"is": "Seen", "turn": 1, "scene": {"frame": {"at": 2.0, "pixels": 7}, "things": null, "texts": null,
           "codes": null, "missing": ""}, "seconds": 0.1}"""
CRAFTED = {
    **{f"array {n}": [(ARRAY, NUMBER.pack(7) + array), step(SEEN)] for n, array in enumerate(ARRAYS)},
    "deep": [(STEP, b'{"now":' * 100_000)],
    "deeper": [step("[" * 5000 + "]" * 5000)],
    "no numbers": [step('{"is": "Vitals", "battery": NaN, "celsius": Infinity, "link": "up"}')],
    "half a surrogate": [step('{"is": "Heard", "text": "\\ud800", "final": true, "confidence": 0.5}')],
    "unknown": [step('{"is": "Nothing"}')],
    "a class of ours": [step('{"is": "Policy"}')],
    "no time": [step('{"is": "Vitals"}', "NaN")],
    "far future": [step('{"is": "Vitals"}', "1e300")],
    "no commands": [(STEP, b'{"now": {}, "event": {}, "commands": {}}')],
    "an array without its number": [(ARRAY, b"")],
}


@pytest.mark.parametrize("records", CRAFTED.values(), ids=CRAFTED)
def test_a_crafted_tape_is_shown_or_refused_and_nothing_else(records, tmp_path: Path):
    path, said = crafted(tmp_path, *records), []
    for use in (replayed, lambda tape: scrubbed(tape, tmp_path / "copy.tape", Config())):
        try:
            json_text(use(path))
        except UsageError as error:
            said.append(str(error))
    assert not [words for words in said if str(tmp_path) in words or "\n" in words]
    assert not list(tmp_path.glob("copy.tape?*"))  # nothing unfinished


def test_a_tape_that_takes_too_long_is_cut_or_given_up(recorded, tmp_path: Path):
    path, _, _ = recorded
    session = replayed(path, within=0.0)
    assert session["steps"] == []
    assert "only the first 0 steps" in session["about"]
    with pytest.raises(UsageError, match="takes too long"):
        scrubbed(path, tmp_path / "copy.tape", Config(), within=-1.0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "step", [b"{", b"[]", b'{"now": 3}', b'{"now": {}, "event": {"is": "Nobody"}, "commands": []}']
)
def test_a_step_that_nobody_understands_is_told_in_words_and_without_its_path(step: bytes, tmp_path: Path):
    """Its checksum is right: another program wrote it."""
    path = crafted(tmp_path, (STEP, step))
    for use in (replayed, lambda tape: scrubbed(tape, tmp_path / "copy.tape", Config())):
        with pytest.raises(UsageError) as refused:
            use(path)
        assert str(tmp_path) not in str(refused.value)
