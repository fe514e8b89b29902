"""The recipe runs from its sentences to a bundle, and publishes nothing that lacks or exceeds something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edge.bundle.net import open_bundle
from edge.perceive.trigrams import open_trigrams
from export.errors import ExportError
from export.language import making
from export.recipe import Place


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
