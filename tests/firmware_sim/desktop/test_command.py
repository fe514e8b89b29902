"""`glint sim`, as it is typed."""

import pytest

from edge.cli import main
from tests.edge.reach.port import wait
from tests.firmware_sim.desktop.processes import ended, started


@pytest.mark.parametrize("port", ["-1", "65536", "99999999999999999999"])
def test_a_port_that_is_none_is_a_wrong_use(port, capsys):
    assert main(["sim", "--no-browser", f"--port={port}"]) == 2
    assert "is a number from 0 to 65535" in capsys.readouterr().err


def test_help_says_where_it_is_served_and_how_it_ends(capsys):
    with pytest.raises(SystemExit):
        main(["sim", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "on this machine alone (loopback)" in told
    assert "Ends with Ctrl-C" in told


def test_a_configuration_that_is_not_there_is_told(capsys, tmp_path):
    assert main(["sim", "--no-browser", "--config", str(tmp_path / "no.toml")]) == 1
    assert "no.toml: cannot be read: No such file" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize(("display", "arguments", "opened"), [
    (":7", (), True), (":7", ("--no-browser",), False), ("", (), False),
])  # fmt: skip
def test_a_browser_is_opened_where_there_are_windows(tmp_path, display, arguments, opened):
    browser, noted = tmp_path / "browser", tmp_path / "noted"
    browser.write_text(f'#!/bin/sh\necho "$1" > {noted}\n')
    browser.chmod(0o755)
    environment = {"DISPLAY": display, "WAYLAND_DISPLAY": "", "BROWSER": f"{browser} %s"}
    with started(tmp_path, *arguments, browser=True, **environment) as (process, sim):
        assert wait(lambda: noted.exists() and bool(noted.read_text()), 10.0 if opened else 0.5) is opened
        if opened:
            # Everybody on this machine may read which browser was started with what.
            assert sim.token not in noted.read_text()
            site, _, ticket = noted.read_text().strip().partition("/#ticket=")
            assert site == sim.origin
            assert sim.request("POST", "/token", ticket[:-1], authorization=None).status == 401
            assert sim.request("POST", "/token", ticket, authorization=None).body.decode() == sim.token
            assert sim.request("POST", "/token", ticket, authorization=None).status == 401
        ended(process)
