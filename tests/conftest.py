"""What holds for every test: nothing may be left behind, and in CI nothing may be left out in silence."""

import asyncio
import gc
import os
import stat
import sys
import threading
import time
from asyncio import runners
from collections.abc import Callable, Generator, Iterator
from importlib import metadata
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

GRACE = 1.0  # seconds a thread, a child or a descriptor may take to go once its owner let go of it

# A shared machine is slow at times: a test is wrong by what it says, never by how long it took.
settings.register_profile("glint", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.register_profile("core", settings.get_profile("glint"), max_examples=40)
settings.load_profile("glint")


def pytest_configure(config: pytest.Config) -> None:
    """Where what is slow is left out, a property is tried on fewer examples too, unless its test names a number."""
    if "not slow" in config.option.markexpr:
        settings.load_profile("core")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what happens into the golden files")


def pytest_report_header() -> str:
    names = ("numpy", "onnxruntime", "opencv-python", "hypothesis")
    return "with " + ", ".join(f"{name} {metadata.version(name)}" for name in names)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where torch is left out, a file that is all about it is not even imported: it may import torch at its top."""
    left_out = "not torch" in config.option.markexpr and collection_path.suffix == ".py"
    return True if left_out and "\npytestmark = pytest.mark.torch" in collection_path.read_text("utf-8") else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where no chromium starts, tests that need one are left out, with a line; in CI that is an error."""
    driving = [item for item in items if item.get_closest_marker("browser")]
    if not driving or _chromium():
        return
    if "CI" in os.environ:
        raise pytest.UsageError("no chromium starts here, and in CI the tests marked `browser` are not left out")
    sys.stderr.write(f"Glint: no chromium starts here, so tests marked `browser` are left out: {len(driving)}\n")
    config.hook.pytest_deselected(items=driving)
    items[:] = [item for item in items if not item.get_closest_marker("browser")]


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: whoever collects garbage need not go through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser for tests marked `browser`, as a path for `executable_path`; its flags: `tests.browser.FLAGS`."""
    path = _chromium()
    assert path, "a test that needs a browser is marked `browser`"
    return path


def _chromium() -> str | None:
    """Looked for only where a test needs one: it is started for this."""
    from tests import browser

    return browser.chromium()


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are written rather than compared: `./test --update-golden`."""
    return bool(request.config.getoption("--update-golden"))


# -------------------------------------------------------------------------------------------------- what is left behind

_forgotten_tasks: list[str] = []
_cancel_all_tasks: Callable[[asyncio.AbstractEventLoop], None] = runners._cancel_all_tasks  # type: ignore[attr-defined]


def _note_and_cancel(loop: asyncio.AbstractEventLoop) -> None:
    _forgotten_tasks.extend(repr(task) for task in asyncio.all_tasks(loop))
    _cancel_all_tasks(loop)


@pytest.fixture(scope="session", autouse=True)
def _watch_the_ends_of_loops() -> Iterator[None]:
    """`asyncio.run` cancels what was forgotten and says nothing: listen where it does so."""
    runners._cancel_all_tasks = _note_and_cancel  # type: ignore[attr-defined]
    yield
    runners._cancel_all_tasks = _cancel_all_tasks  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Fails the test that leaves a task, a thread, a child process or an open file, socket or pipe."""
    _forgotten_tasks.clear()
    before = _what_is_open()
    yield
    left = _what_is_open() - before
    if left:
        gc.collect()  # a file in a cycle of references is not a leak yet
        deadline = time.monotonic() + GRACE
        while (left := _what_is_open() - before) and time.monotonic() < deadline:
            time.sleep(0.01)
    left |= {f"task {task}" for task in _forgotten_tasks}
    if left:
        pytest.fail("left behind: " + "; ".join(sorted(left)), pytrace=False)


def _what_is_open() -> set[str]:
    threads = {f"thread {thread.name} ({thread.ident})" for thread in threading.enumerate()}
    return threads | _descriptors() | _children()


def _descriptors() -> set[str]:
    """Files, sockets, pipes and event loops; what libraries open for themselves (devices, timers) does not count."""
    found = set()
    for link in _listed("/proc/self/fd"):
        try:
            target, mode = str(link.readlink()), link.stat().st_mode
        except OSError:
            continue  # the descriptor that listed the folder
        loop = "eventpoll" in target
        if loop or stat.S_ISREG(mode) or stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
            found.add(f"descriptor {link.name} of {target}")
    return found


def _children() -> set[str]:
    found = set()
    for thread in _listed("/proc/self/task"):
        try:
            pids = (thread / "children").read_text(encoding="ascii").split()
        except OSError:
            continue  # the thread has ended, or the kernel does not tell
        found |= {f"child process {pid}" for pid in pids}
    return found


def _listed(folder: str) -> list[Path]:
    try:
        return list(Path(folder).iterdir())
    except FileNotFoundError:
        return []  # not Linux: the descriptors stay unwatched there


# ------------------------------------------------------------------------------------------------ no silent skips in CI


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return report if item.get_closest_marker("hardware") else _refuse_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _refuse_skip((yield))


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _refuse_skip(report: Report) -> Report:
    if "CI" in os.environ and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where only the marker `hardware` may skip: {reason}"
    return report
