"""A status that is not 200 has a meaning, and a wait that is asked for a longest length."""

import pytest

from edge.reach.breaker import REST_AT_MOST
from edge.reach.wire.failures import Failure
from edge.reach.wire.refusal import refusal, retry_after


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "Mon, 04 May 2026 10:00:30 GMT", "date": "Mon, 04 May 2026 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Mon, 04 May 2026 10:00:00 GMT", "date": "Mon, 04 May 2026 10:00:30 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "9" * 400}, 999999999999.0),
        ({}, None),
    ],
)
def test_retry_after_is_read_against_the_servers_own_clock(headers, seconds):
    assert retry_after(headers) == seconds


JSON = "application/json"


@pytest.mark.parametrize(
    ("status", "kind", "how"),
    [
        (302, JSON, Failure.REDIRECTED),
        (399, JSON, Failure.REDIRECTED),
        (511, JSON, Failure.PORTAL),
        (403, "text/html", Failure.PORTAL),
        (407, "text/html", Failure.PORTAL),
        (404, "text/html", Failure.NO_SUCH_MODEL),
        (401, JSON, Failure.KEY_REFUSED),
        (403, JSON, Failure.KEY_REFUSED),
        (400, JSON, Failure.REFUSED),
        (422, JSON, Failure.REFUSED),
        (408, JSON, Failure.BUSY),
        (429, JSON, Failure.BUSY),
        (503, JSON, Failure.BUSY),
        (529, JSON, Failure.BUSY),
        (500, JSON, Failure.SERVER_ERROR),
        (502, JSON, Failure.SERVER_ERROR),
        (504, JSON, Failure.SERVER_ERROR),
        (501, JSON, Failure.REFUSED),
    ],
)
def test_a_status_has_a_meaning(status: int, kind: str, how: Failure):
    assert refusal(status, {}, kind, b"").how is how


@pytest.mark.parametrize(
    ("after", "how", "wait"),
    [
        ("7", Failure.BUSY, 7.0),
        ("3600", Failure.BUSY, 3600.0),
        ("3601", Failure.BUSY_FOR_LONG, REST_AT_MOST),
        ("0", Failure.BUSY, None),
        ("", Failure.BUSY, None),
    ],
)
def test_a_wait_that_nobody_believes_is_a_rest(after: str, how: Failure, wait: float | None):
    ended = refusal(503, {"retry-after": after}, JSON, b"")
    assert (ended.how, ended.retry_after, ended.detail) == (how, wait, "HTTP 503")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"error": {"message": "no such\\n model"}}', "HTTP 400, it says: no such model"),
        (b'{"error": {"message": "' + b"x" * 300 + b'"}}', "HTTP 400, it says: " + "x" * 120),
        (b'{"error": "no"}', "HTTP 400"),
        (b'{"error": {}}', "HTTP 400"),
        (b"<html>", "HTTP 400"),
        (b'{"error": {"message": "\xff"}}', "HTTP 400"),
        (b'{"error":' * 3000, "HTTP 400"),
    ],
)
def test_the_reason_of_a_server_is_short_and_plain(body: bytes, detail: str):
    assert refusal(400, {}, JSON, body).detail == detail
