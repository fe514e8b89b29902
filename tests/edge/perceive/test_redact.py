"""Redact: looks more than once, cuts generously, hides every label it must, and nothing twice."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.bundle.model_card import ModelCard, NetSpec, TensorSpec, Threshold
from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.messages import Array, Box, Frame, Instant
from edge.perceive.redact import GROWN, TILTED, TURNED, Redactor, grown
from edge.perceive.views import lit, turned, whole

LABELS = ["cup", "face", "license plate"]
HEAD = {"name": "yolox", "output": "found", "strides": [8]}
SIDE = 32
RED, GREEN, BLUE = range(3)


def net_spec(labels: list[str]) -> NetSpec:
    prepare = {"name": "stretch", "width": SIDE, "height": SIDE, "fill": 0}
    head = {**HEAD, "labels": labels}
    return NetSpec({}, (TensorSpec("pixels", "uint8", (1, 3, SIDE, SIDE)),), (), prepare, (head,))


def finder(colours: Mapping[int, int], labels: int):
    """A net that finds one bright patch of each colour: plane -> the label it stands for."""

    def net(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        out = np.zeros((1, 5 + labels, 16), np.float32)
        for plane, label in colours.items():
            rows, columns = np.nonzero(inputs["pixels"][0, plane] > 100)
            if len(rows):
                x, y = columns.mean() + 0.5, rows.mean() + 0.5
                place = int(y // 8) * 4 + int(x // 8)
                size = (np.ptp(columns) + 1, np.ptp(rows) + 1)
                out[0, :2, place] = x / 8 - x // 8, y / 8 - y // 8
                out[0, 2:4, place] = np.log(size[0] / 8), np.log(size[1] / 8)
                out[0, 4, place], out[0, 5 + label, place] = 0.8, 1.0
        return {"found": out}

    return net


def redactor(**scores: float) -> Redactor:
    rows = {"*": Threshold(0.5, 0.0, 0.0)} | {
        label.replace("_", " "): Threshold(score, 0.0, 0.0) for label, score in scores.items()
    }
    card = ModelCard(
        "fake", "objects", {"look": net_spec(LABELS), "faces": net_spec(["face"])}, thresholds={"redact": rows}
    )
    look, hide = finder({BLUE: 0, GREEN: 2}, 3), finder({RED: 0}, 1)
    return Redactor(Bundle(card, {"look": look, "faces": hide}, {}))


def photo(*patches: tuple[int, Box]) -> Frame:
    pixels = np.zeros((120, 160, 3), np.uint8)
    for plane, box in patches:
        pixels[round(box.y1 * 120) : round(box.y2 * 120), round(box.x1 * 160) : round(box.x2 * 160), plane] = 255
    return Frame(Instant(0.0), pixels)


def test_faces_and_plates_are_hidden_and_other_things_are_not():
    seen = redactor().see(
        photo((RED, Box(0.1, 0.1, 0.3, 0.4)), (GREEN, Box(0.6, 0.6, 0.9, 0.8)), (BLUE, Box(0.6, 0.1, 0.8, 0.3)))
    )
    assert sorted(thing.label for thing in seen) == ["face", "license plate"]


def test_what_is_hidden_is_hidden_whole():
    face = Box(0.25, 0.25, 0.5, 0.5)
    (thing,) = redactor().see(photo((RED, face)))
    assert thing.box.x1 < face.x1
    assert thing.box.y1 < face.y1
    assert thing.box.x2 > face.x2
    assert thing.box.y2 > face.y2


def test_each_label_has_its_own_threshold():
    small = photo((RED, Box(0.1, 0.1, 0.3, 0.4)), (GREEN, Box(0.6, 0.6, 0.9, 0.8)))
    picture = Frame(small.at, small.pixels.repeat(4, 0).repeat(4, 1))
    assert not lit(picture.pixels).poor
    assert [t.label for t in redactor(face=0.9).see(picture)] == ["license plate"]
    assert [t.label for t in redactor(license_plate=0.9).see(picture)] == ["face"]


def test_a_bundle_without_the_second_net_still_hides_with_the_first():
    card = ModelCard(
        "one", "objects", {"look": net_spec(LABELS)}, thresholds={"redact": {"*": Threshold(0.5, 0.0, 0.0)}}
    )
    only = Redactor(Bundle(card, {"look": finder({RED: 1}, 3)}, {}))
    assert [t.label for t in only.see(photo((RED, Box(0.1, 0.1, 0.3, 0.4))))] == ["face"]


def test_a_bundle_that_would_never_hide_something_is_refused():
    with pytest.raises(ModelError, match="not hide a license plate, so no photo may leave"):
        redactor(license_plate=1.0)
    card = ModelCard(
        "blind", "objects", {"look": net_spec(["cup"])}, thresholds={"redact": {"*": Threshold(0.5, 0.0, 0.0)}}
    )
    with pytest.raises(ModelError, match="not hide a face"):
        Redactor(Bundle(card, {"look": finder({RED: 0}, 1)}, {}))


def test_a_large_photo_is_looked_at_by_halves_and_everything_is_hidden_once():
    wide = Frame(Instant(0.0), np.repeat(np.repeat(photo((RED, Box(0.1, 0.3, 0.3, 0.6))).pixels, 10, 0), 10, 1))
    (thing,) = redactor().see(wide)
    assert tuple(thing.box) == pytest.approx((0.1, 0.3, 0.3, 0.6), abs=0.08)


def test_what_is_there_in_the_dark_is_hidden_too():
    bright = photo((RED, Box(0.1, 0.1, 0.3, 0.4)))
    dark = Frame(bright.at, bright.pixels // 16)
    assert [thing.label for thing in redactor().see(dark)] == ["face"]


def test_the_net_for_poor_photos_looks_at_those_alone():
    rows = {"*": Threshold(0.5, 0.0, 0.0)}
    nets = {"look": net_spec(LABELS), "poor_plates": net_spec(["license plate"])}
    card = ModelCard("poor", "objects", nets, thresholds={"redact": rows})
    seeing = Redactor(Bundle(card, {"look": finder({}, 3), "poor_plates": finder({GREEN: 0}, 1)}, {}))
    clear = photo((GREEN, Box(0.2, 0.2, 0.7, 0.7)))
    poor = Frame(clear.at, np.asarray(cv2.GaussianBlur(clear.pixels, (0, 0), 6.0), np.uint8))
    assert (lit(clear.pixels).poor, lit(poor.pixels).poor) == (False, True)
    assert seeing.see(clear) == ()
    assert [thing.label for thing in seeing.see(poor)] == ["license plate"]


@pytest.mark.parametrize("degrees", [0, 90, 180, 270, -30, 30])
def test_a_face_that_only_one_turn_shows_is_hidden_where_it_is(degrees: int):
    """The net knows faces with white above red only, and is surest there."""
    base = np.zeros((128, 128, 3), np.uint8)
    base[40:60, 30:60], base[60:90, 30:60, RED] = 255, 255
    shown = turned(whole(base), degrees)
    height, width = shown.pixels.shape[:2]
    (thing,) = upright_only(0.95).see(Frame(Instant(0.0), shown.pixels))
    mapped = shown.box(thing.box, 128, 128)
    assert (mapped.x1 + mapped.x2) / 2 == pytest.approx(45 / 128, abs=0.06)
    assert (mapped.y1 + mapped.y2) / 2 == pytest.approx(75 / 128, abs=0.06)
    assert (thing.box.x2 - thing.box.x1) * width < 30 * 2.2
    assert (thing.box.y2 - thing.box.y1) * height < 30 * 2.2


def test_away_from_up_and_in_tilted_views_a_face_must_be_surer():
    base = np.zeros((128, 128, 3), np.uint8)
    base[40:60, 30:60], base[60:90, 30:60, RED] = 255, 255
    upside_down = Frame(Instant(0.0), turned(whole(base), 180).pixels)
    tilted = Frame(Instant(0.0), turned(whole(base), 30).pixels)
    assert TILTED["face"] < TURNED["face"]
    assert len(upright_only(0.6).see(Frame(Instant(0.0), base))) == 1
    assert upright_only(0.5 + TURNED["face"] - 0.01).see(upside_down) == ()
    assert upright_only(0.5 + TILTED["face"] - 0.01).see(tilted) == ()
    assert len(upright_only(0.5 + TILTED["face"] + 0.01).see(tilted)) == 1


def upright_only(score: float) -> Redactor:
    """Its net for faces finds a red patch with this score where white is right above it, and none elsewhere."""
    side = 64

    def net(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        out = np.zeros((1, 6, (side // 8) ** 2), np.float32)
        pixels = inputs["pixels"][0].astype(int)
        rows, columns = np.nonzero((pixels[RED] > 150) & (pixels[GREEN] < 80))
        white_rows, white_columns = np.nonzero(pixels.min(0) > 150)
        if len(rows) and len(white_rows) and max(np.ptp(columns), np.ptp(rows)) < side / 2:  # one copy of it alone
            x, y = columns.mean() + 0.5, rows.mean() + 0.5
            right, down = x - white_columns.mean(), y - white_rows.mean()
            if down > 4 * abs(right):
                place = int(y // 8) * (side // 8) + int(x // 8)
                out[0, :2, place] = x / 8 - x // 8, y / 8 - y // 8
                out[0, 2:4, place] = np.log(max(np.ptp(columns), np.ptp(rows)) / 8)
                out[0, 4, place], out[0, 5, place] = score, 1.0
        return {"found": out}

    def spec(labels: list[str]) -> NetSpec:
        prepare = {"name": "stretch", "width": side, "height": side, "fill": 0}
        return NetSpec(
            {}, (TensorSpec("pixels", "uint8", (1, 3, side, side)),), (), prepare, ({**HEAD, "labels": labels},)
        )

    nothing = finder({}, 1)
    card = ModelCard(
        "turning",
        "objects",
        {"look": net_spec(["license plate"]), "faces": spec(["face"])},
        thresholds={"redact": {"*": Threshold(0.5, 0.0, 0.0)}},
    )
    return Redactor(Bundle(card, {"look": nothing, "faces": net}, {}))


def test_an_empty_photo_hides_nothing():
    assert redactor().see(photo()) == ()


@pytest.mark.parametrize(("height", "width"), [(1000, 1200), (1200, 1000), (1, 1), (2, 2000), (2000, 1)])
def test_a_photo_of_any_shape_can_be_looked_at(height: int, width: int):
    assert redactor().see(Frame(Instant(0.0), np.zeros((height, width, 3), np.uint8))) == ()
    noise = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    assert isinstance(redactor().see(Frame(Instant(0.0), noise)), tuple)


fractions = st.floats(0, 1, allow_nan=False)
boxes = st.builds(
    lambda x, y, w, h: Box(x, y, min(1.0, x + w), min(1.0, y + h)), fractions, fractions, fractions, fractions
)


@given(boxes)
def test_growing_never_leaves_the_frame_and_never_shrinks(box: Box):
    big = grown(box, GROWN)
    assert 0 <= big.x1 <= box.x1 <= box.x2 <= big.x2 <= 1
    assert 0 <= big.y1 <= box.y1 <= box.y2 <= big.y2 <= 1


def test_the_blur_of_a_photo_is_taken_away_before_it_is_looked_at_in_four_turns():
    patches = np.random.default_rng(3).integers(40, 200, (24, 24, 3), np.uint8)
    soft = np.asarray(cv2.GaussianBlur(patches.repeat(20, 0).repeat(20, 1), (0, 0), 6.0), np.uint8)
    seen: list[float] = []

    def net(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        seen.append(float(inputs["pixels"].std()))
        return {"found": np.zeros((1, 6, 16), np.float32)}

    rows = {"*": Threshold(0.5, 0.0, 0.0)}
    nets = {"look": net_spec(LABELS), "faces": net_spec(["face"]), "plates": net_spec(["license plate"])}
    card = ModelCard("soft", "objects", nets, thresholds={"redact": rows})
    Redactor(Bundle(card, {"look": finder({}, 3), "faces": net, "plates": finder({}, 1)}, {})).see(
        Frame(Instant(0.0), soft)
    )
    sharp, as_it_is = seen[:4], seen[6]
    assert min(sharp) > 1.1 * as_it_is


def test_where_a_net_for_poor_photos_turns_them_the_other_need_not():
    looks = {"plates": 0, "poor_plates": 0}

    def counting(name: str):
        def net(_: Mapping[str, Array]) -> Mapping[str, Array]:
            looks[name] += 1
            return {"found": np.zeros((1, 6, 16), np.float32)}

        return net

    rows = {"*": Threshold(0.5, 0.0, 0.0)}
    plate = ["license plate"]
    nets = {"look": net_spec(LABELS), "plates": net_spec(plate), "poor_plates": net_spec(plate)}
    card = ModelCard("poor", "objects", nets, thresholds={"redact": rows})
    seeing = Redactor(Bundle(card, {"look": finder({}, 3), **{name: counting(name) for name in looks}}, {}))
    clear = photo((GREEN, Box(0.2, 0.2, 0.7, 0.7)))
    seeing.see(clear)
    assert looks == {"plates": 6, "poor_plates": 0}
    seeing.see(Frame(clear.at, np.asarray(cv2.GaussianBlur(clear.pixels, (0, 0), 6.0), np.uint8)))
    assert looks["poor_plates"] == 4
    assert looks["plates"] - 6 <= 5, "upright as it is and without its blur, and at smaller sizes"
