"""A chunked body taken apart as h11 does it, however it arrives; and what h11 refuses is refused."""

from itertools import pairwise

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.reach.wire.chunked import SIZE_AT_MOST, Chunked
from edge.reach.wire.failures import EndedError, Failure

HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


def by_h11(body):
    """The oracle: the body, and whether it is over; None where it is refused."""
    http = h11.Connection(h11.CLIENT)
    http.send(h11.Request(method="GET", target="/", headers=[("host", "x")]))
    http.send(h11.EndOfMessage())
    http.receive_data(HEAD + body)
    found = b""
    try:
        http.next_event()
        while isinstance(event := http.next_event(), h11.Data):
            found += event.data
    except h11.RemoteProtocolError:
        return None
    return found, isinstance(event, h11.EndOfMessage)


def by_us(pieces):
    chunked = Chunked()
    try:
        return b"".join(part for piece in pieces for part in chunked.feed(piece)), chunked.over
    except EndedError:
        return None


def encoded(parts, extension=b""):
    return b"".join(b"%x%s\r\n%s\r\n" % (len(part), extension, part) for part in parts if part) + b"0\r\n\r\n"


def cut(body, cuts):
    edges = [0, *sorted({at % (len(body) + 1) for at in cuts}), len(body)]
    return [body[a:b] for a, b in pairwise(edges)]


@given(
    st.lists(st.binary(max_size=40), max_size=8),
    st.sampled_from([b"", b";a=b", b" "]),
    st.lists(st.integers(0, 9999), max_size=20),
)
def test_it_gives_what_h11_gives_however_it_was_cut(parts, extension, cuts):
    body = encoded(parts, extension)
    assert by_us(cut(body, cuts)) == (b"".join(parts), True) == by_h11(body)


@given(st.lists(st.binary(max_size=20), max_size=4), st.integers(0, 200), st.lists(st.integers(0, 9999), max_size=5))
def test_a_beginning_is_never_more_than_the_whole(parts, length, cuts):
    body = encoded(parts)[:length]
    found, _ = by_us(cut(body, cuts))
    assert b"".join(parts).startswith(found)


@given(st.binary(max_size=60))
def test_what_h11_refuses_is_not_taken(body):
    ours, theirs = by_us([body]), by_h11(body)
    if ours is not None and theirs is not None:
        assert ours[0] == theirs[0]
    if theirs is None:
        assert ours is None or not ours[1] or body.partition(b"0\r\n")[2] != b"\r\n"


@pytest.mark.parametrize("body", [b"zz\r\n", b"-1\r\n", b"1\r\nxy", b"fffffffff\r\n", b"1" * 200, b" 1\r\nx\r\n"])
def test_nonsense_is_bad_http(body):
    assert by_us([body]) is None


def test_a_size_line_has_a_longest_length():
    chunked = Chunked()
    chunked.feed(b"0" * SIZE_AT_MOST)
    with pytest.raises(EndedError) as raised:
        chunked.feed(b"0")
    assert raised.value.how is Failure.BAD_HTTP


def test_what_stands_after_the_end_keeps_the_connection_from_being_used_again():
    clean, dirty = Chunked(), Chunked()
    clean.feed(b"1\r\nx\r\n0\r\n\r\n")
    dirty.feed(b"1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK")
    assert clean.clean
    assert not dirty.clean
