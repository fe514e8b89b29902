"""Counting, mixing and pruning: probabilities add up to one, and the recipe runs from its sentences to a bundle."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.bundle.net import open_bundle
from edge.perceive.trigrams import open_trigrams
from export.errors import ExportError
from export.language import making
from export.language.backoff import BEGIN, END, Backoff, Ints, Mixture, counted
from export.language.material import Vocabulary, template_lines
from export.language.pruned import pruned
from export.recipe import Place

WORDS = 8  # 0 and 1 begin and end a sentence; 7 never comes
LINES = st.lists(st.lists(st.integers(2, 6), min_size=1, max_size=5), min_size=1, max_size=12)


def after(model: Backoff | Mixture, before: list[int]) -> float:
    """The sum of the probabilities of everything that may come next."""
    runs: Ints = np.array([[*before, word] for word in range(1, WORDS)], np.int64)
    return float(model.chances(runs).sum())


@settings(deadline=None)
@given(lines=LINES, before=st.lists(st.integers(2, 6), max_size=2))
def test_what_may_come_next_adds_up_to_one(lines: list[list[int]], before: list[int]) -> None:
    model = counted([*lines, [2, 3, 4, 5, 6]], WORDS)
    # But for the share of words that never came, of which each counts as the least there is.
    assert 0.7 < after(model, before) <= 1.00001
    assert 0.7 < after(model, [BEGIN, *before[:1]]) <= 1.00001


def test_witten_and_bell_by_hand() -> None:
    model = counted([[2, 3], [2, 4]], WORDS)
    # After 2 came two words, both new: half of what follows goes to shorter runs. Of 6 words (with ends) 4 were new.
    alone = (1 + 4 / WORDS) / (6 + 4)
    assert model.chances(np.array([[3]])) == pytest.approx(alone)
    assert model.chances(np.array([[2, 3]])) == pytest.approx((1 + 2 * alone) / 4)
    assert model.chances(np.array([[2, END]])) == pytest.approx(0.5 * (2 + 4 / WORDS) / 10)
    start = (2 + 1 * (2 + 4 / WORDS) / 10) / 3
    assert model.chances(np.array([[BEGIN, 2]])) == pytest.approx(start)


@settings(deadline=None, max_examples=40)
@given(lines=LINES, more=LINES, most=st.tuples(st.integers(1, 30), st.integers(1, 30)))
def test_a_pruned_mixture_still_adds_up_and_keeps_what_it_kept(
    lines: list[list[int]], more: list[list[int]], most: tuple[int, int]
) -> None:
    mixture = Mixture([counted(lines, WORDS), counted(more, WORDS)], [0.6, 0.4])
    kept = pruned(mixture, making._runs(mixture.models, WORDS), most)
    assert len(kept.twos) <= most[0]
    assert len(kept.threes) <= most[1]
    for runs in (kept.ones, kept.twos, kept.threes):
        assert kept.model.chances(runs) == pytest.approx(mixture.chances(runs))
    single = float(kept.model.chances(kept.ones[kept.ones[:, 0] != BEGIN]).sum())
    for two in kept.twos[:3]:
        assert after(kept.model, two[:1].tolist()) == pytest.approx(1.0, abs=abs(1 - single) + 0.05)


def test_with_room_for_all_nothing_changes() -> None:
    lines = [[2, 3, 4], [2, 3, 5], [6, 3, 4], [2, 5]]
    mixture = Mixture([counted(lines, WORDS)], [1.0])
    kept = pruned(mixture, making._runs(mixture.models, WORDS), (1000, 1000))
    runs: Ints = np.array([[2, 3, 4], [6, 3, 4], [BEGIN, 2, 3], [3, 4, END]], np.int64)
    assert kept.model.chances(runs) == pytest.approx(mixture.chances(runs))


def test_templates_give_lines_in_the_tables_words() -> None:
    lines = template_lines(1)
    assert len(lines) > 100
    assert all(word.isalpha() for line in lines for word in line)
    assert lines == template_lines(1)


def test_a_vocabulary_numbers_the_marks_first() -> None:
    found = Vocabulary.of([("read", "this"), ("this",)], None)
    assert found.words == ("<s>", "</s>", "read", "this")
    assert found.rows([("this", "read")]) == [[3, 2]]


def place(folder: Path) -> Place:
    return Place(folder / "data", folder / "work", folder / "models" / "trigrams")


def data(folder: Path, *, lines: int = 40) -> None:
    (folder / "audio" / "commands").mkdir(parents=True)
    (folder / "text").mkdir()
    rows = "\n".join(
        json.dumps({"text": f"Read the {word} sign {n % 7}"}) for n, word in enumerate(["red", "blue"] * lines)
    )
    for path in ("audio/commands/train_text.jsonl", "text/train.jsonl", "text/dev.jsonl"):
        (folder / path).write_text(rows)


SMALL = making.TrigramRecipe(templates=0.0, general=0.0, commands=0.5, questions=0.5, twos=2000, threes=2000)


def test_the_recipe_makes_a_bundle_that_prefers_what_people_say(tmp_path: Path) -> None:
    data(tmp_path / "data")
    said: list[str] = []
    figures = making.export_trigrams(SMALL, place(tmp_path), said.append)
    bundle = open_bundle(tmp_path / "models" / "trigrams")
    words = open_trigrams(bundle)
    assert words.sentence("read the red sign".split()) > words.sentence("sign red the read".split()) + 5
    assert bundle.card.figures["perplexity"] == figures["perplexity"] < 20
    assert (tmp_path / "models" / "trigrams" / "MODEL.md").read_text().startswith("# trigrams")
    assert "{" not in (tmp_path / "models" / "trigrams" / "MODEL.md").read_text()


def test_nothing_is_published_where_something_lacks_or_is_too_much(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"cannot read .*train_text\.jsonl"):
        making.export_trigrams(SMALL, place(tmp_path), lambda _: None)
    data(tmp_path / "data")
    with pytest.raises(ExportError, match=r"no pocketsphinx.*pip download"):
        making.export_trigrams(making.TrigramRecipe(templates=0.0), place(tmp_path), lambda _: None)
    for recipe, why in (
        (making.TrigramRecipe(templates=0.0, general=0.0, most_bytes=1000), "bytes are too many"),
        (making.TrigramRecipe(templates=0.0, general=0.0, perplexity=1.0), "too high"),
    ):
        with pytest.raises(ExportError, match=why):
            making.export_trigrams(recipe, place(tmp_path), lambda _: None)
    assert not (tmp_path / "models").exists()
