"""`glint say`: what is said, by which voice, and where it goes; with a voice and a speaker that a package brings."""

import json
import os

import pytest
import soundfile

from edge.cli import main
from edge.render import SPOKEN_AT_MOST
from tests.edge.commands.devices import installed

MODULE = '''
import numpy as np
from edge.errors import DeviceError
from edge.messages import Clip

class Tin:
    """A voice that says each letter in a tenth of a second, after a second of silence."""
    def __init__(self, config):
        pass
    async def clip(self, words):
        said = np.full(800 * len(words), 0.5, np.float32)
        return Clip(np.concatenate([np.zeros(8000, np.float32), said, np.zeros(8000, np.float32)]), 8000)

class Hoarse:
    def __init__(self, config):
        pass
    async def clip(self, words):
        raise DeviceError("voice", "is hoarse", "rest it")

class Horn:
    """A speaker that is unplugged after a quarter of a second."""
    def __init__(self, config):
        pass
    def say(self, clip):
        return self
    async def wait(self):
        return 0.25
    async def stop(self):
        return 0.0
'''
SECONDS = 0.4 + 0.1 + 0.01  # the four letters of "Noon", what is left of the silence behind them and before


@pytest.fixture
def tin(tmp_path):
    with installed(tmp_path, "tin_mouth", MODULE):
        yield said_in(tmp_path, '[devices]\nvoice = "Tin"\nspeaker = "Horn"\n')


def said_in(home, toml):
    """Runs the command under this configuration."""
    path = home / "glint.toml"

    def say(*arguments):
        path.write_text(toml, encoding="utf-8")
        return main(["say", "--config", str(path), *map(str, arguments)])

    return say


def test_a_file_holds_what_was_said_without_the_silence_around_it(tin, tmp_path, capsys):
    path = tmp_path / "noon.wav"
    assert tin("-o", path, "--json", "**Noon**") == 0
    row = json.loads(capsys.readouterr().out)
    assert row["seconds"] == pytest.approx(SECONDS, abs=0.002)
    assert (row["text"], row["spoken"], row["path"], row["voice"]) == ("**Noon**", "Noon", str(path), "Tin")
    samples, rate = soundfile.read(path)
    assert rate == 8000
    assert samples.size / rate == pytest.approx(SECONDS, abs=0.002)
    assert samples.max() == pytest.approx(0.5, abs=0.001)


def test_a_person_is_told_the_file_and_its_length(tin, tmp_path, capsys):
    assert tin("-o", tmp_path / "noon.wav", "Noon") == 0
    assert capsys.readouterr().out == f"{tmp_path / 'noon.wav'}: 0.5 s\n"


def test_of_a_long_text_it_is_said_how_much_is_said(tin, tmp_path, capsys):
    assert tin("-o", tmp_path / "long.wav", "--json", "It is noon. " * 100) == 0
    told = capsys.readouterr()
    said = len(json.loads(told.out)["spoken"])
    assert 600 < said <= SPOKEN_AT_MOST
    assert told.err == f"glint: only the first {said} letters are said, as of an answer: say the rest by itself\n"
    assert tin("-o", tmp_path / "short.wav", "**It is noon.** " * 40) == 0
    assert capsys.readouterr().err == ""


def test_an_older_file_is_replaced_and_nothing_else_is_left(tin, tmp_path):
    path = tmp_path / "noon.wav"
    path.write_text("older")
    assert tin("-o", path, "Noon") == 0
    assert path.read_bytes()[:4] == b"RIFF"
    assert [one.name for one in tmp_path.glob("noon.wav*")] == ["noon.wav"]


def test_an_older_file_stays_where_the_voice_fails(tmp_path, capsys):
    path = tmp_path / "noon.wav"
    path.write_text("older")
    with installed(tmp_path, "tin_mouth", MODULE):
        assert said_in(tmp_path, '[devices]\nvoice = "Hoarse"\n')("-o", path, "Noon") == 1
    assert path.read_text() == "older"
    assert capsys.readouterr().err == "glint: voice: is hoarse (rest it)\n"


def test_what_the_speaker_really_played_is_told(tin, capsys):
    assert tin("--json", "Noon") == 0
    row = json.loads(capsys.readouterr().out)
    assert row["played"] == 0.25
    assert row["seconds"] == pytest.approx(SECONDS, abs=0.002)
    assert "path" not in row
    assert tin("Noon") == 0
    assert capsys.readouterr().out == "", "it was heard"


def test_a_voice_that_was_named_is_replaced_by_no_other(tin, tmp_path, capsys):
    path = tmp_path / "noon.wav"
    assert tin("-o", path, "--voice", "no-such-program", "Noon") == 1
    assert "no-such-program is not installed" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize("text", ["", "...", "**"])
def test_what_has_no_words_is_not_said(text, tin, capsys):
    assert tin(text) == 2
    assert "nothing in that to say" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_a_wrong_use(tin, tmp_path, capsys):
    assert tin("-o", tmp_path / "gone/noon.wav", "Noon") == 2
    assert "gone is no folder" in capsys.readouterr().err
    (tmp_path / "folder.wav").mkdir()
    assert tin("-o", tmp_path / "folder.wav", "Noon") == 2
    assert "folder.wav cannot be written" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.part"))


def test_where_voice_or_speaker_is_none_it_says_what_to_do(tmp_path, capsys):
    assert said_in(tmp_path, '[sound]\nvoice = "none"\n')("Noon") == 2
    assert "--voice" in capsys.readouterr().err
    with installed(tmp_path, "tin_mouth", MODULE):
        assert said_in(tmp_path, '[sound]\nspeaker = "none"\n[devices]\nvoice = "Tin"\n')("Noon") == 2
    assert "-o F.wav" in capsys.readouterr().err


def test_a_voice_of_a_package_speaks_where_ours_is_none(tmp_path):
    with installed(tmp_path, "tin_mouth", MODULE):
        say = said_in(tmp_path, '[sound]\nvoice = "none"\n[devices]\nvoice = "Tin"\n')
        assert say("-o", tmp_path / "noon.wav", "Noon") == 0


@pytest.mark.parametrize("name", [".", "", "/", "noon.mp3", "folder.wav", "pipe.wav", "link.wav", "/dev/full"])
def test_only_a_plain_wav_file_is_written(tin, tmp_path, name, capsys):
    (tmp_path / "folder.wav").mkdir()
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "real").write_text("mine")
    (tmp_path / "link.wav").symlink_to(tmp_path / "real")
    assert tin("-o", tmp_path / name if name.endswith(("wav", "mp3")) else name, "Noon") == 2
    assert "fault" not in capsys.readouterr().err
    assert (tmp_path / "link.wav").is_symlink()
    assert (tmp_path / "pipe.wav").is_fifo()
    assert (tmp_path / "real").read_text() == "mine"


def test_nobody_chooses_what_is_written_over_meanwhile_and_a_private_file_stays_private(tin, tmp_path):
    mine, path = tmp_path / "mine", tmp_path / "noon.wav"
    mine.write_text("mine")
    (tmp_path / "noon.wav.part").symlink_to(mine)
    path.touch(mode=0o600)
    assert tin("-o", path, "Noon") == 0
    assert mine.read_text() == "mine"
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.glob("*noon*")) == ["noon.wav", "noon.wav.part"]


def test_a_name_gives_the_terminal_no_orders(tin, tmp_path, capsys):
    assert tin("-o", tmp_path / "a\x1b[31m.wav", "Noon") == 0
    assert "\x1b" not in capsys.readouterr().out
