"""A bundle of what was fetched: whole or not at all. The other half, through pip, is in test_models_pull.py."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from edge.bundle.model_card import ModelCard, format_card, parse_card, read_card
from edge.bundle.registry import FetchedFile, HubSource, Pullable
from edge.errors import ModelError, PullError, UsageError
from edge.pull.fetching import PullProgress
from edge.pull.pull import Pulled, pull
from tests.edge.bundle.adder import adder, bundle
from tests.edge.pull.model_hub import COMMIT, Hub, serving

QUIET = PullProgress(lambda _: None, lambda _: None)


@dataclass(frozen=True, slots=True)
class Offered:
    """A model on a hub, and where its bundle is to lie."""

    model: Pullable
    card: ModelCard
    folder: Path
    hub: Hub

    def pull(self, model: Pullable | None = None) -> Pulled:
        return pull(model or self.model, self.card, self.folder, QUIET, 20)


@pytest.fixture
def offered(tmp_path) -> Iterator[Offered]:
    card = bundle(tmp_path / "made", adder().SerializeToString())
    read = {path.name: path.read_bytes() for path in (tmp_path / "made").iterdir() if path.name != "card.toml"}
    files = tuple(FetchedFile(n, n, len(data), hashlib.sha256(data).hexdigest()) for n, data in read.items())
    with serving(Hub({f"/some/adder/resolve/{COMMIT}/{name}": data for name, data in read.items()})) as hub:
        model = Pullable("adder", "adds", "MIT", "adder.toml", files, hub=HubSource(hub.url, "some/adder", COMMIT))
        yield Offered(model, replace(card, versions={"source": model.source}), tmp_path / "models" / "adder", hub)


def test_it_comes_whole_and_a_second_time_nothing_is_asked_for(offered):
    assert offered.pull() is Pulled.FETCHED
    assert format_card(read_card(offered.folder)) == format_card(offered.card)
    assert len(offered.hub.asked) == len(offered.model.files)
    assert offered.pull() is Pulled.THERE
    assert len(offered.hub.asked) == len(offered.model.files)


def test_only_what_is_missing_or_damaged_is_fetched_again(offered):
    offered.pull()
    for spoil in (
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b"x"),
        lambda path: path.rename(path.with_name("aside")).with_name(path.name).symlink_to("aside"),
    ):
        offered.hub.asked.clear()
        spoil(offered.folder / "names.txt")
        assert offered.pull() is Pulled.RENEWED
        assert [asked.rpartition("/")[2] for asked in offered.hub.asked] == ["names.txt"]
        assert {path.name for path in offered.folder.iterdir()} == {"adder.onnx", "names.txt", "card.toml"}


def test_one_file_that_fails_leaves_what_was_there(offered):
    offered.pull()
    before = {path.name: path.read_bytes() for path in offered.folder.iterdir()}
    newer = tuple(replace(file, sha256="0" * 64) for file in offered.model.files)
    with pytest.raises(PullError, match="is not the file of the list"):
        offered.pull(replace(offered.model, files=newer))
    assert {path.name: path.read_bytes() for path in offered.folder.iterdir()} == before
    assert {path.name for path in offered.folder.parent.iterdir()} == {offered.folder.name, ".pinned"}


def test_what_onnxruntime_cannot_open_makes_no_bundle(offered):
    nets = {"add": replace(offered.card.nets["add"], inputs=())}
    with pytest.raises(ModelError):
        pull(offered.model, replace(offered.card, nets=nets), offered.folder, QUIET, 20)
    assert list(offered.folder.parent.iterdir()) == []


def test_a_newer_list_replaces_what_an_older_one_brought_and_nothing_of_somebody_s_own(offered, tmp_path):
    offered.folder.parent.mkdir()
    old = bundle(tmp_path / "old", adder(2.0).SerializeToString())
    own = format_card(old)
    brought = format_card(replace(old, versions={"source": "some/adder at 00000000"}))
    for text, fine in ((own, False), (brought, True), ("broken", True)):
        shutil.copytree(tmp_path / "old", offered.folder, dirs_exist_ok=True)
        (offered.folder / "card.toml").write_text(text, encoding="utf-8")
        if fine:
            assert offered.pull() is Pulled.RENEWED
        else:
            with pytest.raises(UsageError, match="there is another model called adder already"):
                offered.pull()
            assert parse_card((offered.folder / "card.toml").read_bytes()) == old


def test_a_folder_that_cannot_be_written_is_said_in_one_line(offered):
    with pytest.raises(ModelError, match="cannot be written to"):
        pull(offered.model, offered.card, Path("/proc/self/adder"), QUIET, 20)
