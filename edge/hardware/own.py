"""Devices that other packages bring: rows of the entry-point group `glint.devices`, chosen in [devices] of glint.toml.

A row names a factory: it is called with the Config, opens nothing yet, and gives a device of one protocol.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from edge.entry_points import load, named
from edge.errors import ConfigError

if TYPE_CHECKING:
    from edge.config import Config
    from edge.devices import Button, Camera, Display, Light, Microphone, Speaker, Talker

GROUP = "glint.devices"
METHODS = {
    "camera": "frames", "light": "set", "microphone": "sounds", "button": "touches", "display": "show",
    "speaker": "say", "voice": "clip",
}  # fmt: skip


@dataclass(frozen=True)
class OwnDevices:
    """Those that were chosen; None: Glint's own."""

    camera: Camera | None = None
    light: Light | None = None
    microphone: Microphone | None = None
    button: Button | None = None
    display: Display | None = None
    speaker: Speaker | None = None
    voice: Talker | None = None


def own_devices(config: Config) -> OwnDevices:
    """What the factories of the chosen rows give.

    Raises ConfigError where no package brings such a row, or where what it gives is no such device.
    """
    chosen = {role.name: getattr(config.devices, role.name) for role in fields(OwnDevices)}
    chosen = {role: name for role, name in chosen.items() if name}
    rows = named(GROUP) if chosen else {}
    return OwnDevices(**{role: _made(role, name, rows, config) for role, name in chosen.items()})


def _made(role: str, name: str, rows: dict[str, str], config: Config) -> Any:  # noqa: ANN401 - of the role's protocol
    where = f"devices.{role}"
    if name not in rows:
        there = f"there are {', '.join(rows)}" if rows else "no package brings any"
        raise ConfigError(where, f"no installed package brings a device '{name}' ({GROUP}; {there})")
    try:
        factory = load(rows[name])
    except (ImportError, AttributeError) as error:
        raise ConfigError(where, f"'{name}' cannot be imported from {rows[name]}: {error}") from None
    device = factory(config)
    if not callable(getattr(device, METHODS[role], None)):
        raise ConfigError(where, f"'{name}' gives a {type(device).__name__}, which has no `{METHODS[role]}`")
    return device
