"""A server's address, taken apart; dangerous ones are refused."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from urllib.parse import urlsplit

from edge.errors import ConfigError
from edge.records import dataclass

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
        raise ConfigError(_shown(url), "is not an address such as https://host/v1") from None
    if parts.username is not None or parts.query or parts.fragment:
        raise ConfigError(
            f"{parts.scheme}://{host}", "wants no user, password, query or fragment; a key has a file of its own"
        )
    if parts.scheme not in {"http", "https"} or not host or any(not 33 <= ord(one) <= 126 for one in url):
        raise ConfigError(_shown(url) or "an empty url", "is not an address such as https://host/v1")
    tls = parts.scheme == "https"
    if not tls and not on_this_machine(host):
        raise ConfigError(_shown(url), "is plain http, which is taken on this very machine only: use https")
    path = parts.path.rstrip("/").removesuffix(CHAT)
    return Target(host, port or (443 if tls else 80), path or "/v1", tls)


def on_this_machine(host: str) -> bool:
    """Whether a name or number means the loopback."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _shown(url: str) -> str:
    """What may be repeated of an address that is refused: what stands before an @ or behind a ? may be a secret."""
    return url.rpartition("@")[2].partition("?")[0]
