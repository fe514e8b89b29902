"""The commands of the simulator: `glint play`, and those of the tape. Cheap to import; what is heavy comes when run."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import UsageError
from firmware_sim.desktop.command import register as register_sim
from firmware_sim.replay.commands import register as register_replay

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from edge.commands.exits import Subparsers
    from edge.messages import Command, Event, Now, TurnId
    from edge.mind.policy import Policy
    from edge.reach.gate.receipts import Receipt
    from edge.shell.runtime import Observer
    from edge.store.ledger import TurnRow
    from firmware_sim.conversation import Conversation, Row
    from firmware_sim.devices.glasses import SimGlasses
    from firmware_sim.world.scenario import Scenario

    Taken = tuple[Now, Event, tuple[Command, ...]]

OVERTIME = 60.0  # virtual seconds after a scenario's end in which Glint must have come to its own


@dataclass(frozen=True)
class Played:
    """The result of playing a scenario: its conversation, the ledger's rows, and when it ended."""

    sim: SimGlasses
    conversation: Conversation
    turns: tuple[TurnRow, ...]
    """What the ledger kept."""
    receipts: tuple[Receipt, ...]
    """What left for a server."""
    policy: Policy
    """What the mind went by."""
    tasks_left: tuple[str, ...]
    """What still ran when it should not; must be empty."""
    ended: float
    """When it was over, in seconds."""
    scripted_ear: bool
    """Whether what was heard was what the scenario says, rather than what a model made of a sound."""

    def rows(self) -> list[Row]:
        """The rows of the conversation, in order of time."""
        return self.conversation.whole(self.sim.witness.log)


def register(subparsers: Subparsers) -> None:
    """Add what this package brings to `glint`."""
    parser = subparsers.add_parser(
        "play",
        help="play a scenario on simulated glasses",
        description="Play a scenario on simulated glasses, in virtual time, and print the conversation.",
        epilog="example: glint play camera_dies (scenarios that came along: firmware_sim/scenarios/)",
    )
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO", help="a name, or a .toml file")
    parser.add_argument("--list", action="store_true", help="list the scenarios that came along")
    parser.add_argument("--models", action="store_true", help="look with the real models, not with what is written")
    parser.add_argument(
        "--json", action="store_true", help="the turns, or the scenarios of --list: one object per line"
    )
    parser.add_argument("--cards", metavar="FOLDER", type=Path, help="keep each card as a picture, as it was seen")
    parser.add_argument("--tape", metavar="F", type=Path, help="record the session as a tape, for glint replay")
    parser.add_argument("--report", metavar="F", type=Path, help="write what happened, and why, as one HTML file")
    parser.set_defaults(run=run)
    register_replay(subparsers)
    register_sim(subparsers)


def run(args: argparse.Namespace) -> int:
    """Play the scenario and print its conversation; returns the exit status."""
    from firmware_sim.conversation import line, to_json
    from firmware_sim.world.scenario import FIRST, bundled, load_scenario

    if args.list:
        for name in bundled():
            about = load_scenario(name).about
            print(json.dumps({"name": name, "about": about}) if args.json else f"{name:22} {about}")
        return 0
    if args.scenario and Path(args.scenario).suffix and not Path(args.scenario).exists():
        raise UsageError(f"{args.scenario}: there is no such file (glint play --list names what came along)")
    scenario = load_scenario(args.scenario or FIRST)
    taken: list[Taken] = []
    watching = (lambda *step: taken.append(step),) if args.report else ()
    played = play(scenario, models=args.models, tape=args.tape, observers=watching)
    if args.report:
        _write_report(args.report, scenario, played, taken)
    if args.cards:
        _keep_cards(played.sim, args.cards)
    if args.json:
        sys.stdout.write(to_json(played.conversation.turns()))
        return 0
    print(f"{scenario.title}. {scenario.about}\n{scenario.begins:%A %d %B %Y, %H:%M}")
    print("What is heard is scripted.\n" if played.scripted_ear else "")
    print("\n".join(text for text in map(line, played.rows()) if text))
    return 0


def _write_report(path: Path, scenario: Scenario, played: Played, taken: list[Taken]) -> None:
    from firmware_sim.desktop.report import receipt_row, session_html, write_report
    from firmware_sim.desktop.session_log import SessionLog, session_of

    def sent(turn: TurnId) -> list[int]:
        return [receipt.id for receipt in played.receipts if receipt.turn == turn]

    session = session_of(SessionLog(played.policy, 0.0, sent), scenario.title, scenario.about, taken)
    session["receipts"] = [receipt_row(receipt) for receipt in played.receipts]
    write_report(path, session_html(session))


def _keep_cards(sim: SimGlasses, folder: Path) -> None:
    """Write a picture of each card over the view at that moment, named by its second."""
    import cv2

    from firmware_sim.devices.screen import over

    folder.mkdir(parents=True, exist_ok=True)
    for at, card in sim.display.shown:
        path = folder / f"{at:08.3f}.png"
        if not cv2.imwrite(str(path), over(card, sim.view(at))[:, :, ::-1]):
            raise UsageError(f"{path}: cannot be written")


def play(
    scenario: Scenario, *, models: bool = False, observers: Sequence[Observer] = (), tape: Path | None = None
) -> Played:
    """Play a scenario from start to end in virtual time."""
    from firmware_sim.clock import run_virtual

    return run_virtual(_play(scenario, models, observers, tape), limit=scenario.seconds + OVERTIME)


async def _play(scenario: Scenario, models: bool, observers: Sequence[Observer], tape: Path | None) -> Played:
    import asyncio
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from edge.compose.build import Run, build
    from edge.compose.policy import policy_for
    from edge.compose.senses import real_senses
    from edge.flow import Lanes
    from edge.perceive import Senses
    from edge.reach.gate.receipts import Receipts
    from edge.store.ledger import open_ledger
    from edge.tape.tape import TapeWriter, record
    from firmware_sim.conversation import Conversation
    from firmware_sim.devices.glasses import SimGlasses
    from firmware_sim.world.costs import COSTS
    from firmware_sim.world.soundtrack import soundtrack_of

    track = soundtrack_of(scenario) if models else None
    sim, conversation = SimGlasses(scenario, track), Conversation()
    config = scenario.config
    if models:
        senses = real_senses(config)
        senses = replace(senses, ear=sim.ear if track is None else senses.ear)
    else:
        # What was written down is as sure as it says: no detector's thresholds apply.
        config = replace(config, models=replace(config.models, detector="recorded"))
        senses = Senses(sim.sight.things, sim.sight.texts, sim.sight.codes, sim.ear, sim.sight.redactions)
    with open_ledger(":memory:") as ledger, ExitStack() as stack:
        glasses = sim.glasses
        if tape is not None:
            policy = policy_for(config, glasses)
            writer = stack.enter_context(TapeWriter(tape, glasses.body.now(), policy, background=False))
            glasses, observers = record(glasses, writer), (*observers, writer.event)
        folder = Path(stack.enter_context(TemporaryDirectory()))
        watched = (conversation.watch, *observers)
        watchers = Run(ledger, watched, resumes=True, folder=folder, taping=tape is not None)
        runtime = build(config, glasses, senses, Lanes.inline(COSTS), watchers)
        asyncio.get_running_loop().call_at(scenario.seconds, runtime.stop)
        await runtime.run()
        turns, receipts = tuple(ledger.turns(-1)), tuple(Receipts(ledger).newest(-1))
    await sim.link.close()
    left, ended = _tasks_left(), asyncio.get_running_loop().time()
    scripted = senses.ear is sim.ear
    return Played(sim, conversation, turns, receipts, runtime.parts.policy, left, ended, scripted)


def _tasks_left() -> tuple[str, ...]:
    import asyncio

    return tuple(task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task())
