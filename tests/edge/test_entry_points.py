"""What other packages add: found as it is installed, in the order of the names, the first of two of one name."""

import math
import sys

import pytest

from edge.entry_points import entry_points


@pytest.fixture
def folders(tmp_path):
    for place, name, rows in (
        ("a", "one-1.0.dist-info", "[console_scripts]\nglint = x:y\n\n[group]\nsine = math:sin\n# no = math:cos\n"),
        ("b", "two-2.0.egg-info", "[group]\nroot=math:sqrt\nsine = math:cos\n[others]\nthird = math:tan\n"),
        ("b", "no_entry_points-1.0.dist-info", None),
        ("b", "somebody.py", None),
    ):
        folder = tmp_path / place / name
        folder.mkdir(parents=True)
        if rows is not None:
            (folder / "entry_points.txt").write_text(rows, encoding="utf-8")
    return [str(tmp_path / place) for place in ("a", "nowhere", "b", "a")]


def test_rows_of_the_group_are_imported_in_the_order_of_their_names(folders):
    assert list(entry_points("group", folders).items()) == [("root", math.sqrt), ("sine", math.sin)]
    assert entry_points("nobody's", folders) == {}


def test_what_is_installed_here_is_found():
    assert {"edge", "export", "firmware_sim"} <= entry_points("glint.commands").keys()


def test_it_agrees_with_the_standard_library():
    from importlib.metadata import entry_points as standard

    for group in ("glint.commands", "pytest11", "console_scripts"):
        assert {point.name for point in standard(group=group)} == set(_names(group)), group


def _names(group):
    from edge import entry_points as module

    rows = {}
    for text in module._texts(sys.path):
        rows |= dict(module._rows(text, group))
    return rows
