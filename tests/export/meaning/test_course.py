"""The course of `grasp`: what a batch holds, that it teaches, and which pieces of words are kept."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from edge.understand.wordpiece import WordPieces  # noqa: E402
from export.meaning.corpus import INTENT_NUMBER, TAG_NUMBER, Corpus, Labelled, wanted_tags  # noqa: E402
from export.meaning.course import NONE, MeaningCourse, as_batch, intent_weights, trimmed  # noqa: E402
from export.meaning.student import EncoderShape, Student  # noqa: E402
from export.meaning.templates import TaggedWords  # noqa: E402

pytestmark = [pytest.mark.torch]
TINY = EncoderShape(1, 24, 48, 2)
VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "cups", "how", "many", "where", "are", "they")


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def marked(text: str, tags: str = "") -> TaggedWords:
    said = tuple(text.split())
    return TaggedWords(said, tuple(tags.split()) or ("O",) * len(said), (False,) * len(said))


def test_a_batch_holds_what_is_known_and_nothing_else():
    before = TaggedWords(("how", "many", "cups"), ("O", "O", "B-thing"), (False, False, True))
    rows = [
        Labelled(marked("where are they"), before, True, "look", True, "where"),
        Labelled(marked("how many"), None, False, None, None, None),
    ]
    given = as_batch(rows, WordPieces(VOCABULARY)).tensors
    assert given["ids"].tolist() == [[2, 7, 8, 9, 3, 5, 6, 4, 3], [2, 5, 6, 3, 3, 0, 0, 0, 0]]
    thing, outside = TAG_NUMBER["B-thing"], TAG_NUMBER["O"]
    assert given["tags"][0].tolist() == [NONE, outside, outside, outside, NONE, outside, outside, thing, NONE]
    assert set(given["tags"][1].tolist()) == {NONE}
    assert (given["intent"][1], given["task"][1], given["camera"].tolist()) == (NONE, NONE, [1.0, -1.0])
    assert (
        wanted_tags(Labelled(rows[0].said, marked("how many cups", "O O B-thing"), True, None, None, None))[-1] == "O"
    )


def test_a_course_teaches():
    torch.manual_seed(1)
    corpus = Corpus()
    pieces = WordPieces(("[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", "timer", "how", "many"))
    course, student = MeaningCourse(corpus, pieces), Student(TINY, len(pieces.vocabulary))
    batch = course.batch(np.random.default_rng(1), 8)
    first = course.loss(student, batch)
    optimiser = torch.optim.Adam(student.parameters(), 0.01)
    for _ in range(20):
        optimiser.zero_grad()
        course.loss(student, batch).backward()
        optimiser.step()
    assert course.loss(student, batch) < 0.7 * first
    assert course.what == MeaningCourse(corpus, pieces).what


def test_the_vocabulary_keeps_what_is_used_and_every_character():
    listed = [
        "[PAD]",
        "unused",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        *"abcdefghijklmnopqrstuvwxyz0123456789'.:$%",
        "timer",
        "##s",
        "zyzzyva",
    ]
    kept = [listed[n] for n in trimmed(listed, Corpus(), common=0, sentences=300)]
    assert kept[:4] == ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    assert {"timer", "q", "'"} <= set(kept)
    assert "zyzzyva" not in kept


def test_a_rare_intent_counts_more_and_none_too_much():
    rows = [Labelled(marked("stop"), None, False, intent, None, None) for intent in ("act",) * 90 + ("look",) * 9]
    weights = intent_weights(rows)
    assert 0.4 <= weights[INTENT_NUMBER["act"]] < weights[INTENT_NUMBER["look"]] <= 2.5
    assert weights[INTENT_NUMBER["shop"]] == 2.5
