"""Whom the glasses of the desktop simulator ask for reasoning, and the link on which they do."""

from __future__ import annotations

from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext
from typing import TYPE_CHECKING
from weakref import WeakSet

from edge.address import target
from edge.config import ServerConfig
from edge.errors import ConfigError
from edge.messages import LinkState
from edge.reach.servers import read_key
from edge.store.private_file import write_private
from firmware_sim.devices.link import SimLink

if TYPE_CHECKING:
    from edge.devices import Link

SCRIPTED = ServerConfig(name="scripted", url="https://scripted.example/v1", model="scripted", sees="yes", thinks="no")


@dataclass(frozen=True, slots=True)
class ServerChoice:
    """None of them, the scripted one, or one with an address."""

    kind: str = "scripted"
    """"none", "scripted", or "url"."""
    url: str = ""
    model: str = ""
    key_file: str = ""

    def configured(self) -> tuple[ServerConfig, ...]:
        """As a glint.toml would say it."""
        if self.kind == "scripted":
            return (SCRIPTED,)
        if self.kind == "url":
            return (ServerConfig(name="server", url=self.url, model=self.model, key_file=self.key_file),)
        return ()


SCRIPTED_SERVER = ServerChoice()


@dataclass(eq=False)
class ThroughTheAir:
    """The real network, as far as the simulated air lets it through: nothing, a login page, or later."""

    air: SimLink
    network: Link
    _writers: WeakSet[StreamWriter] = field(default_factory=WeakSet)

    async def open(self, host: str, port: int, tls: SSLContext | None) -> tuple[StreamReader, StreamWriter]:
        """Connect. Raises DeviceError without a network around."""
        if not self._passes():
            return await self.air.open(host, port, tls)  # nothing, or the login page
        await self.air.shake_hands(tls)
        reader, writer = await self.network.open(host, port, tls)
        self._writers.add(writer)
        return reader, writer

    def changed(self) -> None:
        """The air has changed: break what it no longer lets through."""
        self.air.changed()
        if not self._passes():
            for writer in tuple(self._writers):
                writer.transport.abort()

    async def close(self) -> None:
        """End what is simulated of it."""
        await self.air.close()

    def _passes(self) -> bool:
        way = self.air.way()
        return not way.cut and way.state not in {LinkState.DOWN, LinkState.PORTAL}


def chosen(url: str, model: str, key: str, key_file: Path) -> ServerChoice:
    """A server with an address; its key is written where only its owner can read it. Raises ConfigError."""
    target(url)
    if not key:
        return ServerChoice("url", url, model)
    write_private(key_file, key.encode("utf-8", "surrogatepass"))
    try:
        read_key(key_file)
    except ConfigError:
        key_file.unlink()
        raise ConfigError("the key", "is one line of plain letters and digits") from None
    return ServerChoice("url", url, model, str(key_file))
