"""Where pictures come from: what a setting means, and what is said about a source that cannot work."""

from pathlib import Path

import numpy as np
import pytest

from edge.errors import DeviceError
from edge.hardware.video import Source, find_source, fitted, stable_path
from edge.messages import Shot
from tests.contracts.standins.mjpeg import network_camera


def test_a_device_is_known_by_the_name_that_survives_replugging(tmp_path: Path):
    device, other, by_id = tmp_path / "video0", tmp_path / "video2", tmp_path / "by-id"
    by_id.mkdir()
    for node in (device, other):
        node.touch()
    (by_id / "usb-Acme-video-index0").symlink_to(device)
    assert stable_path(device, by_id) == str(by_id / "usb-Acme-video-index0")
    assert stable_path(other, by_id) == str(other)
    assert stable_path(device, tmp_path / "none") == str(device)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("0", "/dev/video0"),
        ("/dev/video7", "/dev/video7"),
        ("rtsp://cam/stream", "rtsp://cam/stream"),
    ],
)
def test_a_number_is_a_device_and_a_url_is_left_alone(written: str, address: str, tmp_path: Path):
    source = find_source(written, 1.0, 2.0, tmp_path)
    assert source == Source(address, 1.0, 2.0)
    assert source.is_url == ("://" in written)
    assert source.patience == 3.0


def test_a_number_becomes_the_name_that_survives(tmp_path: Path):
    (tmp_path / "usb-Acme").symlink_to("/dev/video42")
    assert find_source("42", 1.0, 1.0, tmp_path).address == str(tmp_path / "usb-Acme")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://me:secret@cam:8080/live?token=secret#x", "http://cam:8080/live#x"),
        ("rtsp://cam/live", "rtsp://cam/live"),
        ("/dev/video0", "/dev/video0"),
    ],
)
def test_a_password_is_not_shown(address: str, shown: str):
    assert str(Source(address)) == shown


@pytest.mark.parametrize(
    ("address", "words"), [("/dev/video99", "/dev/video99 does not exist"), ("/etc/hostname", "is not a camera")]
)
def test_what_cannot_be_a_camera_is_said_before_it_is_opened(address: str, words: str):
    with pytest.raises(DeviceError, match=words):
        Source(address).check()


def test_a_url_is_known_only_once_it_is_opened_and_a_device_may_be_there():
    Source("http://nobody.invalid/live").check()
    Source("/dev/null").check()


def test_pictures_are_rgb_and_made_narrower_but_never_wider():
    bgr = np.zeros((30, 40, 3), np.uint8)
    bgr[..., 0] = 200
    assert fitted(bgr, 40).shape == (30, 40, 3)
    assert fitted(bgr, 400).shape == (30, 40, 3)
    assert fitted(bgr, 20).shape == (15, 20, 3)
    assert fitted(bgr, 20)[3, 3].tolist() == [0, 0, 200]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/dev/null", r"/dev/null cannot be opened \(is it in use elsewhere\?\)"),
        ("http://127.0.0.1:1/live", r"cannot be opened \(is the address right\? it must send MJPEG or RTSP\)"),
    ],
)
def test_what_cannot_be_opened_says_what_to_look_at(address: str, words: str):
    with pytest.raises(DeviceError, match=words):
        Source(address, 0.5, 0.5).open(Shot(width=64, fps=10.0))


def test_a_stream_is_opened_by_its_url():
    with network_camera(size=(64, 48)) as stream:
        video = Source(stream.url, 5.0, 5.0).open(Shot(width=64, fps=10.0))
        try:
            assert video.grab()
            whole, bgr = video.retrieve()
            assert (whole, bgr.shape) == (True, (48, 64, 3))
        finally:
            video.release()
