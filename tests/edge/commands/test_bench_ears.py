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


@pytest.mark.parametrize("many", [1, 2, 12, 20, 100])
def test_the_tail_is_the_wait_that_95_in_100_do_not_exceed(many):
    waits = [float(second) for second in range(many, 0, -1)]
    _, tail, answered = delays(spoken(*waits))
    assert tail.value in waits
    assert sum(one <= tail.value for one in waits) >= 0.95 * many
    assert sum(one < tail.value for one in waits) <= 0.95 * many, "and no later one"
    assert (answered.value, answered.limit) == (many, None)


def test_where_nothing_was_answered_there_is_no_figure():
    with pytest.raises(UsageError, match="glint models pull"):
        list(delays(spoken(None, None)))


def test_a_figure_without_a_limit_keeps_it():
    assert EarFigure("a", 9.0, "ms").kept
    assert EarFigure("a", 8.0, "ms", 8.0).kept, "what is at its limit keeps it"
    assert not EarFigure("a", 9.0, "ms", 8.0).kept
