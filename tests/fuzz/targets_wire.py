"""What may be fed any bytes: the readers of cards, configs, events, chunks, words and names. Each raises nothing else.

A target takes bytes, and returns; what its reader may raise is expected here.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import h11

from edge.address import target
from edge.bundle.model_card import format_card, parse_card
from edge.bundle.onnx_file import problem_of
from edge.config import load_config
from edge.errors import ConfigError, FormatError
from edge.language.markup import plain
from edge.output import escaped, json_line
from edge.reach.wire.chunked import Chunked
from edge.reach.wire.echoes import Echoes
from edge.reach.wire.failures import EndedError
from edge.reach.wire.refusal import refusal, retry_after
from edge.reach.wire.spoken import Spoken
from edge.reach.wire.sse import DONE, Events, read_chunk, read_usage

KEY = "sk-Proj-9fQ2xLmN77"
PIECES = (1, 7, 64)
_BEHIND_THE_END = re.compile(rb"(data: \[DONE\](?:\r\n|\n|\r)).*", re.DOTALL)


def card(data: bytes) -> None:
    """A card is read, or refused; one that was read is written and read again as it was."""
    with suppress(FormatError):
        read = parse_card(data)
        assert parse_card(format_card(read).encode()).name == read.name


def config(data: bytes) -> None:
    """A config is read, or refused in one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "glint.toml"
        path.write_bytes(data)
        try:
            load_config(path, lambda _: None)
        except ConfigError as error:
            assert "\n" not in escaped(str(error)).replace(str(path), "")  # noqa: PT017


def address(data: bytes) -> None:
    """An address is taken apart or refused."""
    with suppress(ConfigError):
        assert target(data.decode(errors="replace")).host


def events(data: bytes) -> None:
    """Events are the same wherever the bytes were cut, and each is a chunk or broken in a named way."""
    data = _BEHIND_THE_END.sub(rb"\1", data)  # nobody reads what stands there
    found = [_events(data, size) for size in PIECES]
    _check_alike([one for one, _ in found], whole=all(whole for _, whole in found))
    for one in found[0][0]:
        with suppress(EndedError):
            if one != DONE:
                read_usage(read_chunk(one).usage)


def _events(data: bytes, size: int) -> tuple[list[bytes], bool]:
    decoder, found = Events(), list[bytes]()
    try:
        for at in range(0, len(data), size):
            found += decoder.feed(data[at : at + size])
    except EndedError:
        return found, False
    return found, True


def _check_alike(found: Sequence[bytes | list[bytes]], *, whole: bool) -> None:
    """What was read is the same. Of what breaks off, the piece that does may take more with it the longer it is."""
    most = max(found, key=len)
    assert all(most[: len(one)] == one for one in found)
    assert not whole or all(len(one) == len(most) for one in found)


def chunks(data: bytes) -> None:
    """Chunks carry the same wherever the bytes were cut."""
    found = [_chunks(data, size) for size in PIECES]
    assert len({whole for _, whole in found}) == 1
    _check_alike([one for one, _ in found], whole=found[0][1])


def _chunks(data: bytes, size: int) -> tuple[bytes, bool]:
    decoder, found = Chunked(), b""
    try:
        for at in range(0, len(data), size):
            found += b"".join(decoder.feed(data[at : at + size]))
    except EndedError:
        return found, False
    return found, True


def words(data: bytes) -> None:
    """Words become plain sentences: nothing hidden, no key, no thought."""
    text = data.decode(errors="replace")
    spoken, echoes = Spoken(1800, hold=bool(len(data) % 2)), Echoes(KEY)
    for at in range(0, len(text), 5):
        spoken.add(echoes.add(text[at : at + 5]))
    spoken.add(echoes.end())
    spoken.rest()
    assert all(char.isprintable() for sentence in spoken.said for char in sentence)
    assert KEY not in spoken.text
    assert sum(map(len, spoken.said)) <= 1800
    plain(text)


def refused(data: bytes) -> None:
    """A refusal is short, plain and without the key."""
    body = json.dumps({"error": {"message": data.decode(errors="replace")}}).encode()
    for one in (data, body):
        ended = refusal(400, {}, "application/json", one, Echoes(KEY).hidden)
        assert KEY not in str(ended)
        assert len(str(ended)) < 300
    retry_after({"retry-after": data.decode("latin-1")})


def told(data: bytes) -> None:
    """What is told commands nothing, and what is told as JSON reads back."""
    text = data.decode(errors="surrogateescape")
    assert not {"\x1b", "\x9b", "\r", "\u202e"} & set(escaped(text))
    assert json.loads(json_line({"text": text})) == {"text": text}


def head(data: bytes) -> None:
    """h11 reads the head of a response, or says that it is none."""
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=32 * 1024)
    http.send(h11.Request(method="GET", target="/", headers=[("host", "a")]))
    http.send(h11.EndOfMessage())
    with suppress(h11.RemoteProtocolError):
        http.receive_data(data)
        while http.next_event() not in {h11.NEED_DATA, h11.PAUSED}:
            if http.their_state in {h11.DONE, h11.CLOSED, h11.MUST_CLOSE}:
                break


def onnx(data: bytes) -> None:
    """An ONNX file is looked into, or named."""
    assert problem_of(data).isprintable()


TARGETS = (card, config, address, events, chunks, words, refused, told, head, onnx)
