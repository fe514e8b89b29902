"""Lessons for faces and license plates, from a folder of photos with the boxes that are known for some of them.

Faces are the face teacher's, asked once for each photo and kept; plates are true boxes. What is kept out of training:
photos by a hash of their name, and of the plates one whole drive, since neighbouring frames look alike.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from edge.messages import Pixels
from export.errors import ExportError
from export.teachers import Teacher
from export.views import Lesson

FACE, PLATE = 0, 1
SURE, DOUBTFUL = 0.55, 0.25  # the face teacher's scores: taught from here on, and neither taught nor punished
KEPT_APART = 12  # one photo of so many
PLATES = "license plate"
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


def ask_faces(folder: Path, teacher: Teacher, cache: Path, say: Callable[[str], None]) -> dict[str, list[list[float]]]:
    """The face teacher's answer for every photo: [score, x1, y1, x2, y2], kept in `cache`, gone on from there."""
    known = {row["photo"]: row["faces"] for row in rows(cache)} if cache.exists() else {}
    photos = sorted(folder.glob("*.jpg"))
    missing = [path for path in photos if path.name not in known]
    cache.parent.mkdir(parents=True, exist_ok=True)
    with cache.open("a", encoding="utf-8") as file:
        for number, path in enumerate(missing):
            seen = teacher(read_photo(path))
            known[path.name] = [[t.score, *t.box] for t in seen if t.score > 0.15]
            file.write(json.dumps({"photo": path.name, "faces": known[path.name]}) + "\n")
            if number % 500 == 0:
                say(f"faces: {number} of {len(missing)} photos")
    return {path.name: known[path.name] for path in photos}


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


def gather(data: Path, faces: Mapping[str, list[list[float]]]) -> Photos:
    """Sort the photos into plates, faces and the rest, and put aside what is kept apart."""
    plates = sorted((data / "photos").glob("plates_*.jpg"))
    drive = drives(plates)
    apart = smallest(drive)
    true = {Path(row["photo"]).name: row["boxes"] for row in rows(data / "boxes.jsonl")}
    groups: dict[str, list[Lesson]] = {"plates": [], "faces": [], "rest": []}
    hidden = []
    for name, seen in faces.items():
        kind = name.split("_")[0]
        if (kind == "plates" and drive[name] == apart) or (kind in _PEOPLED and kept_apart(name)):
            hidden.append(name)
            continue
        lesson = _lesson(data / "photos" / name, seen, true.get(name, []))
        group = "plates" if kind == "plates" else "faces" if (lesson.labels == FACE).any() else "rest"
        groups[group].append(lesson)
    return Photos(groups, tuple(hidden))


def plates_only(groups: Mapping[str, list[Lesson]]) -> dict[str, list[Lesson]]:
    """The same photos for a net that knows nothing but plates: they are its label 0, all else is background."""

    def only(lesson: Lesson) -> Lesson:
        kept = lesson.labels == PLATE
        return Lesson(lesson.photo, lesson.boxes[kept], np.zeros(int(kept.sum()), np.int64))

    return {name: [only(lesson) for lesson in lessons] for name, lessons in groups.items()}


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
