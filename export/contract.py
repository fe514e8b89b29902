"""Recipe: the protocol of what the pipeline calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from edge.bundle.net import Net
from edge.messages import Array
from export.recipe import Budgets, Place, Served, Verdict

if TYPE_CHECKING:
    from torch import nn

    from export.distil import Course, Schedule, TrainingProgress
    from export.verify import Report


class Recipe(Protocol):
    """What learns, what it is taught, what is served, what goes in, what it is worth, and what there is to tell."""

    @property
    def name(self) -> str: ...
    @property
    def task(self) -> str: ...
    @property
    def schedule(self) -> Schedule: ...
    @property
    def budgets(self) -> Budgets: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...

    def student(self, place: Place) -> nn.Module: ...
    def course(self, place: Place) -> Course: ...
    def served(self, student: nn.Module, place: Place) -> Mapping[str, Served]: ...
    def inputs(self, served: Served, place: Place) -> Sequence[Mapping[str, Array]]: ...
    def judge(self, nets: Mapping[str, Net], served: Mapping[str, Served], place: Place) -> Verdict: ...
    def story(
        self,
        nets: Mapping[str, Net],
        served: Mapping[str, Served],
        place: Place,
        known: tuple[Report, TrainingProgress],
    ) -> Mapping[str, bytes]: ...
