"""`glint sim` as a process of its own, and how it ends."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.firmware_sim.desktop.served import Sim

ROOT = Path(__file__).parents[3]


@contextmanager
def started(state, *arguments, port=0, browser=False, **environment):
    """The process and its address, once it serves."""
    places = {"XDG_STATE_HOME": str(state), "XDG_CONFIG_HOME": str(state), "PYTHONPATH": str(ROOT)}
    environment = {**os.environ, **places, **environment}
    command = [sys.executable, "-m", "edge.cli", "sim", "--port", str(port), *arguments]
    command += [] if browser else ["--no-browser"]
    with subprocess.Popen(
        command, cwd=state, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            line = process.stdout.readline()
            found = re.fullmatch(r"The glasses are on at (http://127\.0\.0\.1:\d+/#token=\S{32})\n", line)
            assert found, line + process.stderr.read()
            yield process, Sim(found[1])
        finally:
            process.kill()


def ended(process, how=signal.SIGINT):
    """The seconds and the status with which it ends at a signal, and what it complained about."""
    began = time.monotonic()
    process.send_signal(how)
    status = process.wait(10)
    return time.monotonic() - began, status, process.stderr.read()
