"""Pictures of scenarios: drawings that can really be read, and photos as they are."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.errors import ConfigError
from edge.messages import Pixels
from firmware_sim.world.draw import darkness, render
from firmware_sim.world.paint import COLOURS
from firmware_sim.world.scenario import Item, Picture, bundled, load_scenario


def test_drawn_codes_can_be_read():
    import zxingcpp

    from firmware_sim.world.draw import render

    picture = Picture("box", item=(Item((0.3, 0.2, 0.7, 0.7), text="https://example.org/x", format="QRCode"),))
    (found,) = zxingcpp.read_barcodes(np.ascontiguousarray(render(picture, "", 640)))
    assert found.text == "https://example.org/x"


@pytest.mark.parametrize("name", bundled())
def test_what_ships_can_be_drawn(name: str):
    scenario = load_scenario(name)
    for picture in scenario.picture:
        pixels = render(picture, scenario.folder, 320)
        assert pixels.shape[1:] == (320, 3)
        assert not pixels.flags.writeable


def test_pictures_that_cannot_be_had_are_named(tmp_path: Path):
    (tmp_path / "no.jpg").write_bytes(b"no")
    with pytest.raises(ConfigError, match=r"gone\.jpg"):
        render(Picture("p", file="gone.jpg"), str(tmp_path), 64)
    with pytest.raises(ConfigError, match="not a picture"):
        render(Picture("p", file="no.jpg"), str(tmp_path), 64)


def test_a_code_is_as_large_as_its_box_and_stays_inside():
    coded = render(Picture("p", item=(Item((0.2, 0.2, 0.8, 0.8), text="x", format="QRCode"),)), "", 200)
    changed = (coded != render(Picture("p"), "", 200)).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert (rows[0], rows[-1], columns[0], columns[-1]) == (30, 120, 40, 160)
    rows, columns = (np.flatnonzero((coded.max(axis=2) < 100).any(axis=axis)) for axis in (1, 0))
    assert len(rows) == pytest.approx(0.84 * 90, abs=3), "the code itself, in its quiet margin"
    assert rows[0] + rows[-1] == pytest.approx(150, abs=4)
    assert columns[0] + columns[-1] == pytest.approx(200, abs=4)


def test_a_thing_has_its_colour_and_its_shape():
    def drawn(label: str) -> Pixels:
        return render(Picture("p", item=(Item((0.2, 0.2, 0.8, 0.8), label, colour="red"),)), "", 200)

    red = np.array(COLOURS["red"])
    assert (drawn("book")[75, 100] == red).all()
    assert (drawn("cup")[110, 100] == red).all()
    corner = (slice(33, 36), slice(150, 156))
    assert (abs(drawn("book")[corner] - red.astype(int)) < 90).all(), "a book fills its box"
    assert (drawn("cup")[corner] == render(Picture("p"), "", 200)[corner]).all(), "a cup is round"


def test_letters_are_dark_on_a_white_plate():
    plate = render(Picture("p", item=(Item((0.2, 0.2, 0.8, 0.8), text="HI"),)), "", 200)[31:119, 41:159]
    assert plate.max(axis=2).min() < 60
    assert (plate[0] == COLOURS["white"]).all()
    assert 0.02 < (plate.max(axis=2) < 128).mean() < 0.5


def test_a_photo_is_made_as_wide_as_the_camera_and_keeps_its_shape(tmp_path: Path):
    blue_left = np.zeros((40, 80, 3), np.uint8)
    blue_left[:, :40] = (200, 0, 0)  # blue, green, red
    cv2.imwrite(str(tmp_path / "p.png"), blue_left)
    pixels = render(Picture("p", file="p.png"), str(tmp_path), 20)
    assert pixels.shape == (10, 20, 3)
    assert pixels[5, 2].tolist() == [0, 0, 200]
    assert pixels[5, 17].tolist() == [0, 0, 0]


def test_darkness_is_dark_and_shared():
    assert darkness(64).shape == (48, 64, 3)
    assert darkness(64).max() < 20
    assert darkness(64) is darkness(64)
