"""The real server of the desktop simulator on a free port, in a thread, and a page that speaks to it."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from itertools import count
from queue import Queue
from typing import Any, NamedTuple

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from edge.perceive import Senses
from firmware_sim.desktop.serve import Serving, serve
from tests.firmware_sim.desktop.wearing import quickly_off

WITHIN = 20.0  # seconds for anything that is waited for
QUICK = Senses(things=lambda _: (), texts=lambda _: (), codes=lambda _: (), redactions=lambda _: ())
NOT_OURS = "http://127.0.0.1:1"


class Answer(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.body)


class Sim:
    """Where it is, and what lets somebody in."""

    def __init__(self, address: str) -> None:
        self.host, self.token = address.removeprefix("http://").split("/#token=")
        self.port = int(self.host.partition(":")[2])
        self.origin = f"http://{self.host}"

    def request(self, method: str, path: str, body: Any = None, **headers: str | None) -> Answer:
        """Ask with the token; a header that is None is left out."""
        told = {"authorization": f"Bearer {self.token}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if isinstance(body, dict):
            body, told = json.dumps(body), {"content-type": "application/json", **told}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)) as http:
            http.request(method, path, body, {name: value for name, value in told.items() if value is not None})
            with http.getresponse() as found:
                return Answer(found.status, found.read(), {k.lower(): v for k, v in found.getheaders()})

    def order(self, do: str, **fields: Any) -> Answer:
        """By the API."""
        return self.request("POST", f"/api/{do}", fields)

    def raw(self, data: bytes = b"") -> socket.socket:
        """A bare connection on which this was sent."""
        bare = socket.create_connection(("127.0.0.1", self.port), WITHIN)
        bare.sendall(data)
        return bare

    @contextmanager
    def socket(self, **more: Any) -> Iterator[ClientConnection]:
        """A WebSocket that has said nothing yet."""
        told = {"origin": self.origin, "max_size": None, "open_timeout": WITHIN, "close_timeout": 0.5, **more}
        stack = ExitStack()
        try:
            yield stack.enter_context(connect(f"ws://{self.host}/live", **told))
        finally:
            with suppress(ConnectionClosed):  # however it ended
                stack.close()

    @contextmanager
    def page(self) -> Iterator["Page"]:
        with self.socket() as line:
            yield Page(line, self.token)


class Page:
    """A page that has been let in."""

    def __init__(self, line: ClientConnection, token: str) -> None:
        self.line = line
        self.told: list[dict[str, Any]] = []
        self._numbers = count(1)
        self.send(do="hello", token=token)
        self.hello = self.next()
        assert self.hello["is"] == "hello"

    def send(self, **order: Any) -> None:
        self.line.send(json.dumps(order))

    def next(self, within: float = WITHIN) -> dict[str, Any]:
        """The next message, the bytes after it among its fields."""
        data = self.line.recv(within)
        if isinstance(data, bytes):
            self.told[-1]["bytes"] = data
            return self.next(within)
        assert data.isascii()
        assert data.isprintable()
        self.told.append(json.loads(data))
        return self.told[-1]

    def until(self, name: str, **fields: Any) -> dict[str, Any]:
        """The next message of this name with these fields."""
        while True:
            message = self.next()
            if message["is"] == name and fields.items() <= message.items():
                return message

    def order(self, do: str, **fields: Any) -> dict[str, Any]:
        """`done`, or `refused`."""
        n = next(self._numbers)
        self.send(do=do, n=n, **fields)
        while True:
            message = self.next()
            if message["is"] in {"done", "refused"} and message["n"] == n:
                return message

    def ask(self, text: str) -> dict[str, Any]:
        """The card of the turn that a typed question becomes."""
        ref = self.order("type", text=text)["ref"]
        while True:
            for card in self.until("step")["turns"]:
                if card["ref"] == ref and card["outcome"]:
                    return dict(card)


@contextmanager
def serving(folder: Any, *, automation: bool = False, senses: Senses | None = QUICK) -> Iterator[Sim]:
    """A simulator of our own; what ended it, if anything did, is raised at the end."""
    ready: Queue[str] = Queue()
    serving = Serving(0, automation=automation, ready=lambda address, _: ready.put(address), senses=senses)
    faults: list[Exception] = []

    def run() -> None:
        try:
            serve(quickly_off(folder), serving)
        except Exception as fault:  # noqa: BLE001 - told in the thread that waits
            faults.append(fault)

    thread = threading.Thread(target=run, name="simulator")
    thread.start()
    try:
        yield Sim(ready.get(timeout=WITHIN))
    finally:
        serving.ending.set()
        thread.join(WITHIN)
    assert not faults, faults
    assert not thread.is_alive()
