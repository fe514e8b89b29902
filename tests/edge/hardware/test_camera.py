"""The camera against a network camera that stalls, hangs up and stays away; what is said about one that is missing."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from itertools import pairwise

import pytest

from edge.errors import DeviceError
from edge.hardware.camera import OpenCvCamera
from edge.hardware.video import Source, find_source
from edge.messages import Frame, Shot
from tests.contracts.standins.mjpeg import COLOUR, network_camera
from tests.contracts.watch import take, until

pytestmark = pytest.mark.hardware
SHOT = Shot(width=640, fps=100.0)


def camera_at(url: str, open_within: float = 0.4, frame_within: float = 0.2) -> OpenCvCamera:
    return OpenCvCamera(Source(url, open_within, frame_within))


class Counted:
    """A clock that goes on by a fiftieth of a second with each frame that is read, however long that took."""

    frames = 0

    def __call__(self) -> float:
        self.frames += 1
        return self.frames / 50


def test_frames_are_rgb_and_not_enlarged():
    with network_camera(size=(64, 48)) as stream:
        (frame,) = asyncio.run(take(camera_at(stream.url).frames(SHOT), 1))
    assert frame.pixels.shape == (48, 64, 3)
    assert frame.pixels[24, 32] == pytest.approx(COLOUR, abs=6)


def test_a_wide_picture_is_made_smaller():
    with network_camera(size=(320, 180)) as stream:
        (frame,) = asyncio.run(take(camera_at(stream.url).frames(Shot(width=80, fps=10.0)), 1))
    assert frame.pixels.shape == (45, 80, 3)


def test_who_looks_slowly_gets_the_newest_frame_and_the_count_of_the_dropped():
    async def main() -> None:
        clock = Counted()
        camera = OpenCvCamera(Source(stream.url, 20.0, 20.0), now=clock)
        async with aclosing(camera.frames(SHOT)) as frames:
            await anext(frames)
            for _ in range(3):
                read = clock.frames + 4
                await until(lambda read=read: clock.frames > read)
                frame = await anext(frames)
                assert frame.lost >= 2
                assert frame.at >= read / 50, "a frame that waited in line is an old frame"

    with network_camera(fps=500.0) as stream:
        asyncio.run(main())


def test_fps_is_kept_by_not_decoding_the_rest():
    async def main() -> list[Frame]:
        camera = OpenCvCamera(Source(stream.url, 20.0, 20.0), now=Counted())
        return await take(camera.frames(Shot(width=64, fps=10.0)), 4)

    with network_camera(fps=500.0) as stream:
        frames = asyncio.run(main())
    assert (frames[-1].at - frames[0].at) / 3 >= 0.07
    assert stream.sent >= 12


def test_a_stalled_stream_is_opened_again_within_its_deadlines():
    async def main() -> list[Frame]:
        return await take(camera_at(stream.url).frames(SHOT), 12)

    with network_camera(stall_after=8) as stream:
        frames = asyncio.run(main())
        assert stream.connections >= 2
    gaps = [after.at - before.at for before, after in pairwise(frames)]
    assert max(gaps) > 0.15


def test_a_stream_that_stays_away_is_an_error_and_its_thread_ends():
    async def main() -> None:
        camera = camera_at(stream.url)
        async with aclosing(camera.frames(SHOT)) as frames:
            await anext(frames)
            stream.close()
            with pytest.raises(DeviceError, match=r"camera: http://127\.0\.0\.1"):
                async for _ in frames:
                    pass
        assert not [thread for thread in threading.enumerate() if thread.name == "camera"]

    with network_camera() as stream:
        asyncio.run(main())


def test_closed_during_a_stall_the_thread_ends_within_the_read_deadline():
    async def main() -> None:
        frames = camera_at(stream.url, frame_within=0.4).frames(SHOT)
        async with aclosing(frames):
            async for _ in frames:
                break
            await until(lambda: stream.sent == 3)  # the stall begins
        assert not [thread for thread in threading.enumerate() if thread.name == "camera"]

    with network_camera(stall_after=3) as stream:
        asyncio.run(main())


def test_two_who_look_share_one_stream_and_the_last_ends_it():
    async def look(frames: AsyncGenerator[Frame, None], count: int) -> int:
        return len(await take(frames, count))

    async def main() -> None:
        camera = camera_at(stream.url)
        counts = await asyncio.gather(*(look(camera.frames(SHOT), count) for count in (3, 9, 5)))
        assert counts == [3, 9, 5]
        assert stream.connections == 1

    with network_camera() as stream:
        asyncio.run(main())


def test_nobody_at_the_url_is_an_error_without_its_password():
    async def main() -> None:
        await take(camera_at("http://me:secret@127.0.0.1:1/stream?token=secret").frames(SHOT), 1)

    with pytest.raises(DeviceError, match=r"camera: http://127\.0\.0\.1:1/stream cannot be opened") as caught:
        asyncio.run(main())
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("99", "/dev/video99 does not exist (plug one in"),
        ("/dev/null/camera", "does not exist"),
        ("/etc/hostname", "is not a camera"),
        ("/dev/null", "cannot be opened (is it in use elsewhere?)"),
    ],
)
def test_what_is_missing_is_named(written: str, words: str):
    camera = OpenCvCamera(find_source(written, 0.5, 0.5))
    with pytest.raises(DeviceError) as caught:
        asyncio.run(take(camera.frames(SHOT), 1))
    assert words in str(caught.value)
    assert not [thread for thread in threading.enumerate() if thread.name == "camera"]
