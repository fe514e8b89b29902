"""What a program gives for a picture -> a Frame: a path, the bytes of a file, an array, a PIL image, or a Frame."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from edge.errors import PhotoError
from edge.media.image import check_size, decode_photo, on_white, upright
from edge.media.photo import START, open_photo
from edge.messages import Array, Frame, Instant, Pixels

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "image"
WITH_ALPHA = frozenset({"RGBA", "RGBa", "LA", "La", "PA"})  # modes of PIL


class PilImage(Protocol):
    """The part of PIL.Image.Image that is used here; PIL itself is not imported."""

    @property
    def mode(self) -> str: ...

    @property
    def info(self) -> Mapping[Any, Any]: ...

    def convert(self, mode: str) -> Any: ...  # noqa: ANN401 - an image again


Picture: TypeAlias = "str | Path | bytes | bytearray | memoryview | Pixels | PilImage | Frame"


def frame_of(image: Picture, at: Instant = START) -> Frame:
    """A frame with pixels of its own, so that an array may be written over afterwards; `at` is when it was taken.

    Raises PhotoError for a picture that cannot be opened, TypeError for what is no picture.
    """
    import numpy as np

    match image:
        case str() | Path():
            return open_photo(Path(image), at)
        case bytes() | bytearray() | memoryview():
            return Frame(at, decode_photo(bytes(image), NAME))
        case Frame():
            return replace(image, pixels=_rgb(image.pixels))
        case np.ndarray():
            return Frame(at, _rgb(image))
    if _is_pil(image):
        return Frame(at, _of_pil(image))
    raise TypeError(
        f"{NAME} wants a path, the bytes of a picture file, an RGB array of uint8, a PIL image or a Frame, "
        f"not {type(image).__name__}"
    )


def _rgb(array: Array) -> Pixels:
    """Grey, RGB or RGBA, 8 bits each, as RGB of its own."""
    import numpy as np

    depth = array.shape[2] if array.ndim == 3 else 1
    if array.dtype != np.uint8:
        raise TypeError(f"{NAME} wants an array of uint8, from 0 to 255, not of {array.dtype}")
    if array.ndim not in (2, 3) or depth not in (1, 3, 4):
        raise TypeError(f"{NAME} wants an array (height, width) or (height, width, 1, 3 or 4), not {array.shape}")
    if not array.size:
        raise PhotoError(NAME, "is empty")
    check_size(NAME, array.shape[1], array.shape[0])
    array = array.reshape(*array.shape[:2], depth)
    if depth == 4:
        return on_white(array[..., :3], array[..., 3:])
    return np.array(np.broadcast_to(array, (*array.shape[:2], 3)), order="C")


def _is_pil(image: object) -> bool:
    return isinstance(getattr(image, "mode", None), str) and hasattr(image, "info") and hasattr(image, "convert")


def _of_pil(image: PilImage) -> Pixels:
    """Upright as its EXIF says, like the file it came from."""
    import numpy as np

    alpha = image.mode in WITH_ALPHA or "transparency" in image.info
    try:
        pixels = _rgb(np.asarray(image.convert("RGBA" if alpha else "RGB")))
    except OSError as error:  # PIL reads a file when its pixels are first needed
        raise PhotoError(NAME, f"cannot be read: {error}") from None
    return np.ascontiguousarray(upright(pixels, image.info.get("exif") or b""))
