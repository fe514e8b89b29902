"""Lessons are sorted by what is in them; what is kept apart for measuring is in none."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.messages import Box, Pixels, Thing
from export.errors import ExportError
from export.lessons import (
    FACE,
    PLATE,
    ask_faces,
    ask_things,
    beasts,
    drives,
    gather,
    kept_apart,
    of_one,
    of_people,
    read_photo,
    rows,
    smallest,
)


def photo(folder: Path, name: str, grey: int = 128) -> Path:
    folder.mkdir(exist_ok=True)
    cv2.imwrite(str(folder / name), np.full((40, 80, 3), grey, np.uint8))
    return folder / name


def test_lines_that_are_no_json_or_no_file_are_said_so(tmp_path: Path):
    path = tmp_path / "b.jsonl"
    path.write_text('{"a": 1}\n\n{"a": 2}\n', encoding="utf-8")
    assert rows(path) == [{"a": 1}, {"a": 2}]
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ExportError, match=r"b\.jsonl holds a line that is not JSON"):
        rows(path)
    with pytest.raises(ExportError, match="cannot read"):
        rows(tmp_path / "none.jsonl")
    with pytest.raises(ExportError, match="is no picture"):
        read_photo(path)


def test_one_photo_in_twelve_is_kept_apart_always_the_same():
    names = [f"coco_{n}.jpg" for n in range(2000)]
    apart = [name for name in names if kept_apart(name)]
    assert 120 < len(apart) < 220
    assert apart == [name for name in names if kept_apart(name)]


def test_the_face_teacher_is_asked_once_for_each_photo(tmp_path: Path):
    for name in ("a.jpg", "b.jpg"):
        photo(tmp_path / "photos", name)
    asked: list[Pixels] = []

    def teacher(pixels: Pixels) -> list[Thing]:
        asked.append(pixels)
        return [Thing("face", 0.9, Box(0.1, 0.1, 0.2, 0.2)), Thing("face", 0.1, Box(0, 0, 1, 1))]

    said: list[str] = []
    cache = tmp_path / "work" / "faces.jsonl"
    first = ask_faces(tmp_path / "photos", teacher, cache, said.append)
    assert first == {name: [[0.9, 0.1, 0.1, 0.2, 0.2]] for name in ("a.jpg", "b.jpg")}
    photo(tmp_path / "photos", "c.jpg")
    assert set(ask_faces(tmp_path / "photos", teacher, cache, said.append)) == {"a.jpg", "b.jpg", "c.jpg"}
    assert len(asked) == 3
    assert said == ["faces: 0 of 2 photos", "faces: 0 of 1 photos"]


def test_drives_are_told_by_their_light(tmp_path: Path):
    photos = [photo(tmp_path, f"plates_{n}.jpg", grey) for n, grey in enumerate((10, 90, 92, 170, 172, 250, 252))]
    found = drives(photos)
    assert found["plates_1.jpg"] == found["plates_2.jpg"]
    assert found["plates_3.jpg"] == found["plates_4.jpg"]
    assert len(set(found.values())) == 4
    assert smallest(found) == found["plates_0.jpg"]
    assert drives(photos[:2]) == {"plates_0.jpg": 0, "plates_1.jpg": 0}
    assert smallest({}) == 0


def test_photos_are_sorted_and_what_is_kept_apart_is_in_no_group(tmp_path: Path):
    names = [f"coco_{n}.jpg" for n in range(40)]
    apart = next(name for name in names if kept_apart(name))
    faced, plain = [name for name in names if not kept_apart(name)][:2]
    plates = [f"plates_{n}.jpg" for n in range(7)]
    for name, grey in zip((apart, faced, plain, *plates), (1, 1, 1, 10, 90, 92, 170, 172, 250, 252), strict=True):
        photo(tmp_path / "photos", name, grey)
    box = {"label": "license plate", "box": [8, 4, 16, 8]}
    lines = [
        {"photo": f"photos/{plates[1]}", "boxes": [box, {**box, "ignore": True}, {**box, "label": "car"}]},
    ]
    (tmp_path / "boxes.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    face, doubtful, faint = ([score, 0.1, 0.1, 0.2, 0.2] for score in (0.6, 0.4, 0.2))
    faces = {apart: [face], faced: [face, doubtful, faint], plain: [doubtful], **{name: [] for name in plates}}
    found = gather(tmp_path, faces)
    assert set(found.kept_apart) == {apart, plates[0]}
    assert [len(found.groups[group]) for group in ("plates", "faces", "rest")] == [6, 1, 1]
    assert found.groups["faces"][0].labels.tolist() == [FACE, -1]
    assert found.groups["rest"][0].labels.tolist() == [-1]
    taught = found.groups["plates"][0]
    assert taught.labels.tolist() == [PLATE, -1]
    assert taught.boxes[0] == pytest.approx([0.1, 0.1, 0.2, 0.2])
    assert set(gather(tmp_path, faces, aside=frozenset({faced})).kept_apart) == {apart, plates[0], faced}
    assert len(gather(tmp_path, faces, frozenset({plain})).groups["animals"]) == 1
    only = of_one(found.groups, PLATE)
    assert only["plates"][0].labels.tolist() == [0, -1]
    assert only["faces"][0].labels.tolist() == [-1]


def test_a_face_in_an_animal_or_among_fruit_is_none_and_without_people_it_is_doubtful():
    face = [0.9, 0.4, 0.4, 0.6, 0.6]
    whole = [0.0, 0.0, 1.0, 1.0]
    things = {
        "coco_dog.jpg": [["dog", 0.8, *whole]],
        "coco_rider.jpg": [["horse", 0.8, *whole], ["person", 0.4, *whole]],
        "coco_crowd.jpg": [["person", 0.4, 0.0, 0.0, 0.1, 0.1]],
        "coco_nobody.jpg": [["dog", 0.4, *whole]],
        "grocery_apple.jpg": [["person", 0.9, *whole]],
    }
    found = of_people({name: [face] for name in things}, things)
    assert found == {
        "coco_dog.jpg": [],
        "coco_rider.jpg": [face],
        "coco_crowd.jpg": [face],
        "coco_nobody.jpg": [[0.25, *face[1:]]],
        "grocery_apple.jpg": [],
    }
    assert beasts(things) == {"coco_dog.jpg", "coco_nobody.jpg"}


def test_people_and_animals_are_asked_for_once(tmp_path: Path):
    photo(tmp_path / "photos", "a.jpg")
    seen = [
        Thing("dog", 0.5, Box(0, 0, 1, 1)),
        Thing("cup", 0.9, Box(0, 0, 1, 1)),
        Thing("person", 0.2, Box(0, 0, 1, 1)),
    ]
    answers = iter([seen])
    for _ in range(2):
        found = ask_things(tmp_path / "photos", lambda _: next(answers), tmp_path / "things.jsonl", lambda _: None)
        assert found == {"a.jpg": [["dog", 0.5, 0, 0, 1, 1]]}
