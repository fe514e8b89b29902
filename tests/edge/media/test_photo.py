"""Photo files are opened and saved whole, or said to be wrong in one line."""

from pathlib import Path

import numpy as np
import pytest

from edge.errors import PhotoError
from edge.media.photo import open_photo, save_photo
from edge.messages import Array


def picture() -> Array:
    pixels = np.zeros((32, 48, 3), np.uint8)
    pixels[:, 24:] = (255, 120, 0)
    return pixels


def test_files(tmp_path: Path) -> None:
    good = tmp_path / "good.png"
    save_photo(good, picture())
    assert open_photo(good).pixels.shape == (32, 48, 3)
    with pytest.raises(PhotoError, match="No such file"):
        open_photo(tmp_path / "gone.png")
    with pytest.raises(PhotoError, match=f"^{tmp_path}: is a folder$"):
        open_photo(tmp_path)
    with pytest.raises(PhotoError, match="no plain file"):
        open_photo(Path("/dev/null"))


@pytest.mark.parametrize("name", ["seen.png", "seen.jpg", "SEEN.PNG"])
def test_saved_and_opened_again(tmp_path: Path, name: str) -> None:
    save_photo(tmp_path / name, picture())
    assert np.abs(open_photo(tmp_path / name).pixels.astype(int) - picture()).mean() < 12
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_cannot_be_saved_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "notes.doc").write_text("mine")
    for path, why in ((tmp_path / "notes.doc", "name it"), (tmp_path / "gone" / "seen.png", "no such folder")):
        with pytest.raises(PhotoError, match=why):
            save_photo(path, picture())
    assert (tmp_path / "notes.doc").read_text() == "mine"
