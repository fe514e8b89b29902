"""The owner of a row that several processes see: boot id, process id, and when the process started.

The start is what tells a process from a later one that was given the same number.
"""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")


def this_process() -> str:
    """The owner that this process writes into its rows: boot id, process id, start time."""
    return f"{_boot()}/{os.getpid()}/{_started('self')}"


def is_alive(owner: str) -> bool:
    """Whether the process that wrote this owner still runs. After a reboot nobody of before does."""
    boot, _, process = owner.rpartition("/")[0].partition("/")
    started = owner.rpartition("/")[2]
    return boot == _boot() and process.isdigit() and bool(started) and _started(process) == started


def process_of(owner: str) -> int:
    """The process id in an owner."""
    return int(owner.split("/")[1])


def _boot() -> str:
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"


def _started(process: str) -> str:
    """Clock ticks from the boot to the start of a process; empty when there is none, or only its corpse."""
    try:
        stat = (_PROC / process / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # The name of the program stands in parentheses and may hold anything; what follows is plain.
    state, *rest = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else rest[18]
