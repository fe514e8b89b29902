"""The bundled scenes: each has its photo, its credit and its questions; together they stay small."""

import tomllib

import pytest

from edge.errors import ConfigError, UsageError
from edge.media.photo import open_photo
from edge.typed_toml import from_table
from firmware_sim.desktop.scenes import SCENERY, BundledScene, bundled_scenes, photo

NAMES = [scene.name for scene in bundled_scenes()]
MOST = 900_000  # bytes of all photos: they are in everybody's download
WIDEST = 1280


def test_there_are_several_and_no_two_of_a_name():
    assert 6 <= len(NAMES) == len(set(NAMES))


def test_every_photo_is_a_scenes():
    assert sorted(file.stem for file in SCENERY.glob("*.jpg")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_photo_opens_and_is_no_wider_than_it_may_be(name):
    _, width = open_photo(photo(name)).pixels.shape[:2]
    assert 300 <= width <= WIDEST


@pytest.mark.parametrize("name", NAMES)
def test_a_photo_tells_nothing_about_who_took_it_where(name):
    assert b"Exif" not in photo(name).read_bytes()


def test_all_photos_together_stay_under_the_limit():
    assert sum(file.stat().st_size for file in SCENERY.glob("*.jpg")) < MOST


@pytest.mark.parametrize("name", NAMES)
def test_the_credits_name_every_photo(name):
    assert f"| `{name}.jpg` |" in (SCENERY / "CREDITS.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("scene", bundled_scenes(), ids=NAMES)
def test_a_scene_says_what_it_is_and_what_to_ask(scene):
    assert scene.title.strip()
    assert scene.about.strip()
    assert "\n" not in scene.about
    assert 3 <= len(scene.ask) <= 4
    assert all(question.strip() for question in scene.ask)
    assert len(set(scene.ask)) == len(scene.ask)


@pytest.mark.parametrize("name", ["", "nothing", "../scenery/table", "table.jpg", "CREDITS"])
def test_what_is_no_scene_has_no_photo(name):
    with pytest.raises(UsageError, match="there are: table, "):
        photo(name)


def test_an_unknown_key_is_refused():
    table = tomllib.loads('name = "a"\ntitle = "A"\nabout = "b"\nask = ["c"]\nasks = ["d"]')
    with pytest.raises(ConfigError, match="did you mean 'ask'"):
        from_table(BundledScene, table, "scenes.toml")
