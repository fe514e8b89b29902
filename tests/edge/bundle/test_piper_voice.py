"""A Piper voice becomes a bundle, speaks numbers for phonemes, and is refused where it is none."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.bundle.net import open_bundle
from edge.bundle.piper_voice import MOST_PHONEMES, bring_voice, heard, read_voice, voice_of
from edge.errors import ModelError
from tests.edge.bundle.voices import DESCRIBED, voice_file

VOICE = read_voice("x", json.dumps(DESCRIBED).encode())


def test_phonemes_become_numbers_with_a_pause_after_each():
    assert VOICE.numbers("hə") == (1, 0, 20, 0, 59, 0, 2)
    assert VOICE.numbers("") == (1, 0, 2)
    assert VOICE.numbers("(fr)h(en)☃") == (1, 0, 20, 0, 2), "languages and what is unknown are left out"


@given(st.text())
def test_any_text_becomes_numbers_of_the_map(text: str):
    numbers = VOICE.numbers(text)
    assert len(numbers) <= 2 * MOST_PHONEMES + 1
    assert set(numbers) <= {number for numbers in VOICE.ids.values() for number in numbers}
    assert (numbers[0], numbers[-1]) == (1, 2)


def test_a_brought_voice_becomes_a_bundle_that_speaks(tmp_path: Path):
    card = bring_voice(voice_file(tmp_path), tmp_path / "models" / "ann")
    assert (card.name, card.task) == ("ann", "piper")
    bundle = open_bundle(tmp_path / "models" / "ann")
    voice = voice_of(bundle)
    assert voice.rate == 16_000
    sound = heard("ann", bundle.nets["mouth"], voice, "hə")
    assert sound.dtype == np.float32
    assert sound.tolist() == pytest.approx([0.001 * n for n in (1, 0, 20, 0, 59, 0, 2)])


def test_a_voice_of_several_speakers_is_asked_for_the_first(tmp_path: Path):
    bring_voice(voice_file(tmp_path, speakers=3), tmp_path / "ann")
    voice = voice_of(open_bundle(tmp_path / "ann"))
    assert voice.inputs("h")["sid"].tolist() == [0]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"phoneme_id_map": {"a": [3]}}, "no numbers for"),
        ({"audio": {"sample_rate": 1}}, "rate"),
        ({"audio": None}, "TypeError"),
        ({"espeak": {}}, "KeyError"),
    ],
)
def test_a_description_of_something_else_is_refused(change: dict[str, object], word: str):
    with pytest.raises(ModelError, match=word):
        read_voice("x", json.dumps(DESCRIBED | change).encode())


def test_a_net_of_something_else_is_refused(tmp_path: Path):
    path = voice_file(tmp_path, speakers=2)
    path.with_name(f"{path.name}.json").write_text(json.dumps(DESCRIBED), encoding="utf-8")
    with pytest.raises(ModelError, match="is no Piper voice"):
        bring_voice(path, tmp_path / "ann")
    path.with_name(f"{path.name}.json").unlink()
    with pytest.raises(ModelError, match="cannot read"):
        bring_voice(path, tmp_path / "ann")
    assert not (tmp_path / "ann").exists()


def test_what_is_no_sound_is_refused():
    def broken(_):
        return {"output": np.array([np.nan])}

    with pytest.raises(ModelError, match="no sound"):
        heard("x", broken, VOICE, "h")
