"""CPU of reading a streamed answer, token by token: Glint's client beside httpx2 + json.loads and the openai SDK.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install httpx2 openai
    .venv/bin/python tools/reach_bench.py --peers /tmp/peers/bin/python

Each client is a process of its own, and is asked for a short and a long answer: the difference of their CPU seconds,
divided by the difference of their tokens, is what one token costs. Rounds are interleaved; the median counts. The
server is a third process that sends prepared bytes, paced (one write a token) or in a burst.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

SHORT, LONG = 200, 2200
PACE = 0.0008  # seconds between two tokens, when paced
TIMES = {"paced": 1, "burst": 12}  # a burst is over in a moment, and one alone measures mostly noise
CLIENTS = ("glint", "httpx2", "openai")


def chunk(n: int, finish: str | None = None) -> bytes:
    """One token as vLLM sends it."""
    delta = {"content": f"word{n % 10}{'.' if n % 12 == 0 else ''} "} if finish is None else {}
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish, "token_ids": None}
    event = {"id": "chatcmpl-0123456789abcdef", "object": "chat.completion.chunk", "created": 1780000000, "model": "m"}
    data = b"data: " + json.dumps({**event, "choices": [choice]}).encode() + b"\n\n"
    return b"%x\r\n%s\r\n" % (len(data), data)


def stamped() -> bytes:
    """A token that says when it was sent."""
    data = b'data: {"choices": [{"delta": {"content": "%.9f. "}}]}\n\n' % time.monotonic()
    return b"%x\r\n%s\r\n" % (len(data), data)


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n"
LAST = b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"


async def serve() -> None:
    """Answer with as many tokens as the model's name says: "paced-200", "burst-2200"."""

    async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                size = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                way, _, count = json.loads(await reader.readexactly(size))["model"].partition("-")
                writer.write(HEAD)
                if way == "stamp":
                    await asyncio.sleep(0.005)  # so that the word travels alone
                    writer.write(stamped())
                    count = "0"
                tokens = [chunk(n) for n in range(int(count))]
                if way == "burst":
                    writer.write(b"".join(tokens))
                else:
                    for token in tokens:
                        writer.write(token)
                        await asyncio.sleep(PACE)
                writer.write(chunk(0, "stop") + LAST)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(one, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


async def with_glint(port: int, model: str) -> int:
    """All of Glint's client: connection, clocks, bounds, decoding, sentences; without the receipt."""
    import h11

    from edge.config import ServerConfig
    from edge.hardware.link import Network
    from edge.reach.gate import letter
    from edge.reach.wire import stream
    from edge.reach.wire.speech import Speech, Take

    wire = stream.Wire(*await Network().open("127.0.0.1", port, None))
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=stream.HEAD_AT_MOST)
    body = letter.plain_body(ServerConfig(model=model), "why?", b"", 3000)
    headers = [("host", "127.0.0.1"), ("content-length", str(len(body)))]
    parts = (h11.Request(method="POST", target="/v1/chat/completions", headers=headers), h11.Data(data=body))
    wire.writer.write(b"".join(http.send(part) or b"" for part in (*parts, h11.EndOfMessage())))
    take = Take(Speech(lambda _: None), 10**9, may_be_unsure=True)
    answer = stream.ResponseReader(wire, http, stream.Clocks(5, 5, 60), take)
    finish = await answer.read(asyncio.get_running_loop().time() + 60)
    take.finish()
    wire.cut()
    return finish.words


async def with_httpx2(port: int, model: str) -> int:
    """A plain line reader, as people write it."""
    import httpx2

    words = 0
    async with (
        httpx2.AsyncClient() as client,
        client.stream("POST", f"http://127.0.0.1:{port}/v1/chat/completions", json={"model": model}) as response,
    ):
        async for line in response.aiter_lines():
            if line.startswith("data: ") and line != "data: [DONE]":
                words += bool(json.loads(line[6:])["choices"][0]["delta"].get("content"))
    return words


async def with_openai(port: int, model: str) -> int:
    """The SDK."""
    import openai

    words = 0
    async with openai.AsyncOpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key="x") as client:
        messages = [{"role": "user", "content": "why?"}]
        async for event in await client.chat.completions.create(model=model, messages=messages, stream=True):
            words += bool(event.choices[0].delta.content)
    return words


def measure(client: str, port: int) -> None:
    """In a process of its own: microseconds of CPU a token, for each way."""
    ask = {"glint": with_glint, "httpx2": with_httpx2, "openai": with_openai}[client]
    costs = {}
    for way, times in TIMES.items():
        spent = dict.fromkeys((SHORT, LONG), 0.0)
        asyncio.run(ask(port, f"{way}-50"))  # imports, caches
        for tokens in (*spent,) * times:
            began = time.process_time()
            words = asyncio.run(ask(port, f"{way}-{tokens}"))
            spent[tokens] += time.process_time() - began
            if words != tokens:
                raise SystemExit(f"{client} read {words} of {tokens} tokens")
        costs[way] = 1e6 * (spent[LONG] - spent[SHORT]) / (LONG - SHORT) / times
    print(json.dumps(costs))


async def first_words(port: int, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from the server's sending to `say`, through the whole gate; and what each receipt took of it."""
    import tempfile
    from datetime import UTC, datetime

    from edge.config import BudgetConfig, PrivacyConfig, ServerConfig
    from edge.flow import InlineLane
    from edge.hardware.link import Network
    from edge.messages import Instant, Now, Wall
    from edge.reach.gate.gate import Errand, Gate, Rules
    from edge.reach.gate.letter import Letter
    from edge.reach.gate.pictures import Pictures
    from edge.reach.gate.receipts import Receipts
    from edge.reach.modes import KNOW
    from edge.reach.wire.speech import Speech, Take
    from edge.reach.wire.stream import Clocks
    from edge.store.ledger import open_ledger

    late: list[float] = []
    took: list[float] = []

    class Timed(Receipts):
        def open(self, *what: object) -> int:
            began = time.perf_counter()
            try:
                return super().open(*what)  # type: ignore[arg-type]
            finally:
                took.append(1000 * (time.perf_counter() - began))

    def now() -> Now:
        return Now(Instant(time.monotonic()), Wall(datetime.now(UTC)))

    def say(sentence: str) -> None:
        late.append(1000 * (time.monotonic() - float(sentence.rstrip("."))))

    server = ServerConfig(name="bench", url=f"http://127.0.0.1:{port}/v1", model="stamp-0")
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/ledger.sqlite") as ledger:
        gate = Gate(Network(), Rules(PrivacyConfig(), BudgetConfig()), Pictures(None, InlineLane()), Timed(ledger), now)
        for _ in range(rounds):
            sealed = await gate.seal(Letter(KNOW, "why?"), server)
            take = Take(Speech(say), 1000, may_be_unsure=True)
            await gate.send(sealed, server, Errand(None, "asked"), Clocks(5, 5, 10), take)
        gate.close()
    return late, took


def bare(port: int, rounds: int) -> list[float]:
    """The same by a plain socket that only reads."""
    import socket

    late = []
    body = json.dumps({"model": "stamp-0"}).encode()
    for _ in range(rounds):
        with socket.create_connection(("127.0.0.1", port)) as wire:
            wire.sendall(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
            seen = b""
            while b'content": "' not in seen:
                seen = wire.recv(65536)
            late.append(1000 * (time.monotonic() - float(seen.partition(b'content": "')[2].partition(b". ")[0])))
    return late


def latency(rounds: int) -> None:
    """Print how much later a first word is said than it could be read."""
    here = str(Path(__file__).resolve())
    server = subprocess.Popen([sys.executable, here, "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        port = int((server.stdout.readline() if server.stdout else "").strip())
        plain = statistics.median(bare(port, rounds))
        late, took = asyncio.run(first_words(port, rounds))
    finally:
        server.terminate()
        server.wait()
    print(f"first word: bare socket {plain:.3f} ms, said by Glint {statistics.median(late):.3f} ms")
    print(f"  later by {statistics.median(late) - plain:.3f} ms")
    print(f"  the receipt, written before: {statistics.median(took):.3f} ms")


def compare(peers: str, rounds: int) -> dict[str, dict[str, float]]:
    """The medians of all rounds."""
    here = str(Path(__file__).resolve())
    server = subprocess.Popen([sys.executable, here, "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        port = (server.stdout.readline() if server.stdout else "").strip()
        found: dict[str, dict[str, list[float]]] = {name: {"paced": [], "burst": []} for name in CLIENTS}
        for _ in range(rounds):
            for name in CLIENTS:
                python = sys.executable if name == "glint" else peers
                said = subprocess.run(
                    [python, here, "--client", name, "--port", port], check=True, capture_output=True, text=True
                ).stdout
                for way, cost in json.loads(said).items():
                    found[name][way].append(cost)
    finally:
        server.terminate()
        server.wait()
    return {name: {way: statistics.median(costs) for way, costs in ways.items()} for name, ways in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", metavar="PYTHON", help="a Python that has httpx2 and openai")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--latency", action="store_true", help="measure the first word instead; needs no peers")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        asyncio.run(serve())
    elif args.client:
        measure(args.client, args.port)
    elif args.latency:
        latency(max(args.rounds, 200))
    else:
        if not args.peers:
            parser.error("--peers PYTHON is needed")
        costs = compare(args.peers, args.rounds)
        for way in ("paced", "burst"):
            ours = costs["glint"][way]
            for name in CLIENTS:
                ratio = "" if name == "glint" else f"   glint / {name} = {ours / costs[name][way]:.2f}"
                print(f"{way:6} {name:7} {costs[name][way]:7.1f} us a token{ratio}")


if __name__ == "__main__":
    main()
