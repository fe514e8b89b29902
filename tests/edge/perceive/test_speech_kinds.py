"""What a card says of its recogniser, and how each kind prepares sound and begins to write."""

from __future__ import annotations

import json

import numpy as np
import pytest

from edge.bundle.model_card import ModelCard, NetSpec, TensorSpec
from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.perceive.speech_kinds import RATE, SpeechKind, SpeechSettings, kind_of, read_settings
from edge.perceive.tokens import Tokens

MARKS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|transcribe|>",
    "<|notimestamps|>",
    "<|0.00|>",
    "<|0.02|>",
)
PIECES = (" read", " this", *MARKS)
END, START, EN, TRANSCRIBE, PLAIN = range(2, 7)
TIMES = (7, 8)


def bundle(assets: dict[str, object] | None = None, **settings: object) -> Bundle:
    """A bundle whose encoder takes 80 bands; no net is run here."""
    encode = NetSpec({}, (TensorSpec("input_features", "float32", (1, 80, 3000)),), ())
    files = {name: json.dumps(told).encode() for name, told in (assets or {}).items()}
    return Bundle(ModelCard("tiny", "speech", {"encode": encode}, settings=settings), {}, files)


def whisper(told: object = None, pieces: tuple[str, ...] = PIECES) -> SpeechKind:
    assets = {} if told is None else {"generation_config": told}
    return kind_of(bundle(assets), SpeechSettings(kind="whisper"), Tokens(tuple(piece.encode() for piece in pieces)))


def test_what_a_card_does_not_say_is_as_in_moonshine_tiny() -> None:
    assert read_settings(bundle()) == SpeechSettings()
    found = read_settings(bundle(kind="whisper", beam=3, zeros=0.25))
    assert (found.kind, found.beam, found.zeros) == ("whisper", 3, 0.25)
    assert found.longest == SpeechSettings().longest


@pytest.mark.parametrize(("setting", "why"), [({"beams": 6}, "does not know 'beams'"), ({"beam": "six"}, "beam")])
def test_a_card_that_cannot_be_read_is_named(setting: dict[str, object], why: str) -> None:
    with pytest.raises(ModelError, match=f"tiny.*{why}.*Update Glint"):
        read_settings(bundle(**setting))


def test_a_kind_that_is_not_known_is_refused_by_name() -> None:
    with pytest.raises(ModelError, match=r"kind 'parrot'.*update Glint"):
        kind_of(bundle(), SpeechSettings(kind="parrot"), Tokens(()))


def test_moonshine_hears_the_sound_itself_between_zeros() -> None:
    kind = kind_of(bundle(), SpeechSettings(begin=5, end=6), Tokens(()))
    assert (kind.prompt, kind.end, kind.never) == ((5,), 6, ())
    samples = np.linspace(-1, 1, RATE // 2, dtype=np.float32)
    heard, seconds = kind.prepare(samples, 0.25)
    assert seconds == 1.0
    assert heard.dtype == np.float32
    assert heard[RATE // 4 : -RATE // 4].tolist() == samples.tolist()
    assert not heard[: RATE // 4].any()
    assert not heard[-RATE // 4 :].any()


def test_whisper_hears_bands_and_writes_english_without_times() -> None:
    kind = whisper()
    assert kind.prompt == (START, EN, TRANSCRIBE, PLAIN)
    assert kind.end == END
    assert kind.never == TIMES
    heard, seconds = kind.prepare(np.zeros(RATE, np.float32), 0.5)
    assert heard.shape == (80, 3000)
    assert seconds == 2.0


@pytest.mark.parametrize("told", [{"is_multilingual": True}, {}, [], "none"])
def test_a_model_of_many_languages_is_told_which(told: object) -> None:
    assert whisper(told).prompt == (START, EN, TRANSCRIBE, PLAIN)


def test_a_model_of_english_alone_is_not_told_so() -> None:
    assert whisper({"is_multilingual": False}).prompt == (START, PLAIN)
    pieces = tuple(piece for piece in PIECES if piece != "<|en|>")
    assert whisper(pieces=pieces).prompt == (pieces.index("<|startoftranscript|>"), pieces.index("<|notimestamps|>"))


def test_what_the_model_lists_is_never_written() -> None:
    assert whisper({"suppress_tokens": [1, -1, 4000]}).never == (1, *TIMES)
    assert whisper({"suppress_tokens": None}).never == TIMES


@pytest.mark.parametrize("lacking", ["<|startoftranscript|>", "<|endoftext|>", "<|notimestamps|>", "<|transcribe|>"])
def test_a_vocabulary_without_whispers_marks_is_refused(lacking: str) -> None:
    with pytest.raises(ModelError, match="is no Whisper"):
        whisper(pieces=tuple(piece for piece in PIECES if piece != lacking))


@pytest.mark.parametrize("config", [b"{", b'{"suppress_tokens": 5}', b'{"suppress_tokens": ["a"]}'])
def test_a_list_that_cannot_be_read_is_refused(config: bytes) -> None:
    broken = Bundle(bundle().card, {}, {"generation_config": config})
    with pytest.raises(ModelError, match="is no Whisper"):
        kind_of(broken, SpeechSettings(kind="whisper"), Tokens(tuple(piece.encode() for piece in PIECES)))
