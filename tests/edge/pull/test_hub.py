"""Files from a hub on loopback, at one commit."""

from __future__ import annotations

import hashlib

import pytest

from edge.bundle.registry import FetchedFile, HubSource, Pullable
from edge.errors import PullError
from edge.pull.fetching import Fetching, PullProgress
from edge.pull.hub import fetch, is_safe
from tests.edge.pull.model_hub import COMMIT, Hub, serving

DATA = b"some weights " * 20_000
PATH = f"/some/model/resolve/{COMMIT}/onnx/model%20one.onnx"


def order(url: str, within: float = 10.0) -> tuple[Fetching, list[int]]:
    file = FetchedFile("onnx/model one.onnx", "model.onnx", len(DATA), hashlib.sha256(DATA).hexdigest())
    model = Pullable("some", "", "MIT", "some.toml", (file,), hub=HubSource(url, "some/model", COMMIT))
    counted: list[int] = []
    return Fetching(model, model.files, PullProgress(lambda _: None, counted.append), within), counted


def test_a_file_comes_by_its_commit_and_is_counted_on_its_way():
    with serving(Hub({PATH: DATA})) as hub:
        fetching, counted = order(hub.url)
        assert fetch(fetching) == {"model.onnx": DATA}
    assert hub.asked == [PATH]
    assert counted == sorted(counted)
    assert counted[-1] == len(DATA)


def test_it_may_lie_elsewhere_on_the_way_but_never_without_encryption():
    with serving(Hub({PATH: "/elsewhere", "/elsewhere": DATA})) as hub:
        assert fetch(order(hub.url)[0]) == {"model.onnx": DATA}
        hub.answers["/elsewhere"] = "http://files.example/model.onnx"
        with pytest.raises(PullError, match="sends on to an address without encryption"):
            fetch(order(hub.url)[0])
        hub.answers["/elsewhere"] = "file:///etc/passwd"
        with pytest.raises(PullError, match="the hub"):
            fetch(order(hub.url)[0])
    with pytest.raises(PullError, match="is not https"):
        fetch(order("http://hub.example")[0])


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://hub.example", True),
        ("http://127.0.0.1:1", True),
        ("http://localhost:1", True),
        ("http://hub.example", False),
        ("http://127.0.0.1@hub.example", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_what_is_safe(url, safe):
    assert is_safe(url) == safe


@pytest.mark.parametrize(
    ("answer", "length", "why"),
    [
        (404, None, r"has no onnx/model one.onnx at this revision \(status 404\)"),
        (DATA[:-1] + b"!", None, "is not the file of the list of models"),
        (DATA + b"!", None, "has 260001 bytes, and 260000 in the list"),
        (DATA[:-10], len(DATA), "is not the file of the list of models|broke off"),
    ],
)
def test_what_is_not_as_the_list_says_is_not_taken(answer, length, why):
    with serving(Hub({PATH: answer}, length)) as hub, pytest.raises(PullError, match=why):
        fetch(order(hub.url)[0])


def test_a_hub_that_is_down_and_time_that_is_over_are_said():
    with serving(Hub({PATH: DATA})) as hub, pytest.raises(PullError, match=r"it took longer than 1e-06 s"):
        fetch(order(hub.url, within=1e-6)[0])
    with pytest.raises(PullError, match="the hub cannot be reached: is there a network"):
        fetch(order(hub.url)[0])
