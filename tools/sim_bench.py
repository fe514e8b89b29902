#!/usr/bin/env python3
"""What a page costs: how much later it knows an answer than the glasses do, and what its frames take of the processor.

    tools/sim_bench.py [--questions N] [--seconds S]

The page gives ten frames a second of a photo at 1280 x 960 while the camera is open, compressed as the page does it.
What is told of the processor is that of the simulator; the thread that plays the page is left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "edge" / "public")]

import cv2  # noqa: E402
import numpy as np  # noqa: E402
import uvicorn  # noqa: E402
from websockets.sync.client import ClientConnection, connect  # noqa: E402

from edge.config import Config  # noqa: E402
from edge.media.photo import open_photo  # noqa: E402
from edge.messages import Shot  # noqa: E402
from firmware_sim.desktop.app import SimulatorSite  # noqa: E402
from firmware_sim.desktop.connections import BoundedHttp, BoundedSocket  # noqa: E402
from firmware_sim.desktop.desk import Desk  # noqa: E402
from firmware_sim.desktop.guard import Pass  # noqa: E402
from firmware_sim.desktop.scenes import bundled_scenes, photo  # noqa: E402
from firmware_sim.desktop.simulator import Simulator  # noqa: E402

QUESTION = "what is two plus three"
RATE = 10.0
QUALITY = (cv2.IMWRITE_JPEG_QUALITY, 88)  # as the page sends its frames
WITHIN = 60.0


def main() -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10.0)
    args = parser.parse_args()
    with _served() as (simulator, address):
        with _page(address) as page:
            _overhead(page, args.questions)
        alone = _cpu(lambda: time.sleep(args.seconds))
        with _looking(simulator):
            idle = _cpu(lambda: time.sleep(args.seconds))
        with _page(address) as page:
            watched = _cpu(lambda: _drain(page, args.seconds))
            _order(page, "watch", what="camera")
            with _looking(simulator):
                framed = _cpu(lambda: _give_frames(page, args.seconds))
    print(f"without a page, nothing looked at: {alone:.1%} of a core")
    print(f"without a page, the camera open on a still picture: {idle:.1%} of a core")
    print(f"with a page that watches, nothing looked at: {watched:.1%} of a core")
    print(f"with a page that gives {RATE:g} frames a second to the open camera: {framed:.1%} of a core")
    print(f"a page adds {watched - alone:.1%} of a core, and {framed - idle:.1%} with its frames")
    return 0


def _overhead(page: ClientConnection, questions: int) -> None:
    """From the order to the end at the page, against the sum of the stages of the turn itself."""
    whole, own = [], []
    for n in range(questions + 3):
        began = time.perf_counter()
        page.send(json.dumps({"do": "type", "text": QUESTION, "n": n}))
        card = _ended(page)
        if n >= 3:  # the first ones load what is needed
            whole.append(1000 * (time.perf_counter() - began))
            own.append(sum(card["stages"].values()))
        _drain(page, 1.2)  # until it is said
    over = [a - b for a, b in zip(whole, own, strict=True)]
    print(
        f"from the order to the end at the page: median {statistics.median(whole):.1f} ms, of it the turn itself "
        f"{statistics.median(own):.1f} ms; the socket adds {statistics.median(over):.1f} ms, {max(over):.1f} at most"
    )


def _ended(page: ClientConnection) -> dict[str, Any]:
    while True:
        data = page.recv(WITHIN)
        for card in json.loads(data).get("turns", ()) if isinstance(data, str) else ():
            if card["outcome"]:
                return dict(card)


@contextmanager
def _looking(simulator: Simulator) -> Iterator[None]:
    """A camera that is open, as while a film is looked at."""

    async def look(desk: Desk) -> None:
        eye = desk.wearing.worn.glasses.eye
        if eye is not None:
            async for _ in eye.frames(Shot(width=1280, fps=RATE)):
                pass

    stream = asyncio.run_coroutine_threadsafe(look(simulator.desk), simulator.loop)
    try:
        yield
    finally:
        stream.cancel()


def _give_frames(page: ClientConnection, seconds: float) -> None:
    """Frames that are never the same twice in a row, as a camera gives them."""
    scene = cv2.resize(open_photo(photo(bundled_scenes()[0].name)).pixels, (1280, 960), interpolation=cv2.INTER_CUBIC)
    coded = (cv2.imencode(".jpg", np.roll(scene, 40 * n, 1), QUALITY)[1] for n in range(8))
    frames = [one.tobytes() for one in coded]
    until, n = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        page.send(b"F" + frames[n % len(frames)])
        n += 1
        _drain(page, 1.0 / RATE)


def _drain(page: ClientConnection, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            page.recv(left)
        except TimeoutError:
            return


def _cpu(work: Callable[[], None]) -> float:
    """The share of a core that this process takes meanwhile, but for the thread that plays the page."""
    began, used, own = time.monotonic(), time.process_time(), time.thread_time()
    work()
    return (time.process_time() - used - (time.thread_time() - own)) / (time.monotonic() - began)


def _order(page: ClientConnection, do: str, **fields: Any) -> None:
    page.send(json.dumps({"do": do, "n": 1, **fields}))
    while True:
        data = page.recv(WITHIN)
        if isinstance(data, str) and json.loads(data)["is"] in {"done", "refused"}:
            return


@contextmanager
def _served() -> Iterator[tuple[Simulator, str]]:
    """The simulator behind its server, in threads of their own, and its address."""
    loop, over = asyncio.new_event_loop(), threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    served = SimulatorSite(Pass(listening.getsockname()[1]), "bench")
    with tempfile.TemporaryDirectory() as folder:
        simulator = Simulator(Config(data=folder), lambda *told: loop.call_soon_threadsafe(served.tell, *told))
        config = uvicorn.Config(
            served.starts(simulator, automation=False), http=BoundedHttp, ws=BoundedSocket, lifespan="off",
            ws_per_message_deflate=False, log_config=None, timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)

        def run() -> None:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(server.serve(sockets=[listening]))
            over.set()

        simulator.start()
        threading.Thread(target=run, name="server", daemon=True).start()
        try:
            yield simulator, f"http://127.0.0.1:{served.wanted.port}/#token={served.wanted.token}"
        finally:
            server.should_exit = True
            simulator.stop()
            over.wait(WITHIN)


@contextmanager
def _page(address: str) -> Iterator[ClientConnection]:
    origin, _, token = address.partition("/#token=")
    with connect(origin.replace("http", "ws") + "/live", origin=origin, max_size=None) as page:  # type: ignore[arg-type]
        page.send(json.dumps({"do": "hello", "token": token}))
        page.recv(WITHIN)
        yield page


if __name__ == "__main__":
    sys.exit(main())
