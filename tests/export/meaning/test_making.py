"""`glint export grasp`, end to end and small: what comes out opens, agrees with its card, and has learned something."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from edge.bundle.golden import disagreement  # noqa: E402
from edge.bundle.net import open_bundle  # noqa: E402
from edge.compose.meaning import opened  # noqa: E402
from edge.understand.wordpiece import WordPieces  # noqa: E402
from export.errors import ExportError  # noqa: E402
from export.meaning.corpus import TAG_NUMBER, TASKS, Corpus, Labelled, wanted_tags  # noqa: E402
from export.meaning.course import NONE, MeaningCourse, as_batch, trimmed  # noqa: E402
from export.meaning.making import SMOKE, converted, export_meaning  # noqa: E402
from export.meaning.student import EncoderShape, Student, begin  # noqa: E402
from export.meaning.templates import TaggedWords  # noqa: E402
from export.recipe import Place  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(240)]
TINY = EncoderShape(1, 24, 48, 2)
VOCABULARY = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "cups", "how", "many", "where", "are", "they")


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
def test_the_whole_recipe_learns_on_sentences_it_makes_itself(tmp_path: Path):
    said: list[str] = []
    place = Place(tmp_path, tmp_path / "work", tmp_path / "models" / "grasp")
    place.work.mkdir()
    figures = export_meaning(SMOKE, place, said.append, resume=False)
    assert figures["kept_out_task"] > 0.1, "five times what guessing would give"
    assert any("minutes left" in line for line in said)
    bundle = open_bundle(place.out, whole=True)
    assert (disagreement(bundle) or 0.0) < 1
    grasp = opened(bundle)
    found = grasp("how many cups are there", "")
    assert set(found.tasks) == set(TASKS)
    assert found.vector.shape == (SMOKE.shape.width,)
    greedy = dataclasses.replace(SMOKE, floors={"kept_out_task": 0.99})
    with pytest.raises(ExportError, match=r"nothing is published: kept_out_task is 0\.\d+, not 0\.99"):
        export_meaning(greedy, place, said.append, resume=True)


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
    assert given["ids"].tolist() == [[2, 7, 8, 9, 3, 5, 6, 4, 3], [2, 5, 6, 3, 0, 0, 0, 0, 0]]
    thing, outside = TAG_NUMBER["B-thing"], TAG_NUMBER["O"]
    assert given["tags"][0].tolist() == [NONE, outside, outside, outside, NONE, outside, outside, thing, NONE]
    assert set(given["tags"][1].tolist()) == {NONE}
    assert (given["intent"][1], given["task"][1], given["camera"].tolist()) == (NONE, NONE, [1.0, -1.0])
    assert (
        wanted_tags(Labelled(rows[0].said, marked("how many cups", "O O B-thing"), True, None, None, None))[-1] == "O"
    )


def test_padding_changes_nothing_and_the_file_agrees_with_torch():
    torch.manual_seed(1)
    student = Student(TINY, len(VOCABULARY)).eval()
    alone = torch.tensor([[2, 5, 6, 3, 4, 3]])
    padded = torch.tensor([[2, 5, 6, 3, 4, 3, 0, 0], [2, 7, 8, 9, 3, 0, 0, 0]])
    with torch.no_grad():
        one, two = student(alone), student(padded)
    assert np.allclose(one[2][0], two[2][0], atol=1e-5)
    assert np.allclose(one[4].norm(dim=-1), 1.0, atol=1e-5)
    wide = Student(TINY, 64)
    assert converted(wide)  # raises where the file differs


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


def test_the_student_begins_where_the_encoder_ended():
    width, pieces = TINY.width, [0, 1, 2, 3, 7]
    rng = np.random.default_rng(1)
    names = {"embeddings.word_embeddings.weight": (9, width), "embeddings.position_embeddings.weight": (80, width),
             "embeddings.token_type_embeddings.weight": (2, width)}  # fmt: skip
    square = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
    layer = dict.fromkeys(square, (width, width)) | {"intermediate.dense": (48, width), "output.dense": (width, 48)}
    weights = {name: rng.normal(size=shape).astype(np.float32) for name, shape in names.items()}
    for name, shape in layer.items():
        weights[f"encoder.layer.0.{name}.weight"] = rng.normal(size=shape).astype(np.float32)
        weights[f"encoder.layer.0.{name}.bias"] = rng.normal(size=shape[:1]).astype(np.float32)
    for name in (
        "embeddings.LayerNorm",
        "encoder.layer.0.attention.output.LayerNorm",
        "encoder.layer.0.output.LayerNorm",
    ):
        weights[f"{name}.weight"], weights[f"{name}.bias"] = np.ones(width, np.float32), np.zeros(width, np.float32)
    student = Student(TINY, len(pieces))
    begin(student, weights, pieces)
    assert np.array_equal(student.words.weight.detach()[4], weights["embeddings.word_embeddings.weight"][7])
    assert np.array_equal(student.layers[0].key.bias.detach(), weights["encoder.layer.0.attention.self.key.bias"])


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
