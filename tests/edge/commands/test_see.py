"""`glint see` as its contract has it: the JSON, pixels, null, one bad photo among good ones, a legible drawing."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp

from edge.cli import main
from edge.commands import see
from edge.media.draw import CODES
from edge.media.photo import open_photo, save_photo
from edge.perceive import in_pixels

URL = "https://example.org/menu"


@pytest.fixture(scope="module")
def menu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo with a line of text and a QR code."""
    pixels = np.full((300, 500, 3), 230, np.uint8)
    cv2.putText(pixels, "SOUP 4.50", (20, 80), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (20, 20, 60), 3, cv2.LINE_AA)
    code = np.array(zxingcpp.create_barcode(URL, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
    pixels[140 : 140 + code.shape[0], 300 : 300 + code.shape[1]] = code[..., None]
    path = tmp_path_factory.mktemp("photos") / "menu.png"
    save_photo(path, pixels)
    return path


def rows(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, object]], str]:
    said = capsys.readouterr()
    return [json.loads(line) for line in said.out.splitlines()], said.err


def test_the_shape_for_machines(menu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["see", "--only", "texts,codes", "--json", str(menu)]) == 0
    (row,), said = rows(capsys)
    assert said == ""
    assert list(row) == ["path", "width", "height", "things", "texts", "codes", "redactions"]
    assert (row["path"], row["width"], row["height"]) == (str(menu), 500, 300)
    assert (row["things"], row["redactions"]) == (None, None)
    (text,), (code,) = row["texts"], row["codes"]  # type: ignore[misc, var-annotated]
    assert list(text) == ["text", "score", "quad"]
    assert text["text"] == "SOUP 4.50"
    assert 10 < text["quad"][0][0] < 40
    assert list(code) == ["format", "text", "quad"]
    assert (code["format"], code["text"]) == ("qrcode", URL)
    assert len(code["quad"]) == 4
    assert all(300 <= x <= 450 and 140 <= y <= 280 for x, y in code["quad"])


def test_one_bad_photo_fails_alone(menu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no photo at all")
    photos = [str(menu), str(bad), str(tmp_path / "gone.jpg"), str(menu)]
    assert main(["see", "--only", "codes", "--json", *photos]) == 2, "the third is not there"
    found, said = rows(capsys)
    assert [row["path"] for row in found] == [str(menu), str(menu)]
    assert [line.split(":")[0] for line in said.splitlines()] == ["glint", "glint"]
    assert "not a photo" in said
    assert "gone.jpg: there is no such file" in said
    assert main(["see", "--only", "codes", "--json", *photos[:2]]) == 1, "what is there and no photo is no wrong use"


def test_people_get_a_table(menu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["see", "--only", "codes", str(menu)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{menu}: 500 x 300\n")
    assert URL in out


def test_a_detector_that_is_not_there_is_said_so(menu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["see", "--only", "things,codes", "--detector", "nobody", "--json", str(menu), str(menu)]) == 1
    found, said = rows(capsys)
    assert [row["things"] for row in found] == [None, None]
    assert all(row["codes"] for row in found)
    assert said.count("cannot look for things") == 1
    assert "nobody" in said


def test_who_names_nothing_is_told_by_the_status_what_could_not_be_looked_for(
    menu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "glint.toml"
    config.write_text('[models]\ndetector = "lokker"\n', encoding="utf-8")
    assert main(["see", "--config", str(config), "--json", str(menu)]) == 1
    (row,), said = rows(capsys)
    assert row["things"] is None
    assert row["codes"]
    assert "cannot look for things" in said


@pytest.mark.parametrize(
    "arguments", [["--only", "cats"], ["--only", ""], ["--draw", "x.png", "second.png"], ["--only", "codes,cats"]]
)
def test_used_wrongly(arguments: list[str], menu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["see", *arguments, str(menu)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_drawing_is_written(menu: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen.png"
    assert main(["see", "--only", "codes", "--draw", str(seen), str(menu)]) == 0
    assert open_photo(seen).pixels.shape == (576, 960, 3), "large enough for its words"
    assert (open_photo(seen).pixels == CODES).all(axis=2).any()
    assert list(tmp_path.iterdir()) == [seen]


def test_a_drawing_of_no_known_kind(menu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["see", "--only", "codes", "--draw", str(tmp_path / "seen.doc"), str(menu)]) == 1
    assert "name it .png or .jpg" in capsys.readouterr().err


def test_a_folder_is_named_once_with_what_to_do(menu: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["see", "--only", "codes", str(menu.parent)]) == 1
    said = capsys.readouterr().err
    assert "is a folder: name the photos in it" in said
    assert said.count(f"{menu.parent}:") == 1


def test_a_kind_is_guessed_at_and_a_drawing_is_told(
    menu: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["see", "--only", "text", str(menu)]) == 2
    assert "did you mean texts?" in capsys.readouterr().err
    assert main(["see", "--only", "codes", "--draw", str(tmp_path / "seen.png"), str(menu)]) == 0
    assert capsys.readouterr().err == f"glint: drawn into {tmp_path / 'seen.png'}\n"


def test_the_command_and_the_api_look_for_the_same() -> None:
    """Two copies, since `glint --help` has no time to import the other."""
    assert (see.KINDS, see.LEAST) == (in_pixels.KINDS, in_pixels.LEAST)
