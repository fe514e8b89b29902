"""The sentences and the general English, in the words of the table."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from export.language.backoff import FLOOR, Ints
from export.language.material import Vocabulary, general_model, lines_of, template_lines
from export.language.sphinx import SphinxModel

RUNS: Ints = np.array([[0, 2], [0, 3], [2, 4]], np.int64)
GENERAL = SphinxModel(
    words=("<s>", "</s>", "read", "Read", "it's-2"),
    logs=np.log([1e-9, 0.2, 0.3, 0.4, 0.1]),
    weights=np.log([0.9, 1.0, 0.5, 0.6, 0.7]),
    twos=RUNS,
    two_logs=np.log([0.6, 0.7, 0.8]),
    two_weights=np.log([0.1, 0.2, 0.3]),
    threes=np.array([[0, 2, 1]], np.int64),
    three_logs=np.log([0.25]),
)
"""Two of its words are `read` for the table, and one is none of the table's."""


def test_templates_give_lines_in_the_tables_words() -> None:
    lines = template_lines(1)
    assert len(lines) > 100
    assert all(word.isalpha() for line in lines for word in line)
    assert lines == template_lines(1)


def test_a_vocabulary_numbers_the_marks_first() -> None:
    found = Vocabulary.of([("read", "this"), ("this",)], None)
    assert found.words == ("<s>", "</s>", "read", "this")
    assert found.rows([("this", "read")]) == [[3, 2]]


def test_a_vocabulary_knows_each_word_of_general_english_once() -> None:
    found = Vocabulary.of([("this",)], GENERAL)
    assert found.words == ("<s>", "</s>", "this", "read")
    assert found.numbers == {word: number for number, word in enumerate(found.words)}


def test_of_two_words_that_are_one_the_likelier_counts() -> None:
    vocabulary = Vocabulary.of([("this",)], GENERAL)
    model, read = general_model(GENERAL, vocabulary), vocabulary.numbers["read"]
    assert model.words == 4
    assert model.chances(np.array([[0], [1], [read]])) == pytest.approx([FLOOR, 0.2, 0.4])
    assert model.weights(np.array([[0], [read]])) == pytest.approx([0.9, 0.6])
    assert model.chances(np.array([[0, read]])) == pytest.approx(0.7)
    assert model.weights(np.array([[0, read]])) == pytest.approx(0.2)
    assert model.chances(np.array([[0, read, 1]])) == pytest.approx(0.25)
    assert [len(known.keys) for known in model.known] == [3, 1, 1]


def test_lines_are_the_words_of_each_text_that_has_any(tmp_path: Path) -> None:
    texts = ["Read this!", "...", "", "It's a CUP."]
    (tmp_path / "lines.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts))
    assert list(lines_of(tmp_path / "lines.jsonl")) == [("read", "this"), ("it", "is", "a", "cup")]
