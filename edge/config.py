"""Config: one frozen tree, read once from glint.toml. Unknown keys are refused, with the nearest known one.

The line below each field is what docs/configuration.md and `glint setup --example` say of it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from edge.address import target
from edge.environment import Environment, read_environment
from edge.errors import ConfigError
from edge.gone_keys import without_gone
from edge.limits import CONFIG_BYTES
from edge.mind.policy import Policy
from edge.output import complain
from edge.ranges import OneOf, Seconds, Within, check_ranges
from edge.records import dataclass
from edge.toml import read_toml, told
from edge.typed_toml import from_table

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = 1
MODES = ("know", "think", "contemplate", "shop", "health")


@dataclass(frozen=True, slots=True)
class CameraConfig:
    """Where frames come from."""

    source: str = "0"
    """An index, a device path (/dev/v4l/by-id/... survives re-plugging) or a URL (rtsp, http MJPEG). "none": none."""
    width: Annotated[int, Within(16, 16384)] = 1280
    """Pixels across that the camera is asked for; it may give the nearest size that it has."""
    fps: Annotated[float, Within(0.01, 1000)] = 5.0
    """Frames a second that the camera is asked for while something looks."""
    open_within: Seconds = 5.0
    """Seconds in which the camera must open, or it counts as missing."""
    frame_within: Seconds = 2.0
    """Seconds between two frames before the camera counts as stalled."""


@dataclass(frozen=True, slots=True)
class SoundConfig:
    """Microphone and speaker."""

    microphone: str = "default"
    """A device name or index as `python -m sounddevice` lists them. "none": no microphone."""
    speaker: str = "default"
    """A device name or index, likewise. "none": answers are shown only."""
    voice: str = "pico"
    """What turns words into sound: "pico", "espeak-ng", a program with the same arguments, or a Piper voice in the
    folder of models (`glint models add voice.onnx --like piper`). "none": answers are shown only."""
    accent: Annotated[str, OneOf(("en-GB", "en-US"))] = "en-GB"
    """How pico pronounces; the first was understood better where that was measured."""


@dataclass(frozen=True, slots=True)
class LightConfig:
    """The lamp that bystanders see."""

    kind: Annotated[str, OneOf(("led", "gpio", "mark"))] = "mark"
    """"led" (a file such as /sys/class/leds/NAME/brightness), "gpio", or "mark" (a sign on the own display)."""
    path: str = ""
    """The LED's brightness file, or the GPIO line's value file."""


@dataclass(frozen=True, slots=True)
class DevicesConfig:
    """Devices that installed packages bring, by the names of their rows in the entry-point group `glint.devices`."""

    camera: str = ""
    """The camera; empty: the one of `camera.source`."""
    light: str = ""
    """The lamp; empty: the one of `light.kind`."""
    microphone: str = ""
    """The microphone; empty: the one of `sound.microphone`."""
    button: str = ""
    """The button or keyboard; empty: the terminal's keyboard."""
    display: str = ""
    """The display of `glint run`; empty: the terminal."""
    speaker: str = ""
    """The speaker; empty: the one of `sound.speaker`."""
    voice: str = ""
    """What turns words into sound; empty: what `sound.voice` says."""


@dataclass(frozen=True, slots=True)
class ModelsConfig:
    """Which bundles are used."""

    folder: str = ""
    """Where bundles lie; empty: those that came with Glint."""
    detector: str = "looker"
    """The bundle that finds things in pictures: a folder's name in `folder`."""
    meaning: str = "grasp"
    """The bundle that finds out what a question means."""
    wake: str = "view_glass"
    """The bundle that listens for the wake phrase. "none": only a touch, or any speech, begins a question."""
    voice: str = "silero"
    """The bundle that tells voices from everything else."""
    speech: str = "moonshine-tiny"
    """The bundle that turns speech into words; `glint models pull` fetches it. "none": questions are typed."""
    words: str = "trigrams"
    """The bundle that knows which words follow each other, to choose among what was perhaps heard. "none": without."""
    target: Annotated[str, OneOf(("", "x86", "x86-vnni", "arm"))] = ""
    """Which CPU's file of each model is used; empty: found out."""


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """A remote server for reasoning."""

    name: str = "server"
    """What it is called in answers, logs and receipts; give each server a name of its own."""
    url: str = ""
    """Its OpenAI-compatible base, such as https://host/v1. Plain http is taken on loopback only."""
    model: str = ""
    """The model to ask it for, by the name that it lists."""
    modes: Annotated[tuple[str, ...], OneOf(MODES)] = MODES
    """Which modes may be asked of it; servers are tried in the order in which they stand in the file."""
    key_file: str = ""
    """A file with the key, readable by its owner only; empty: none, or systemd's credential glint-key-NAME."""
    ca_file: str = ""
    """A private authority to trust for this server instead of the system's."""
    pictures: bool = True
    """Whether pictures may be sent to it (redacted, always)."""
    context: bool = True
    """Whether the last turns may be sent to it."""
    trains: bool = False
    """Whether it learns from what it is sent: then it gets no picture and no context unless `trusted_anyway`."""
    trusted_anyway: bool = False
    """Whether a server that `trains` gets pictures and context all the same."""
    sees: Annotated[str, OneOf(("yes", "no", "ask"))] = "ask"
    """Whether it looks at pictures: yes, no, or ask: found out at first use, with a picture of Glint's own."""
    thinks: Annotated[str, OneOf(("yes", "no", "ask"))] = "ask"
    """Whether its answers begin inside a thought that ends with a tag such as </think>: "no" says them as they come,
    "ask" says the first one when all of it has come, and finds out by it."""
    tokens_key: str = "max_tokens"
    """What it calls the limit of an answer; some want "max_completion_tokens"."""
    tokens: int = 0
    """At most so many tokens for an answer of it, thoughts included; 0: as many as the mode gives."""
    price_in: float = 0.0
    """Money for a million tokens sent."""
    price_out: float = 0.0
    """Money for a million tokens received."""
    first_token_within: Seconds = 12.0
    """Seconds from the sent question to the first word of the answer."""
    token_gap: Seconds = 6.0
    """Seconds between two words of the answer."""
    total_within: Seconds = 30.0
    """Seconds for the whole answer."""


@dataclass(frozen=True, slots=True)
class PrivacyConfig:
    """What may leave the glasses, and what is kept."""

    pictures: bool = True
    """Whether any picture may leave at all."""
    unread_pictures: bool = False
    """Whether a picture may leave when what is written in it could not be read, or not in time: then only faces and
    plates are hidden in it, and no numbers, addresses, codes or `words`."""
    words: tuple[str, ...] = ()
    """Words that are always masked before anything leaves (names, places, projects), in pictures too."""
    keep_sent_pictures: bool = False
    """Whether the very JPEG that left is kept beside its receipt."""
    keep_days: Annotated[float, Within(0, 36500)] = 30.0
    """Turns and receipts older than this are wiped."""
    keep_megabytes: float = 200.0
    """The oldest kept pictures and tapes go first above this."""


@dataclass(frozen=True, slots=True)
class BudgetConfig:
    """What servers may cost. 0: no limit."""

    tokens_hour: int = 0
    """Tokens sent and received within any hour; 0: no limit."""
    tokens_day: int = 0
    """Tokens sent and received within any day; 0: no limit."""
    bytes_hour: int = 0
    """Bytes sent within any hour; 0: no limit."""
    bytes_day: int = 0
    """Bytes sent within any day; 0: no limit."""
    money_hour: float = 0.0
    """Money within any hour, by each server's `price_in` and `price_out`; 0: no limit."""
    money_day: float = 0.0
    """Money within any day, likewise; 0: no limit."""


@dataclass(frozen=True, slots=True)
class QueueConfig:
    """Questions that wait for a server."""

    live_for: Annotated[float, Within(0, 3650 * 86400)] = 6 * 3600.0
    """Seconds of wall time after which a waiting question is dropped, with a word to the wearer."""
    at_most: Annotated[int, Within(0, 10_000)] = 50
    """Questions that may wait at the same time."""


@dataclass(frozen=True, slots=True)
class WearerConfig:
    """What holds where the wearer lives."""

    emergency_number: str = "112, 911 or 999"
    """The number to call in an emergency; at its default all three are named, as nobody knows the country."""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of glint.toml, and the environment that it was read in."""

    format: Annotated[int, Within(1, FORMAT)] = FORMAT
    """The version of this file's format; a newer one is refused."""
    data: str = ""
    """Where ledger, tapes and pictures lie; empty: $XDG_STATE_HOME/glint."""
    tape: bool = False
    """Whether the daemon records a tape of everything it senses."""
    camera: CameraConfig = field(default_factory=CameraConfig)
    sound: SoundConfig = field(default_factory=SoundConfig)
    light: LightConfig = field(default_factory=LightConfig)
    devices: DevicesConfig = field(default_factory=DevicesConfig)
    models: ModelsConfig = field(default_factory=ModelsConfig)
    wearer: WearerConfig = field(default_factory=WearerConfig)
    server: tuple[ServerConfig, ...] = field(default=())
    privacy: PrivacyConfig = field(default_factory=PrivacyConfig)
    budget: BudgetConfig = field(default_factory=BudgetConfig)
    queue: QueueConfig = field(default_factory=QueueConfig)
    policy: Policy = field(default_factory=Policy)
    environment: Environment = field(default_factory=Environment, compare=False, metadata={"setting": False})


def say(text: str) -> None:
    """Tell whoever started this."""
    complain(text)


def load_config(path: Path | None = None, tell: Callable[[str], None] = say) -> Config:
    """Read a file, or give the defaults when there is none to read; and what the environment says beside it.

    Raises ConfigError for what cannot be meant. A key that went is ignored, and `tell` is given a line about it.
    """
    if path is None:
        return Config(environment=read_environment())
    try:
        table = read_toml(path, CONFIG_BYTES)
    except OSError as error:
        raise ConfigError(str(path), f"cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise ConfigError(str(path), str(error)) from None
    written = table.get("format", FORMAT)
    if not isinstance(written, int) or written > FORMAT:
        raise ConfigError(str(path), f"has format {told(written)}, and this Glint reads up to {FORMAT}: update Glint")
    config = from_table(Config, without_gone(table, str(path), tell), str(path))
    if "heard_surely" not in table.get("policy", {}):  # a key that came later: who wanted to be surer is taken at that
        surely = max(config.policy.heard_surely, config.policy.heard_at_least)
        config = replace(config, policy=replace(config.policy, heard_surely=surely))
    check_ranges(config, str(path))
    check_together(config, str(path))
    return replace(config, environment=read_environment())


def check_together(config: Config, where: str) -> None:
    """Raise ConfigError for values that are each in range, and cannot be meant beside the others or at their place."""
    policy = config.policy
    if policy.heard_at_least > policy.heard_surely:
        allowed = f"wants at most {policy.heard_surely:g}, which is heard_surely, not {policy.heard_at_least:g}"
        raise ConfigError(f"{where}: policy: heard_at_least", allowed)
    if config.models.voice == "none":
        problem = "wants a bundle, not 'none': no ear is without one. To hear nothing: [sound] microphone = \"none\""
        raise ConfigError(f"{where}: models: voice", problem)
    for n, server in enumerate(config.server):
        _check_server(server, f"{where}: server[{n}]")
    name, times = Counter(server.name for server in config.server).most_common(1)[0] if config.server else ("", 0)
    if times > 1:
        raise ConfigError(f"{where}: server: name", f"wants a name of its own for each server, not {told(name)} twice")


def _check_server(server: ServerConfig, where: str) -> None:
    if not server.name or not server.name.isprintable() or "/" in server.name:
        problem = f"wants letters that can be printed, and no '/', not {told(server.name)}"
        raise ConfigError(f"{where}: name", problem)
    try:
        target(server.url or "https://not.yet")  # none yet, which is said when it is asked
    except ConfigError as error:
        raise ConfigError(f"{where}: url", f"{error.where} {error.problem}") from None


def data_folder(config: Config) -> Path:
    """Where this Glint keeps what it remembers."""
    if config.data:
        return Path(config.data).expanduser()
    return Path(config.environment.state or Path.home() / ".local" / "state") / "glint"


def find_config() -> Path | None:
    """The file that is used when none is named: $GLINT_CONFIG, ./glint.toml, or the one in the user's config folder."""
    named = read_environment().config
    if named:
        return Path(named)
    places = (Path("glint.toml"), user_config())
    return next((place for place in places if place.is_file()), None)


def user_config() -> Path:
    """Where this user's own configuration lies, or would."""
    return Path(read_environment().config_home or Path.home() / ".config") / "glint" / "glint.toml"
