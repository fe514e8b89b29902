"""By which form of a sentence Glint is spoken to."""

import pytest

from edge.language.addressed import addressed


@pytest.mark.parametrize(
    ("text", "spoken_to"),
    [
        ("two flat whites and a croissant please", False),
        ("yeah i told him that yesterday", False),
        ("", False),
        ("glint two flat whites", True),
        ("hey glint two flat whites", True),
        ("um is that a croissant", True),
        ("a croissant?", True),
        ("show me the croissant", True),
        ("what did i tell him", True),
    ],
)
def test_a_name_a_question_or_an_order_is_for_us(text, spoken_to):
    assert addressed(text) is spoken_to
