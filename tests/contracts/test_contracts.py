"""Every implementation of a device keeps the contract of its protocol."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import pytest

from tests.contracts import implementations as these
from tests.contracts.body import check_body
from tests.contracts.button import check_button, check_waiting_button
from tests.contracts.camera import check_camera
from tests.contracts.display import check_display
from tests.contracts.light import check_light
from tests.contracts.link import check_link
from tests.contracts.microphone import check_microphone
from tests.contracts.rig import DONE, Implementation, Rig
from tests.contracts.speaker import check_speaker
from tests.contracts.talker import check_talker


def each(implementations: Iterable[Implementation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "one",
        [
            pytest.param(one, id=one.name, marks=[pytest.mark.hardware] if one.hardware else [])
            for one in implementations
        ],
    )


def run(one: Implementation, folder: Path, check: Callable[[Rig], Awaitable[None]]) -> None:
    async def checked() -> None:
        async with one.rig(folder) as rig:
            await check(rig)

    one.run(checked())


@each(these.CAMERAS)
def test_a_camera(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_camera(rig.device, now=rig.now))


@each(these.MICROPHONES)
def test_a_microphone(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_microphone(rig.device, now=rig.now))


@each(these.BUTTONS)
def test_a_button(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_button(rig.device, DONE))


@each(these.BUTTONS)
def test_a_button_that_nobody_touches(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_waiting_button(rig.device))


@each(these.DISPLAYS)
def test_a_display(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_display(rig.device))


@each(these.SPEAKERS)
def test_a_speaker(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_speaker(rig.device, now=rig.now, pause=rig.pause))


@each(these.TALKERS)
def test_a_talker(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_talker(rig.device))


@each(these.LIGHTS)
def test_a_light(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_light(rig.device, rig.is_lit))


@each(these.LINKS)
def test_a_link(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_link(rig.device, *rig.address))


@each(these.BODIES)
def test_a_body(one: Implementation, tmp_path: Path):
    run(one, tmp_path, lambda rig: check_body(rig.device))
