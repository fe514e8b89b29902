"""What Glint costs, measured here and now. Each figure stands beside a baseline of the same run: machines are noisy."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from edge.measure import Figure
from edge.messages import Attention, Instant, Sound, Voice

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

    from edge.messages import Event

PAIRS = 150
PIECE = 0.128  # seconds of sound at a time, as the real microphone gives it


def figures(rounds: int = 11, idle_seconds: float = 10.0) -> Iterator[Figure]:
    """Everything, the quick ones first."""
    with tempfile.TemporaryDirectory() as place:
        photo = Path(place) / "photo.jpg"
        _make_photo(photo)
        yield from _starts(photo, Path(place), rounds)
        yield from _looks(photo)
    yield from _turns()
    yield from _idle(idle_seconds)


def interleaved(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median milliseconds of each, taken in turns so that noise meets both alike."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, kept in zip((ours, theirs), times, strict=True):
            began = time.perf_counter()
            work()
            kept.append((time.perf_counter() - began) * 1000)
    return median(times[0]), median(times[1])


def _starts(photo: Path, place: Path, rounds: int) -> Iterator[Figure]:
    """From the start of a process to its end."""
    config = place / "glint.toml"
    config.write_text(f'data = "{place}"\n', encoding="utf-8")
    bare = _command("-c", "pass")
    ours, base = interleaved(_command("-m", "edge.cli", "--help"), bare, rounds)
    yield Figure("glint --help", ours, "ms", "python -c pass", base, 150.0)
    ask = ("-m", "edge.cli", "ask", "--config", str(config), "--image", str(photo), "what is the main colour here?")
    ours, base = interleaved(_command(*ask), _command("-c", "import numpy, cv2"), rounds)
    yield Figure("glint ask, a photo of 1280x960, its colour", ours, "ms", "import numpy, cv2", base, 600.0)


def _looks(photo: Path) -> Iterator[Figure]:
    """What stands around the detector's net, in paired CPU time."""
    from edge.bundle.model_card import read_card
    from edge.bundle.net import open_bundle, targets
    from edge.config import Config
    from edge.measure import Figure, paired
    from edge.media.photo import open_photo
    from edge.model_folders import bundle_folder
    from edge.perceive.objects import Objects

    folder = bundle_folder(Config(), Config().models.detector)
    if not folder.is_dir():
        return
    large = open_photo(photo)
    half = replace(large, pixels=large.pixels[::2, ::2].copy())
    made_for = read_card(folder).nets["look"].files
    for target in (one for one in targets() if one in made_for):
        objects = Objects(open_bundle(folder, only=frozenset({"look"}), target=target))
        for frame, size, limit in ((half, "640x480", 1.10), (large, "1280x960", None)):
            ratio = paired(partial(objects.see, frame), objects.bare, PAIRS)
            yield Figure(f"a look at {size}, over its net ({target})", ratio, "x", limit=limit)


def _command(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, *arguments], check=True, capture_output=True, timeout=60
    )


def _make_photo(path: Path) -> None:
    import cv2
    import numpy as np

    rows, columns = np.mgrid[0:960, 0:1280]
    pixels = np.stack([rows * 255 // 960, columns * 255 // 1280, (rows + columns) % 256], axis=-1).astype(np.uint8)
    cv2.imwrite(str(path), pixels)


def _turns(turns: int = 300) -> Iterator[Figure]:
    """What a turn's row costs, beside the smallest transaction that SQLite can do in the same mode."""
    import sqlite3
    from datetime import UTC, datetime

    from edge.messages import Begin, End, Now, Outcome, Wall
    from edge.store.ledger import open_ledger

    with tempfile.TemporaryDirectory() as place:
        now = Now(Instant(0.0), Wall(datetime.now(UTC)))
        bare = sqlite3.connect(Path(place) / "bare.sqlite", isolation_level=None)
        bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE t (a, b);")
        with open_ledger(Path(place) / "ledger.sqlite") as ledger:

            def turn() -> None:
                query = ledger.begin(now, Begin("how many cups are there?"))
                ledger.end(now, End(query.turn, Outcome.ANSWERED_LOCAL, "Two cups.", None, "because"))

            def insert() -> None:
                for _ in range(2):
                    bare.execute("INSERT INTO t VALUES (1, 'how many cups are there?')")

            ours, base = interleaved(turn, insert, turns)
        bare.close()
    yield Figure("a turn in the ledger", ours, "ms", "two bare inserts", base)


# ------------------------------------------------------------------------------------------------------------- idling


def _idle(seconds: float) -> Iterator[Figure]:
    """A daemon that hears silence, in a process of its own."""
    code = f"from edge.commands.figures import idle; print(*idle({seconds}))"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=seconds + 60
    )
    cpu, memory = (float(word) for word in done.stdout.split())
    yield Figure("the idle daemon in silence", cpu, "% of a core", limit=1.0)
    yield Figure("its resident memory", memory, "MB")


def idle(seconds: float) -> tuple[float, float]:
    """Run the daemon's runtime on a microphone that hears nothing; CPU in percent of a core, memory in MB."""
    return asyncio.run(_idle_runtime(seconds))


async def _idle_runtime(seconds: float) -> tuple[float, float]:
    from edge.compose.build import Run, build
    from edge.compose.senses import real_senses
    from edge.config import Config
    from edge.devices import Glasses
    from edge.flow import Lanes
    from edge.hardware.blank import Blank
    from edge.hardware.body import LinuxBody
    from edge.store.ledger import open_ledger

    config = Config()
    lanes = Lanes.threads()
    senses = replace(real_senses(config), ear=_Silence())
    glasses = Glasses(body=LinuxBody(), display=Blank(), microphone=_Silence())
    with open_ledger(":memory:") as ledger:
        runtime = build(config, glasses, senses, lanes, Run(ledger))
        running = asyncio.ensure_future(runtime.run())
        await asyncio.sleep(1.0)
        before = time.process_time()
        await asyncio.sleep(seconds)
        used = time.process_time() - before
        runtime.stop()
        await running
    lanes.close()
    return 100 * used / seconds, _peak_memory()


def _peak_memory() -> float:
    """Megabytes; getrusage would tell the peak of whoever started us, where that was higher."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024


class _Silence:
    """A microphone in a quiet room, paced by the clock, and the ear that hears nothing in it."""

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        import numpy as np

        silence = np.zeros(round(16000 * PIECE), np.float32)
        loop = asyncio.get_running_loop()
        at = loop.time()
        while True:
            at += PIECE
            await asyncio.sleep(at - loop.time())
            yield Sound(Instant(at), silence)

    def attend(self, to: Attention) -> tuple[Event, ...]:  # noqa: ARG002 - there is nothing to attend to
        """Do nothing."""
        return ()

    def hear(self, sound: Sound) -> tuple[Event, ...]:
        """A voice wherever there is more than a whisper; here there never is."""
        return (Voice(on=True),) if float(abs(sound.samples).max()) > 0.001 else ()
