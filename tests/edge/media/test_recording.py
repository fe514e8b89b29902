"""Sound files become what a microphone would give: 16 kHz, one channel, in pieces."""

from contextlib import suppress

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import SoundError
from edge.media.audio import RATE
from edge.media.recording import TICK, sounds, whole

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(2 * RATE) / RATE)).astype(np.float32)


@pytest.fixture
def wav(tmp_path):
    path = tmp_path / "tone.wav"
    soundfile.write(path, TONE, RATE, subtype="FLOAT")
    return path


def test_a_file_at_16_khz_is_given_as_it_is(wav):
    assert np.array_equal(whole(wav), TONE)
    pieces = list(sounds(wav))
    assert np.array_equal(np.concatenate([piece.samples for piece in pieces]), TONE)
    assert [piece.at for piece in pieces] == pytest.approx([n * TICK for n in range(len(pieces))])
    assert {piece.samples.size for piece in pieces[:-1]} == {round(TICK * RATE)}


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([8_000, 22_050, 44_100, 48_000]), st.floats(0.02, 0.5))
def test_other_rates_and_more_channels_are_brought_to_it(tmp_path_factory, rate, tick):
    path = tmp_path_factory.mktemp("sound") / "tone.flac"
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    soundfile.write(path, np.stack([tone, np.zeros(rate)], axis=1), rate)
    heard = np.concatenate([piece.samples for piece in sounds(path, tick)])
    assert heard.size == pytest.approx(RATE, abs=RATE * 0.02)
    assert np.abs(np.fft.rfft(heard)).argmax() / heard.size * RATE == pytest.approx(440, abs=3)
    assert float(np.abs(heard).max()) == pytest.approx(0.5, abs=0.05), "the first channel, not the mean"


def test_what_is_no_recording_is_named(tmp_path):
    (tmp_path / "text.wav").write_text("not a sound")
    for name, problem in (
        ("text.wav", "is no sound file"),
        ("gone.wav", "there is no such file"),
        (".", "is a folder"),
    ):
        with pytest.raises(SoundError, match=problem):
            list(sounds(tmp_path / name))


def test_a_file_that_is_cut_off_gives_what_is_there_or_says_that_it_is_damaged(wav, tmp_path):
    cut = tmp_path / "cut.flac"
    soundfile.write(cut, TONE, RATE)
    data = cut.read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    heard = 0
    with suppress(SoundError):
        for sound in sounds(cut):
            heard += sound.samples.size
    assert heard < TONE.size


def test_what_lasts_too_long_to_be_held_is_refused(wav):
    with pytest.raises(SoundError, match="longer than 1 s"):
        whole(wav, longest=1.0)


def test_what_no_microphone_gives_is_brought_into_its_range(tmp_path):
    path = tmp_path / "nan.wav"
    soundfile.write(path, np.array([0.5, np.nan, np.inf, -1e30, 7.0], np.float32), RATE, subtype="FLOAT")
    assert whole(path).tolist() == [0.5, 0.0, 1.0, -1.0, 1.0]


def test_a_header_and_nothing_behind_it_is_no_recording(wav, tmp_path):
    empty, cut = tmp_path / "empty.wav", tmp_path / "cut.ogg"
    soundfile.write(empty, TONE[:0], RATE)
    soundfile.write(tmp_path / "whole.ogg", TONE, RATE)
    cut.write_bytes((tmp_path / "whole.ogg").read_bytes()[:3900])
    for path in (empty, cut):
        with pytest.raises(SoundError, match="no sound"):
            whole(path)
        with pytest.raises(SoundError, match="no sound"):
            list(sounds(path))
