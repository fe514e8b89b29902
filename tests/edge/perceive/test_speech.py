"""A recogniser of tiny nets against every sentence it could have written, reckoned one by one."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from edge.bundle.model_card import ModelCard
from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.messages import Samples
from edge.perceive.speech import LONGEST, RATIO_ZEROS, NetRecogniser, Transcript, open_recogniser, slowed
from tests.edge.perceive import tiny_recogniser as tiny

ZEROS = 0.2
SAYABLE = range(3, tiny.TOKENS)


def sound(seconds: float = 1.0, level: float = 0.5, seed: int = 1) -> Samples:
    return (np.random.default_rng(seed).normal(0, level, round(seconds * 16000))).astype(np.float32)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return tiny.write(tmp_path_factory.mktemp("models") / "tiny", zeros=ZEROS, beam=200, width=200.0, least=0.0)


def opened(bundle: Bundle) -> NetRecogniser:
    found = open_recogniser(bundle)
    assert isinstance(found, NetRecogniser)
    return found


def likeliest(loudness: float, longest: int = 3) -> list[tuple[float, tuple[int, ...]]]:
    """All sentences up to a length, likeliest first."""
    rows = [ids for length in range(longest + 1) for ids in product(SAYABLE, repeat=length)]
    return sorted(((tiny.score(ids, loudness), ids) for ids in rows), reverse=True)


def text(ids: tuple[int, ...]) -> str:
    return "".join(tiny.PIECES[n] for n in ids).strip()


@pytest.mark.parametrize("level", [0.05, 0.9, 3.0])
def test_the_best_guess_is_the_likeliest_sentence(bundle: Bundle, level: float) -> None:
    samples = sound(level=level)
    wanted = likeliest(tiny.loudness(samples, ZEROS))
    found = opened(bundle)._written(samples, ZEROS, 200)[0]
    # A longer sentence than was reckoned may be likelier still; never a less likely one.
    assert found[0].score >= wanted[0][0] - 1e-4
    known = {ids: score for score, ids in wanted}
    for sentence in found:
        if sentence.ids in known:
            assert sentence.score == pytest.approx(known[sentence.ids], abs=1e-3)
    short = [sentence.ids for sentence in found if len(sentence.ids) <= 3][:5]
    assert short == [ids for _, ids in wanted[:5]]


def test_a_transcript_holds_texts_with_their_shares(bundle: Bundle) -> None:
    told = opened(bundle).transcribe(sound(3.0))
    assert told.guesses
    assert told.text == told.guesses[0].text
    assert [guess.score for guess in told.guesses] == sorted((guess.score for guess in told.guesses), reverse=True)
    assert sum(np.exp(guess.score) for guess in told.guesses) == pytest.approx(1.0)
    assert len({guess.text.lower().strip(".?") for guess in told.guesses}) == len(told.guesses)
    assert 0.0 <= told.confidence <= 1.0


def test_a_quick_guess_is_one_guess_and_no_likelier_than_the_best(bundle: Bundle) -> None:
    recogniser, samples = opened(bundle), sound(2.0)
    best, quick = (recogniser._written(samples, ZEROS, beam)[0][0] for beam in (200, 1))
    assert quick.score <= best.score + 1e-6
    assert len(recogniser.transcribe(samples, quick=True).guesses) <= 2


def test_a_phrase_is_held_against_the_best_guess(bundle: Bundle) -> None:
    recogniser, samples = opened(bundle), sound(1.0)
    loudness = tiny.loudness(samples, RATIO_ZEROS)
    phrase = (tiny.PIECES.index(" On"),)
    ways = [(*phrase, tiny.PIECES.index(".")), phrase]
    wanted = max(tiny.score(way, loudness) for way in ways)
    best = recogniser._written(samples, RATIO_ZEROS, 1)[0][0].score
    assert recogniser.ratio(samples, "on") == pytest.approx(wanted - best, abs=1e-3)
    assert recogniser.ratio(samples, "On.") == recogniser.ratio(samples, "on")
    with pytest.raises(ModelError, match="no tokens to write 'off'"):
        recogniser.ratio(samples, "off")


def test_an_unsure_sound_is_heard_again_more_slowly(bundle: Bundle, tmp_path: Path) -> None:
    twice = opened(tiny.write(tmp_path / "twice", zeros=ZEROS, beam=200, width=200.0, least=0.0, again=0.0))
    samples = sound(0.2, level=2.0)
    fast, slow = (tiny.loudness(heard, ZEROS) for heard in (samples, slowed(samples)))
    assert abs(fast - slow) > 0.01
    assert len(slowed(samples)) == pytest.approx(len(samples) * 10 / 9, abs=2)
    found = twice._heard_again(samples, *twice._written(samples, ZEROS, 200))
    for sentence in found[:20]:
        wanted = (tiny.score(sentence.ids, fast) + tiny.score(sentence.ids, slow)) / 2
        assert sentence.score == pytest.approx(wanted, abs=2e-3)
    assert twice.transcribe(samples) != opened(bundle).transcribe(samples)
    assert twice.transcribe(samples, quick=True) == opened(bundle).transcribe(samples, quick=True)


def test_of_a_long_sound_only_the_end_is_heard(bundle: Bundle) -> None:
    recogniser = opened(bundle)
    end = sound(LONGEST, seed=2)
    long = np.concatenate([sound(20.0, level=3.0), end])
    assert recogniser.transcribe(long) == recogniser.transcribe(end)


@pytest.mark.parametrize("samples", [0, 1, 700])
def test_in_next_to_no_sound_nothing_is_said(bundle: Bundle, samples: int) -> None:
    assert opened(bundle).transcribe(np.ones(samples, np.float32)) == Transcript()


def test_a_sentence_that_never_ends_is_cut(tmp_path: Path) -> None:
    recogniser = opened(tiny.write(tmp_path / "tiny", zeros=0.0, beam=2, width=200.0, tokens_a_second=4.0, end=4))
    found, _ = recogniser._written(sound(2.0), 0.0, 1)
    assert all(len(sentence.ids) <= 11 for sentence in found)


def test_another_task_kind_or_setting_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is for objects"):
        open_recogniser(Bundle(ModelCard("other", "objects", {}), {}, {}))
    with pytest.raises(ModelError, match=r"kind 'parrot'.*update"):
        open_recogniser(tiny.write(tmp_path / "kind", kind="parrot"))
    with pytest.raises(ModelError, match="does not know 'beams'"):
        open_recogniser(tiny.write(tmp_path / "setting", beams=6))
    whole = tiny.write(tmp_path / "whole")
    with pytest.raises(ModelError, match=r"no net called '(decoder|begin)'"):
        open_recogniser(Bundle(whole.card, {"encoder": whole.nets["encoder"]}, whole.assets))
    with pytest.raises(ModelError, match="no vocabulary"):
        open_recogniser(Bundle(whole.card, whole.nets, {}))
