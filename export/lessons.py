"""Lessons for faces and license plates, from a folder of photos with the boxes that are known for some of them.

Faces are the face teacher's, asked once for each photo and kept; plates are true boxes. What is kept out of training:
photos by a hash of their name, and of the plates one whole drive, since neighbouring frames look alike.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from edge.messages import Pixels
from export.errors import ExportError
from export.teachers import Teacher
from export.views import Lesson

Say = Callable[[str], None]
Faces = dict[str, list[list[float]]]
Names = AbstractSet[str]

FACE, PLATE = 0, 1
SURE, DOUBTFUL = 0.55, 0.25  # the face teacher's scores: taught from here on, and neither taught nor punished
KEPT_APART = 12  # one photo of so many
PLATES = "license plate"
THERE, ANIMAL = 0.3, 0.5  # a detector's scores: from here on somebody is there, and an animal is surely one
PERSON = "person"
ANIMALS = frozenset(
    {"bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "teddy bear"}
)
_FACELESS = frozenset({"grocery", "gtea", "houses"})
_PEOPLED = frozenset({"flickr8k", "coco", "imagenet", "clothing", "coral"})


@dataclass(frozen=True, slots=True)
class Photos:
    """Labelled photos by group, and the names of those kept out of training."""

    groups: Mapping[str, list[Lesson]]
    kept_apart: tuple[str, ...]


def read_photo(path: Path) -> Pixels:
    decoded: Any = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if decoded is None:
        raise ExportError("lessons", f"{path} is no picture")
    return decoded[..., ::-1]  # type: ignore[no-any-return]


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file; ExportError for a file or a line that cannot be read."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise ExportError("lessons", f"{path} holds a line that is not JSON: {error}") from error
    except OSError as error:
        raise ExportError("lessons", f"cannot read {path}: {error.strerror}") from error


def kept_apart(name: str) -> bool:
    return int(hashlib.sha256(f"held:{name}".encode()).hexdigest(), 16) % KEPT_APART == 0


def ask_faces(folder: Path, teacher: Teacher, cache: Path, say: Say) -> dict[str, list[list[float]]]:
    """The face teacher's answer for every photo: [score, x1, y1, x2, y2], kept in `cache`, gone on from there."""
    return _asked(folder, lambda p: [[t.score, *t.box] for t in teacher(p) if t.score > 0.15], "faces", cache, say)


def ask_things(folder: Path, teacher: Teacher, cache: Path, say: Say) -> dict[str, list[list[Any]]]:
    """The people and animals that a detector sees in every photo: [label, score, x1, y1, x2, y2], kept in `cache`."""

    def answer(pixels: Pixels) -> list[list[Any]]:
        seen = (thing for thing in teacher(pixels) if thing.score > THERE and thing.label in ANIMALS | {PERSON})
        return [[thing.label, round(thing.score, 4), *thing.box] for thing in seen]

    return _asked(folder, answer, "things", cache, say)


def _asked(folder: Path, answer: Callable[[Pixels], Any], key: str, cache: Path, say: Say) -> dict[str, Any]:
    known = {row["photo"]: row[key] for row in rows(cache)} if cache.exists() else {}
    photos = sorted(folder.glob("*.jpg"))
    missing = [path for path in photos if path.name not in known]
    cache.parent.mkdir(parents=True, exist_ok=True)
    with cache.open("a", encoding="utf-8") as file:
        for number, path in enumerate(missing):
            known[path.name] = answer(read_photo(path))
            file.write(json.dumps({"photo": path.name, key: known[path.name]}) + "\n")
            if number % 500 == 0:
                say(f"{key}: {number} of {len(missing)} photos")
    return {path.name: known[path.name] for path in photos}


def of_people(faces: Mapping[str, list[list[float]]], things: Mapping[str, list[list[Any]]]) -> Faces:
    """The teacher's faces but those of animals, and those in photos of shelves, kitchens and facades, which are fruit.

    Where the detector sees nobody at all, the teacher is not believed: what it says there is doubtful.
    """

    def kept(seen: list[list[float]], around: list[list[Any]]) -> list[list[float]]:
        people = [row for row in around if row[0] == PERSON]
        animals = [row for row in around if row[0] in ANIMALS and row[1] >= ANIMAL]
        most = 1.0 if people else DOUBTFUL
        return [[min(f[0], most), *f[1:]] for f in seen if _within(f, people) or not _within(f, animals)]

    return {name: [] if name.split("_")[0] in _FACELESS else kept(seen, things[name]) for name, seen in faces.items()}


def _within(face: list[float], things: list[list[Any]]) -> bool:
    """Whether the middle of a face lies in any of the things."""
    x, y = (face[1] + face[3]) / 2, (face[2] + face[4]) / 2
    return any(x1 <= x <= x2 and y1 <= y <= y2 for _, _, x1, y1, x2, y2 in things)


def drives(photos: list[Path], count: int = 4) -> dict[str, int]:
    """The number of the drive that each dashcam photo is from, guessed from its light: the names do not tell."""
    small = [cv2.resize(read_photo(path)[..., ::-1], (4, 4), interpolation=cv2.INTER_AREA).ravel() for path in photos]
    if len(photos) < count:
        return dict.fromkeys((path.name for path in photos), 0)
    cv2.setRNGSeed(1)
    data: Any = np.array(small, np.float32)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_COUNT, 200, 0.1)
    answer: Any = cv2.kmeans(data, count, None, stop, 5, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    return {path.name: int(label) for path, label in zip(photos, answer[1].ravel(), strict=True)}


def smallest(groups: Mapping[str, int]) -> int:
    """The drive with the fewest photos: the one that is kept apart."""
    counts = Counter(groups.values())
    return min(counts, key=lambda drive: (counts[drive], drive), default=0)


def beasts(things: Mapping[str, list[list[Any]]]) -> frozenset[str]:
    """The photos with animals and no people."""
    labels = {name: {row[0] for row in seen} for name, seen in things.items()}
    return frozenset(name for name, seen in labels.items() if seen & ANIMALS and PERSON not in seen)


def gather(
    data: Path, faces: Mapping[str, list[list[float]]], animals: Names = frozenset(), aside: Names = frozenset()
) -> Photos:
    """Sort the photos into plates, faces, animals and the rest, and put aside what is kept apart or named `aside`."""
    plates = sorted((data / "photos").glob("plates_*.jpg"))
    drive = drives(plates)
    apart = smallest(drive)
    true = {Path(row["photo"]).name: row["boxes"] for row in rows(data / "boxes.jsonl")}
    groups: dict[str, list[Lesson]] = {"plates": [], "faces": [], "animals": [], "rest": []}
    hidden = []
    for name, seen in faces.items():
        kind = name.split("_")[0]
        if name in aside or (kind == "plates" and drive[name] == apart) or (kind in _PEOPLED and kept_apart(name)):
            hidden.append(name)
            continue
        lesson = _lesson(data / "photos" / name, seen, true.get(name, []))
        rest = "animals" if name in animals else "rest"
        group = "plates" if kind == "plates" else "faces" if (lesson.labels == FACE).any() else rest
        groups[group].append(lesson)
    return Photos(groups, tuple(hidden))


def of_one(groups: Mapping[str, list[Lesson]], label: int) -> dict[str, list[Lesson]]:
    """The same photos for a net that knows one label only: it is its label 0, the other is background."""

    def kept(lesson: Lesson) -> Lesson:
        mine = (lesson.labels == label) | (lesson.labels < 0)
        return Lesson(lesson.photo, lesson.boxes[mine], np.minimum(lesson.labels[mine], 0))

    return {name: [kept(lesson) for lesson in lessons] for name, lessons in groups.items()}


def _lesson(path: Path, faces: list[list[float]], true: list[dict[str, Any]]) -> Lesson:
    boxes = [row[1:] for row in faces if row[0] >= DOUBTFUL]
    labels = [FACE if row[0] >= SURE else -1 for row in faces if row[0] >= DOUBTFUL]
    plates = [row for row in true if row["label"] == PLATES]
    if plates:
        height, width = read_photo(path).shape[:2]
        boxes += [list(np.array(row["box"]) / (width, height, width, height)) for row in plates]
        labels += [-1 if row.get("ignore") else PLATE for row in plates]
    corners = np.array(boxes, np.float32).reshape(-1, 4)
    return Lesson(path.read_bytes(), corners, np.array(labels, np.int64))
