"""`glint models try`: a detector watched at work, on photos and on what an eye sees."""

from __future__ import annotations

import asyncio
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.bundle.model_card import ModelCard, Threshold
from edge.cli import main
from edge.commands.models_try import line
from edge.messages import Box, Frame, Instant, Thing


class Says:
    """Stands for a detector."""

    card = ModelCard("says", "objects", {}, thresholds={"answer": {"*": Threshold(0.4, 0, 0)}})

    def see(self, _: Frame) -> tuple[Thing, ...]:
        return (Thing("cup", 0.8, Box(0, 0, 1, 1)), Thing("dog", 0.3, Box(0, 0, 1, 1)))


def test_only_what_is_sure_enough_is_named():
    said = line(Says(), Frame(Instant(0.0), np.zeros((4, 4, 3), np.uint8)))  # type: ignore[arg-type]
    assert said.startswith("cup 0.80  (")
    assert said.endswith(" ms)")


def test_looker_says_a_line_for_each_photo(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name in ("one.png", "two.png"):
        cv2.imwrite(str(tmp_path / name), np.full((40, 60, 3), 90, np.uint8))
    photos = [str(tmp_path / "one.png"), str(tmp_path / "two.png")]
    assert main(["models", "try", "looker", "--image", *photos]) == 0
    assert [row.split(":")[0] for row in capsys.readouterr().out.splitlines()] == ["one.png", "two.png"]


@pytest.mark.parametrize("arguments", [[], ["--camera", "--image", "x.png"]])
def test_it_has_to_be_said_what_to_look_at(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["models", "try", "looker", *arguments]) == 2
    assert "say what to look at" in capsys.readouterr().err


def test_a_camera_that_is_not_there_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    nowhere = str(tmp_path / "nowhere.mp4")
    assert main(["models", "try", "looker", "--camera", nowhere, "--frames", "1"]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
