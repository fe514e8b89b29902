"""The targets of fuzzing are tried on what hypothesis makes of bytes, and of the pieces that their readers know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.commands.reference import example
from tests.fuzz.targets_wire import KEY, TARGETS

KNOWN = (
    b"data: ", b"\n\n", b"\r", b"[DONE]",
    b'{"choices":[{"delta":{"content":"', b'"}}]}', b"event:", b":",
    b"1e400", b"NaN", b"5\r\n", b"0\r\n\r\n", b"ffffffff\r\n", b";a=b", b"<think>", b"</think>", b"<|channel|>final",
    KEY[:9].encode(), KEY.encode(), b"\x1b[31m", "\u202e".encode(), "\u200b".encode(), b"format = 1\n", b'name = "a"\n',
    b"[nets.a]\n",
    b"[[server]]\n", b'url = "http://"\n', b"[policy]\n", b"heard_at_least = ", b"nan\n", b"a.a.a.a.", b"[[[", b'"""',
    b"https://", b"user:pw@", b"HTTP/1.1 200 OK\r\n", b"Content-Length: 1\r\n", b"\r\n\r\n", b"\xff\xfe", b"**",
    b"`", b"[a](",
)  # fmt: skip
BYTES = st.binary(max_size=300) | st.lists(st.sampled_from(KNOWN) | st.binary(max_size=4), max_size=30).map(b"".join)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
@given(data=BYTES)
def test_it_reads_whatever_comes(target, data):
    target(data)


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_it_reads_a_real_one_and_each_of_its_beginnings(target):
    real = example().encode()[:3000].replace(b"\n#", b"\n")
    for end in range(0, len(real), 250):
        target(real[:end])
