"""`glint export trigrams`, from top to bottom: read -> count -> mix -> prune -> pack -> judge -> publish."""

from __future__ import annotations

import platform
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from edge.bundle.model_card import ModelCard
from edge.bundle.net import file_spec
from edge.perceive.trigrams import TASK, Rows, Trigrams, pack_trigrams, read_trigrams
from export.distil import Say
from export.errors import ExportError
from export.language.backoff import Backoff, Ints, Known, Mixture, counted, keys_of
from export.language.material import Vocabulary, general_model, lines_of, template_lines
from export.language.pruned import KeptRuns, pruned
from export.language.sphinx import SphinxModel, read_wheel
from export.publish import check_place, publish
from export.recipe import Place, fingerprint

NAME, TABLE = "trigrams", "trigrams.bin"
Sentences = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TrigramRecipe:
    """All that decides how the table is made. The shares were fitted by hand between what fits questions and orders."""

    commands: float = 0.2
    questions: float = 0.3
    templates: float = 0.15
    general: float = 0.35
    drawn: int = 30_000
    """Sentences of the templates."""
    twos: int = 650_000
    threes: int = 700_000
    wheel: str = "pocketsphinx-5.1.1-*.whl"
    inside: str = "pocketsphinx/model/en-us/en-us.lm.bin"
    sha256: str = "db21d0642286677699e6dbc859d2e5395570222361999387ce60f6e1d01995d6"
    most_bytes: int = 6_000_000
    perplexity: float = 120.0
    """On questions that were not counted: above it nothing is published."""


SMOKE = TrigramRecipe(commands=0.0, questions=0.0, templates=1.0, general=0.0, drawn=2000, twos=5000, threes=5000,
                      perplexity=1e6)  # fmt: skip
"""A trial of seconds that needs no data."""


def export_trigrams(recipe: TrigramRecipe, place: Place, say: Say) -> dict[str, float]:
    """Make the table and publish it; returns its figures. ExportError where something lacks or a budget is missed."""
    check_place(place.out, NAME, TASK)
    say("read: sentences and general English")
    parts, general = _sentences(recipe, place), _general(recipe, place)
    vocabulary = Vocabulary.of([line for lines, _ in parts for line in lines], general)
    say(f"count: {len(vocabulary.words)} words, " + ", ".join(f"{len(lines)} lines" for lines, _ in parts))
    models = [counted(vocabulary.rows(lines), len(vocabulary.words)) for lines, _ in parts]
    shares = [share for _, share in parts]
    if general is not None:
        models.append(general_model(general, vocabulary))
        shares.append(recipe.general)
    say("mix, prune")
    mixture = Mixture(models, shares)
    kept = pruned(mixture, _runs(models, len(vocabulary.words)), (recipe.twos, recipe.threes))
    data = packed(kept, vocabulary)
    told = {"bytes": len(data), "words": len(kept.ones), "twos": len(kept.twos), "threes": len(kept.threes)}
    figures = {**told, **_judged(read_trigrams(data), place)}
    if len(data) > recipe.most_bytes:
        raise ExportError("prune", f"{len(data)} bytes are too many: keep fewer runs")
    if figures.get("perplexity", 0.0) > recipe.perplexity:
        raise ExportError("judge", f"a perplexity of {figures['perplexity']:.0f} on unseen questions is too high")
    _published(recipe, data, figures, place)
    return figures


def _sentences(recipe: TrigramRecipe, place: Place) -> list[tuple[Sentences, float]]:
    """The sentences of each kind, with its share; kinds without a share are not read."""
    parts: list[tuple[Sentences, float]] = []
    if recipe.commands:
        parts.append((list(_read(place.data / "audio" / "commands" / "train_text.jsonl")), recipe.commands))
    if recipe.questions:
        parts.append((list(_read(place.data / "text" / "train.jsonl")), recipe.questions))
    if recipe.templates:
        parts.append((template_lines(recipe.drawn), recipe.templates))
    return parts


def _read(path: Path) -> Sentences:
    try:
        return list(lines_of(path))
    except OSError as error:
        raise ExportError("read", f"cannot read {path}: {error.strerror}") from error


def _general(recipe: TrigramRecipe, place: Place) -> SphinxModel | None:
    if not recipe.general:
        return None
    wheel = next(iter(sorted(place.data.glob(recipe.wheel))), None)
    if wheel is None:
        raise ExportError("read", f"there is no {recipe.wheel} in {place.data}: `pip download pocketsphinx==5.1.1`")
    return read_wheel(wheel, recipe.inside, recipe.sha256)


def _runs(models: Sequence[Backoff], words: int) -> tuple[Ints, Ints, Ints]:
    """Every run that any of the models has, by length."""
    one, two, three = (
        _columns(np.unique(np.concatenate([model.known[n].keys for model in models])), words, n + 1) for n in range(3)
    )
    return one, two, three


def _columns(keys: Ints, words: int, length: int) -> Ints:
    columns = []
    for _ in range(length):
        keys, column = np.divmod(keys, words)
        columns.append(column)
    return np.stack(columns[::-1], axis=1)


def packed(kept: KeptRuns, vocabulary: Vocabulary) -> bytes:
    """The bytes of the table."""
    words = np.array(vocabulary.words, object)

    def rows(runs: Ints, known: Known) -> Rows:
        at, _ = known.find(keys_of(runs, len(words)))
        keys = np.array([zlib.crc32(" ".join(run).encode()) for run in words[runs]], np.uint32)
        return Rows(keys, np.log(known.chances[at]), np.log(known.weights[at]))

    levels = zip((kept.ones, kept.twos, kept.threes), kept.model.known, strict=True)
    return pack_trigrams([rows(runs, known) for runs, known in levels])


def _judged(table: Trigrams, place: Place) -> dict[str, float]:
    """The perplexity of questions that were not counted, where there are any."""
    path = place.data / "text" / "dev.jsonl"
    if not path.is_file():
        return {}
    lines = list(lines_of(path))
    count = sum(len(line) + 1 for line in lines)
    return {"perplexity": round(float(np.exp(-sum(map(table.sentence, lines)) / count)), 1)}


def _published(recipe: TrigramRecipe, data: bytes, figures: dict[str, float], place: Place) -> None:
    card = ModelCard(
        name=NAME,
        task=TASK,
        nets={},
        assets={"table": file_spec(TABLE, data)},
        figures=figures,
        budgets={"bytes": recipe.most_bytes, "perplexity": recipe.perplexity},
        versions={"numpy": version("numpy"), "python": platform.python_version()},
        recipe=fingerprint(recipe),
    )
    rows = "\n".join(f"| {name} | {value:g} |" for name, value in figures.items())
    text = (Path(__file__).parent / "MODEL.md").read_text(encoding="utf-8")
    story = text.format(recipe=recipe, figures=f"| figure | value |\n|---|---|\n{rows}")
    publish(card, {TABLE: data, "MODEL.md": story.encode()}, place.out)
