"""What the tests of the desktop simulator share."""

import pytest

from tests.firmware_sim.desktop.served import serving


@pytest.fixture
def sim(tmp_path):
    """A simulator with light perceivers, its API too."""
    with serving(tmp_path, automation=True) as served:
        yield served


@pytest.fixture
def quiet(capfd):
    """At the end nothing was complained about: no exception went by that nobody was told of."""
    yield
    assert not capfd.readouterr().err
