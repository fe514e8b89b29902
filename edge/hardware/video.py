"""Where a camera's pictures come from: a device path or a URL, what is wrong with it, and how it is opened."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from edge.errors import DeviceError

if TYPE_CHECKING:
    from typing import Any

    from edge.messages import Pixels, Shot

BY_ID = Path("/dev/v4l/by-id")


class Video(Protocol):
    """The part of cv2.VideoCapture that we use."""

    def grab(self) -> bool: ...

    def retrieve(self) -> tuple[bool, Any]: ...

    def release(self) -> None: ...


@dataclass(frozen=True)
class Source:
    """An index, a path or a URL, in the form that survives re-plugging."""

    address: str
    open_within: float = 5.0
    frame_within: float = 2.0

    @property
    def is_url(self) -> bool:
        return "://" in self.address

    @property
    def patience(self) -> float:
        """Seconds without a frame after which it counts as gone."""
        return self.open_within + self.frame_within

    def __str__(self) -> str:
        """Without the password that a camera's URL often carries."""
        if not self.is_url:
            return self.address
        parts = urlsplit(self.address)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()

    def check(self) -> None:
        """Raise DeviceError if it cannot work; a URL is only known once it is opened."""
        if self.is_url:
            return
        path = Path(self.address)
        try:
            mode = path.stat().st_mode
        except OSError:
            remedy = f"plug one in, or set camera.source; ls {BY_ID}"
            raise DeviceError("camera", f"{self} does not exist", remedy) from None
        if not stat.S_ISCHR(mode):
            raise DeviceError("camera", f"{self} is not a camera", f"ls {BY_ID} shows what there is")
        if not os.access(path, os.R_OK | os.W_OK):
            remedy = "sudo usermod -aG video $USER, then log in again"
            raise DeviceError("camera", f"no permission for {self}: it belongs to the group video", remedy)

    def open(self, shot: Shot) -> Video:
        """Open it; what cannot be opened raises DeviceError within `open_within` (if its driver can)."""
        self.check()
        cv2 = _opencv()
        if self.is_url:
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(self.open_within * 1000)]
            limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(self.frame_within * 1000)]
            video = cv2.VideoCapture(self.address, cv2.CAP_FFMPEG, limits)
        else:
            video = cv2.VideoCapture(self.address, cv2.CAP_V4L2)
            video.set(cv2.CAP_PROP_FRAME_WIDTH, shot.width)
            video.set(cv2.CAP_PROP_FRAME_HEIGHT, shot.width * 9 // 16)  # or it would stay at its smallest
        if not video.isOpened():
            video.release()
            remedy = "is the address right? it must send MJPEG or RTSP" if self.is_url else "is it in use elsewhere?"
            raise DeviceError("camera", f"{self} cannot be opened", remedy)
        return video  # type: ignore[no-any-return]


def find_source(written: str, open_within: float, frame_within: float, by_id: Path = BY_ID) -> Source:
    """What the setting means. /dev/videoN moves when it is plugged in anew; its name under by-id stays."""
    address = f"/dev/video{written}" if written.isdecimal() else written
    if "://" not in address:
        address = stable_path(Path(address), by_id)
    return Source(address, open_within, frame_within)


def stable_path(path: Path, by_id: Path = BY_ID) -> str:
    """The name under by-id that leads to this device, or the path itself where there is none."""
    try:
        names = sorted(by_id.iterdir())
    except OSError:
        return str(path)
    same = [name for name in names if name.resolve() == path.resolve()]
    return str(same[0] if same else path)


def fitted(bgr: Pixels, width: int) -> Pixels:
    """RGB, and not wider than was asked for."""
    import cv2

    height = bgr.shape[0] * width // bgr.shape[1]
    smaller = bgr if bgr.shape[1] <= width else cv2.resize(bgr, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(smaller, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


def _opencv() -> Any:  # noqa: ANN401 - the module, imported when it is first needed
    try:
        import cv2
    except ImportError as error:
        remedy = "Debian: sudo apt install libgl1 libglib2.0-0" if "libG" in str(error) or "libg" in str(error) else ""
        raise DeviceError("camera", f"OpenCV does not start: {error}", remedy) from None
    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # what it has to say comes out as an error of ours
    return cv2
