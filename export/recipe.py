"""Recipe data: everything that decides how a model is made. The model's card holds the recipe's hash.

A recipe is a frozen dataclass with the few methods that the pipeline calls. Detectors have theirs in
export/detection.py; a router or a wake word brings another with the same methods, and goes through the same five steps.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.bundle.model_card import TensorSpec, Threshold
from export.errors import ExportError

if TYPE_CHECKING:
    from torch import nn


@dataclass(frozen=True, slots=True)
class Place:
    """Where things lie: lessons and teachers (never in the repository), unfinished work, and the finished bundle."""

    data: Path
    work: Path
    out: Path


@dataclass(frozen=True, slots=True)
class TeacherFile:
    """A file to learn or to start from. It is never part of the repository, so its hash is."""

    file: str
    sha256: str
    source: str
    licence: str

    def read(self, place: Place) -> bytes:
        path = place.data / self.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ExportError("distil", f"cannot read {path}: {error.strerror}. It is from {self.source}") from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ExportError("distil", f"{path} is not the file of the recipe (sha256 {self.sha256[:12]}…)")
        return data


@dataclass(frozen=True, slots=True)
class Budgets:
    """What a model must keep to. A figure below its floor, or a cost above its limit, and nothing is published."""

    floors: Mapping[str, float] = field(default_factory=dict)  # figure -> least
    ceilings: Mapping[str, float] = field(default_factory=dict)  # figure -> most
    bytes: int = 3_000_000  # on disk, for one target
    parity: float = 0.01  # mean difference from torch, as a share of the outputs
    loss: float = 0.01  # by which arithmetic in int8 may worsen a figure that has a floor
    growth: float = 4_000_000  # bytes of memory over 200 runs
    int8_parity: float = 0.1  # the same for int8, whose figures are what is held to
    int8_time: float = 0.91  # over that of the unshrunk net: what costs accuracy must be a tenth faster
    spared: tuple[int, ...] = (4, 8, 12, 16, 32)  # so many of the layers that suffer most are left alone in int8
    ratio: float = 0.0  # time against `against`, interleaved on one thread
    against: TeacherFile | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """A net as the glasses get it: the module with everything folded in, its tensors, and what stands around it."""

    module: nn.Module
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[str, ...]
    prepare: Mapping[str, Any] = field(default_factory=dict)
    heads: tuple[Mapping[str, Any], ...] = ()
    raw: tuple[str, ...] = ()  # outputs that others are chosen from: of nearly equal ones two files choose differently

    @property
    def compared(self) -> tuple[str, ...]:
        """The outputs by which files are compared."""
        return self.raw or self.outputs

    @property
    def read(self) -> tuple[str, ...]:
        """The outputs that are asked for on the glasses."""
        return tuple(name for name in self.outputs if name not in self.raw)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a set of nets is worth: figures, and the thresholds that were calibrated on the way."""

    figures: Mapping[str, float]
    thresholds: Mapping[str, Mapping[str, Threshold]] = field(default_factory=dict)


def fingerprint(recipe: Any) -> str:  # noqa: ANN401
    """The same for the same recipe, on any machine."""
    text = json.dumps(dataclasses.asdict(recipe), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
