"""What a status other than 200 means, and the seconds that the server asks to be left alone. Pure."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import msgspec

from edge.reach.breaker import REST_AT_MOST
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.spoken import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WAIT_AT_MOST = 3600.0  # seconds: a Retry-After above this is not believed


def refusal(
    status: int, headers: Mapping[str, str], kind: str, body: bytes, hidden: Callable[[str], str] = str
) -> EndedError:
    """What a status other than 200 means. `hidden`: what the server says, without what nobody else may read."""
    if 300 <= status < 400:
        return EndedError(Failure.REDIRECTED)
    if status == 511 or (kind == "text/html" and status in {403, 407}):
        return EndedError(Failure.PORTAL)
    if status in {408, 429, 500, 502, 503, 504, 529}:
        wait = retry_after(headers)
        if wait is not None and wait > WAIT_AT_MOST:
            return EndedError(Failure.BUSY_FOR_LONG, f"HTTP {status}", REST_AT_MOST)
        how = Failure.BUSY if status in {408, 429, 503, 529} else Failure.SERVER_ERROR
        return EndedError(how, f"HTTP {status}", wait or None)
    named = {401: Failure.KEY_REFUSED, 403: Failure.KEY_REFUSED, 404: Failure.NO_SUCH_MODEL}
    return EndedError(named.get(status, Failure.REFUSED), f"HTTP {status}{_reason(body, hidden)}")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait. A date is read against the server's own clock, since ours may be wrong."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        until, now = parsedate_to_datetime(value), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return None


class _Reason(msgspec.Struct):
    message: str = ""


class _Refusal(msgspec.Struct):
    error: _Reason


def _reason(body: bytes, hidden: Callable[[str], str]) -> str:
    """What the server gives as its reason, short and plain; nothing where it gives none in the usual form."""
    try:
        said = one_line(hidden(msgspec.json.decode(body, type=_Refusal).error.message))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return f", it says: {said[:120]}" if said else ""
