"""A clip keeps the time that it took, whatever the camera gives."""

import asyncio

import cv2
import numpy as np
import pytest

from edge.devices import Eye
from edge.errors import DeviceError
from edge.flow import InlineLane
from edge.messages import Frame, Instant, Shot
from edge.shell.film import ClipFile, Filming, film
from firmware_sim.clock import run_virtual


class Lamp:
    def __init__(self):
        self.set_to = []

    async def set(self, on):
        self.set_to.append(on)


class Camera:
    """Frames at these seconds, of these widths; then nothing more comes, and nobody says so."""

    def __init__(self, *times, widths=(64,)):
        self.times, self.widths = times, widths

    async def frames(self, shot):
        for number, at in enumerate(self.times):
            await asyncio.sleep(max(0.0, at - asyncio.get_running_loop().time()))
            yield Frame(Instant(at), np.full((48, self.widths[number % len(self.widths)], 3), 99, np.uint8))
        await asyncio.Event().wait()


def taken(tmp_path, camera, seconds, stop_at=None):
    """Seconds as told, frames as OpenCV reads them again, and what became of the lamp."""
    path, lamp, began = tmp_path / "a.avi", Lamp(), []

    async def main():
        stop = asyncio.Event()
        if stop_at is not None:
            asyncio.get_running_loop().call_at(stop_at, stop.set)
        take = Filming(seconds, stop, lambda: began.append(asyncio.get_running_loop().time()))
        return await film(Eye(camera, lamp), Shot(64, 10.0), InlineLane(), path, take)

    told = run_virtual(main(), limit=100.0)
    video = cv2.VideoCapture(str(path))
    frames = int(video.get(cv2.CAP_PROP_FRAME_COUNT))
    video.release()
    assert (lamp.set_to[0], lamp.set_to[-1], len(began)) == (True, False, 1)
    return told, frames


def test_a_steady_camera(tmp_path):
    assert taken(tmp_path, Camera(*np.arange(1.0, 9.0, 0.1)), 3.0) == (pytest.approx(3.0, abs=0.11), 30)


def test_gaps_are_filled_so_that_the_clip_is_no_shorter_than_it_took(tmp_path):
    told, frames = taken(tmp_path, Camera(1.0, 1.1, 2.5, 4.0), 3.0)
    assert frames == 16
    assert told == pytest.approx(1.6, abs=0.01)


def test_a_camera_that_falls_silent_ends_it_and_what_came_is_kept(tmp_path):
    assert taken(tmp_path, Camera(1.0, 1.1, 1.2), 3.0)[1] == 3


def test_it_may_be_ended_sooner(tmp_path):
    told, _ = taken(tmp_path, Camera(*np.arange(1.0, 9.0, 0.1)), 6.0, stop_at=2.55)
    assert told == pytest.approx(1.6, abs=0.11)


def test_frames_of_another_size_are_made_to_fit(tmp_path):
    assert taken(tmp_path, Camera(1.0, 1.1, 1.2, widths=(64, 32)), 0.5)[1] == 3


def test_no_frame_is_no_clip(tmp_path):
    with pytest.raises(DeviceError, match="no picture"):
        taken(tmp_path, Camera(), 1.0)


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    reel = ClipFile(tmp_path / "nowhere" / "a.avi", 5.0)
    with pytest.raises(DeviceError, match="no clip can be written"):
        reel.add(Frame(Instant(0.0), np.zeros((8, 8, 3), np.uint8)))
