"""The items of a sentence, marked or not."""

import pytest

from edge.language.items import items_in, list_name, split
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
        ("add milk no wait bread to the list", ("milk", "bread"), ("bread",)),
        ("add eggs and milk sorry i mean oat milk to my list", ("eggs", "milk", "oat milk"), ("eggs", "oat milk")),
        ("add six eggs sorry a dozen eggs to my list", ("six eggs", "sorry", "eggs"), ("a dozen eggs",)),
        ("and bread no not bread rolls", ("bread", "rolls"), ("rolls",)),
        (
            "put slug pellets no not pellets slug traps on it",
            ("slug pellets", "pellets", "slug traps"),
            ("slug traps",),
        ),
        ("add um plums and uh pears", (), ("plums", "pears")),
    ],
)
def test_items_are_named_once_each(text, marked, items):
    assert items_in(text, marked, english()) == items


def test_a_pair_is_one():
    assert split("fish and chips and the peas", english()) == ["fish and chips", "peas"]


@pytest.mark.parametrize(
    ("text", "marked", "items"),
    [
        ("add two packs of tea", ("tea",), ("two packs of tea",)),
        ("put half a dozen eggs on the list", ("eggs",), ("half a dozen eggs",)),
        ("we need 3 lemons", ("lemons",), ("3 lemons",)),
        ("and rain coat hiking boots and the torch", ("rain coat",), ("rain coat", "hiking boots", "torch")),
        ("and rain coat", ("rain",), ("rain coat",)),
        ("add um what's it called basil to the list", ("basil",), ("basil",)),
        ("make a list called book club with wine and olives", ("olives",), ("wine", "olives")),
        ("picnic list add a rug", (), ("a rug",)),
        ("and how many is that", (), ()),
        ("add milk and", (), ("milk",)),
        ("add a birthday card for grandad", ("a birthday card", "grandad"), ("a birthday card for grandad",)),
        ("add milk for me", ("milk",), ("milk",)),
        ("stick washing up liquid on the list", ("washing up", "liquid"), ("washing up liquid",)),
        ("add mac and cheese to the list", ("mac", "cheese"), ("mac and cheese",)),
        ("add butter jam and tea bags", ("butter jam", "tea bags"), ("butter", "jam", "tea bags")),
        ("add cream cheese and um rye bread", ("cream cheese", "rye bread"), ("cream cheese", "rye bread")),
        ("add olive oil as well as batteries", ("olive oil",), ("olive oil", "batteries")),
    ],
)
def test_items_keep_their_quantities_and_stand_beside_what_is_marked(text, marked, items):
    assert items_in(text, marked, english()) == items


@pytest.mark.parametrize(
    ("said", "marked", "name"),
    [
        ("read me the garden centre list", "garden", "garden centre"),
        ("shopping list add tea", "", "shopping"),
        ("what's on my to do list", "", "to do"),
        ("make a list called book club with wine", "", "book club"),
        ("new list called wish list", "", "wish"),
        ("put tea on the list", "", ""),
        ("put tea on shopping", "shopping", "shopping"),
        ("is there anything on that list", "", ""),
    ],
)
def test_the_name_of_a_list_is_what_stands_before_it(said, marked, name):
    assert list_name(said, marked, english()) == name
