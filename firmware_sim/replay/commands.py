"""`glint replay` and `glint tape`: what can be done with a recorded session."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.errors import FormatError, UsageError

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.messages import Card, Command, Event, Now, Size
    from edge.mind.state import State
    from edge.tape.tape import Tape
    from firmware_sim.replay.compare import Change, Difference
    from firmware_sim.replay.pictures import Hide, PictureHider
    from firmware_sim.replay.scrub import Scrubbed

FINE, FAILED = 0, 1
GONE = "pictures, sounds and words are gone"
PAINTED = (
    "sounds and words are gone, and what was found of faces, plates, words and codes in pictures (look them through "
    "before you share them)"
)
AGAIN = (
    "today's models look at the pictures of the tape, so answers may be others than they were, most of all in what "
    "`glint play --tape` drew; --decisions puts what was seen then before today's mind"
)


def register(subparsers: Subparsers) -> None:
    """The parsers."""
    replay = subparsers.add_parser(
        "replay",
        help="play a tape again",
        description="Play a tape as if its senses were those of today's Glint, in virtual time, and print the "
        "conversation. Or put it before today's mind or models only, and print what is different.",
        epilog="example: glint replay session.tape --decisions",
    )
    replay.add_argument("tape", metavar="TAPE", type=Path, help="a tape: glint run records one with `tape = true`")
    how = replay.add_mutually_exclusive_group()
    how.add_argument("--decisions", action="store_true", help="the events as they were: what would the mind do now?")
    how.add_argument(
        "--perceive", action="store_true", help="pictures and sounds as they were: what would models see and hear now?"
    )
    replay.add_argument("--config", metavar="F", type=Path, help="a glint.toml, for its models; else the usual places")
    replay.add_argument("--json", action="store_true", help="one object per line")
    replay.set_defaults(run=run_replay)
    tape = subparsers.add_parser(
        "tape", help="what else can be done with a tape", epilog="example: glint tape scrub a b"
    )
    actions = tape.add_subparsers(title="actions", metavar="ACTION", required=True)
    scrub = actions.add_parser(
        "scrub",
        help="make a copy that is fit to be shared",
        description="Copy a tape without what was said, read, seen or heard: pictures become blocks, sounds silence, "
        "words other words. Times, scores, labels of things and decisions stay. With --keep pictures they stay "
        "pictures, with all faces, plates, words and codes painted over that are found in them or were found then: "
        "some seconds of work a picture. Nothing finds them all: look the copy through before you share it.",
        epilog="example: glint tape scrub session.tape shared.tape",
    )
    scrub.add_argument("tape", metavar="A", type=Path, help="the tape")
    scrub.add_argument("copy", metavar="B", type=Path, help="the copy that is made")
    scrub.add_argument(
        "--keep", choices=("pictures",), help="paint over what must not be seen in pictures, rather than all of them"
    )
    scrub.add_argument("--config", metavar="F", type=Path, help="a glint.toml, for its models; else the usual places")
    scrub.set_defaults(run=run_scrub)


def run_replay(args: argparse.Namespace) -> int:
    """Replay in one of three ways; 1 where something is different."""
    tape = _tape(args.tape)
    if args.decisions:
        return _show(_decisions(tape), "decisions", as_json=args.json)
    if args.perceive:
        return _show(_perceive(tape, args.config), "perceptions", as_json=args.json)
    from firmware_sim.conversation import line, to_json

    print(f"glint: {AGAIN}", file=sys.stderr)
    rows = _whole(tape, args.config)
    sys.stdout.write(to_json(rows) if args.json else "".join(f"{text}\n" for text in map(line, rows) if text))
    return FINE


def run_scrub(args: argparse.Namespace) -> int:
    """Write the copy and say what became of it; returns the exit status."""
    pictures = _told(_hider(args.config)) if args.keep else None
    scrubbed = scrubbed_copy(_tape(args.tape), args.copy, pictures=pictures)
    print(f"{args.copy}: {PAINTED if pictures else GONE}; times, scores and labels of things are as they were")
    if scrubbed.blocked:
        became = "1 picture became" if scrubbed.blocked == 1 else f"{scrubbed.blocked} pictures became"
        print(f"glint: {became} blocks: what must not be seen could not be painted over", file=sys.stderr)
    if scrubbed.unlike:
        events = "1 event" if scrubbed.unlike == 1 else f"{scrubbed.unlike} events"
        print(f"glint: the mind has changed since: {events} will not replay as recorded", file=sys.stderr)
    return FINE


def scrubbed_copy(tape: Tape, path: Path, *, pictures: Hide | None = None) -> Scrubbed:
    """Write a copy that may be shared, whole or not at all, and say what came of it.

    `pictures` paints them over; without it they become blocks. Raises UsageError where something has this name already,
    and FormatError where the copy cannot be written.
    """
    from edge.mind.state import State
    from firmware_sim.replay.scrub import scrub

    with _new_file(path) as unfinished:
        return scrub(tape, unfinished, _advance(tape), State(), pictures)


def picture_hider(config: Config) -> PictureHider:
    """Who paints over what the models of these glasses find: the gate's faces and plates, every line of text and code.

    No model is loaded before the first picture. Raises UsageError where there is none of a kind.
    """
    from edge.compose.senses import all_texts, real_senses
    from firmware_sim.replay.pictures import PictureHider

    senses = real_senses(config)
    if senses.redactions is None or senses.codes is None:
        raise UsageError("no pictures can be kept: there is nothing here that could hide what is in them")
    return PictureHider(senses.redactions, all_texts(), senses.codes)


def _hider(config: Path | None) -> PictureHider:
    from edge.config import find_config, load_config

    return picture_hider(load_config(config or find_config()))


def _told(hide: Hide) -> Hide:
    """The same hider; each tenth picture is told, and on a terminal each."""
    from firmware_sim.replay.pictures import counted

    every = 1 if sys.stderr.isatty() else 10

    def tell(number: int) -> None:
        if number % every == 0:
            print(f"glint: painting over picture {number}", file=sys.stderr)

    return counted(hide, tell)


def _tape(path: Path) -> Tape:
    from edge.tape.tape import read_tape

    tape = read_tape(path)
    if tape.damage():
        print(f"glint: {path}: {tape.damage()}", file=sys.stderr)
    return tape


def _advance(tape: Tape) -> Callable[[State, Now, Event], tuple[State, tuple[Command, ...]]]:
    from edge.mind.session import advance

    return lambda state, now, event: advance(state, now, event, tape.policy)


def _decisions(tape: Tape) -> Iterator[Difference]:
    from edge.mind.state import State
    from firmware_sim.replay.compare import replay_decisions

    return replay_decisions(tape, _advance(tape), State())


def _perceive(tape: Tape, config: Path | None) -> Iterator[Change]:
    from edge.compose.senses import real_senses
    from edge.config import find_config, load_config
    from firmware_sim.replay.compare import Perceive, replay_hearing, replay_perceive

    senses = real_senses(load_config(config or find_config()))
    looks: dict[str, Perceive | None] = {"things": senses.things, "texts": senses.texts, "codes": senses.codes}
    yield from replay_perceive(tape, {name: look for name, look in looks.items() if look is not None})
    if senses.ear is not None:
        yield from replay_hearing(tape, senses.ear)


def _show(found: Iterable[Difference | Change], what: str, *, as_json: bool) -> int:
    count = 0
    for one in found:
        print(json.dumps(asdict(one), ensure_ascii=False) if as_json else one)
        count += 1
    print(f"glint: {count or 'no'} {'difference' if count == 1 else 'differences'} in the {what}", file=sys.stderr)
    return FAILED if count else FINE


def _whole(tape: Tape, config: Path | None) -> list[dict[str, Any]]:
    from firmware_sim.clock import run_virtual
    from firmware_sim.replay.glasses import seconds

    return run_virtual(_play(tape, config), limit=seconds(tape) + 120.0)


async def _play(tape: Tape, config: Path | None) -> list[dict[str, Any]]:
    from tempfile import TemporaryDirectory

    from edge.compose.build import Run, build
    from edge.compose.senses import real_senses
    from edge.config import find_config, load_config
    from edge.flow import Lanes
    from edge.store.ledger import open_ledger
    from firmware_sim.conversation import Conversation
    from firmware_sim.devices.screen import SIZE
    from firmware_sim.replay.glasses import TapedEar, replayed_glasses, seconds
    from firmware_sim.world.costs import COSTS

    settings = replace(load_config(config or find_config()), policy=tape.policy)
    import asyncio

    loop, conversation = asyncio.get_running_loop(), Conversation()
    senses = replace(real_senses(settings), ear=TapedEar(tape, loop.time()))
    with open_ledger(":memory:") as ledger, TemporaryDirectory() as folder:
        glasses = replayed_glasses(tape, _Unseen(SIZE))
        situation = replace(tape.policy.situation, spoken=False)
        run = Run(ledger, (conversation.watch,), folder=Path(folder), situation=situation)
        runtime = build(settings, glasses, senses, Lanes.inline(COSTS), run)
        loop.call_later(seconds(tape) + 1.0, runtime.stop)
        await runtime.run()
    return conversation.whole(())


@dataclass(frozen=True)
class _Unseen:
    """The display of a replay shows nothing: what was answered is in the conversation."""

    size: Size

    async def show(self, card: Card) -> None:
        """Do nothing."""


@contextmanager
def _new_file(path: Path) -> Iterator[Path]:
    """A name to write to; what stands there in the end gets the name that was asked for."""
    if path.exists():
        raise UsageError(f"{path} is there already: name a new file")
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        unfinished.rename(path)
    except OSError as error:
        raise FormatError(path, f"cannot be written: {error.strerror or error}") from None
    finally:
        unfinished.unlink(missing_ok=True)
