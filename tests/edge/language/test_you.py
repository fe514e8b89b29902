"""What is mine is yours when it is said back."""

import pytest

from edge.language.you import to_you


@pytest.mark.parametrize(
    ("mine", "yours"),
    [
        ("take my tablets", "take your tablets"),
        ("i'm late", "you're late"),
        ("feed the cat", "feed the cat"),
        ("", ""),
        ("I'm late and I was ill", "you're late and you were ill"),
        ("Anna told me that I am right", "Anna told you that you are right"),
        ("I", "you"),
    ],
)
def test_it_is_said_to_the_wearer(mine: str, yours: str):
    assert to_you(mine) == yours
