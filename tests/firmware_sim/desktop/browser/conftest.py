"""A simulator and a browser for each file of tests here, and a page of it for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import browser
from tests.firmware_sim.desktop.browser.driving import Simulated, Watched, opened, simulated


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    with simulated(tmp_path_factory.mktemp("sim")) as one:
        yield one


@pytest.fixture(scope="module")
def flags() -> tuple[str, ...]:
    """Flags of the browser besides the usual ones."""
    return ()


@pytest.fixture(scope="module")
def web(chromium: str, flags: tuple[str, ...]) -> Iterator[Browser]:
    with sync_playwright() as driver:
        own = [flag for flag in browser.FLAGS if flag != "--headless"]
        one = driver.chromium.launch(executable_path=chromium, args=[*own, *flags])
        try:
            yield one
        finally:
            one.close()


@pytest.fixture(scope="module")
def tab(web: Browser, simulator: Simulated) -> Iterator[Watched]:
    with opened(web, simulator) as watched:
        yield watched


@pytest.fixture
def page(tab: Watched, simulator: Simulated) -> Iterator[Watched]:
    """The page, with glasses as new."""
    simulator.as_new()
    tab.as_new()
    yield tab
    tab.is_clean()
