"""A server's TLS context and its key."""

from __future__ import annotations

import os
import ssl
import stat
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import ConfigError
from edge.limits import KEY_BYTES

if TYPE_CHECKING:
    from edge.config import ServerConfig


@lru_cache(maxsize=8)
def tls_context(ca_file: str) -> ssl.SSLContext:
    """What a server's certificate is checked against. Checking is never switched off. Raises ConfigError."""
    try:
        context = ssl.create_default_context(cafile=str(Path(ca_file).expanduser()) if ca_file else None)
        context.keylog_filename = None  # type: ignore[assignment]  # whatever the environment says
        return context
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"ca_file {ca_file}", f"cannot be used: {error}") from None


def key_of(server: ServerConfig, credentials: str = "") -> str:
    """The key for a server, from its file or from the service manager's; empty: it wants none."""
    given = Path(credentials) / f"glint-key-{server.name}" if credentials else None
    if server.key_file:
        return read_key(Path(server.key_file).expanduser())
    return read_key(given, private=False) if given is not None and given.is_file() else ""


def read_key(path: Path, *, private: bool = True) -> str:
    """The key in a file; raises ConfigError for one that others may read or that cannot be read."""
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            found = os.fstat(file.fileno())
            key = file.read(KEY_BYTES + 1) if stat.S_ISREG(found.st_mode) else b""
    except OSError as error:
        raise ConfigError(f"key_file {path}", error.strerror or str(error)) from None
    if private and (found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077):
        raise ConfigError(f"key_file {path}", f"may be read by others; make it yours alone: chmod 600 {path}")
    text = key.decode("ascii", errors="replace").strip()
    if not text or len(key) > KEY_BYTES or any(not 33 <= ord(one) <= 126 for one in text):
        raise ConfigError(f"key_file {path}", "does not hold a key: one line of plain letters and digits")
    return text
