"""The one composition root: what a running Glint is put together from. Nothing else chooses an implementation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from edge.compose.models import thresholds
from edge.config import data_folder, on_this_machine
from edge.messages import Shot, Started
from edge.mind.alarms import from_notes
from edge.mind.policy import Situation
from edge.shell.beside import Beside
from edge.shell.parts import Parts
from edge.shell.runtime import Runtime
from edge.skills import all_skills
from edge.store.ledger import open_ledger
from edge.understand.understand import understand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge.config import Config
    from edge.devices import Glasses
    from edge.flow import Lanes
    from edge.mind.policy import Policy
    from edge.perceive import Senses
    from edge.reach.gate.gate import Gate
    from edge.reach.queue import Queue
    from edge.reach.remote import Remote
    from edge.reach.sight import Sight
    from edge.shell.runtime import Observer
    from edge.skills.skill import Skill
    from edge.store.ledger import Ledger


@dataclass(frozen=True)
class Run:
    """What is particular to one run: where it is written down, and who watches."""

    ledger: Ledger
    observers: Sequence[Observer] = ()
    ends_with_button: bool = False
    """Whether it ends when no more can be typed."""
    skills: Sequence[Skill] = ()
    """More skills, which are asked before ours."""
    resumes: bool = False
    """Whether it keeps timers, and goes on with what the last run left open: those, and questions that wait."""
    situation: Situation | None = None
    """That of another run, which this one repeats; None: what follows from the glasses."""


def build(config: Config, glasses: Glasses, senses: Senses, lanes: Lanes, run: Run) -> Runtime:
    """A runtime that is ready to run."""
    skills, policy = (*run.skills, *all_skills(thresholds(config))), policy_for(config, glasses)
    situation = run.situation or replace(policy.situation, keeps=run.resumes)
    reach = reach_for(config, glasses, senses, lanes, run.ledger)
    parts = Parts(
        glasses=glasses,
        senses=senses,
        lanes=lanes,
        understander=partial(understand, skills=skills),
        skills={skill.name: skill for skill in skills},
        ledger=run.ledger,
        remote=reach.remote if reach else None,
        queue=reach.queue if reach else None,
        policy=replace(policy, situation=situation),
        shot=Shot(config.camera.width, config.camera.fps),
        started=open_business(run.ledger, reach.queue if reach else None) if run.resumes else Started(),
        beside=None if situation.keeps else Beside(run.ledger),
        ends_with_button=run.ends_with_button,
    )
    return Runtime(parts, run.observers)


def policy_for(config: Config, glasses: Glasses) -> Policy:
    """What the mind goes by on these glasses, and what a tape of them says that it went by."""
    return replace(config.policy, situation=situation_of(config, glasses))


def situation_of(config: Config, glasses: Glasses) -> Situation:
    """What follows from these glasses and the configured servers."""
    voiced = None not in (glasses.speaker, glasses.talker)
    return Situation(
        servers=bool(config.server) and glasses.link is not None,
        beside=glasses.loopback and any(_is_beside(server.url) for server in config.server),
        spoken=voiced and "none" not in (config.sound.speaker, config.sound.voice),
    )


def _is_beside(url: str) -> bool:
    try:
        return on_this_machine(urlsplit(url).hostname or "")
    except ValueError:  # no address at all, which is said when it is asked
        return False


def open_business(ledger: Ledger, queue: Queue | None = None) -> Started:
    """What the last run left: timers that have not rung, questions that wait."""
    return Started(from_notes(ledger.recall("alarms", [])), queue.waiting() if queue is not None else ())


@dataclass(frozen=True)
class Reach:
    """What it takes to ask a server."""

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
    gate = Gate(glasses.link, rules, Pictures(senses.redactions, lanes.eyes), Receipts(ledger, kept), now)
    sight, queue = Sight(gate, ledger), Queue(ledger, config.queue)
    return Reach(gate, sight, queue, Remote(config.server, gate, queue=queue, sight=sight, policy=config.policy))


def daemon_ledger(config: Config) -> Ledger:
    """The ledger on disk."""
    return open_ledger(data_folder(config) / "ledger.sqlite")
