"""What a detector's recipe decides, as frozen data; what is done with it is in export/detection.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from export.distil import Schedule
from export.recipe import Budgets, TeacherFile
from export.students import nanodet
from export.views import Wobble


def _near() -> Wobble:
    return Wobble(1.2, 3.2, colour=0.4, four=0.1, turn=8.0, fit=True)


@dataclass(frozen=True, slots=True)
class Special:
    """How a net that knows only plates is taught: near views, with the photo's own shape."""

    schedule: Schedule = field(default_factory=lambda: Schedule(views=40_000, rate=2e-3, average=0.997))
    mix: Mapping[str, float] = field(
        default_factory=lambda: {"plates": 0.65, "faces": 0.1, "animals": 0.05, "rest": 0.2}
    )
    wobble: Wobble = field(default_factory=_near)
    view_size: tuple[int, int] = (320, 320)


def _poor_plates() -> Special:
    return Special(wobble=replace(_near(), turn=40.0, poor=0.5, quarters=True))


@dataclass(frozen=True, slots=True)
class DetectorSpec:
    """The data of a detector's recipe: what it starts from, how it is taught, and what it must keep to."""

    name: str
    start: TeacherFile
    face_teacher: TeacherFile
    schedule: Schedule
    budgets: Budgets
    shape: nanodet.Shape = field(default_factory=lambda: nanodet.Shape(extras=2))
    size: tuple[int, int] = (352, 352)
    best: tuple[int, int] = (256, 64)  # so many places of the heads and of the branch leave the net
    special_size: int = 640
    view_size: tuple[int, int] = (288, 288)
    extras: tuple[str, ...] = ("face", "license plate")
    mix: Mapping[str, float] = field(default_factory=lambda: {"plates": 0.3, "faces": 0.45, "rest": 0.25})
    wobble: Wobble = field(default_factory=lambda: Wobble(0.8, 2.5, colour=0.4, four=0.15, turn=6.0))
    plates: Special = field(default_factory=Special)
    poor_plates: Special = field(default_factory=_poor_plates)
    """The same for a net that looks at poor photos besides."""
    redact: Mapping[str, float] = field(default_factory=lambda: {"face": 0.5, "license plate": 0.45})
    alone: Mapping[str, float] = field(default_factory=lambda: {"face": 0.7, "license plate": 0.7})
    reviewed: tuple[str, str] = ("", "")  # truth for photos kept apart: a file beside the recipes, and its hash
    measured: tuple[str, str] = ("", "")  # names of photos that others are measured on: a file there, and its hash
    sources: tuple[tuple[str, str], ...] = ()  # photos and their terms, for MODEL.md
    gallery: tuple[tuple[str, str], ...] = ()  # photos that may be shown, and what went wrong
    table: str = "looker_table.md"  # what was tried
    task: str = "objects"
    settings: Mapping[str, Any] = field(default_factory=lambda: {"overlap": 0.6, "agree": 0.7, "least": 0.1})
