"""What a finder of faces still finds in the pictures that leave.

    .venv/bin/python tools/what_leaves.py PHOTOS BOXES.jsonl --faces yunet_n_dynamic.onnx

BOXES.jsonl has a line for each photo: {"photo", "boxes": [{"label", "box": [left, top, right, bottom], "ignore"}]}, the
box in fractions of the photo. Each photo goes through the gate's own maker of pictures, at the size that a server gets,
and the JPEG is judged as it would arrive: how many true boxes have become grey, and how many of the faces
that the finder sees in the unhidden picture of the same size it still sees.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from pathlib import Path

import cv2
import numpy as np

from edge.compose.senses import real_senses
from edge.config import Config
from edge.flow import InlineLane
from edge.media.jpeg import encode, scale
from edge.media.photo import open_photo
from edge.messages import Box, Pixels
from edge.perceive.boxes import shared
from edge.reach.gate.mask import Masker
from edge.reach.gate.pictures import GREY, Outgoing, Pictures, crop
from edge.reach.modes import THINK
from export.teachers import Teacher, faces

SEEN = 0.6  # score from which the finder's faces count
COVER = 0.75  # share of a box that must be gone
SAME = 0.5  # overlap from which two boxes are of one face
NEAR = 24  # levels by which JPEG may have changed a grey pixel beside others


def decoded(jpeg: bytes) -> Pixels:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    return np.ascontiguousarray(np.asarray(picture, np.uint8)[..., ::-1])


def gone(picture: Pixels, box: Box) -> float:
    """The share of a box that is grey."""
    near = (np.abs(crop(picture, box).astype(int) - GREY) <= NEAR).all(axis=2)
    return float(near.mean())


def seen(finder: Teacher, picture: Pixels) -> list[Box]:
    return [thing.box for thing in finder(picture) if thing.score >= SEEN]


async def judge(pictures: Pictures, finder: Teacher, path: Path, boxes: list[dict[str, object]]) -> Counter[str]:
    """What is counted of one photo."""
    frame = open_photo(path)
    fit = await pictures.fit(Outgoing(frame, THINK.picture), Masker())
    if not fit.jpeg:
        return Counter({"kept back": 1})
    arrived, unhidden = decoded(fit.jpeg), decoded(encode(scale(frame.pixels, THINK.picture)))
    before, after = seen(finder, unhidden), seen(finder, arrived)
    count = Counter({"photos": 1, "faces found before": len(before), "faces found in what left": len(after)})
    for box in (Box(*b["box"]) for b in boxes if b["label"] == "face" and not b.get("ignore")):  # type: ignore[misc]
        count["true faces found before"] += any(shared(box, one) > SAME for one in before)
        count["true faces found in what left"] += any(shared(box, one) > SAME for one in after)
    for b in boxes:
        if not b.get("ignore"):
            count[f"{b['label']}: true boxes"] += 1
            count[f"{b['label']}: gone"] += gone(arrived, Box(*b["box"])) >= COVER  # type: ignore[misc]
            count[f"{b['label']}: grey anyway"] += gone(unhidden, Box(*b["box"])) >= COVER  # type: ignore[misc]
    return count


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("boxes", type=Path)
    parser.add_argument("--faces", type=Path, required=True, metavar="ONNX", help="the finder of faces")
    args = parser.parse_args()
    senses, finder = real_senses(Config()), faces(args.faces)
    pictures = Pictures(senses.redactions, InlineLane(), senses.texts, senses.codes)
    total: Counter[str] = Counter()
    for line in args.boxes.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        total += await judge(pictures, finder, args.photos / row["photo"], row["boxes"])
    for name, number in total.items():
        print(f"{number:6} {name}")


if __name__ == "__main__":
    asyncio.run(main())
