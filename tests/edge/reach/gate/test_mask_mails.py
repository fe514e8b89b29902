"""Mail addresses are found, written or spoken, and what only sounds like one is left."""

import pytest

from edge.reach.gate.mask_mails import find


def found(text: str) -> list[str]:
    places = find(text)
    assert {kind for _, _, kind in places} <= {"mail"}
    return [text[begin:end] for begin, end, _ in places]


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("write to a.b+c@example.com today", "a.b+c@example.com"),
        ("mail a.b (at) example (dot) com", "a.b (at) example (dot) com"),
        ("anna at example dot org", "anna at example dot org"),
        ("it is j smith two at gmail dot com", "j smith two at gmail dot com"),
        ("my mail is b underscore t at aol dot com", "b underscore t at aol dot com"),
        ("contact bob99 at foo point net, please", "bob99 at foo point net"),
        ("mail me at anna maria lopez at web dot de", "anna maria lopez at web dot de"),
        ("email john at cafe dot zebra", "john at cafe dot zebra"),
        ("reply to kim at sign host dot com", "kim at sign host dot com"),
        ("ask lee seven seven at yahoo dot co dot uk", "lee seven seven at yahoo dot co dot uk"),
    ],
)
def test_an_address_is_found_whole(text: str, mail: str):
    assert found(text) == [mail]


@pytest.mark.parametrize(
    "text",
    [
        "we met at noon", "look at the shop dot com", "buy it at amazon dot com", "sign up at example dot com",
        "meet john at the cafe dot com", "john at cafe dot zebra", "a@b", "me@host", "@handle and 5@6",
        "see you at the lake dot", "4 5 6 at gmail dot com", "what is it at apple dot com",
    ],
)  # fmt: skip
def test_what_is_none_is_left(text: str):
    assert found(text) == []


def test_several_are_found_in_order_and_apart():
    text = "send it to x y z at host dot xyz and c@d.org"
    assert found(text) == ["x y z at host dot xyz", "c@d.org"]
    assert found("a@b.com,c@d.org") == ["a@b.com", "c@d.org"]
