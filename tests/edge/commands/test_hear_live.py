"""What `glint hear --live` shows of what the microphone hears: for people a meter, for machines a line for each."""

import json
from pathlib import Path

import numpy as np
import pytest

from edge.cli import main
from edge.commands.hear_live import WIDTH, Findings, Meter
from edge.messages import Back, Heard, Instant, Lost, Sound, Voice, Wake
from tests.edge.commands.devices import installed

SOUNDS = Path(__file__).parents[3] / "firmware_sim/scenarios/sounds"
CLEAR = "\r\x1b[K"
MODULE = '''
import asyncio
from pathlib import Path
import numpy as np
from edge.errors import DeviceError
from edge.media.recording import sounds
from edge.messages import Instant, Sound

class Tin:
    """A microphone that hears a recording and then a second of silence."""
    def __init__(self, config):
        pass
    async def sounds(self):
        for sound in sounds(Path(RECORDING)):
            yield sound
            end = sound.at + sound.samples.size / 16000
        for n in range(8):
            yield Sound(Instant(end + n * 0.128), np.zeros(2048, np.float32))

class Torn:
    """One whose plug is pulled at once."""
    def __init__(self, config):
        pass
    async def sounds(self):
        raise DeviceError("microphone", "was unplugged", "plug it in again")
        yield
'''


def sound(level):
    return Sound(Instant(0.0), np.full(1600, level, np.float32))


@pytest.mark.parametrize(
    ("level", "decibels", "filled"),
    [(1.0, "   0.0", WIDTH), (10 ** (-36 / 20), " -36.0", WIDTH // 2), (0.0, "-120.0", 0)],
)
def test_the_meter_is_drawn_over_itself_with_level_voice_and_wake(level, decibels, filled, capsys):
    Meter().sound(sound(level), 0.25, 0.5)
    bar = "█" * filled + "·" * (WIDTH - filled)
    assert capsys.readouterr().out == f"{CLEAR}{decibels} dB {bar}  voice 0.25  wake 0.50  "


def test_words_so_far_stand_behind_the_meter_until_the_sentence_is_over(capsys):
    meter = Meter()
    meter.event(Heard("what is", 0.4, final=False))
    assert capsys.readouterr().out == ""
    meter.sound(sound(0.0), 0.0, 0.0)
    assert capsys.readouterr().out.endswith("what is")
    meter.event(Heard("what is this", 0.81))
    assert capsys.readouterr().out == f"{CLEAR}what is this   (0.81)\n"
    meter.sound(sound(0.0), 0.0, 0.0)
    assert "what" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (Wake("view glass", 0.971), '"view glass" (0.97)'),
        (Lost("microphone", "is muted"), "microphone: is muted"),
        (Back("microphone"), "microphone works again"),
        (Heard("a\x1b[2Jb", 0.5), "a[2Jb   (0.50)"),
    ],
)
def test_what_happens_goes_above_the_meter_and_commands_nothing(event, line, capsys):
    Meter().event(event)
    assert capsys.readouterr().out == f"{CLEAR}{line}\n"


@pytest.mark.parametrize("event", [Voice(True), Heard("", 0.9)])
def test_what_says_nothing_leaves_no_line(event, capsys):
    Meter().event(event)
    assert capsys.readouterr().out == ""


def test_long_words_keep_their_end(capsys):
    meter = Meter()
    meter.event(Heard("x" * 100 + " the end", 0.4, final=False))
    meter.sound(sound(0.0), 0.0, 0.0)
    assert capsys.readouterr().out.endswith("wake 0.00  " + "x" * 52 + " the end")


def test_machines_get_each_event_by_its_name_and_no_meter(capsys):
    view = Findings()
    view.sound(sound(0.5), 0.9, 0.1)
    view.event(Wake("view glass", 0.5))
    view.event(Voice(False))
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"event": "wake", "word": "view glass", "score": 0.5}
    assert second == {"event": "voice", "on": False}


def test_without_a_microphone_it_fails_and_says_which_key_names_one(tmp_path, capsys):
    path = tmp_path / "glint.toml"
    path.write_text('[sound]\nmicrophone = "none"\n[models]\nspeech = "none"\n')
    assert main(["hear", "--live", "--config", str(path)]) == 1
    told = capsys.readouterr().err
    assert "models.speech is none" in told
    assert "sound.microphone" in told


def test_what_a_microphone_hears_is_told_as_it_is_heard(tmp_path, capsys):
    recording = SOUNDS / "view_glass_1.wav"
    text = MODULE.replace("RECORDING", repr(str(recording)))
    with installed(tmp_path, "tin_ear", text):
        path = tmp_path / "glint.toml"
        path.write_text('[devices]\nmicrophone = "Tin"\n[models]\nspeech = "none"\n')
        assert main(["hear", "--live", "--json", "--config", str(path)]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[0] == {"event": "voice", "on": True}
    assert [event["word"] for event in events if event["event"] == "wake"] == ["view glass"]


def test_a_microphone_that_is_lost_ends_it_with_the_reason(tmp_path, capsys):
    with installed(tmp_path, "tin_ear", MODULE):
        path = tmp_path / "glint.toml"
        path.write_text('[devices]\nmicrophone = "Torn"\n[models]\nspeech = "none"\n')
        assert main(["hear", "--live", "--config", str(path)]) == 1
    assert "was unplugged" in capsys.readouterr().err
