"""A tape that is being written loses little when it is killed, and says when its disk fails or cannot keep up."""

import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from edge.messages import (
    Frame,
    Instant,
    Touch,
    Typed,
)
from edge.tape.file import Record, read_records
from edge.tape.tape import TapeWriter, read_tape
from edge.tape.writer import ARRAY, BEHIND_AT_MOST
from tests.edge.tape.taped import PICTURE, POLICY, STEPS, now, picture, write_steps

KILLED = """
import os, sys
from pathlib import Path
from edge.messages import Typed
from edge.tape.writer import TapeWriter
from tests.edge.tape.taped import POLICY, now, picture
writer = TapeWriter(Path(sys.argv[1]), now(0), POLICY)
for n in range(100000):
    while writer._jobs.qsize() > 3:
        os.sched_yield()
    writer.event(now(n), Typed(str(n), picture(n, 40)), ())
    if n % 10 == 0:
        print(n, flush=True)
"""


def test_kill_in_the_middle_of_writing_loses_the_last_moment_only(tmp_path: Path) -> None:
    path = tmp_path / "t"
    command = [sys.executable, "-c", KILLED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout
        for line in process.stdout:
            if int(line) >= 200:
                break
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    tape = read_tape(path)
    numbers = [int(step.event.text) for step in tape.steps() if isinstance(step.event, Typed)]
    assert numbers == list(range(len(numbers)))
    assert len(numbers) > 20
    assert not tape.ended


def test_a_closed_tape_writes_nowhere(tmp_path: Path) -> None:
    writer = write_steps(tmp_path / "t")
    with (tmp_path / "another").open("wb") as another:
        writer.event(now(9), Touch(), ())
        assert another.tell() == 0
    assert (tmp_path / "another").read_bytes() == b""
    assert len(list(read_tape(tmp_path / "t").steps())) == len(STEPS)


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """A disk that is full beyond so many bytes in one file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_ends_the_tape_and_nothing_else(tmp_path: Path) -> None:
    with write_steps(tmp_path / "open", close=False):
        size = (tmp_path / "open").stat().st_size
    for room in range(1200, size, 97):
        path = tmp_path / str(room)
        with files_at_most(room):
            writer = write_steps(path, close=False)
            assert "the tape ends here" in writer.problem
            writer.close()
        tape = read_tape(path)
        assert tuple(tape.steps()) == STEPS[: len(tuple(tape.steps()))]
        assert tape.gaps == [], "a part of an entry was left behind"


def test_what_cannot_be_written_down_ends_the_tape_with_a_word(tmp_path: Path) -> None:
    with TapeWriter(tmp_path / "t", now(0), POLICY) as writer:
        writer.event(now(1), Touch(b"a tap"), ())  # type: ignore[arg-type]
    assert "cannot be written down" in writer.problem
    assert not read_tape(tmp_path / "t").ended


def test_a_slow_disk_costs_frames_but_says_so_and_never_events(tmp_path: Path) -> None:
    writer = TapeWriter(tmp_path / "t", now(0), POLICY, background=False)
    held: list[Any] = []
    vars(writer)["_put"] = held.append  # a disk that takes nothing for a while
    frame = Frame(Instant(1), np.zeros((1000, 1000, 3), np.uint8), lost=1)
    for _ in range(30):
        writer.sense("camera", now(1), frame)
        writer.event(now(1), Touch(), ())
    assert len([job for job in held if job.func == writer._write_step]) == 30
    kept = [job for job in held if job.func == writer._write_sense]
    assert len(kept) == BEHIND_AT_MOST // frame.pixels.nbytes
    del vars(writer)["_put"]
    for job in held:
        writer._put(job)
    writer.sense("camera", now(2), frame)
    writer.close()
    *_, last = read_tape(tmp_path / "t").senses("camera")
    assert isinstance(last.value, Frame)
    assert last.value.lost == 1 + 30 - len(kept)


def arrays_in(path: Path) -> int:
    return sum(isinstance(one, Record) and one.kind == ARRAY for one in read_records(path))


def test_a_picture_in_many_messages_is_written_once_and_another_by_itself(tmp_path: Path) -> None:
    with TapeWriter(tmp_path / "t", now(0), POLICY, background=False) as writer:
        for at in range(3):
            writer.event(now(at), Typed("what is this?", PICTURE), ())
        writer.sense("camera", now(3), PICTURE)
        writer.sense("camera", now(4), picture())
        assert writer.problem == ""
    assert arrays_in(tmp_path / "t") == 2
    found = [step.event.picture for step in read_tape(tmp_path / "t").steps() if isinstance(step.event, Typed)]
    assert [one is not None and np.array_equal(one.pixels, PICTURE.pixels) for one in found] == [True] * 3


def test_a_number_is_forgotten_in_time_and_a_picture_then_written_again(tmp_path: Path) -> None:
    with TapeWriter(tmp_path / "t", now(0), POLICY, background=False) as writer:
        frames = [picture() for _ in range(70)]
        for frame in (*frames, frames[0], frames[-1]):
            writer.sense("camera", now(1), frame)
    assert arrays_in(tmp_path / "t") == 71
