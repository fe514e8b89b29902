"""What the process was told by whoever started it: the only place where the environment is read."""

from __future__ import annotations

import os

from edge.records import dataclass


@dataclass(frozen=True, slots=True)
class Environment:
    """The variables that Glint knows; empty: not set."""

    state: str = ""
    """The folder for what programs remember ($XDG_STATE_HOME)."""
    notify: str = ""
    """The socket on which a service manager wants to hear that all is well ($NOTIFY_SOCKET)."""
    watchdog: float | None = None
    """Seconds within which it wants to hear it again ($WATCHDOG_USEC, in microseconds)."""
    credentials: str = ""
    """The folder in which it puts secrets ($CREDENTIALS_DIRECTORY)."""
    config: str = ""
    """The configuration to use where none is named ($GLINT_CONFIG)."""
    config_home: str = ""
    """The folder for what programs are configured by ($XDG_CONFIG_HOME)."""
    data_home: str = ""
    """The folder for what programs keep for a user, such as models ($XDG_DATA_HOME)."""
    display: str = ""
    """Where windows are shown ($WAYLAND_DISPLAY or $DISPLAY)."""
    debug: bool = False
    """Whether a fault in Glint itself is shown with where it happened ($GLINT_DEBUG)."""


def read_environment() -> Environment:
    """As it is now."""
    of = os.environ.get
    usec = of("WATCHDOG_USEC", "")
    return Environment(
        state=of("XDG_STATE_HOME", ""),
        notify=of("NOTIFY_SOCKET", ""),
        watchdog=int(usec) / 1e6 if usec.isdigit() and int(usec) else None,
        credentials=of("CREDENTIALS_DIRECTORY", ""),
        config=of("GLINT_CONFIG", ""),
        config_home=of("XDG_CONFIG_HOME", ""),
        data_home=of("XDG_DATA_HOME", ""),
        display=of("WAYLAND_DISPLAY", "") or of("DISPLAY", ""),
        debug=bool(of("GLINT_DEBUG")),
    )


def child_environment(**more: str) -> dict[str, str]:
    """For a child process that goes by the user's own settings, such as pip: all that is set, and these."""
    return {**os.environ, **more}
