"""Of a published bundle one net is made anew, and the other keeps its file, its entry and its golden vectors."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from edge.bundle.golden import disagreement  # noqa: E402
from edge.bundle.model_card import TensorSpec, Threshold  # noqa: E402
from edge.bundle.net import open_bundle  # noqa: E402
from export.convert import convert, tensors  # noqa: E402
from export.errors import ExportError  # noqa: E402
from export.pipeline import describe, written  # noqa: E402
from export.publish import publish  # noqa: E402
from export.recipe import Budgets, Place, Served, Verdict  # noqa: E402
from export.renew import renew  # noqa: E402
from export.verify import Level, Report  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(120)]
FLOOR = {"score": 0.1}


def linear(factor: float) -> torch.nn.Module:
    module = torch.nn.Linear(4, 4, bias=False)
    module.weight.data = torch.eye(4) * factor
    return module


@dataclasses.dataclass(frozen=True)
class Two:
    """A recipe of two nets that multiply."""

    factor: float
    floors: Mapping[str, float] = dataclasses.field(default_factory=lambda: FLOOR)
    name: str = "two"
    nets: tuple[str, ...] = ("look", "small")
    task: str = "objects"
    settings: Mapping[str, object] = dataclasses.field(default_factory=dict)

    @property
    def budgets(self) -> Budgets:
        return Budgets(floors=self.floors, growth=10**9)

    def student(self, place: Place) -> torch.nn.Module:
        return linear(0.0)

    def served(self, student: object, place: Place, only: Sequence[str] | None = None) -> dict[str, Served]:
        made = {"look": linear(self.factor), "small": linear(self.factor)}
        spec = (TensorSpec("x", "float32", (1, 4)),)
        return {name: Served(module, spec, ("y",)) for name, module in made.items()}

    def inputs(self, served: Served, place: Place) -> list[dict[str, np.ndarray]]:
        return [{"x": np.ones((1, 4), np.float32)}]

    def judge(self, nets: Mapping[str, object], served: object, place: Place) -> Verdict:
        score = float(nets["small"]({"x": np.ones((1, 4), np.float32)})["y"][0, 0])  # type: ignore[operator]
        return Verdict({"score": score}, {"redact": {"face": Threshold(score, 0, 0)}, "count": {}})

    def story(self, nets: object, served: object, place: Place, known: object) -> dict[str, bytes]:
        return {"MODEL.md": b"new", "curve.svg": b"new"}


def published(folder: Path) -> Place:
    recipe, place = Two(0.5), Place(folder, folder, folder / "two")
    served = recipe.served(None, place)
    levels = {
        name: Level("pack", convert(net.module, net.inputs, net.outputs), 0.001, 1.0) for name, net in served.items()
    }
    report = Report(
        chosen=levels, figures={"look_parity": 0.001, "int8_voc": 0.7, "int8_hidden": 0.6, "time_ratio": 1.0}
    )
    report.verdict = Verdict({}, {"redact": {"face": Threshold(0.9, 0, 0)}, "count": {"*": Threshold(0.4, 0, 0)}})
    files = written(served, report)
    card = describe(recipe, served, files, report)  # type: ignore[arg-type]
    publish(card, {**files, "MODEL.md": b"old", "curve.svg": b"old"}, place.out)
    return place


def test_only_the_named_net_changes(tmp_path: Path):
    place = published(tmp_path)
    before = {path.name: path.read_bytes() for path in place.out.iterdir()}
    old = open_bundle(place.out).card
    made = renew(Two(0.25), place, ["small"], lambda _: None)  # type: ignore[arg-type]
    bundle = open_bundle(place.out, whole=True)
    assert (place.out / "look.onnx").read_bytes() == before["look.onnx"]
    assert (place.out / "small.onnx").read_bytes() != before["small.onnx"]
    assert (place.out / "curve.svg").read_bytes() == b"old"
    assert (place.out / "MODEL.md").read_bytes() == b"new"
    assert bundle.card.nets["look"] == old.nets["look"]
    assert list(bundle.card.nets) == ["look", "small"]
    assert bundle.card.thresholds["count"] == old.thresholds["count"]
    assert bundle.card.thresholds["redact"]["face"].score == pytest.approx(0.25, abs=0.01)
    assert made.report.figures["int8_voc"] == 0.7
    assert "int8_hidden" not in made.report.figures
    assert (disagreement(bundle) or 0.0) < 0.01
    assert tensors(before["look.onnx"])[0] == bundle.card.nets["look"].inputs


@pytest.mark.parametrize("name", ["look", "large"])
def test_the_first_net_and_an_unknown_one_cannot_be_made_alone(tmp_path: Path, name: str):
    place = published(tmp_path)
    with pytest.raises(ExportError, match="only: small"):
        renew(Two(0.25), place, [name], lambda _: None)  # type: ignore[arg-type]


def test_a_missed_floor_publishes_nothing(tmp_path: Path):
    place = published(tmp_path)
    before = {path.name: path.read_bytes() for path in place.out.iterdir()}
    with pytest.raises(ExportError, match="nothing is published: score is"):
        renew(Two(0.25, {"score": 0.3}), place, ["small"], lambda _: None)  # type: ignore[arg-type]
    assert {path.name: path.read_bytes() for path in place.out.iterdir()} == before
