"""A server's address, its TLS context and its key."""

from __future__ import annotations

import os
import ssl
import stat
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from edge.config import on_this_machine
from edge.errors import ConfigError
from edge.records import dataclass

if TYPE_CHECKING:
    from edge.config import ServerConfig

KEY_AT_MOST = 8 * 1024
CHAT, MODELS = "/chat/completions", "/models"


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart."""

    host: str
    port: int
    path: str
    tls: bool

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


@lru_cache(maxsize=32)
def target(url: str) -> Target:
    """The parts of a base URL. Raises ConfigError for none, one with a secret, and http beyond this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigError(url, "is not an address such as https://host/v1") from None
    if parts.scheme not in {"http", "https"} or not host or any(not 33 <= ord(one) <= 126 for one in url):
        raise ConfigError(url or "an empty url", "is not an address such as https://host/v1")
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigError(
            f"{parts.scheme}://{host}", "wants no user, password, query or fragment; a key has a file of its own"
        )
    tls = parts.scheme == "https"
    if not tls and not on_this_machine(host):
        raise ConfigError(url, "is plain http, which is taken on this very machine only: use https")
    path = parts.path.rstrip("/").removesuffix(CHAT)
    return Target(host, port or (443 if tls else 80), path or "/v1", tls)


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
            key = file.read(KEY_AT_MOST + 1) if stat.S_ISREG(found.st_mode) else b""
    except OSError as error:
        raise ConfigError(f"key_file {path}", error.strerror or str(error)) from None
    if private and (found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077):
        raise ConfigError(f"key_file {path}", f"may be read by others; make it yours alone: chmod 600 {path}")
    text = key.decode("ascii", errors="replace").strip()
    if not text or len(key) > KEY_AT_MOST or any(not 33 <= ord(one) <= 126 for one in text):
        raise ConfigError(f"key_file {path}", "does not hold a key: one line of plain letters and digits")
    return text
