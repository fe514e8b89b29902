"""The heap of the simulator's process: few arenas however many threads there are."""

import platform
import subprocess
import sys

import pytest

COUNTED = """
import ctypes, sys, threading
from firmware_sim.desktop.heap import steady_heap

assert not sys.argv[1:] or steady_heap()
busy, done = threading.Barrier(9), threading.Event()

def work():
    held = [bytes(2000 + n) for n in range(100)]
    busy.wait()
    done.wait()

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
busy.wait()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = libc.fdopen(1, b"w")
libc.malloc_info(0, ctypes.c_void_p(out))
libc.fflush(ctypes.c_void_p(out))
done.set()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
@pytest.mark.parametrize(("told", "arenas"), [((), 9), (("steady",), 2)])
def test_threads_share_two_arenas(told: tuple[str, ...], arenas: int):
    run = subprocess.run([sys.executable, "-c", COUNTED, *told], capture_output=True, text=True, check=True, timeout=30)
    assert (run.stdout.count("<heap nr=") > 2) == (arenas > 2)
