"""Devices of other packages: a package of its own, found by its row, chosen in glint.toml, and held to its protocol."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from edge.config import Config, DevicesConfig
from edge.errors import ConfigError
from edge.hardware.own import METHODS, OwnDevices, own_devices

ROOT = Path(__file__).parents[3]

MODULE = '''
import numpy as np
from edge.messages import Clip, Frame, Instant

class Tin:
    """A camera, a lamp and a display in one."""
    def __init__(self, config):
        self.width, self.log, self.size = config.camera.width, [], (40, 6)
    async def frames(self, shot):
        yield Frame(Instant(0.0), np.full((2, self.width, 3), 9, np.uint8))
    async def set(self, on):
        self.log.append(on)
    async def show(self, card):
        self.log.append(card.title)

def stone(config):
    return object()
'''
ROWS = "[glint.devices]\ntin = tin:Tin\nstone = tin:stone\nbroken = tin:nothing\ngone = nowhere:Tin\n"

LOOK = """
import asyncio, json
from contextlib import aclosing
from edge.config import load_config
from edge.hardware.glasses import real_glasses, terminal_glasses
from edge.messages import Card, Shot
from pathlib import Path

async def look(glasses):
    async with aclosing(glasses.eye.frames(Shot())) as frames:
        async for frame in frames:
            return frame.pixels.shape

config = load_config(Path("glint.toml"))
for glasses, missing in real_glasses(config), terminal_glasses(config):
    shape = asyncio.run(look(glasses))
    asyncio.run(glasses.display.show(Card("Milk")))
    print(json.dumps([shape, [lost.device for lost in missing]]))
worn = real_glasses(config)[0]
print(json.dumps([type(worn.display._display).__name__, type(worn.button).__name__]))
"""


@pytest.fixture
def home(tmp_path):
    """A place where somebody's package is installed."""
    info = tmp_path / "tin-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(ROWS, encoding="utf-8")
    (tmp_path / "tin.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


def there(home, code, toml):
    """What a process says in which that package is installed."""
    (home / "glint.toml").write_text(toml, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{home}", "XDG_STATE_HOME": str(home)}
    return subprocess.run(
        [sys.executable, *code], cwd=home, env=environment, capture_output=True, text=True, check=False, timeout=50
    )


QUIET = '[sound]\nmicrophone = "none"\nspeaker = "none"\n[camera]\nwidth = 16\n'


def test_a_package_brings_camera_lamp_and_display_by_name(home):
    said = there(home, ["-c", LOOK], QUIET + '[devices]\ncamera = "tin"\nlight = "tin"\ndisplay = "tin"\n')
    assert said.returncode == 0, said.stderr
    worn, typed, parts = said.stdout.splitlines()[0], said.stdout.splitlines()[-2], said.stdout.splitlines()[-1]
    assert json.loads(worn) == json.loads(typed) == [[2, 16, 3], []]
    assert json.loads(parts) == ["Tin", "Keyboard"]


def test_a_display_of_its_own_carries_the_mark_where_there_is_no_lamp(home):
    code = LOOK.replace(", terminal_glasses(config)", ",")
    said = there(home, ["-c", code], QUIET + '[devices]\ncamera = "tin"\ndisplay = "tin"\n')
    assert json.loads(said.stdout.splitlines()[0]) == [[2, 16, 3], []], said.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        ('light = "stone"', "devices.light: 'stone' gives a object, which has no `set`"),
        ('voice = "tin"', "devices.voice: 'tin' gives a Tin, which has no `clip`"),
        ('camera = "broken"', "devices.camera: 'broken' cannot be imported from tin:nothing"),
        ('camera = "gone"', "devices.camera: 'gone' cannot be imported from nowhere:Tin: No module named 'nowhere'"),
        ('camera = "tim"', "devices.camera: no installed package brings a device 'tim'"),
    ],
)
def test_what_is_no_such_device_is_said_in_one_line(home, chosen, why):
    said = there(home, ["-m", "edge.cli", "run", "--config", "glint.toml"], f"[devices]\n{chosen}\n")
    assert (said.returncode, len(said.stderr.splitlines())) == (1, 1)
    assert why in said.stderr
    doctor = there(home, ["-m", "edge.cli", "doctor", "--json", "--config", "glint.toml"], f"[devices]\n{chosen}\n")
    rows = {row["what"]: row for row in map(json.loads, doctor.stdout.splitlines())}
    assert rows["devices"]["state"] == "broken"
    assert why in rows["devices"]["found"]


def test_doctor_names_what_was_chosen_and_looks_for_no_other_camera(home):
    toml = '[devices]\ncamera = "tin"\nlight = "tin"\n'
    doctor = there(home, ["-m", "edge.cli", "doctor", "--json", "--config", "glint.toml"], toml)
    rows = {row["what"]: row for row in map(json.loads, doctor.stdout.splitlines())}
    assert (rows["devices"]["state"], rows["devices"]["found"]) == ("ok", "camera tin, light tin")
    assert not {"camera", "light"} & rows.keys()


def test_without_a_choice_there_is_none_and_every_role_has_a_key():
    assert own_devices(Config()) == OwnDevices()
    for role in METHODS:
        with pytest.raises(ConfigError, match=rf"devices\.{role}: no installed package brings a device 'nobody'"):
            own_devices(Config(devices=DevicesConfig(**{role: "nobody"})))
