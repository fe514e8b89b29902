"""A card on the terminal: boxed where somebody looks, plain where not, and nothing in it commands the terminal."""

import asyncio
import io

from hypothesis import given
from hypothesis import strategies as st

from edge.hardware.terminal import Terminal
from edge.messages import Card


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(card: Card, stream: io.StringIO | None = None) -> str:
    stream = stream or Screen()
    asyncio.run(Terminal(stream).show(card))
    return stream.getvalue()


def test_a_box():
    assert shown(Card("Milk", ("costs 1.20 €", "until 4 May"))) == (
        "╭─ Milk ───────╮\n"
        "│ costs 1.20 € │\n"
        "│ until 4 May  │\n"
        "╰──────────────╯\n"
    )  # fmt: skip


def test_a_title_longer_than_its_lines():
    assert shown(Card("A long title", ("no",))).splitlines()[0] == "╭─ A long title ─╮"


def test_a_card_without_lines_is_one_line():
    assert shown(Card("● camera on")) == "● camera on\n"


def test_wide_letters_keep_the_box_straight():
    box = shown(Card("咖啡", ("コーヒー", "cafe\u0301"))).splitlines()
    assert box == ["╭─ 咖啡 ───╮", "│ コーヒー │", "│ cafe\u0301     │", "╰──────────╯"]


def test_plain_when_nobody_looks():
    assert shown(Card("Milk", ("costs 1.20 €",)), io.StringIO()) == "Milk\n  costs 1.20 €\n"


def test_a_terminal_without_these_letters():
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, "ascii", write_through=True)
    asyncio.run(Terminal(stream).show(Card("1 €")))
    assert buffer.getvalue() == b"1 ?\n"


@given(st.text(), st.lists(st.text(), max_size=4))
def test_nothing_on_a_card_commands_the_terminal(title: str, lines: list[str]):
    text = shown(Card(title, tuple(lines)))
    assert all(letter.isprintable() or letter == "\n" for letter in text)
    assert "\x1b" not in text
