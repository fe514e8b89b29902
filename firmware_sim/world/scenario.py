"""Scenario: what is seen, heard, touched, typed and broken, and when. Written as TOML; unknown keys are refused.

All times are seconds since the scenario began. What a perceiver would find in a picture stands beside it, so that a
run needs no models; `glint play --models` looks with the real ones instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import TypeVar

from edge.config import Config, say
from edge.errors import ConfigError, UsageError
from edge.gone_keys import without_gone
from edge.limits import CONFIG_BYTES
from edge.messages import LinkState
from edge.toml import read_toml
from edge.typed_toml import from_table
from firmware_sim.server.bad_answers import ENDINGS
from firmware_sim.world.faults import KINDS, Fault
from firmware_sim.world.paint import COLOURS

FORMAT = 1
BUNDLED = Path(__file__).parents[1] / "scenarios"
SCENERY = Path(__file__).parents[1] / "desktop" / "scenery"
FIRST = "first_look"
SECONDS_A_WORD = 0.35
TOUCHES = {"tap", "hold"}


@dataclass(frozen=True, slots=True)
class Item:
    """Something in a picture: a thing (`label`), a line of text (`text`), or a code (`text` with its `format`)."""

    box: tuple[float, ...]
    """Left, top, right, bottom as fractions of the picture."""
    label: str = ""
    text: str = ""
    format: str = ""
    colour: str = "grey"
    """How a drawn thing looks; the names are in draw.py."""
    score: float = 0.9


@dataclass(frozen=True, slots=True)
class Picture:
    """Something to look at: a photo, or a drawing of its items; and what a perceiver would find there."""

    name: str
    file: str = ""
    """A photo beside the scenario, or one that came along; empty: the items are drawn."""
    wall: str = "beige"
    """The colour behind drawn items."""
    item: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class See:
    """From `at` on the camera sees this picture."""

    at: float
    picture: str


@dataclass(frozen=True, slots=True)
class Hear:
    """Somebody speaks, perhaps after the wake word."""

    at: float
    says: str = ""
    wake: str = ""
    """The wake word, if it is said first."""
    seconds: float = 0.0
    """How long the sentence takes; 0: reckoned from its words."""
    confidence: float = 0.95
    file: str = ""
    """A recording of it beside the scenario, the wake word included, for `glint play --models`."""

    @property
    def speech(self) -> float:
        """When the sentence begins: after the wake word."""
        return self.at + (0.6 if self.wake else 0.0)

    @property
    def ends(self) -> float:
        words = len(self.says.split())
        return self.speech + (self.seconds or (0.3 + SECONDS_A_WORD * words if words else 0.0))


@dataclass(frozen=True, slots=True)
class Press:
    """A finger on the glasses."""

    at: float
    kind: str = "tap"


@dataclass(frozen=True, slots=True)
class Write:
    """A question in writing, perhaps with a picture of its own."""

    at: float
    text: str
    picture: str = ""
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Air:
    """From `at` on the network is in this state: up, slow, portal or down."""

    at: float
    state: str


@dataclass(frozen=True, slots=True)
class Answering:
    """What the server says to a question that has these words in it."""

    asked: str
    says: str


@dataclass(frozen=True, slots=True)
class Script:
    """How the scripted server behaves; it is asked only where `config.server` names one."""

    answer: tuple[Answering, ...] = ()
    first: float = 0.8
    """Seconds before its first word."""
    pace: float = 0.1
    """Seconds between two words."""
    ending: str = "well"
    """One of the endings in server_endings.py."""
    until: float = inf
    """From this second on it is well again."""
    port: int = 0
    """Where it is found; 0: wherever no other one is."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The battery (0 to 1) and the temperatures (degrees Celsius) at the start."""

    battery: float = 0.8
    celsius: float = 26.0
    around: float = 22.0
    """The temperature of the surroundings."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario: pictures, and what happens at which second."""

    title: str
    seconds: float
    """How long it lasts; what is still going on then may go on for a while."""
    about: str = ""
    format: int = FORMAT
    begins: datetime = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    """The time of day when it starts."""
    clock_trusted: bool = True
    start: Beginning = field(default_factory=Beginning)
    picture: tuple[Picture, ...] = ()
    see: tuple[See, ...] = ()
    hear: tuple[Hear, ...] = ()
    press: tuple[Press, ...] = ()
    write: tuple[Write, ...] = ()
    air: tuple[Air, ...] = ()
    fault: tuple[Fault, ...] = ()
    server: Script = field(default_factory=Script)
    servers: tuple[Script, ...] = ()
    """More of them, each at its port."""
    config: Config = field(default_factory=Config)
    """Any part of a glint.toml that the scenario wants different."""
    folder: str = ""
    """Where its photos lie; filled in when it is read from a file."""

    def named(self, name: str) -> Picture:
        return next(picture for picture in self.picture if picture.name == name)

    def air_at(self, at: float) -> LinkState:
        """What the network is good for at an instant, before any fault."""
        now = latest(self.air, at)
        return LinkState(now.state) if now is not None else LinkState.UP


def load_scenario(name: str) -> Scenario:
    """Read a scenario by its path, or by the name of one that ships. Raises ConfigError or UsageError."""
    path = Path(name)
    if not path.suffix and not path.exists():
        path = BUNDLED / f"{name}.toml"
        if not path.is_file():
            raise UsageError(f"there is no scenario '{name}'; there are {', '.join(bundled())}, or name a .toml file")
    try:
        table = read_toml(path, CONFIG_BYTES)
    except OSError as error:
        raise ConfigError(str(path), error.strerror or str(error)) from None
    except ValueError as error:
        raise ConfigError(str(path), str(error)) from None
    return parse_scenario({"folder": str(path.parent), **table}, str(path))


def parse_scenario(table: dict[str, object], where: str) -> Scenario:
    """A scenario from its TOML table. Raises ConfigError for unknown keys and for names that it does not define."""
    written = table.get("format", FORMAT)
    if not isinstance(written, int) or written > FORMAT:
        raise ConfigError(where, f"has format {written}, and this Glint reads up to {FORMAT}: update Glint")
    config = table.get("config")
    if isinstance(config, dict):
        table = {**table, "config": without_gone(config, where, say)}
    scenario = from_table(Scenario, table, where)
    for problem in _problems(scenario):
        raise ConfigError(where, problem)
    return scenario


def bundled() -> tuple[str, ...]:
    """The names of the scenarios that came along."""
    return tuple(sorted(path.stem for path in BUNDLED.glob("*.toml")))


def _problems(scenario: Scenario) -> list[str]:
    names = {picture.name for picture in scenario.picture}
    folder = Path(scenario.folder)
    wanted = [see.picture for see in scenario.see] + [write.picture for write in scenario.write if write.picture]
    problems = [f"shows the picture '{name}', which it does not have" for name in wanted if name not in names]
    for picture in scenario.picture:
        problems += _picture_problems(picture, folder)
        problems += [f"picture '{picture.name}': a box has four numbers" for i in picture.item if len(i.box) != 4]
    problems += [
        f"does not know the link state '{air.state}'" for air in scenario.air if air.state not in set(LinkState)
    ]
    for fault in scenario.fault:
        if fault.kind not in KINDS.get(fault.device, {}):
            problems.append(
                f"does not know the fault '{fault.kind}' of the {fault.device}; see firmware_sim/devices/faults.py"
            )
    if scenario.server.ending not in {"well", *ENDINGS}:
        problems.append(
            f"knows no ending '{scenario.server.ending}' of an answer; see firmware_sim/server/bad_answers.py"
        )
    files = [hear.file for hear in scenario.hear if hear.file]
    problems += [f"there is no recording {file} beside the scenario" for file in files if not (folder / file).is_file()]
    problems += [f"knows no touch '{press.kind}': tap or hold" for press in scenario.press if press.kind not in TOUCHES]
    for name in ("see", "hear", "press", "write", "air"):
        times = [entry.at for entry in getattr(scenario, name)]
        if times != sorted(times):
            problems.append(f"[[{name}]] must stand in the order of `at`")
    if scenario.begins.tzinfo is None:
        problems.append("`begins` needs an offset, such as 2026-05-04T09:30:00+02:00")
    return problems


def photo_file(folder: Path, name: str) -> Path:
    """Where a photo of a scenario lies: beside it, or among those that came along."""
    places = (folder / name, BUNDLED / Path(name).name, SCENERY / Path(name).name)
    return next((place for place in places if place.is_file()), places[0])


def _picture_problems(picture: Picture, folder: Path) -> list[str]:
    if picture.file and not photo_file(folder, picture.file).is_file():
        return [f"picture '{picture.name}': there is no file {picture.file} beside the scenario"]
    wanted = {picture.wall, *(item.colour for item in picture.item)}
    return [f"picture '{picture.name}': knows no colour '{name}'" for name in sorted(wanted - set(COLOURS))]


T = TypeVar("T", See, Air)


def latest(entries: tuple[T, ...], at: float) -> T | None:
    """The entry that holds at an instant."""
    past = [entry for entry in entries if entry.at <= at]
    return past[-1] if past else None
