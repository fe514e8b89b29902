"""The items of a sentence, marked or not."""

import pytest

from edge.language.items import items_in, split
from edge.language.language import english


@pytest.mark.parametrize(
    ("text", "marked", "items"),
    [
        ("Put milk and eggs on the list.", ("milk",), ("milk", "eggs")),
        ("add bread, tea and rice to my list", ("bread tea", "rice"), ("bread", "tea", "rice")),
        ("add milk and put it on the list", ("milk",), ("milk",)),
        ("add Milk, milk and MILK", ("milk",), ("MILK",)),
        ("add the butter please", (), ("butter",)),
        ("Add a towel and socks to the packing list", (), ("a towel", "socks")),
        ("we're out of oat milk", (), ("oat milk",)),
        ("take them off", ("them",), ()),
        ("clear the list", (), ()),
        ("what's on it", (), ()),
        ("add something to the list", (), ()),
    ],
)
def test_items_are_named_once_each(text, marked, items):
    assert items_in(text, marked, english()) == items


def test_a_pair_is_one():
    assert split("fish and chips and the peas", english()) == ["fish and chips", "peas"]
