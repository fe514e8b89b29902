"""Two tiny nets write token after token, in several rows, with the probabilities that a few lines of numpy know."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.messages import Array
from edge.perceive.seq2seq import AT_ONCE, HIDDEN, Seq2Seq, Writing
from tests.edge.perceive import tiny_recogniser as tiny

SAYABLE = st.integers(3, tiny.TOKENS - 1)
ROWS = st.lists(st.lists(SAYABLE, min_size=1, max_size=6), min_size=1, max_size=5)
LOUDNESS = 0.7


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return tiny.write(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def nets(bundle: Bundle) -> Seq2Seq:
    return Seq2Seq(bundle)


def writing(nets: Seq2Seq, loudness: float = LOUDNESS) -> Writing:
    return Writing(nets, nets.hear(np.full(100, loudness, np.float32)))


def logs(scores: Array) -> Array:
    return np.asarray(scores - np.logaddexp.reduce(scores.astype(np.float64), axis=-1, keepdims=True))


def chance(prompt: Sequence[int], row: Sequence[int]) -> float:
    """The logarithm of the probability of a row of tokens behind the prompt."""
    whole = [*prompt, *row]
    return sum(float(tiny.logs(whole[:n], LOUDNESS)[whole[n]]) for n in range(len(prompt), len(whole)))


def test_the_encoder_hears_one_sound(nets: Seq2Seq) -> None:
    heard = nets.hear(np.array([0.5, -0.5, 0.1, -0.1], np.float32))
    assert heard[HIDDEN].ravel() == pytest.approx([0.3])
    assert heard["encoder_attention_mask"].tolist() == [[1, 1, 1, 1]]


def test_the_first_step_scores_what_follows_every_token(nets: Seq2Seq) -> None:
    rows = [[tiny.BEGIN, 3, 4], [tiny.BEGIN, 5, 9]]
    scores = writing(nets).begin(rows)
    assert scores.shape == (2, 3, tiny.TOKENS)
    for row, told in zip(rows, logs(scores), strict=True):
        for place in range(3):
            assert told[place] == pytest.approx(tiny.logs(row[: place + 1], LOUDNESS), abs=1e-4)


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_rows_go_on_from_those_that_they_come_from(nets: Seq2Seq, data: st.DataObject) -> None:
    written, rows = writing(nets), [[tiny.BEGIN]]
    written.begin(rows)
    for _ in range(data.draw(st.integers(1, 4))):
        order = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, max_size=4))
        last = data.draw(st.lists(SAYABLE, min_size=len(order), max_size=len(order)))
        told = logs(written.go_on(order, last))
        rows = [[*rows[former], token] for former, token in zip(order, last, strict=True)]
        for row, found in zip(rows, told, strict=True):
            assert found == pytest.approx(tiny.logs(row, LOUDNESS), abs=1e-4)


@settings(deadline=None, max_examples=40)
@given(prompt=st.lists(SAYABLE, max_size=2), rows=ROWS)
def test_rows_that_are_given_have_their_probabilities(nets: Seq2Seq, prompt: list[int], rows: list[list[int]]) -> None:
    begin = [tiny.BEGIN, *prompt]
    assert writing(nets).forced(begin, rows) == pytest.approx([chance(begin, row) for row in rows], abs=1e-3)


@pytest.mark.parametrize("length", [1, 5, AT_ONCE + 6])
def test_more_rows_than_fit_in_one_step_are_told_in_order(nets: Seq2Seq, length: int) -> None:
    dice = np.random.default_rng(3)
    rows = dice.integers(3, tiny.TOKENS, (AT_ONCE // min(length, 5) + 3, length)).tolist()
    wanted = [chance([tiny.BEGIN], row) for row in rows]
    assert writing(nets).forced([tiny.BEGIN], rows) == pytest.approx(wanted, rel=1e-4, abs=1e-3)


def test_two_writings_of_two_sounds_keep_apart(nets: Seq2Seq) -> None:
    quiet, loud = writing(nets, 0.1), writing(nets, 2.0)
    for written in (quiet, loud):
        written.begin([[tiny.BEGIN]])
    for written, loudness in ((quiet, 0.1), (loud, 2.0)):
        assert logs(written.go_on([0], [4]))[0] == pytest.approx(tiny.logs([tiny.BEGIN, 4], loudness), abs=1e-4)


@pytest.mark.parametrize(("kept", "lacking"), [("decoder", "encode"), ("encoder", "begin")])
def test_a_bundle_without_one_of_the_nets_is_refused(bundle: Bundle, kept: str, lacking: str) -> None:
    with pytest.raises(ModelError, match=f"is no recogniser: it has no net called '{lacking}'"):
        Seq2Seq(Bundle(bundle.card, {kept: bundle.nets[kept]}, bundle.assets))


def test_nets_in_each_others_place_are_an_error_of_the_model(bundle: Bundle) -> None:
    swapped = {"encoder": bundle.nets["decoder"], "decoder": bundle.nets["encoder"]}
    with pytest.raises(ModelError, match="model tiny: cannot be run"):
        Seq2Seq(Bundle(bundle.card, swapped, bundle.assets)).hear(np.ones(4, np.float32))
