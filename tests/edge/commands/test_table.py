"""Tables fit the terminal, line up, and command nothing."""

from edge.commands.table import table
from edge.render import width


def test_the_widest_columns_give_way_first():
    shown = table(("n", "asked", "why"), [(1, "a" * 50, "because " * 9)], widest=60, room=60)
    assert all(width(line) <= 60 for line in shown.splitlines())
    assert shown.splitlines()[2].startswith("1  aaa")
    assert shown.count("...") == 2


def test_without_a_terminal_a_cell_is_as_wide_as_it_may_be():
    assert "a" * 50 in table(("asked",), [("a" * 50,)], room=0)


def test_wide_letters_line_up_and_hidden_ones_are_gone():
    head, _, first, second = table(("what", "n"), [("咖啡", 1), ("a\u202e\x1bb", 2)], room=0).splitlines()
    assert [width(line) for line in (head, first, second)] == [7, 7, 7]
    assert second == "ab    2"
