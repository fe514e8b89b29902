"""A conversation as text: each answer once, growing where somebody watches, a line where nobody does."""

from datetime import UTC, datetime

import pytest

from edge.daemon.transcript import TranscriptWriter
from edge.messages import End, Instant, Now, Outcome, Part, Query, Server, Show, Tick, Tried, TurnId, Wall

NOW = Now(Instant(0.0), Wall(datetime(2026, 3, 1, tzinfo=UTC)))
SHOWN = (Show("Server", "so far"),)
SERVER = Server("think")


def told(*steps, columns=0):
    written = []
    transcript = TranscriptWriter(written.append, columns)
    for event, commands in steps:
        transcript(NOW, event, commands)
    return "".join(written)


def turn(number, text, *parts, answer="", late_of=None):
    tried = Tried(TurnId(number), SERVER, answer)
    end = End(TurnId(number), Outcome.ANSWERED_REMOTE, answer, SERVER, "", late_of=late_of)
    yield Query(TurnId(number), text, late_of=late_of), ()
    yield from ((Part(TurnId(number), SERVER, n, part), SHOWN) for n, part in enumerate(parts))
    yield tried, (end, *SHOWN)


@pytest.mark.parametrize("columns", [0, 80])
def test_an_answer_in_pieces_is_told_once(columns):
    steps = turn(1, "why?", "It scatters.", "So it is blue.", answer="It scatters. So it is blue. I stop here.")
    assert told(*steps, columns=columns) == "  It scatters. So it is blue. I stop here.\n"


def test_it_grows_by_the_pieces():
    first, second, *_ = turn(1, "why?", "It scatters.", "So it is blue.")
    assert told(first, second, columns=80) == "  It scatters."


def test_an_answer_that_became_another_is_told_whole():
    steps = turn(1, "why?", "It scat", answer="I can't reach a server for that.")
    assert told(*steps, columns=80) == "  It scat\n  I can't reach a server for that.\n"


def test_two_at_once_do_not_mix():
    one, two = list(turn(1, "a", "One.", "More.", answer="One. More.")), list(turn(2, "b", "Two.", answer="Two."))
    assert told(*one[:2], *two, *one[2:], columns=80) == "  One.\n  Two.\n  More.\n"


@pytest.mark.parametrize("columns", [0, 80])
def test_a_late_answer_names_its_question(columns):
    steps = turn(7, "why do cats purr?", "Their throats", answer="Their throats tremble.", late_of=TurnId(3))
    assert told(*steps, columns=columns) == "  About 'why do cats purr?': Their throats tremble.\n"


def test_what_still_waits_is_not_told_again():
    assert told(*turn(7, "why?", answer="", late_of=TurnId(3))) == ""


def test_a_bell_is_told_and_an_empty_card_is_not():
    bell, empty = Show("Timer", "Your tea timer is done.", 10.0), Show("", "", 0.0)
    assert told((Tick(), (bell,)), (Tick(), (empty,))) == "  Your tea timer is done.\n"


def test_lines_fit_and_a_pipe_gets_one_line():
    text = "first words here\nsecond words"
    assert told(*turn(1, "?", answer=text), columns=14) == "  first words\n  here\n  second words\n"
    assert told(*turn(1, "?", answer=text)) == "  first words here second words\n"


def test_nothing_in_an_answer_commands_the_terminal():
    assert told(*turn(1, "?", answer="a\x1b[2J\u202eb"), columns=80) == "  a[2Jb\n"
