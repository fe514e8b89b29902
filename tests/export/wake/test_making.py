"""`glint export wake`, end to end and small: what comes out opens, wakes on its phrase, and not on other words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("soundfile")

from edge.bundle.golden import disagreement  # noqa: E402
from edge.bundle.net import open_bundle  # noqa: E402
from edge.errors import UsageError  # noqa: E402
from edge.messages import Instant, Sound  # noqa: E402
from edge.perceive.wake import WakeRule, WakeSpotter  # noqa: E402
from export.distil import Schedule  # noqa: E402
from export.errors import ExportError  # noqa: E402
from export.recipe import Place  # noqa: E402
from export.wake.course import Mix  # noqa: E402
from export.wake.making import export_wake  # noqa: E402
from export.wake.material import SILENT  # noqa: E402
from export.wake.recipe import WakeRecipe, recipe_for  # noqa: E402
from export.wake.sounds import Split  # noqa: E402
from export.wake.student import WakeShape  # noqa: E402
from tests.export.wake.made import make_data, word  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(240)]

SMALL = WakeRecipe(
    shape=WakeShape(16, ((5, 1), (5, 2), (5, 2))),
    schedule=Schedule(views=12 * 80, batch=12, rate=1e-2, average=0.9),
    mix=Mix(made=3),
    split=Split(groups=("g3",)),
    spoken=SILENT,
    ceilings={"alone_missed_clean": 0.4},
)


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
def test_the_whole_recipe_learns_to_tell_a_rising_tone_from_others(tmp_path: Path):
    make_data(tmp_path / "audio")
    place = Place(tmp_path, tmp_path / "work", tmp_path / "models" / "view_glass")
    place.work.mkdir()
    said: list[str] = []
    figures = export_wake(SMALL, place, said.append, resume=False)
    assert figures["alone_missed_clean"] <= 0.4
    bundle = open_bundle(place.out, whole=True)
    assert (disagreement(bundle) or 0.0) < 1
    rule, rng = WakeRule.of(bundle.card), np.random.default_rng(8)
    woken = []
    for first, last in ((300, 900), (900, 300), (500, 500)):
        hits = WakeSpotter(bundle).hear(Sound(Instant(0.0), word(rng, first, last)))
        woken.append(any(rule.wakes(hit, None) for hit in hits))
    assert woken == [True, False, False]
    assert sorted(path.name for path in (place.work / "view_glass-curves").iterdir()) == [
        "wake_distance.png", "wake_noise.png", "wake_trade.png",
    ]  # fmt: skip
    strict = dataclasses.replace(SMALL, ceilings={"alone_missed_clean": -1.0})
    with pytest.raises(ExportError, match="nothing is published: alone_missed_clean"):
        export_wake(strict, place, said.append, resume=True)
    assert any("taught" in line for line in said), "what was learned was not learned again"


@pytest.mark.parametrize("phrase", ["", "hey glint 3", "one two three four five", "héy you", "x" * 41])
def test_a_phrase_is_a_few_plain_words(phrase: str):
    with pytest.raises(UsageError, match="--phrase"):
        recipe_for(phrase)


def test_a_phrase_without_recordings_is_said_by_voices():
    assert recipe_for("Hey  Glint").name == "hey_glint"
    assert recipe_for("hey glint").spoken.phrases > 0
    assert recipe_for("View Glass") == WakeRecipe()
