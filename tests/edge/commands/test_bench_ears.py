"""How the figures of hearing are told."""

import pytest

from edge.commands.bench_ears import EarFigure, delays
from edge.commands.bench_spoken import TimedAnswer
from edge.errors import UsageError


def spoken(*seconds):
    return [TimedAnswer("a", "a", "b", one) for one in seconds]


def test_the_wait_is_told_by_its_middle_and_its_tail():
    middle, late, many = delays(spoken(0.5, 0.7, None, 2.0))
    assert (middle.value, late.value, many.value) == (0.7, 2.0, 3)
    assert (middle.kept, late.kept, many.kept) == (True, False, True)
    assert many.unit == "of 4"


def test_where_nothing_was_answered_there_is_no_figure():
    with pytest.raises(UsageError, match="glint models pull"):
        list(delays(spoken(None, None)))


def test_a_figure_without_a_limit_keeps_it():
    assert EarFigure("a", 9.0, "ms").kept
    assert not EarFigure("a", 9.0, "ms", 8.0).kept
