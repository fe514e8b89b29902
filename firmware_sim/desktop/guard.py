"""Who may speak to the desktop simulator: this machine's browser on our own page, and whoever has the token.

A page of somebody else can make a browser connect here, under any name that resolves to the loopback: `Host` must be
ours (or the request is for somebody else), and `Origin`, where there is one, too. What does more than hand out the page
wants the token of this run.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from typing import Any

    from starlette.requests import Request

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
    App = Callable[[Scope, Receive, Send], Awaitable[None]]

CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", CONTENT.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(self), geolocation=()"),
    (b"cache-control", b"no-store"),
)


@dataclass(frozen=True)
class Pass:
    """What lets somebody in: where we are, and the token of this run."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def hosts(self) -> frozenset[str]:
        port = "" if self.port == 80 else f":{self.port}"  # which browsers leave out
        return frozenset({f"127.0.0.1{port}", f"localhost{port}"})

    @property
    def origins(self) -> frozenset[str]:
        return frozenset(f"http://{host}" for host in self.hosts)

    def fits(self, token: str) -> bool:
        """Whether this is the token; takes the same time for any other."""
        return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self.token.encode())

    def lets_in(self, request: Request) -> bool:
        """Whether the Authorization header of a request carries the token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self.fits(token.strip())


class Ticket:
    """What the address of an opened browser carries instead of the token: other users see a browser's command line."""

    def __init__(self) -> None:
        self.text = secrets.token_urlsafe(24)
        self._used = False

    def lets_in(self, text: str) -> bool:
        """Whether this is the ticket; it is so once."""
        fits = not self._used and hmac.compare_digest(text.encode("utf-8", "surrogatepass"), self.text.encode())
        self._used = self._used or fits
        return fits


class Door:
    """Refuses what is not meant for us, before anything looks at it; adds the headers that keep a page to itself."""

    def __init__(self, app: App, wanted: Pass) -> None:
        self._app = app
        self._pass = wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if not refused:
            await self._app(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "not allowed"})
        else:
            status, why = refused
            head = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
            await send({"type": "http.response.start", "status": status, "headers": head})
            await send({"type": "http.response.body", "body": f"{why}\n".encode()})

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        hosts, origins = _all(scope, b"host"), _all(scope, b"origin")
        if len(hosts) != 1 or hosts[0].lower() not in self._pass.hosts:
            return 421, "This simulator answers on 127.0.0.1 and localhost only."
        if len(origins) > 1 or any(origin not in self._pass.origins for origin in origins):
            return 403, "Another page may not speak to the simulator."
        if scope["type"] == "websocket" and not origins:
            return 403, "A WebSocket must say where it comes from."
        return None


def _all(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _with_headers(send: Send) -> Send:
    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sent
