"""distil: a student is trained until its schedule ends. A run that was stopped goes on to the same weights.

A view depends only on the seed and its number, so a run that was stopped goes on as if it had not been. Checkpoints
are written every few minutes, to a temporary name first. What is kept is a moving average of the weights.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from edge.bundle.cpu import cpu_flags
from export.errors import ExportError

Say = Callable[[str], None]
_AHEAD = 3  # batches that are being made while the student learns


@dataclass(frozen=True, slots=True)
class Schedule:
    """How many views in batches of which size, the learning rate, and the time between checkpoints."""

    views: int
    batch: int = 16
    rate: float = 2e-3
    warm: float = 0.05  # the share of steps in which the rate rises; afterwards it falls to nothing along a cosine
    decay: float = 1e-4
    average: float = 0.998  # of the weights, over steps
    seed: int = 1
    minutes: float = 3.0  # between checkpoints


class Course(Protocol):
    """Makes batches (anything with `to(device)`) and computes their loss. Batches are made ahead, in a thread."""

    @property
    def what(self) -> str:
        """Everything that decides what is taught, as text: a checkpoint of another course is not gone on from."""

    def batch(self, rng: Generator, size: int) -> Any: ...  # noqa: ANN401
    def loss(self, student: nn.Module, batch: Any) -> Tensor: ...  # noqa: ANN401


@dataclass(slots=True)
class TrainingProgress:
    """Where a run stands: everything that a checkpoint holds besides the weights."""

    step: int = 0
    curve: list[tuple[int, float]] = field(default_factory=list)  # step, loss


def distil(student: nn.Module, course: Course, schedule: Schedule, checkpoint: Path, say: Say) -> TrainingProgress:
    """Train the student, which then holds the averaged weights; an existing checkpoint is continued.

    Raises ExportError where the checkpoint belongs to another recipe.
    """
    team = find_team()
    learner = _Learner(student, schedule, team)
    mark = f"{replace(schedule, minutes=0.0)} {course.what}"
    progress = learner.resume(checkpoint, mark)
    steps = -(-schedule.views // (schedule.batch * team.size))
    if progress.step:
        say(f"going on from step {progress.step} of {steps}" if progress.step < steps else f"taught, {steps} steps")
    clock = _Clock(progress.step, steps)
    recent = progress.curve[-1][1] if progress.curve else 0.0
    for step, batch in _batches(course, schedule, team, range(progress.step, steps)):
        loss = learner.learn(course, batch, step / steps, step)
        recent = 0.98 * recent + 0.02 * loss if recent else loss
        progress.step = step + 1
        if progress.step % 50 == 0 or progress.step == steps:
            progress.curve.append((progress.step, recent))
            say(f"step {progress.step} of {steps}, loss {recent:.4f}, {clock.left(progress.step):.1f} minutes left")
        if team.rank == 0 and (clock.is_time(schedule.minutes) or progress.step == steps):
            learner.save(checkpoint, progress, mark)
    learner.finish()
    return progress


class _Clock:
    """Says when to save, and estimates the seconds that are left."""

    def __init__(self, first: int, steps: int) -> None:
        self._first, self._steps = first, steps
        self._began = self._saved = time.monotonic()

    def left(self, step: int) -> float:
        return (time.monotonic() - self._began) / max(1, step - self._first) * (self._steps - step) / 60

    def is_time(self, minutes: float) -> bool:
        if time.monotonic() - self._saved <= 60 * minutes:
            return False
        self._saved = time.monotonic()
        return True


class _Learner:
    """The student, its optimiser, and the moving average of its weights."""

    def __init__(self, student: nn.Module, schedule: Schedule, team: Team) -> None:
        self.student, self.schedule, self.team = student, schedule, team
        student.to(team.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        student.train()
        self.taught = [p for p in student.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(self.taught, lr=schedule.rate, weight_decay=schedule.decay)
        self.average = {name: value.detach().clone() for name, value in student.state_dict().items()}
        self.half = team.device.type == "cuda" or _has_bf16()

    def learn(self, course: Course, batch: Any, done: float, step: int) -> float:  # noqa: ANN401
        """Do one training step; returns its loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.schedule.rate * pace(done, self.schedule.warm)
        with torch.autocast(self.team.device.type, torch.bfloat16, enabled=self.half):
            loss = course.loss(self.student, batch.to(self.team.device))
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.team.share(self.taught)
        nn.utils.clip_grad_norm_(self.taught, 10.0)
        self.optimiser.step()
        self._blend(min(self.schedule.average, (1 + step) / (10 + step)))
        return float(loss.detach())

    @torch.no_grad()
    def _blend(self, keep: float) -> None:
        for name, value in self.student.state_dict().items():
            if value.dtype.is_floating_point:
                self.average[name].lerp_(value, 1 - keep)
            else:
                self.average[name].copy_(value)

    def save(self, path: Path, progress: TrainingProgress, mark: str) -> None:
        """Write a checkpoint: to a temporary name, then renamed."""
        path.parent.mkdir(parents=True, exist_ok=True)
        state = {
            "student": self.student.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average,
            "mark": mark,
            "step": progress.step,
            "curve": progress.curve,
        }
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            torch.save(state, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def resume(self, path: Path, mark: str) -> TrainingProgress:
        """Load the checkpoint and return where it left off; without one, step 0. ExportError for another recipe's."""
        if not path.exists():
            return TrainingProgress()
        state = torch.load(path, map_location=self.team.device, weights_only=True)
        if state.get("mark") != mark:
            raise ExportError("distil", f"{path} is of another recipe: export without --resume, or move it away")
        self.student.load_state_dict(state["student"])
        self.optimiser.load_state_dict(state["optimiser"])
        for name, value in state["average"].items():
            self.average[name].copy_(value)
        return TrainingProgress(state["step"], [(int(step), float(loss)) for step, loss in state["curve"]])

    def finish(self) -> None:
        self.student.load_state_dict(self.average)
        self.student.cpu().eval()


def pace(done: float, warm: float) -> float:
    """The share (0 to 1) of the learning rate after a share of the steps: linear warm-up, then a cosine down."""
    return max(done / warm, 1e-2) if done < warm else (1 + math.cos(math.pi * (done - warm) / (1 - warm))) / 2


@dataclass(frozen=True, slots=True)
class Team:
    """The processes that teach one student together, each with batches of its own."""

    rank: int
    size: int
    device: torch.device

    def share(self, taught: list[nn.Parameter]) -> None:
        """Replace each process's gradients by their mean over all processes."""
        for parameter in taught if self.size > 1 else ():
            if parameter.grad is not None:
                torch.distributed.all_reduce(parameter.grad)
                parameter.grad /= self.size


def find_team() -> Team:
    """One process, with a GPU if there is one; several under `accelerate launch`."""
    if torch.distributed.is_available() and torch.distributed.is_torchelastic_launched():
        from accelerate import PartialState

        state = PartialState(cpu=not torch.cuda.is_available())
        return Team(state.process_index, state.num_processes, state.device)
    return Team(0, 1, torch.device("cuda" if torch.cuda.is_available() else "cpu"))


def only_the_first_goes_on() -> None:
    """End every process of a team but the first (SystemExit 0): only one converts and publishes."""
    if find_team().rank:
        raise SystemExit(0)


def _has_bf16() -> bool:
    """Whether this CPU multiplies bfloat16 by itself; emulated, it is slower than float32."""
    return not {"avx512_bf16", "amx_bf16"}.isdisjoint(cpu_flags())


def _batches(course: Course, schedule: Schedule, team: Team, steps: range) -> Iterator[tuple[int, Any]]:
    """Batches made ahead, in a thread; each depends only on the seed, its number, and whose it is."""

    def make(step: int) -> Any:  # noqa: ANN401
        seed = (schedule.seed, step, team.rank) if team.size > 1 else (schedule.seed, step)
        return course.batch(np.random.default_rng(seed), schedule.batch)

    with ThreadPoolExecutor(1, thread_name_prefix="views") as pool:
        waiting: list[Future[Any]] = []
        for step in steps:
            while len(waiting) < _AHEAD and step + len(waiting) < steps.stop:
                waiting.append(pool.submit(make, step + len(waiting)))
            yield step, waiting.pop(0).result()
