"""A body is read whole, or given up where it is too large."""

import asyncio

import pytest
from starlette.requests import Request

from firmware_sim.desktop.body import read_body


def read(pieces, at_most=10, **headers):
    left = list(pieces)

    async def receive():
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return asyncio.run(read_body(Request({"type": "http", "headers": told}, receive), at_most)), left


@pytest.mark.parametrize("pieces", [[b""], [b"0123456789"], [b"01234", b"56789"], [b"", b"x", b""]])
def test_what_fits_is_read_whole(pieces):
    assert read(pieces) == (b"".join(pieces), [])


def test_what_does_not_fit_is_not_read_to_its_end():
    assert read([b"01234", b"567890", b"rest"]) == (None, [b"rest"])


@pytest.mark.parametrize("said", ["11", "9" * 40])
def test_what_says_that_it_does_not_fit_is_not_read(said):
    assert read([b"x"], content_length=said) == (None, [b"x"])
