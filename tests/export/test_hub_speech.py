"""Recognisers from the hub: tiny random ones, exported, and heard through the runtime's own loop against torch."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("optimum.exporters.onnx")

from edge.bundle.net import open_bundle  # noqa: E402
from edge.perceive.speech import NetRecogniser, open_recogniser  # noqa: E402
from edge.perceive.whisper_mel import WhisperMel  # noqa: E402
from export.hub import export_hub  # noqa: E402
from export.quiet import quiet  # noqa: E402
from tests.export.test_hub import moonshine, whisper  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(180)]
SOUND = np.random.default_rng(2).normal(0, 0.2, 20000).astype(np.float32)
LETTERS = [*"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ."]


def vocabulary(marks: dict[int, str]) -> bytes:
    free = [number for number in range(60) if number not in marks]
    model = {"byte_fallback": True, "vocab": dict(zip(LETTERS, free, strict=False))}
    added = [{"id": number, "content": mark} for number, mark in marks.items()]
    return json.dumps({"model": model, "added_tokens": added}).encode()


WHISPER = {1: "<|startoftranscript|>", 2: "<|endoftext|>", 3: "<|en|>", 4: "<|transcribe|>", 59: "<|notimestamps|>"}


def exported(
    make: Callable[[Path], None], marks: dict[int, str], folder: Path, **generation: Any
) -> tuple[Any, NetRecogniser]:
    torch.manual_seed(1)
    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        make(folder / "source")
        (folder / "source" / "tokenizer.json").write_bytes(vocabulary(marks))
        if generation:
            (folder / "source" / "generation_config.json").write_text(json.dumps(generation))
        export_hub(str(folder / "source"), "speech-recognition", folder / "made", lambda _: None)
        from transformers import AutoModelForSpeechSeq2Seq

        model = AutoModelForSpeechSeq2Seq.from_pretrained(folder / "source").eval()
    recogniser = open_recogniser(open_bundle(folder / "made"))
    assert isinstance(recogniser, NetRecogniser)
    return model, recogniser


def score(model: Any, prompt: list[int], ids: tuple[int, ...], **heard: Any) -> float:
    """The logarithm of what torch says these tokens and an end are worth."""
    whole = [*prompt, *ids, 2]
    with torch.no_grad():
        logits = model(decoder_input_ids=torch.tensor([whole[:-1]]), **heard).logits[0]
    logs = torch.log_softmax(logits.double(), dim=-1)
    return float(sum(logs[at - 1, whole[at]] for at in range(len(prompt), len(whole))))


def test_moonshine_through_our_loop_is_worth_what_torch_says(tmp_path: Path) -> None:
    model, recogniser = exported(moonshine, {0: "<unk>", 1: "<s>", 2: "</s>"}, tmp_path)
    assert recogniser._nets.card.task == "speech"
    assert recogniser._settings.kind == "moonshine"
    found, writing = recogniser._written(SOUND, 0.1, 40)
    values = torch.from_numpy(np.pad(SOUND, 1600))[None]
    ended = [sentence for sentence in found if sentence.ended]
    assert max(len(sentence.ids) for sentence in ended) >= 1
    for sentence in ended[:4]:
        wanted = score(model, [1], sentence.ids, input_values=values)
        assert sentence.score == pytest.approx(wanted, abs=0.02)
        assert writing.forced([1], [(*sentence.ids, 2), (5, 2)])[0] == pytest.approx(wanted, abs=0.02)


def test_whisper_through_our_loop_is_worth_what_torch_says(tmp_path: Path) -> None:
    model, recogniser = exported(whisper, WHISPER, tmp_path, is_multilingual=True, suppress_tokens=[7, 8])
    prompt = [1, 3, 4, 59]
    assert recogniser._kind.prompt == tuple(prompt)
    assert {7, 8} <= set(recogniser._kind.never)
    features, _ = recogniser._kind.prepare(SOUND, 0.2)
    writing = recogniser._written(SOUND, 0.2, 4)[1]
    heard = {"input_features": torch.from_numpy(features)[None]}
    rows = [(9, 10, 2), (11, 2)]
    for row, found in zip(rows, writing.forced(prompt, rows), strict=True):
        assert found == pytest.approx(score(model, prompt, row[:-1], **heard), abs=0.02)


@pytest.mark.parametrize("bands", [80, 128])
def test_the_spectrogram_is_that_of_whispers_authors(bands: int) -> None:
    from transformers import WhisperFeatureExtractor

    extractor: Any = WhisperFeatureExtractor
    wanted = extractor(feature_size=bands)(SOUND, sampling_rate=16000, return_tensors="np")
    found, seconds = WhisperMel(bands).of(SOUND, 0.0)
    assert seconds == len(SOUND) / 16000
    assert found.shape == (bands, 3000)
    assert np.abs(found - wanted["input_features"][0]).max() < 1e-3
