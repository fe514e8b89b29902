"""The list of models that can be fetched: ours is whole, and nothing in a list gets into a command or a path unseen."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from edge.bundle.registry import REGISTRY, card_of, files_of, read_registry
from edge.errors import ConfigError, EdgeError, FormatError, UsageError

ROOT = Path(__file__).parents[3]
HASH = "0" * 64
FILE = f'{{path = "a/b", file = "b", bytes = 1, sha256 = "{HASH}"}}'
PACKAGE = 'package = {name = "some-package", version = "1.0", bytes = 9}'
HUB = f'hub = {{url = "https://hub.example", repository = "some/model", revision = "{"a" * 40}"}}'


def listed(tmp_path, text, head="format = 1"):
    path = tmp_path / "registry.toml"
    path.write_text(f"{head}\n{text}", encoding="utf-8")
    return path


def entry(*, name="some", licence="MIT", card="some.toml", files=FILE, source=PACKAGE):
    return f'[[models]]\nname = "{name}"\nlicence = "{licence}"\ncard = "{card}"\nfiles = [{files}]\n{source}\n'


# ---------------------------------------------------------------------------------------------------------------- ours


@pytest.mark.parametrize("name", read_registry())
def test_each_of_ours_has_its_card_and_brings_every_file_that_the_card_names(name):
    model = read_registry()[name]
    card = card_of(model)
    assert {spec.file for spec in files_of(card)} <= {file.file for file in model.files}
    assert card.versions["source"] == model.source
    assert model.about
    assert model.kept > 0
    assert any("LICENSE" in file.file.upper() for file in model.files), "its licence wants to lie beside it"


@pytest.mark.parametrize("name", read_registry())
def test_what_is_fetched_in_a_checkout_is_neither_committed_nor_in_the_wheel(name):
    git = ["git", "-C", str(ROOT), "check-ignore", "--quiet", "--no-index", f"models/{name}/card.toml"]
    assert subprocess.run(git, check=False).returncode == 0
    excluded = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["exclude"]
    assert f"/models/{name}" in excluded
    assert "/models/.*" in excluded, "nor what is half written"


# ------------------------------------------------------------------------------------------------------------ any other


def test_a_model_is_in_a_package_or_on_a_hub(tmp_path):
    read = read_registry(listed(tmp_path, entry() + entry(name="other", source=HUB)))
    assert [(name, model.source, model.fetched) for name, model in read.items()] == [
        ("some", "some-package 1.0", 9),
        ("other", "some/model at aaaaaaaa", 1),
    ]
    assert read_registry(listed(tmp_path, "")) == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (entry(name="../some"), "is no name for a model"),
        (entry(name=""), "is no name for a model"),
        (entry() + entry(), "is there twice"),
        (entry(licence=""), "does not say its licence"),
        (entry(card="../x.toml"), "is not a plain file name"),
        (entry(source=""), "needs a package or a hub"),
        (entry(source=f"{PACKAGE}\n{HUB}"), "needs a package or a hub"),
        (entry(files=""), "names no files"),
        (entry(files=f"{FILE}, {FILE}"), "names no files, or one of them twice"),
        (entry(files=FILE.replace('"b"', '"../b"')), "is no name for a file"),
        (entry(files=FILE.replace('"b"', '"card.toml"')), "is no name for a file"),
        (entry(files=FILE.replace("a/b", "a/../../b")), "is no path inside a source"),
        (entry(files=FILE.replace("a/b", "/a/b")), "is no path inside a source"),
        (entry(files=FILE.replace("a/b", "a\\nb")), "is no path inside a source"),
        (entry(files=FILE.replace(HASH, "0")), "sha256 must be 64"),
        (entry(files=FILE.replace("bytes = 1", "bytes = 0")), "bytes must lie between"),
        (entry(files=FILE.replace("bytes = 1", "bytes = 99999999999")), "bytes must lie between"),
        (entry(source=PACKAGE.replace("some-package", "--index-url=http://x")), "cannot be asked for"),
        (entry(source=PACKAGE.replace("some-package", "some @ http://x")), "cannot be asked for"),
        (entry(source=PACKAGE.replace("1.0", "1.0 --pre")), "cannot be asked for"),
        (entry(source=PACKAGE.replace("bytes = 9", "bytes = 9, platform = '-x'")), "cannot be asked for"),
        (entry(source=PACKAGE.replace("9", "0")), "bytes must lie between"),
        (entry(source=HUB.replace("some/model", "some/../model")), "is no repository"),
        (entry(source=HUB.replace("a" * 40, "main")), "a revision is a commit"),
        (entry() + "sort = 1", "does not know 'sort'"),
    ],
)
def test_what_could_be_misused_is_refused_by_name(tmp_path, text, why):
    with pytest.raises(EdgeError, match=why):
        read_registry(listed(tmp_path, text))


def test_a_list_of_another_format_or_none_is_refused(tmp_path):
    for head, why in (("format = 2", "update Glint"), ("", "format number"), ("format = '1'", "format number")):
        with pytest.raises(FormatError, match=why):
            read_registry(listed(tmp_path, "", head))
    with pytest.raises(FormatError, match="is not TOML"):
        read_registry(listed(tmp_path, "]"))
    with pytest.raises(UsageError, match="cannot read the list of models"):
        read_registry(tmp_path / "none.toml")


def test_a_card_of_another_model_or_with_another_hash_is_refused(tmp_path):
    path = listed(tmp_path, entry(card="moonshine-tiny.toml"))
    (tmp_path / "cards").mkdir()
    with pytest.raises(FormatError, match="cannot be read"):
        card_of(read_registry(path)["some"], path)
    text = (REGISTRY.parent / "cards" / "moonshine-tiny.toml").read_text(encoding="utf-8")
    (tmp_path / "cards" / "moonshine-tiny.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match="is the card of moonshine-tiny, not of some"):
        card_of(read_registry(path)["some"], path)
    renamed = listed(tmp_path, entry(name="moonshine-tiny", card="moonshine-tiny.toml"))
    with pytest.raises(FormatError, match=r"names another encoder_model\.ort than registry\.toml does"):
        card_of(read_registry(renamed)["moonshine-tiny"], renamed)


def test_a_setting_of_the_wrong_type_is_named(tmp_path):
    with pytest.raises(ConfigError, match="licence: wants str"):
        read_registry(listed(tmp_path, entry().replace('"MIT"', "1")))
