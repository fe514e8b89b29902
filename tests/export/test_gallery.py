"""A gallery is a strip of tiles with what is sure in them, and nothing else."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.messages import Box, Frame, Pixels, Thing
from export.gallery import SIDE, gallery


def strip(tmp_path: Path, *shapes: tuple[int, int], score: float = 0.9) -> Pixels:
    paths = []
    for number, (height, width) in enumerate(shapes):
        paths.append(tmp_path / f"{number}.png")
        cv2.imwrite(str(paths[-1]), np.full((height, width, 3), 90, np.uint8))
    seen: list[tuple[int, ...]] = []

    def see(frame: Frame) -> list[Thing]:
        seen.append(frame.pixels.shape[:2])
        return [Thing("cup", score, Box(0.25, 0.25, 0.75, 0.75))]

    pixels = cv2.imdecode(np.frombuffer(gallery(paths, see), np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    assert seen == list(shapes), "models are shown the whole photo"
    return np.asarray(pixels[..., ::-1], np.uint8)


def test_photos_stand_side_by_side_on_white(tmp_path: Path):
    pixels = strip(tmp_path, (480, 480), (240, 480), score=0.1)
    assert pixels.shape == (SIDE, 2 * SIDE, 3)
    assert pixels[:, : SIDE - 4].astype(int).mean() == pytest.approx(90, abs=3)
    assert pixels[SIDE // 2 + 8 :, SIDE + 8 :].min() > 240, "what a wide photo leaves free"


def test_what_is_sure_is_drawn_and_what_is_not_is_left(tmp_path: Path):
    def reddish(pixels: Pixels) -> int:
        return int(((pixels[..., 0].astype(int) - pixels[..., 1]) > 60).sum())

    assert reddish(strip(tmp_path, (240, 240))) > 200
    assert reddish(strip(tmp_path, (240, 240), score=0.29)) == 0


def test_no_photos_are_an_empty_picture():
    pixels = cv2.imdecode(np.frombuffer(gallery([], lambda _: []), np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    assert pixels.shape == (1, 1, 3)
