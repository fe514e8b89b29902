"""The daemon: runs Glint on real devices, tells systemd that it is ready and alive, and ends in order."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from edge.compose.build import Run, build, daemon_ledger
from edge.compose.ears import lacking, phrase
from edge.compose.policy import policy_for
from edge.compose.senses import real_senses
from edge.config import data_folder
from edge.daemon.listener import Listener
from edge.daemon.notify import Notifier
from edge.daemon.retention import Retention
from edge.daemon.transcript import TranscriptWriter
from edge.daemon.watchdog import feed
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.hardware.glasses import real_glasses
from edge.messages import Back, End, Lost, Query
from edge.output import complain, json_line
from edge.tape.tape import TapeWriter, record

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from edge.config import Config
    from edge.devices import Glasses
    from edge.environment import Environment
    from edge.messages import Command, Event, Now
    from edge.perceive import Senses
    from edge.shell.runtime import Observer, Runtime

    Chores = Callable[[], Coroutine[Any, Any, None]]


async def daemon(config: Config, *, as_json: bool) -> None:
    """Run on real devices until SIGTERM or SIGINT; everything that was opened is closed again."""
    glasses, missing = real_glasses(config)
    lanes = Lanes.threads()
    with ExitStack() as stack:
        stack.callback(lanes.close)
        ledger = daemon_ledger(config)
        stack.callback(lambda: complain(ledger.unwritten) if ledger.unwritten else None)
        stack.enter_context(ledger)
        if closed := ledger.close_dead(glasses.body.now()):
            complain(f"{closed} unfinished turns of a run that died were closed")
        watched = sys.stdout.isatty()
        observers: list[Observer] = [_observer(as_json=as_json, watched=watched)]
        if watched:  # the transcript says what cards would; the camera's mark stands there all the same
            glasses = replace(glasses, display=Blank())
        if config.tape:
            glasses, observer = _tape(config, glasses, stack)
            observers.append(observer)
        observers.append(listener := Listener(ledger, "run"))
        senses = real_senses(config)
        runtime = build(config, glasses, senses, lanes, Run(ledger, observers, resumes=True, taping=config.tape))
        typed = bool(sys.stdin and sys.stdin.isatty())
        for words in opening(config, glasses, senses, typed=typed):
            complain(words)
        for lost in missing:
            runtime.post(lost)
        stack.enter_context(listener.listening(runtime))
        if typed:
            complain("ready. Ctrl-C stops Glint")
        retention = Retention(config, complain)
        await serve(runtime, config.environment, lambda: retention.run(ledger, glasses.body.now))


def opening(config: Config, glasses: Glasses, senses: Senses, *, typed: bool) -> tuple[str, ...]:
    """What a wearer should know at once: how to ask, and what was never configured here. `typed`: at a terminal.

    Devices that are configured and do not work are told apart from this, as they are lost.
    """
    type_it = (
        "type a question, or tap (an empty line) to stop an answer" if typed else "type a question, a line of the input"
    )
    if senses.ear is None:
        said = [f"I cannot hear: {lacking(config) or 'there is no ear'}. {type_it.capitalize()}"]
    elif glasses.microphone is None:
        said = [f"I cannot hear without a microphone: {type_it}"]
    else:
        said = [f"I hear: {_how_to_call(config)}, and ask; or {type_it}"]
    if config.camera.source == "none":
        said.append("I cannot see: camera.source is none in glint.toml")
    if not config.server:
        said.append("no server is set up: questions that need reasoning get less (glint setup)")
    return tuple(said)


def _how_to_call(config: Config) -> str:
    """What begins a spoken question."""
    if config.policy.wake_by == "speech":
        return "just speak"
    word = phrase(config) if config.policy.wake_by == "phrase" else ""
    return f"say “{word}”, or touch the glasses" if word else "touch the glasses"


async def nothing() -> None:
    """Do nothing."""


async def serve(runtime: Runtime, environment: Environment, chores: Chores = nothing) -> None:
    """Run it, tell the service manager, and stop it at the first signal. Chores are begun once it is ready."""
    systemd = Notifier(environment.notify)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, runtime.stop)
    systemd.ready()
    feeding = feed(runtime.progress, systemd, environment.watchdog, complain)
    beside = {asyncio.ensure_future(work) for work in (feeding, chores())}
    try:
        await runtime.run()
    finally:
        systemd.stopping()
        for task in beside:
            task.cancel()
        await asyncio.wait(beside)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


def _tape(config: Config, glasses: Any, stack: ExitStack) -> tuple[Any, Observer]:  # noqa: ANN401
    folder = data_folder(config) / "tapes"
    try:
        writer = TapeWriter(_new_tape(folder), glasses.body.now(), policy_for(config, glasses))
    except OSError as error:
        complain(f"nothing is recorded, as no tape can be begun in {folder}: {error.strerror or error}")
        return glasses, _observe_nothing
    stack.callback(lambda: complain(writer.problem) if writer.problem else None)
    stack.enter_context(writer)
    return record(glasses, writer), writer.event


def _observe_nothing(_now: Now, _event: Event, _commands: tuple[Command, ...]) -> None:
    """In place of a tape."""


def _new_tape(folder: Path) -> Path:
    """A name that no tape has: of the second that it begins in, as forgetting takes it."""
    began = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    names = (folder / f"{began}{f'-{n}' if n else ''}.tape" for n in count())
    return next(path for path in names if not path.exists())


def _observer(*, as_json: bool, watched: bool) -> Observer:
    """Who prints what becomes of a turn: all of it for machines, the conversation for whoever watches a terminal."""
    if watched and not as_json:
        return TranscriptWriter(_write, shutil.get_terminal_size().columns)
    return _Turns(as_json=as_json)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


class _Turns:
    """Prints each turn when it ends: with its words to who asked for JSON, and without them into a journal."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._asked: dict[int, str] = {}

    def __call__(self, _now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        if isinstance(event, Query):
            self._asked[event.turn] = event.text
        if isinstance(event, Lost):
            complain(f"going on without {event.device}: {event.why}")
        if isinstance(event, Back):
            complain(f"{event.device} works again")
        for end in commands:
            if isinstance(end, End):
                self._print(end, self._asked.pop(end.turn, ""))

    def _print(self, end: End, asked: str) -> None:
        if self._as_json:
            row = {"id": end.turn, "text": asked, "answer": end.text, "outcome": str(end.outcome), "why": end.why}
            print(json_line(row), flush=True)
        else:
            took = sum(end.stages.values())
            print(f"turn {end.turn}: {end.outcome} in {took:.2f} s", flush=True)
