"""Events come out the same however the bytes were cut, and no line or body grows without end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.sse import DONE, Events, Usage, read_chunk, read_usage

STREAM = (
    b": hello\n\ndata: one\n\nevent: x\ndata: two\r\ndata: lines\r\n\r\ndata:three\r\rid: 9\ndata: \n\n"
    b"\xef\xbb\xbf junk\ndata: last\n\ndata: [DONE]\n"
)
WANTED = [b"one", b"two\nlines", b"three", b"last", DONE]


def pieces(cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted({cut % len(STREAM) for cut in cuts}), len(STREAM)]
    return [STREAM[a:b] for a, b in pairwise(edges)]


def ending_of(events, piece):
    """What comes of a piece that is repeated for ever."""
    try:
        for _ in range(100_000):
            events.feed(piece)
    except EndedError as ended:
        return ended.how
    return None


@given(st.lists(st.integers(0, 10_000), max_size=40))
def test_where_it_was_cut_makes_no_difference(cuts):
    events = Events()
    assert [data for piece in pieces(cuts) for data in events.feed(piece)] == WANTED
    assert events.comments == 1
    assert not events.unfinished


@given(st.lists(st.integers(0, 10), max_size=5))
def test_a_mark_of_the_byte_order_is_no_part_of_the_first_event(cuts):
    text = b"\xef\xbb\xbfdata: one\n\n"
    edges = [0, *sorted(set(cuts)), len(text)]
    events = Events()
    assert [data for a, b in pairwise(edges) for data in events.feed(text[a:b])] == [b"one"]


def test_of_several_choices_only_the_first_is_spoken():
    chunk = read_chunk(b'{"choices": [{"index": 1, "delta": {"content": "B"}}, {"delta": {"content": "A"}}]}')
    assert [choice.delta.content for choice in chunk.choices if choice.index == 0] == ["A"]
    assert read_chunk(b'{"choices": null}').choices is None


@pytest.mark.parametrize("told", [b'"many"', b'{"prompt_tokens": "7"}', b'{"prompt_tokens": 1e99}', b"[]", b"{}"])
def test_a_good_answer_is_not_lost_to_a_strange_count(told):
    chunk = read_chunk(b'{"choices": [], "usage": ' + told + b"}")
    assert read_usage(chunk.usage) == Usage()


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        (rb"\ud83d", ""),
        (rb"\ude00 fine", " fine"),
        (rb"Two \uD83D\uDE00\uD83D", "Two \U0001f600"),
        (rb"\udc00\ud800", ""),
    ],
)
def test_half_an_emoji_costs_no_answer(sent: bytes, left: str):
    chunk = read_chunk(b'{"choices": [{"delta": {"content": "' + sent + b'"}}]}')
    assert chunk.choices[0].delta.content == left


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_line_without_an_end_is_refused_before_it_is_long(size):
    assert ending_of(Events(event_at_most=4096), b"A" * size) is Failure.LINE_TOO_LONG


def test_many_data_lines_are_no_way_around_the_limit():
    assert ending_of(Events(event_at_most=4096), b"data: " + b"A" * 100 + b"\n") is Failure.LINE_TOO_LONG


def test_a_body_has_an_end():
    assert ending_of(Events(body_at_most=10_000), b": ping\n\n") is Failure.BODY_TOO_BIG


@pytest.mark.parametrize(
    ("data", "how"),
    [
        (b"{oops", Failure.BAD_JSON),
        (b"[]", Failure.WRONG_SHAPE),
        (b'{"object": "error", "message": "out of memory"}', Failure.SERVER_ERROR),
        (b'{"choices": [{"delta": {"content": 3}}]}', Failure.WRONG_SHAPE),
        (b"[" * 50_000, Failure.BAD_JSON),
        (b"\xff\xfe", Failure.BAD_UTF8),
        (b'{"choices": [{"delta": {"content": "\xff"}}]}', Failure.BAD_UTF8),
        (b'{"error": {"message": "no"}}', Failure.SERVER_ERROR),
        (b'{"error": "no", "choices": []}', Failure.SERVER_ERROR),
    ],
)
def test_what_is_broken_says_how(data, how):
    with pytest.raises(EndedError) as raised:
        read_chunk(data)
    assert raised.value.how is how


@given(st.binary(max_size=300))
def test_any_bytes_are_events_or_a_named_ending(data):
    named = None
    try:
        for event in Events(event_at_most=100).feed(data):
            read_chunk(event)
    except EndedError as ended:
        named = ended.how
    assert named in {
        None,
        Failure.BAD_JSON,
        Failure.WRONG_SHAPE,
        Failure.BAD_UTF8,
        Failure.LINE_TOO_LONG,
        Failure.SERVER_ERROR,
    }
