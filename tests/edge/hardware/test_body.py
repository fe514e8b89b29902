"""Vitals as Linux tells them in files, and whether the clock can be believed."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.hardware.body import LinuxBody, LinuxPaths, believable, feel
from edge.messages import LinkState, Vitals
from tests.contracts.watch import take

HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
DEFAULT = "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
LOCAL = "wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"
SIX = "00000000000000000000000000000000 00 " + "0" * 32 + " 00 fe80" + "0" * 28 + " 00000400 00000001 00000000 {} {}\n"


@pytest.fixture
def places(tmp_path: Path) -> LinuxPaths:
    return LinuxPaths(*(tmp_path / name for name in ("power", "thermal", "route", "ipv6_route")))


def put(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(f"{text}\n", encoding="ascii")


def test_a_body_that_can_tell_nothing(places: LinuxPaths):
    assert feel(places) == Vitals(None, None, LinkState.DOWN)


def test_a_body_that_can_tell_everything(places: LinuxPaths):
    put(places.power / "AC", type="Mains", online="1")
    put(places.power / "BAT0", type="Battery", capacity="83")
    put(places.power / "hidpp_battery_0", type="Battery", scope="Device", capacity="5")
    put(places.thermal / "thermal_zone0", temp="41250")
    put(places.thermal / "thermal_zone1", temp="-274000")
    put(places.thermal / "cooling_device0", cur_state="0")
    places.routes.write_text(HEAD + DEFAULT + LOCAL, encoding="ascii")
    assert feel(places) == Vitals(0.83, 41.0, LinkState.UP)


@pytest.mark.parametrize(
    ("four", "six", "state"),
    [
        (HEAD, "", LinkState.DOWN),
        (HEAD + LOCAL, "", LinkState.DOWN),
        (HEAD + DEFAULT.replace("0003", "0002"), "", LinkState.DOWN),
        (HEAD + DEFAULT, "", LinkState.UP),
        (HEAD, SIX.format("00000003", "wlan0"), LinkState.UP),
        (HEAD, SIX.format("00200200", "lo"), LinkState.DOWN),
    ],
)
def test_the_link_is_up_when_there_is_a_way_out(places: LinuxPaths, four: str, six: str, state: LinkState):
    places.routes.write_text(four, encoding="ascii")
    places.routes6.write_text(six, encoding="ascii")
    assert feel(places).link is state


@given(st.text(st.characters(max_codepoint=127), max_size=200))
def test_odd_files_are_no_reason_to_fall(tmp_path_factory: pytest.TempPathFactory, text: str):
    folder = tmp_path_factory.mktemp("odd")
    put(folder / "power" / "BAT0", type="Battery", capacity=text)
    put(folder / "thermal" / "thermal_zone0", temp=text)
    (folder / "route").write_text(HEAD + text, encoding="ascii")
    feel(LinuxPaths(folder / "power", folder / "thermal", folder / "route", folder / "route"))


def test_vitals_come_at_once_and_when_they_change(places: LinuxPaths):
    put(places.power / "BAT0", type="Battery", capacity="83")
    looks = 0

    async def pause(_: float) -> None:
        nonlocal looks
        looks += 1
        (places.power / "BAT0" / "capacity").write_text(str(83 - looks // 3), encoding="ascii")

    felt = asyncio.run(take(LinuxBody(places, pause=pause).vitals(), 3))
    assert [vitals.battery for vitals in felt] == [0.83, 0.82, 0.81]
    assert looks == 6


@pytest.mark.parametrize(
    ("year", "believed"), [(1970, False), (2025, False), (2026, True), (2031, True), (2106, False)]
)
def test_a_clock_that_says_what_cannot_be_is_not_believed(year: int, believed: bool):
    assert believable(datetime(year, 5, 1, tzinfo=UTC)) is believed
