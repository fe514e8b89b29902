"""distil: a student learns from lessons until its schedule ends. Slow, so it is resumable to the very same result.

A view depends only on the seed and its number, so a run that was stopped goes on as if it had not been. Checkpoints
are written every few minutes, to a temporary name first. What is kept is a moving average of the weights.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

Say = Callable[[str], None]
_AHEAD = 3  # batches that are being made while the student learns


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how gently."""

    views: int
    batch: int = 16
    rate: float = 2e-3
    warm: float = 0.05  # the share of steps in which the rate rises; afterwards it falls to nothing along a cosine
    decay: float = 1e-4
    average: float = 0.998  # of the weights, over steps
    seed: int = 1
    minutes: float = 3.0  # between checkpoints

    @property
    def steps(self) -> int:
        return -(-self.views // self.batch)


class Course(Protocol):
    """What a student is taught. Making a batch is apart from learning it, so that it can be done ahead."""

    def batch(self, rng: Generator, size: int) -> Any: ...  # noqa: ANN401
    def loss(self, student: nn.Module, batch: Any) -> Tensor: ...  # noqa: ANN401


@dataclass(slots=True)
class Progress:
    """Where a run stands: everything that a checkpoint holds besides the weights."""

    step: int = 0
    curve: list[tuple[int, float]] = field(default_factory=list)  # step, loss


def distil(student: nn.Module, course: Course, schedule: Schedule, checkpoint: Path, say: Say) -> Progress:
    """Teach the student; afterwards it holds the averaged weights. An existing checkpoint is gone on from."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    student.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    student.train()
    taught = [p for p in student.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(taught, lr=schedule.rate, weight_decay=schedule.decay)
    average = {name: value.detach().clone() for name, value in student.state_dict().items()}
    progress = _resume(checkpoint, student, optimiser, average)
    if progress.step:
        say(f"going on from step {progress.step} of {schedule.steps}")
    half = device.type == "cuda" or _has_bf16()
    began, first, saved, recent = time.monotonic(), progress.step, time.monotonic(), 0.0
    for step, batch in _batches(course, schedule, progress.step):
        _set_rate(optimiser, schedule, step)
        with torch.autocast(device.type, torch.bfloat16, enabled=half):
            loss = course.loss(student, batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(taught, 10.0)
        optimiser.step()
        _blend(average, student, min(schedule.average, (1 + step) / (10 + step)))
        progress.step = step + 1
        recent = float(loss.detach()) if not recent else 0.98 * recent + 0.02 * float(loss.detach())
        if progress.step % 50 == 0 or progress.step == schedule.steps:
            progress.curve.append((progress.step, recent))
            left = (time.monotonic() - began) / (progress.step - first) * (schedule.steps - progress.step)
            say(f"step {progress.step} of {schedule.steps}, loss {recent:.4f}, {left / 60:.1f} minutes left")
        if time.monotonic() - saved > 60 * schedule.minutes or progress.step == schedule.steps:
            _save(checkpoint, student, optimiser, average, progress)
            saved = time.monotonic()
    student.load_state_dict(average)
    student.eval()
    return progress


def _has_bf16() -> bool:
    """Whether this CPU multiplies bfloat16 by itself; emulated, it is slower than float32."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _batches(course: Course, schedule: Schedule, start: int) -> Iterator[tuple[int, Any]]:
    def make(step: int) -> Any:  # noqa: ANN401
        return course.batch(np.random.default_rng((schedule.seed, step)), schedule.batch)

    with ThreadPoolExecutor(1, thread_name_prefix="views") as pool:
        waiting: list[Future[Any]] = []
        for step in range(start, schedule.steps):
            while len(waiting) < _AHEAD and step + len(waiting) < schedule.steps:
                waiting.append(pool.submit(make, step + len(waiting)))
            yield step, waiting.pop(0).result()


def _set_rate(optimiser: torch.optim.Optimizer, schedule: Schedule, step: int) -> None:
    warm = max(1, round(schedule.warm * schedule.steps))
    done = (step - warm) / max(1, schedule.steps - warm)
    share = (step + 1) / warm if step < warm else (1 + np.cos(np.pi * done)) / 2
    for group in optimiser.param_groups:
        group["lr"] = schedule.rate * float(share)


@torch.no_grad()
def _blend(average: dict[str, Tensor], student: nn.Module, keep: float) -> None:
    for name, value in student.state_dict().items():
        if value.dtype.is_floating_point:
            average[name].lerp_(value, 1 - keep)
        else:
            average[name].copy_(value)


def _save(
    path: Path, student: nn.Module, optimiser: torch.optim.Optimizer, average: dict[str, Tensor], progress: Progress
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    state = {
        "student": student.state_dict(),
        "optimiser": optimiser.state_dict(),
        "average": average,
        "step": progress.step,
        "curve": progress.curve,
    }
    with part.open("wb") as file:
        torch.save(state, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _resume(path: Path, student: nn.Module, optimiser: torch.optim.Optimizer, average: dict[str, Tensor]) -> Progress:
    if not path.exists():
        return Progress()
    state = torch.load(path, map_location="cpu", weights_only=True)
    student.load_state_dict(state["student"])
    optimiser.load_state_dict(state["optimiser"])
    for name, value in state["average"].items():
        average[name].copy_(value)
    return Progress(state["step"], [(int(step), float(loss)) for step, loss in state["curve"]])
