"""verify: compares every level of a net (fp32, half, int8) with torch, and measures its time and bytes.

What would be shipped is scored too. A missed budget is a line in the report, and such a report is never published.
"""

from __future__ import annotations

import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from edge.bundle.net import Net, net_of
from edge.measure import paired
from edge.messages import Array
from export.recipe import Budgets, Served, Verdict

RUNS = 200
PAIRS = 60
MOST_TIME = 1.1  # of the unshrunk net's, for what is only smaller
ALIKE = 1.03  # times that are no further apart are the same


@dataclass(frozen=True, slots=True)
class Level:
    """A net written in one way: its bytes, difference from torch, and time."""

    name: str
    model: bytes
    parity: float  # mean difference of the outputs from torch, as a share of their size
    ratio: float  # time over that of the unshrunk net
    int8: bool = False  # whether it also computes in int8


Inputs = Mapping[str, Sequence[Mapping[str, Array]]]  # of each net


@dataclass(slots=True)
class Report:
    """What was measured, which levels were chosen for each net, and which budgets were missed."""

    levels: dict[str, list[Level]] = field(default_factory=dict)
    chosen: dict[str, Level] = field(default_factory=dict)
    int8: dict[str, Level] = field(default_factory=dict)  # nets that this kind of machine runs in int8 instead
    verdict: Verdict = field(default_factory=lambda: Verdict({}))
    figures: dict[str, float] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)

    def need(self, what: str, value: float, *, least: float | None = None, most: float | None = None) -> None:
        """Note a figure; outside of least..most it is also noted as missed."""
        self.figures[what] = value
        if least is not None and not value >= least:
            self.missed.append(f"{what} is {value:.4g}, {least - value:.3g} below its floor of {least:g}")
        if most is not None and not value <= most:
            self.missed.append(f"{what} is {value:.4g}, {value - most:.3g} above its limit of {most:g}")


def torch_net(served: Served) -> Net:
    """The torch module as a `Net`, so that it can be compared with the files."""
    import torch

    def run(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        with torch.no_grad():
            answer = served.module(*(torch.from_numpy(np.ascontiguousarray(inputs[t.name])) for t in served.inputs))
        values = answer if isinstance(answer, (tuple, list)) else (answer,)
        return {name: value.numpy() for name, value in zip(served.outputs, values, strict=True)}

    return run


def parity(net: Net, oracle: Net, inputs: Sequence[Mapping[str, Array]]) -> float:
    """The mean difference over all inputs and all that `net` says, as a share of the oracle's mean size."""
    rows = []
    for given in inputs:
        found, wanted = net(given), oracle(given)
        rows += [float(np.abs(v - wanted[k]).mean() / (np.abs(wanted[k]).mean() + 1e-9)) for k, v in found.items()]
    return float(np.mean(rows))


def growth(net: Net, given: Mapping[str, Array], runs: int = RUNS) -> int:
    """Bytes by which the process's memory grew over `runs` runs, after a few to warm up."""
    for _ in range(10):
        net(given)
    before = resident()
    for _ in range(runs):
        net(given)
    return resident() - before


def resident() -> int:
    """Bytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def against(ours: Net, given: Mapping[str, Array], other: bytes) -> float:
    """Time of our net over that of a known one, each on one thread, at the size that is fixed in its file."""
    from edge.bundle.net import session

    rival = session(other)
    taken = rival.get_inputs()[0]
    shape = [n if isinstance(n, int) else 1 for n in taken.shape]
    picture = {taken.name: np.random.default_rng(0).uniform(0, 255, shape).astype(np.float32)}
    return paired(lambda: ours(given), lambda: rival.run(None, picture), PAIRS)


def verify(budgets: Budgets, levels: Mapping[str, list[Level]], inputs: Inputs) -> Report:
    """Choose a level for each net and check it against the recipe's budgets of time, bytes and memory."""
    report = Report()
    for name, rows in levels.items():
        report.levels[name] = list(rows)
        report.chosen[name] = chosen = _choose(rows, budgets)
        report.need(f"{name}_parity", chosen.parity, most=budgets.parity)
        report.need(f"{name}_growth", growth(net_of(chosen.model), inputs[name][0]), most=budgets.growth)
    report.need("bytes", weight(report.chosen), most=budgets.bytes)
    return report


def weight(levels: Mapping[str, Level]) -> int:
    """The bytes of all levels together, as files."""
    return sum(len(level.model) for level in levels.values())


def _choose(rows: Sequence[Level], budgets: Budgets) -> Level:
    """The smallest that answers as the unshrunk net does, within the tolerance, and is not slower."""
    fit = [row for row in rows if not row.int8 and row.parity <= budgets.parity and row.ratio <= MOST_TIME]
    return min(fit or rows[:1], key=lambda row: len(row.model))


def fast_enough(rows: Sequence[Level], budgets: Budgets) -> list[Level]:
    """The levels in int8 that win time on this machine, the fastest first, and of those alike the closest to torch."""
    fast = sorted((row for row in rows if row.int8 and row.ratio <= budgets.int8_time), key=lambda row: row.ratio)
    alike = [row for row in fast if row.ratio <= ALIKE * fast[0].ratio]
    return sorted(alike, key=lambda row: row.parity) + fast[len(alike) :]


def worse(figures: Mapping[str, float], plain: Mapping[str, float], budgets: Budgets) -> list[str]:
    """What a net in int8 lost: figures below their floor, above their limit, or further from the plain net's."""
    floors = {name: max(least, plain[name] - budgets.loss) for name, least in budgets.floors.items()}
    lines = [f"{name} {figures[name]:.3g}, not {least:.3g}" for name, least in floors.items()]
    lines += [f"{name} {figures[name]:.3g}" for name in budgets.ceilings]
    kept = [figures[name] >= least for name, least in floors.items()]  # which a NaN never is
    kept += [figures[name] <= most for name, most in budgets.ceilings.items()]
    return [line for line, fine in zip(lines, kept, strict=True) if not fine]
