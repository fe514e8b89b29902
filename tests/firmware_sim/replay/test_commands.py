"""`glint replay` and `glint tape scrub`, as they are typed: what is printed, what is written, how they end."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from edge.cli import main
from edge.errors import UsageError
from edge.messages import Frame, Instant, Now, Scene, Seen, Thing, Touch, TurnId, Typed, Wall
from edge.mind.policy import Policy, Situation
from edge.tape.tape import TapeWriter, read_tape
from firmware_sim.commands import play
from firmware_sim.replay.commands import scrubbed_copy
from firmware_sim.replay.pictures import PictureHider
from firmware_sim.replay.scrub import Scrubbed
from firmware_sim.world.scenario import load_scenario

GREY = Frame(Instant(1.0), np.full((48, 64, 3), 128, np.uint8))


def now(at: float) -> Now:
    return Now(Instant(at), Wall(datetime.fromtimestamp(1_700_000_000 + at, UTC)))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds of the first look: one question about the view, one that is too late to be answered."""
    path = tmp_path_factory.mktemp("session") / "session.tape"
    whole = load_scenario("first_look")
    play(replace(whole, seconds=9.0, hear=whole.hear[:1], write=()), tape=path)
    return path


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Path]:
    """A tape that no mind agrees with, and whose look has found something in a grey wall."""
    path = tmp_path / "odd.tape"
    with TapeWriter(path, now(0.0), Policy(), background=False) as writer:
        writer.event(now(1.0), Touch("hold"), ())
        writer.event(now(2.0), Seen(TurnId(1), Scene(GREY, (Thing("cup", 0.9, (0.1, 0.1, 0.5, 0.5)),))), ())  # type: ignore[arg-type]
    return path


def test_decisions_that_are_as_they_were_print_nothing(session: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["replay", str(session), "--decisions"]) == 0
    assert capsys.readouterr() == ("", "glint: no differences in the decisions\n")


def test_every_decision_that_is_another_is_a_line_and_the_command_fails(odd: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["replay", str(odd), "--decisions"]) == 1
    lines, count = capsys.readouterr()
    assert "event 0 (Touch): commands[0]: None, today {'is': 'Show'" in lines
    assert count == f"glint: {len(lines.splitlines())} differences in the decisions\n"
    assert main(["replay", str(odd), "--decisions", "--json"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0].keys() == {"step", "at", "event", "where", "taped", "today"}
    assert {row["event"] for row in rows} == {"Touch"}


def test_what_models_of_today_see_otherwise_is_told(odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    config = tmp_path / "glint.toml"
    config.write_text("format = 1\n", encoding="utf-8")
    assert main(["replay", str(odd), "--perceive", "--json", "--config", str(config)]) == 1
    (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["turn"], row["sense"], row["change"]) == (1, "things", "gone")
    assert "cup" in row["what"]


def test_a_replay_is_a_conversation_with_the_answers_of_today(session: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["replay", str(session)]) == 0
    told, word = capsys.readouterr()
    assert "--decisions" in word
    assert '"what am I looking at?"' in told
    assert "by device (what)" in told
    assert main(["replay", str(session), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (end,) = [row for row in rows if "outcome" in row]
    assert (end["skill"], end["outcome"]) == ("what", "answered_local")


def test_a_copy_is_scrubbed_whole_and_never_written_over(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    copy = tmp_path / "copy.tape"
    assert main(["tape", "scrub", str(session), str(copy)]) == 0
    told = capsys.readouterr()
    assert "words are gone" in told.out
    assert told.err == ""
    assert copy.stat().st_size <= 1.5 * session.stat().st_size
    assert [file.name for file in tmp_path.iterdir()] == ["copy.tape"]
    assert b"looking" not in copy.read_bytes()
    assert len(list(read_tape(copy).steps())) == len(list(read_tape(session).steps()))
    before = copy.read_bytes()
    assert main(["tape", "scrub", str(session), str(copy)]) == 2
    assert "is there already: name a new file" in capsys.readouterr().err
    assert copy.read_bytes() == before


def test_pictures_can_be_kept_in_a_copy(odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    config = tmp_path / "glint.toml"
    config.write_text("format = 1\n", encoding="utf-8")
    copy = tmp_path / "copy.tape"
    assert main(["tape", "scrub", str(odd), str(copy), "--keep", "pictures", "--config", str(config)]) == 0
    assert "look them through before you share them" in capsys.readouterr().out
    (seen,) = (step.event for step in read_tape(copy).steps() if isinstance(step.event, Seen))
    assert seen.scene.frame is not None
    assert (seen.scene.frame.pixels == GREY.pixels).all()


def test_pictures_that_could_not_be_looked_at_become_blocks_and_are_counted(
    odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "models/looker").mkdir(parents=True)
    config = tmp_path / "glint.toml"
    config.write_text(f'format = 1\n[models]\nfolder = "{tmp_path}/models"\n', encoding="utf-8")
    copy = tmp_path / "copy.tape"
    assert main(["tape", "scrub", str(odd), str(copy), "--keep", "pictures", "--config", str(config)]) == 0
    assert "1 picture became blocks: what must not be seen could not be painted over" in capsys.readouterr().err


def test_a_copy_is_made_without_a_command_too(session: Path, tmp_path: Path):
    tape, path = read_tape(session), tmp_path / "copy.tape"
    hide = PictureHider(lambda _: (), lambda _: (), lambda _: ())
    assert scrubbed_copy(tape, path, pictures=hide) == Scrubbed(unlike=0, blocked=0)
    assert scrubbed_copy(tape, tmp_path / "blocks.tape") == Scrubbed(unlike=0, blocked=0)
    before, kept, blocks = (
        [sensed.value for sensed in read_tape(one).senses("camera")]
        for one in (session, path, tmp_path / "blocks.tape")
    )
    assert before
    for one, other, block in zip(before, kept, blocks, strict=True):
        assert isinstance(one, Frame)
        assert isinstance(other, Frame)
        assert isinstance(block, Frame)
        assert (other.pixels != one.pixels).mean() < 0.5 < (block.pixels != one.pixels).mean()
    with pytest.raises(UsageError, match="is there already"):
        scrubbed_copy(tape, path, pictures=hide)


def test_a_copy_of_what_the_mind_does_otherwise_today_says_so(
    odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["tape", "scrub", str(odd), str(tmp_path / "copy.tape")]) == 0
    assert "1 event will not replay as recorded" in capsys.readouterr().err


def test_a_copy_that_cannot_be_written_leaves_nothing(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").touch()
    assert main(["tape", "scrub", str(session), str(tmp_path / "file" / "copy.tape")]) != 0
    assert capsys.readouterr().err.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_tape_that_is_cut_is_used_as_far_as_it_goes_with_a_word(
    session: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    cut = tmp_path / "cut.tape"
    cut.write_bytes(session.read_bytes()[:-40])
    assert main(["replay", str(cut), "--decisions"]) == 0
    assert "cut off" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["replay"], ["tape", "scrub"]])
def test_what_is_no_tape_is_one_line(command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "text").write_text("hello", encoding="utf-8")
    for name, words in (("none", "No such file"), ("text", "is not a tape")):
        more = [str(tmp_path / "copy")] if command[0] == "tape" else []
        assert main([*command, str(tmp_path / name), *more]) == 1
        told = capsys.readouterr()
        assert words in told.err
        assert (told.out, told.err.count("\n")) == ("", 1)
    assert not (tmp_path / "copy").exists()


def test_a_typed_question_is_replayed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "typed.tape"
    with TapeWriter(path, now(0.0), Policy(situation=Situation(spoken=False)), background=False) as writer:
        writer.sense("button", now(1.0), Typed("what is 2 plus 3"))
    assert main(["replay", str(path), "--json"]) == 0
    (end,) = [row for row in map(json.loads, capsys.readouterr().out.splitlines()) if "outcome" in row]
    assert (end["text"], end["skill"]) == ("what is 2 plus 3", "sums")
