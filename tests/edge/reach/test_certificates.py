"""A real TLS port: a private authority is trusted where it is named, and a wrong clock is told from a wrong server.

The key and the certificates are made up for this test; who has them has nothing.
"""

import asyncio
import os
import ssl
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from edge.config import Config
from edge.errors import ConfigError
from edge.hardware.link import Network
from edge.messages import Now, Wall
from edge.reach.gate.gate import Errand
from edge.reach.gate.letter import Letter
from edge.reach.modes import KNOW
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.stream import Clocks
from firmware_sim.server.server import ScriptedServer
from tests.contracts.watch import until
from tests.edge.reach.reach import SERVER, wall_now, world

PLACE = Path(__file__).parent / "certificates"


def sockets() -> int:
    """How many are open in this process."""
    return sum("socket:" in str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink())


async def ask(certificate: str, *, ca: str = "ca.pem", trusted: bool = True) -> str:
    """Ask a server that shows this certificate; the name of the ending."""
    before = sockets()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PLACE / f"{certificate}.pem", PLACE / "leaf.key")
    scripted = ScriptedServer({"why": "Because."})
    listener = await asyncio.start_server(scripted, "127.0.0.1", 0, ssl=context)
    port = listener.sockets[0].getsockname()[1]
    server = replace(SERVER, url=f"https://127.0.0.1:{port}/v1", ca_file=str(PLACE / ca) if ca else "")

    def now() -> Now:
        real = wall_now()
        return replace(real, wall=Wall(real.wall.time, trusted))

    async with listener:
        with world(scripted, config=Config(server=(server,)), link=Network(), now=now) as it:
            sealed = await it.gate.seal(Letter(KNOW, "why?"), server)
            try:
                finish = await it.gate.send(sealed, server, Errand(None, "asked"), Clocks(5, 5, 10), lambda _: False)
                how = finish.reason
            except EndedError as ended:
                how = str(ended.how)
            (receipt,) = it.receipts.newest()
        assert receipt.sent == ("whole" if how == "stop" else "none")
    await until(lambda: sockets() <= before)  # TLS says goodbye on both sides
    assert len(scripted.received) == (how == "stop")
    return how


@pytest.mark.parametrize(
    ("certificate", "trusted", "how"),
    [
        ("good", True, "stop"),
        ("old", True, Failure.CERTIFICATE),
        ("old", False, Failure.CLOCK),
        ("new", True, Failure.CLOCK),
        ("other", True, Failure.CERTIFICATE),
    ],
)
def test_each_certificate_is_judged_and_named(certificate, trusted, how):
    assert asyncio.run(ask(certificate, trusted=trusted)) == how


def test_a_private_authority_is_trusted_only_where_it_is_named():
    assert asyncio.run(ask("good", ca="")) == Failure.CERTIFICATE


def test_an_authority_that_cannot_be_read_is_named():
    with pytest.raises(ConfigError, match="ca_file"):
        asyncio.run(ask("good", ca="nowhere.pem"))


def test_the_secrets_of_a_connection_are_written_down_nowhere(tmp_path):
    code = "from edge.reach.servers import tls_context; print(tls_context('').keylog_filename)"
    environment = {**os.environ, "SSLKEYLOGFILE": str(tmp_path / "keys")}
    said = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True, timeout=30)
    assert said.strip() == "None"
