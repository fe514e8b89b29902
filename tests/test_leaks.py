"""The watch over what tests leave behind is itself watched: each kind of leak fails the test that made it."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

LEAKY = """
import asyncio, socket, subprocess, threading

kept, gate = [], threading.Event()

def test_thread():
    threading.Thread(target=gate.wait, args=(5,), daemon=True).start()

def test_descriptor():
    kept.append(socket.socket())

def test_child():
    kept.append(subprocess.Popen(["sleep", "5"]))

def test_task():
    async def forgetful():
        kept.append(asyncio.create_task(asyncio.sleep(5)))
    asyncio.run(forgetful())

def test_innocent():
    with socket.socket():
        pass
    threading.Thread(target=gate.wait, args=(0.05,)).start()

def teardown_module():
    gate.set()
    kept[0].close(), kept[1].kill(), kept[1].wait()
"""
SKIPPING = """
import os, pytest

os.environ["CI"] = "true"

def test_it():
    pytest.skip("no reason")

@pytest.mark.hardware
def test_device():
    pytest.skip("none here")
"""


def test_a_leak_fails_its_own_test_and_a_silent_skip_fails_in_ci(pytester: pytest.Pytester) -> None:
    conftest = (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8")
    assert "\nGRACE = 1.0 " in conftest
    pytester.makeconftest(conftest.replace("\nGRACE = 1.0 ", "\nGRACE = 0.3 "))  # three tests here wait all of it
    pytester.makeini("[pytest]\nmarkers =\n    hardware: may skip")
    pytester.makepyfile(test_leaky=LEAKY, test_skipping=SKIPPING)
    result = pytester.runpytest_subprocess("-q")
    result.assert_outcomes(passed=5, errors=4, failed=1, skipped=1)
    for test, left in (
        ("thread", "thread"),
        ("descriptor", "descriptor"),
        ("child", "child process"),
        ("task", "task"),
    ):
        result.stdout.fnmatch_lines([f"*ERROR at teardown of test_{test} *", f"left behind: {left} *"])
