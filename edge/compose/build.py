"""Builds a Runtime from a configuration, glasses and senses."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING

from edge.compose.meaning import Understands
from edge.compose.policy import policy_for
from edge.compose.skills import on_device
from edge.config import data_folder
from edge.errors import LedgerError
from edge.messages import Kind, Shot, Started
from edge.records import dataclass
from edge.shell.beside import Beside
from edge.shell.parts import Parts
from edge.shell.runtime import Runtime
from edge.store.entries import read_entries
from edge.store.keepers import restored
from edge.store.ledger import open_ledger
from edge.store.ledger_file import IN_MEMORY
from edge.store.registry import KEEPERS, store_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from edge.config import Config
    from edge.devices import Glasses
    from edge.flow import Lanes
    from edge.messages import Entry
    from edge.mind.policy import Situation
    from edge.perceive import Senses
    from edge.reach.gate.gate import Gate
    from edge.reach.queue import Queue
    from edge.reach.remote import Remote
    from edge.reach.sight import Sight
    from edge.shell.runtime import Observer
    from edge.skills.skill import Skill
    from edge.store.keepers import Keeper, Store
    from edge.store.ledger import Ledger


@dataclass(frozen=True)
class Run:
    """What differs between runs on the same configuration and glasses."""

    ledger: Ledger
    observers: Sequence[Observer] = ()
    ends_with_button: bool = False
    """Whether it ends when no more can be typed."""
    skills: Sequence[Skill] = ()
    """More skills, which are asked before ours."""
    resumes: bool = False
    """Whether it keeps timers, and goes on with what the last run left open: those, and questions that wait."""
    folder: Path | None = None
    """Where files are kept beside the ledger; None: in the data folder, and nowhere for a ledger in memory."""
    taping: bool = False
    """Whether a tape of it is being recorded."""
    situation: Situation | None = None
    """That of another run, which this one repeats; None: what follows from the glasses."""


def build(config: Config, glasses: Glasses, senses: Senses, lanes: Lanes, run: Run) -> Runtime:
    """A runtime that is ready to run; nothing runs yet."""
    answering, policy = on_device(config, run.skills), policy_for(config, glasses)
    situation = run.situation or replace(policy.situation, keeps=run.resumes)
    reach = reach_for(config, glasses, senses, lanes, run.ledger)
    parts = Parts(
        glasses=glasses,
        senses=senses,
        lanes=lanes,
        understander=Understands(config, answering.skills, partial(told, run.ledger)),
        skills=answering.by_name(),
        ledger=run.ledger,
        remote=reach.remote if reach else None,
        queue=reach.queue if reach else None,
        policy=replace(policy, situation=situation),
        shot=Shot(config.camera.width, config.camera.fps),
        started=open_business(run.ledger, reach.queue if reach else None) if run.resumes else Started(),
        beside=None if situation.keeps else Beside(run.ledger),
        store=_store(config, run),
        taping=run.taping,
        ends_with_button=run.ends_with_button,
    )
    return Runtime(parts, run.observers)


def _store(config: Config, run: Run) -> Store | None:
    in_memory = run.folder is None and run.ledger.path == IN_MEMORY
    return None if in_memory else store_at(run.ledger, run.folder or data_folder(config))


def told(ledger: Ledger) -> tuple[Entry, ...]:
    """The facts and notes that the wearer told, oldest first; none where they cannot be read."""
    with suppress(LedgerError):
        return tuple(entry for entry in read_entries(ledger) if entry.kind in {Kind.FACT, Kind.NOTE})
    return ()


def open_business(ledger: Ledger, queue: Queue | None = None, keepers: Sequence[Keeper] = KEEPERS) -> Started:
    """What the last run left, of every keeper that has a field in `Started`: timers that have not rung, and so on.

    Without a queue nothing waits, as there is nobody to ask.
    """
    told = restored(ledger, keepers)
    known = {field.name for field in fields(Started)} - ({"waiting"} if queue is None else set())
    return Started(**{name: it for name, it in told.items() if name in known})


@dataclass(frozen=True)
class Reach:
    """The gate and the parts that use it to ask servers."""

    gate: Gate
    sight: Sight
    queue: Queue
    remote: Remote


def reach_for(config: Config, glasses: Glasses, senses: Senses, lanes: Lanes, ledger: Ledger) -> Reach | None:
    """The gate and who uses it; None where there is nobody to ask, so that nothing of it is even loaded."""
    if not config.server or glasses.link is None:
        return None
    from edge.reach.gate.gate import Gate, Rules
    from edge.reach.gate.pictures import Pictures
    from edge.reach.gate.receipts import Receipts
    from edge.reach.queue import Queue
    from edge.reach.remote import Remote
    from edge.reach.sight import Sight

    kept = data_folder(config) / "sent" if config.privacy.keep_sent_pictures else None
    rules = Rules(config.privacy, config.budget, config.environment.credentials)
    now = glasses.body.now
    pictures = Pictures(senses.redactions, lanes.eyes, senses.texts, senses.codes)
    gate = Gate(glasses.link, rules, pictures, Receipts(ledger, kept), now)
    sight, queue = Sight(gate, ledger), Queue(ledger, config.queue)
    return Reach(gate, sight, queue, Remote(config.server, gate, queue=queue, sight=sight, policy=config.policy))


def daemon_ledger(config: Config) -> Ledger:
    """The ledger on disk."""
    return open_ledger(data_folder(config) / "ledger.sqlite")
