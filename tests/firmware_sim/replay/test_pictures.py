"""Pictures that may be shared: what is found in any way is painted, the rest is as it was, a doubt keeps nothing."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from edge.config import Config
from edge.messages import Array, Box, Code, Frame, Instant, Pixels, Point, Quad, Scene, Seen, Text, Thing, TurnId
from edge.mind.policy import Policy
from edge.reach.gate.pictures import GREY
from edge.tape.tape import TapeWriter, read_tape
from firmware_sim.replay.commands import picture_hider
from firmware_sim.replay.pictures import LOOKS, PictureHider, counted, fingerprint, seen_on
from tests.firmware_sim.replay.hiding import BLUE, GREEN, RED, YELLOW, coloured_hider, patch, where
from tests.firmware_sim.replay.taped import now, quad

BUNDLED = Path(__file__).parents[3] / "firmware_sim/scenarios"
CORNERS = ((0, 0), (0, -1), (-1, -1), (-1, 0))  # the one that is top left after so many turns to the left


def wall(height: int = 120, width: int = 160) -> Pixels:
    return np.random.default_rng(5).integers(90, 110, (height, width, 3), np.uint8)


def nothing(_frame: Frame) -> tuple[Any, ...]:
    return ()


def test_each_picture_is_told_at_its_beginning():
    numbers: list[int] = []
    hide = counted(PictureHider(nothing, nothing, nothing), numbers.append)
    assert hide(wall(), ()) is not None
    assert hide(wall(), ()) is not None
    assert numbers == [1, 2]


def painted(hide: PictureHider, pixels: Pixels, *scenes: Scene) -> Array:
    """Which pixels are grey now; all others must be as they were."""
    before = pixels.copy()
    after = hide(pixels, scenes)
    assert after is not None
    assert (pixels == before).all(), "what was given is not painted on"
    changed: Array = (after != pixels).any(2)
    assert (after[changed] == GREY).all()
    return (after == GREY).all(2)


def test_faces_plates_words_and_codes_are_painted_and_the_rest_is_as_it_was():
    pixels, whole = wall(), np.zeros((120, 160), bool)
    for colour, (x, y) in {RED: (10, 10), GREEN: (100, 10), BLUE: (10, 80), YELLOW: (100, 70)}.items():
        patch(pixels, colour, x, y)
        whole[y : y + 20, x : x + 20] = True
    grey = painted(coloured_hider(), pixels)
    assert grey[whole].all()
    assert not grey[~cv2.dilate(whole.astype(np.uint8), np.ones((19, 19), np.uint8)).astype(bool)].any()


@pytest.mark.parametrize("turns", range(4))
def test_a_face_is_painted_however_it_lies(turns: int):
    pixels = patch(wall(), RED, 100, 20)
    pixels[CORNERS[turns]] = 255

    def upright(frame: Frame) -> tuple[Thing, ...]:
        return where(frame, RED) if frame.pixels[0, 0].min() == 255 else ()

    grey = painted(PictureHider(upright, nothing, nothing), pixels)
    assert grey[20:40, 100:120].all()
    assert not grey[60:].any()
    assert not grey[:, :80].any()


def test_a_face_far_away_is_painted():
    def seen_from_near(frame: Frame) -> tuple[Thing, ...]:
        return where(frame, RED, near=40) if min(frame.pixels.shape[:2]) > 1000 else ()

    grey = painted(PictureHider(seen_from_near, nothing, nothing), patch(wall(), RED, 100, 20, side=4))
    assert grey[20:24, 100:104].all()
    assert not grey[40:].any()


def test_words_that_lie_on_their_side_or_are_small_are_painted():
    pixels = patch(wall(), BLUE, 100, 20)
    for seen in (lambda height, width: height > width, lambda height, width: min(height, width) > 1000):

        def texts(frame: Frame, seen: Callable[[int, int], bool] = seen) -> tuple[Text, ...]:
            found = where(frame, BLUE, near=40) if seen(*frame.pixels.shape[:2]) else ()
            return tuple(Text("pills", 0.3, around(thing.box)) for thing in found)

        grey = painted(PictureHider(nothing, texts, nothing), pixels)
        assert grey[20:40, 100:120].all()
        assert not grey[60:].any()


def test_a_face_in_bad_light_is_painted():
    pixels = wall()
    pixels[48:60, 64:80] += 20

    def in_good_light(frame: Frame) -> tuple[Thing, ...]:
        around, inside = frame.pixels[20:40, 20:40].mean(), frame.pixels[48:60, 64:80].mean()
        return (Thing("face", 0.9, Box(0.4, 0.4, 0.5, 0.5)),) if inside - around > 30 else ()

    assert painted(PictureHider(in_good_light, nothing, nothing), pixels)[48:60, 64:80].all()


@pytest.mark.parametrize(("score", "side", "is_painted"), [(0.3, 0.1, True), (0.3, 0.8, False), (0.7, 0.8, True)])
def test_a_wall_that_is_hardly_read_is_no_letter(score: float, side: float, *, is_painted: bool):
    line = Text("I", score, quad(0.1, 0.1, side))
    assert painted(PictureHider(nothing, lambda _: (line,), nothing), wall())[20, 20] == is_painted


def test_of_a_barcode_more_is_painted_than_the_line_that_was_read():
    pixels = wall()
    pixels[20:80, 40:100:2] = 0
    across = Quad(Point(0.25, 0.41), Point(0.62, 0.41), Point(0.62, 0.42), Point(0.25, 0.42))
    hide = PictureHider(nothing, nothing, lambda _: (Code("ean13", "4006381333931", across),))
    assert painted(hide, pixels)[21:79, 40:100].all()


def test_what_was_seen_then_is_painted_though_nobody_finds_it_now():
    face, cup = Thing("face", 0.1, Box(0.1, 0.1, 0.2, 0.2)), Thing("cup", 0.9, Box(0.7, 0.7, 0.9, 0.9))
    scene = Scene(
        None, (face, cup), (Text("pills", 0.1, quad(0.5, 0.1, 0.1)),), (Code("qr", "x", quad(0.1, 0.6, 0.1)),)
    )
    grey = painted(PictureHider(nothing, nothing, nothing), wall(), scene)
    assert all(grey[y : y + 11, x : x + 15].all() for x, y in ((16, 12), (80, 12), (16, 72)))
    assert not grey[84:108, 112:144].any()


def test_what_comes_to_light_once_more_is_painted_is_painted_too():
    pixels = patch(patch(wall(), RED, 10, 10), GREEN, 100, 60)

    def one_at_a_time(frame: Frame) -> tuple[Thing, ...]:
        return where(frame, RED) or where(frame, GREEN)

    grey = painted(PictureHider(one_at_a_time, nothing, nothing), pixels)
    assert grey[10:30, 10:30].all()
    assert grey[60:80, 100:120].all()


def test_paint_that_looks_like_a_face_is_left_at_that():
    def finds_paint(frame: Frame) -> tuple[Thing, ...]:
        return where(frame, RED) or where(frame, (GREY, GREY, GREY))

    assert painted(PictureHider(finds_paint, nothing, nothing), patch(wall(), RED, 60, 50))[50:70, 60:80].all()


def failing(error: type[BaseException]) -> Callable[[Frame], Any]:
    def look(_frame: Frame) -> Any:
        raise error("secret")

    return look


@pytest.mark.parametrize("error", [ValueError, StopIteration, MemoryError, cv2.error])
def test_a_look_that_fails_keeps_nothing(error: type[BaseException]):
    for n in range(3):
        looks = [nothing, nothing, nothing]
        looks[n] = failing(error)
        assert PictureHider(*looks)(wall()) is None


def test_a_look_that_fails_at_the_second_picture_or_at_a_turned_one_keeps_nothing():
    def not_upright(frame: Frame) -> tuple[Thing, ...]:
        height, width = frame.pixels.shape[:2]
        return () if width > height else failing(ValueError)(frame)

    assert PictureHider(not_upright, nothing, nothing)(wall()) is None


def test_a_look_that_finds_ever_more_keeps_nothing():
    places: Iterator[int] = count()

    def more(_frame: Frame) -> tuple[Thing, ...]:
        x = (next(places) % 40) / 40
        return (Thing("face", 0.9, Box(x, 0.0, x + 0.01, 0.1)),)

    assert PictureHider(more, nothing, nothing)(wall()) is None
    assert next(places) == 6 + LOOKS


def test_a_place_that_is_none_keeps_nothing():
    nowhere = Scene(None, None, (Text("pills", 0.9, Quad(*[Point(float("nan"), 0.1)] * 4)),))
    assert PictureHider(nothing, nothing, nothing)(wall(), (nowhere,)) is None
    assert PictureHider(nothing, nothing, nothing)(wall()) is not None


def test_pictures_of_any_size_are_kept_when_nothing_is_in_them():
    for shape in ((1, 1), (1, 900), (900, 1), (7, 3)):
        pixels = wall(*shape)
        assert (coloured_hider()(pixels) == pixels).all()


def test_what_was_seen_is_found_by_the_picture_wherever_it_stands_on_the_tape(tmp_path: Path):
    first, other = wall(), wall()[::-1].copy()
    with TapeWriter(tmp_path / "tape", now(0), Policy(), background=False) as writer:
        writer.sense("camera", now(1), Frame(Instant(1), first.copy()))
        for pixels, words in ((first, "pills"), (first.copy(), "more"), (other, "else")):
            scene = Scene(Frame(Instant(1), pixels), texts=(Text(words, 0.5, quad(0.1, 0.1, 0.1)),))
            writer.event(now(2), Seen(TurnId(1), scene), ())
        writer.event(now(3), Seen(TurnId(1), Scene(missing="dark")), ())
    known = seen_on(read_tape(tmp_path / "tape"))
    words = {which: [text.text for scene in scenes for text in scene.texts or ()] for which, scenes in known.items()}
    assert words == {fingerprint(first): ["pills", "more"], fingerprint(other): ["else"]}
    assert fingerprint(first.reshape(160, 120, 3)) != fingerprint(first)


def around(box: Box) -> Quad:
    x1, y1, x2, y2 = box
    return Quad(Point(x1, y1), Point(x2, y1), Point(x2, y2), Point(x1, y2))


# ------------------------------------------------------------------------------------------------------- real senses


def shelf() -> Pixels:
    """A shelf on which something looks like faces, with words and codes stuck onto it."""
    bgr = cv2.imread(str(BUNDLED / "oranges.jpg"))
    assert bgr is not None
    pixels = np.ascontiguousarray(cv2.resize(bgr, (696, 696))[..., ::-1])
    label = np.full((110, 400, 3), 240, np.uint8)
    cv2.putText(label, "GRANDMOTHER", (20, 45), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 30), 3, cv2.LINE_AA)
    cv2.putText(label, "4111 7700", (20, 95), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (20, 20, 30), 3, cv2.LINE_AA)
    pixels[280:390, 20:420] = label
    for code_format, text, at in (
        (zxingcpp.BarcodeFormat.QRCode, "grandmother's door is 4711", 60),
        (zxingcpp.BarcodeFormat.EAN13, "4006381333931", 330),
    ):
        grey = np.array(zxingcpp.create_barcode(text, code_format).to_image(scale=2))
        grey = cv2.copyMakeBorder(grey, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=255)
        pixels[480 : 480 + grey.shape[0], at : at + grey.shape[1]] = grey[..., None]
    return pixels


def test_real_senses_find_nothing_in_what_they_kept():
    real, pixels = picture_hider(Config()), shelf()
    before = Frame(Instant(0), pixels)
    assert real.redactions(before)
    assert "GRANDMOTHER" in {text.text for text in real.texts(before)}
    assert {code.format for code in real.codes(before)} == {"qrcode", "ean13"}
    kept = real(pixels)
    assert kept is not None
    after = Frame(Instant(0), kept)
    assert (real.redactions(after), real.codes(after)) == ((), ())
    assert not [text for text in real.texts(after) if text.score > 0.5]
    ink = (pixels[280:390, 20:420] < 60).all(2)
    assert (kept[280:390, 20:420][ink] == GREY).all(), "no stroke of a letter is left"
    assert (kept == pixels).all(2).mean() > 0.3, "a picture is left"
