"""What `glint hear` takes, says and gives to machines, on short recordings with the models that ship."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from edge.cli import main
from edge.commands.hear import Listened, for_people
from edge.media.audio import RATE
from edge.messages import Guess, Instant
from edge.perceive.ear import Utterance, Woken
from edge.perceive.speech import Transcript
from edge.perceive.voice import Turned

SOUNDS = Path(__file__).parents[3] / "firmware_sim/scenarios/sounds"
SPOKEN = SOUNDS / "spoken_3.flac"
PHRASE = SOUNDS / "view_glass_1.wav"


@pytest.fixture
def deaf(tmp_path):
    """A configuration whose recogniser is not there."""
    path = tmp_path / "glint.toml"
    path.write_text('[models]\nspeech = "nothing-such"\n')
    return ["--config", str(path)]


def test_voices_are_found_in_seconds_and_what_was_not_listened_for_is_null(deaf, capsys):
    assert main(["hear", "--json", "--only", "voice", *deaf, str(SPOKEN)]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["path"] == str(SPOKEN)
    assert row["wakes"] is row["utterances"] is None
    assert row["voice"]
    seconds = soundfile.info(SPOKEN).duration
    assert all(0 <= one["start"] < one["end"] <= seconds for one in row["voice"])
    assert sum(one["end"] - one["start"] for one in row["voice"]) > 1.0


def test_a_person_is_told_that_somebody_speaks_where_words_are_not_listened_for(deaf, capsys):
    assert main(["hear", "--only", "voice", *deaf, str(PHRASE)]) == 0
    title, *lines = capsys.readouterr().out.splitlines()
    assert title == f"{PHRASE}: {soundfile.info(PHRASE).duration:.1f} s"
    assert len(lines) == 1
    assert lines[0].endswith("s  somebody speaks")


def test_the_phrase_is_found_with_when_it_was_known(deaf, capsys):
    assert main(["hear", "--json", "--only", "wakes", *deaf, str(PHRASE)]) == 0
    row = json.loads(capsys.readouterr().out)
    assert row["voice"] is row["utterances"] is None
    (wake,) = row["wakes"]
    assert wake["word"] == "view glass"
    assert 0.5 < wake["score"] <= 1.0
    assert 0.5 < wake["at"] < soundfile.info(PHRASE).duration + 1.0


def test_what_is_not_listened_for_is_not_noted():
    heard = Listened("memo.wav", 9.0, voice=[])
    heard.notice(Woken(Instant(2.0), "view glass", 0.971, True))
    heard.notice(Utterance(Instant(2.1), Instant(4.1), Transcript((Guess("what is this", -0.1),), 0.8)))
    heard.notice(Turned(True, Instant(-0.2)))
    heard.notice(Turned(False, Instant(9.6)))
    heard.notice(Turned(False, Instant(9.7)))
    rest = {"wakes": None, "voice": [{"start": 0.0, "end": 9.0}], "utterances": None}
    assert heard.row() == {"path": "memo.wav", **rest}, "inside the recording, and each voice once"


def test_a_kind_that_is_misspelt_is_guessed_at(deaf, capsys):
    assert main(["hear", "--only", "voise", *deaf, str(PHRASE)]) == 2
    assert capsys.readouterr().err.rstrip().endswith("did you mean voice?")


def test_nobody_speaks_in_silence(deaf, tmp_path, capsys):
    path = tmp_path / "silence.wav"
    soundfile.write(path, np.zeros(2 * RATE, np.float32), RATE)
    assert main(["hear", "--json", "--only", "voice,wakes", *deaf, str(path)]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["voice"], row["wakes"], row["utterances"]) == ([], [], None)


def test_without_a_recogniser_it_says_what_to_do_and_fails_having_heard_the_rest(deaf, capsys):
    assert main(["hear", *deaf, str(SPOKEN)]) == 1
    told = capsys.readouterr()
    assert "there is none called 'nothing-such'" in told.err
    assert str(SPOKEN) in told.out


def test_one_recording_that_fails_does_not_keep_the_others_from_being_heard(deaf, tmp_path, capsys):
    text = tmp_path / "text.wav"
    text.write_text("no sound")
    assert main(["hear", "--json", "--only", "voice", *deaf, "gone.wav", str(text), str(SPOKEN)]) == 2
    told = capsys.readouterr()
    assert "there is no such file" in told.err
    assert "is no sound file" in told.err
    assert [json.loads(line)["path"] for line in told.out.splitlines()] == [str(SPOKEN)]
    assert main(["hear", "--only", "voice", *deaf, str(text)]) == 1


@pytest.mark.parametrize("arguments", [[], ["--live", "a.wav"], ["--only", "wakess", "a.wav"], ["--only", "", "a.wav"]])
def test_what_cannot_be_meant_is_a_wrong_use(arguments):
    assert main(["hear", *arguments]) == 2


def test_a_person_is_told_in_order():
    heard = Listened("memo.wav", 9.0, [], [], [])
    heard.notice(Woken(Instant(2.0), "view glass", 0.971, True))
    heard.notice(Woken(Instant(3.0), "view glass", 0.2, False))
    heard.notice(Turned(True, Instant(2.2)))
    heard.notice(Turned(False, Instant(3.9)))
    heard.notice(Utterance(Instant(2.1), Instant(4.1), Transcript((Guess("what is this", -0.1),), 0.8)))
    heard.notice(Utterance(Instant(5.0), Instant(5.5), Transcript()))
    assert heard.wakes == [{"word": "view glass", "at": 2.0, "score": 0.971}]
    assert heard.voice == [{"start": 2.2, "end": 3.9}]
    title, wake, words = for_people(heard).splitlines()
    assert title == "memo.wav: 9.0 s"
    assert '"view glass" (0.97)' in wake
    assert "2.1 - 4.1" in words
    assert words.endswith("what is this   (0.80)")
    assert for_people(Listened("quiet.wav", 1.0, [], [], [])) == "quiet.wav: 1.0 s, nothing heard"


def test_listening_for_more_loses_no_voice(deaf, capsys):
    """The wake phrase is a voice like any other, also where it is listened for as the phrase."""

    def spans(only):
        main(["hear", "--json", "--only", only, *deaf, str(SPOKEN)])
        return json.loads(capsys.readouterr().out)["voice"]

    alone, both, every = spans("voice"), spans("voice,wakes"), spans("voice,wakes,utterances")
    assert both == alone
    assert len(every) == len(alone)
    assert all(one["start"] < one["end"] for one in every)
    assert sum(one["end"] - one["start"] for one in every) == pytest.approx(
        sum(one["end"] - one["start"] for one in alone), abs=0.2
    )
