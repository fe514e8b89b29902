"""A Glint for a Python program: what the program wants is checked, and put together."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from edge.compose.build import Run, build, daemon_ledger
from edge.compose.senses import real_senses
from edge.compose.skills import is_examples
from edge.config import Config, find_config, load_config
from edge.devices import Glasses
from edge.environment import Environment, read_environment
from edge.errors import UsageError
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.link import Network
from edge.messages import Wall
from edge.perceive import Senses
from edge.perceive.in_pixels import LEAST
from edge.records import dataclass
from edge.skills import all_skills

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterable

    from edge.devices import Body
    from edge.messages import Now, Vitals
    from edge.shell.runtime import Runtime
    from edge.skills.skill import Skill

T = TypeVar("T")

SKILL = ("name", "intent", "examples", "claim", "answer")


@dataclass(frozen=True)
class Program:
    """What a program wants."""

    config: Config
    glasses: Glasses
    senses: Senses
    seeing: Senses
    """Those that look at a picture for the program itself; they tell things that are unlikely, too."""
    skills: tuple[Skill, ...]


def program(
    config: Config | str | Path | None,
    senses: Senses | None,
    skills: Iterable[Skill],
    glasses: Glasses | None,
    wall: Wall | None,
) -> Program:
    """Check it. Raises TypeError for what is of a wrong type, UsageError for a skill's name that is taken, ConfigError.

    `config`: None: the one that the command `glint` would read; a Config is taken as it is.
    """
    tree = _config(config)
    tree = replace(tree, policy=replace(tree.policy, queue=False))
    own = _wanted("senses", senses, Senses)
    worn = _wanted("glasses", glasses, Glasses) or Glasses(LinuxBody(), Blank(), link=Network(), loopback=True)
    worn = replace(worn, body=_Clocked(worn.body, _wanted("wall", wall, Wall)))
    seen, told = own or real_senses(tree), own or real_senses(tree, LEAST)
    return Program(tree, worn, seen, replace(seen, things=told.things), _skills(skills))


@asynccontextmanager
async def running(wanted: Program) -> AsyncIterator[Runtime]:
    """Its runtime, which runs until the end of the context, and then closes its ledger and its threads."""
    with closing(Lanes.threads()) as lanes, daemon_ledger(wanted.config) as ledger:
        runtime = build(wanted.config, wanted.glasses, wanted.senses, lanes, Run(ledger, skills=wanted.skills))
        task = asyncio.create_task(runtime.run(), name="glint")
        try:
            await runtime.felt()
            yield runtime
        finally:
            runtime.stop()
            await task


def _config(config: Config | str | Path | None) -> Config:
    match config:
        case Config():
            known = config.environment != Environment()
            return config if known else replace(config, environment=read_environment())
        case str() | Path():
            return load_config(Path(config))
        case None:
            return load_config(find_config())
    raise TypeError(f"config wants a Config, the path of a glint.toml or None, not {type(config).__name__}")


def _wanted(name: str, value: T | None, kind: type[T]) -> T | None:
    if value is None or isinstance(value, kind):
        return value
    raise TypeError(f"{name} wants {kind.__name__} or None, not {type(value).__name__}")


def _skills(skills: Iterable[Skill]) -> tuple[Skill, ...]:
    names = {skill.name for skill in all_skills()}
    own = tuple(skills)
    for skill in own:
        lacking = [part for part in SKILL if not hasattr(skill, part)]
        if isinstance(skill, type) or lacking:
            what = f"the class {skill.__name__}" if isinstance(skill, type) else f"a {type(skill).__name__}"
            why = f", which has no {lacking[0]}" if lacking else ""
            raise TypeError(f"skills wants objects with {', '.join(SKILL)}, not {what}{why}")
        if not is_examples(skill.examples):
            raise TypeError(f"examples of the skill '{skill.name}' wants a mapping of tasks to sentences")
        if skill.name in names:
            raise UsageError(f"there is a skill '{skill.name}' already: give yours another name")
        names.add(skill.name)
    return own


@dataclass(frozen=True)
class _Clocked:
    """The body of the computer at hand; at another time of day where one is given."""

    body: Body
    wall: Wall | None

    def now(self) -> Now:
        now = self.body.now()
        return now if self.wall is None else replace(now, wall=self.wall)

    def vitals(self) -> AsyncGenerator[Vitals, None]:
        return self.body.vitals()
