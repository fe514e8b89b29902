"""`glint bench`: what Glint costs on this machine, beside baselines of the same run."""

from __future__ import annotations

import json
import math
import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE
from edge.commands.options import common_options, configuration
from edge.errors import UsageError
from edge.output import complain

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "bench",
        help="what Glint costs on this machine",
        description="Measure start-up, turns and idling beside baselines of the same run. Fails if a limit is missed.",
        epilog="examples: glint bench --rounds 5 · glint bench routing questions.jsonl --plot routing.svg",
    )
    parser.add_argument(
        "what", nargs="?", choices=("costs", "routing", "ears"), default="costs", help="costs, routing, or ears"
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="F", help="with routing: questions with task and slots")
    parser.add_argument("--plot", type=Path, metavar="F", help="with routing: draw the curves into an SVG")
    parser.add_argument("--rounds", type=int, default=11, help="how often each process is started (11)")
    parser.add_argument("--idle", type=float, default=10.0, metavar="SECONDS", help="how long to watch it idle (10)")
    common_options(parser, json="one object per figure", config="")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print, each figure as soon as it is there."""
    if args.what == "routing":
        return _routing(args)
    if args.what == "ears":
        return _ears(args)
    from edge.commands.figures import figures
    from edge.commands.figures_leaving import leaving_figures

    if args.rounds < 1 or not 0 < args.idle < math.inf:
        raise UsageError("--rounds wants 1 or more, --idle more than 0 seconds")
    if care := with_care(os.getloadavg()[0], os.cpu_count() or 1):
        complain(care)
    kept = True
    if not args.json:
        print(f"{'what':45} {'measured':>9} {'unit':12} {'beside':28} limit", flush=True)
    for figure in chain(figures(args.rounds, args.idle), leaving_figures()):
        kept = kept and figure.kept
        if args.json:
            row = {"name": figure.name, "value": figure.value, "unit": figure.unit, "against": figure.against}
            row |= {"baseline": figure.baseline or None, "ratio": figure.ratio, "limit": figure.limit}
            print(json.dumps(row), flush=True)
            continue
        beside = f"{figure.ratio:.2f} x {figure.against}" if figure.ratio is not None else ""
        limit = "" if figure.limit is None else f"limit {figure.limit:g}" + ("" if figure.kept else "  MISSED")
        print(f"{figure.name:45} {figure.value:9.2f} {figure.unit:12} {beside:28} {limit}".rstrip(), flush=True)
    if not kept:
        complain("a limit was missed")
    return FINE if kept else FAILED


def _routing(args: argparse.Namespace) -> int:
    """Print what is kept of the quality, for a good and a poor server; returns the exit status."""
    from edge.commands.bench_routing import GOOD, POOR, plot, rows_of, told
    from edge.config import Config

    if args.file is None:
        raise UsageError("glint bench routing wants a file: a JSONL with text, task and slots")
    rows = rows_of(args.file, Config())
    for remote in (GOOD, POOR):
        row = told(rows, remote)
        print(json.dumps(row) if args.json else "  ".join(f"{name} {value}" for name, value in row.items()))
    if args.plot:
        args.plot.write_text(plot(rows), encoding="utf-8")
        complain(f"drawn: {args.plot}")
    return FINE


def _ears(args: argparse.Namespace) -> int:
    """Print what hearing costs, and how soon an answer is heard; returns the exit status."""
    from edge.commands.bench_ears import ear_figures
    from edge.compose.ears import lacking

    config = configuration(None)
    if problem := lacking(config):
        raise UsageError(f"glint bench ears: {problem}")
    if care := with_care(os.getloadavg()[0], os.cpu_count() or 1):
        complain(care)
    kept = True
    for figure in ear_figures(config):
        kept = kept and figure.kept
        if args.json:
            row = {"name": figure.name, "value": round(figure.value, 3), "unit": figure.unit, "limit": figure.limit}
            print(json.dumps(row), flush=True)
            continue
        limit = "" if figure.limit is None else f"limit {figure.limit:g}" + ("" if figure.kept else "  MISSED")
        print(f"{figure.name:45} {figure.value:9.2f} {figure.unit:12} {limit}".rstrip(), flush=True)
    return FINE if kept else FAILED


def with_care(load: float, cores: int) -> str:
    """What to know of figures that are measured while `load` programs want to run at once; empty where few do."""
    if load < cores / 2:
        return ""
    return f"this machine is busy (load {load:.1f} on {cores} cores): times are longer than they would be alone"
