"""`glint ask --listen`: what of a run is kept as the question and its answer, and what it needs to begin with."""

import pytest

from edge.cli import main
from edge.commands.ask_aloud import SpokenQuestion, ask_aloud
from edge.config import CameraConfig, Config, ModelsConfig, SoundConfig
from edge.errors import UsageError
from edge.messages import End, Heard, Instant, Lost, Now, Outcome, Query, Show, Tick, TurnId, Wall
from tests.edge.mind.walk import START

NOW = Now(Instant(0.0), Wall(START))
ASKED = Query(TurnId(1), "what time is it")


def end(turn):
    return End(TurnId(turn), Outcome.ANSWERED_LOCAL, "Noon.", None, "")


@pytest.fixture
def question():
    return SpokenQuestion()


def test_the_first_question_and_its_end_are_kept(question):
    question.watch(NOW, ASKED, ())
    assert not question.over.is_set()
    question.watch(NOW, Query(TurnId(2), "and tomorrow"), (end(2),))
    assert not question.over.is_set(), "another turn has ended"
    question.watch(NOW, Tick(), (Show("Noon."), end(1)))
    assert (question.query, question.end, question.over.is_set()) == (ASKED, end(1), True)


def test_a_question_that_is_answered_in_the_same_step_is_over(question):
    question.watch(NOW, ASKED, (end(1),))
    assert (question.end, question.over.is_set()) == (end(1), True)


def test_what_ends_before_anything_was_asked_is_not_the_answer(question):
    question.watch(NOW, Tick(), (end(1),))
    assert (question.end, question.over.is_set()) == (None, False)


def test_it_is_over_when_listening_is_given_up(question):
    question.watch(NOW, Tick(), (Show("Listening"),))
    assert not question.over.is_set()
    question.watch(NOW, Tick(), (Show(""),))
    assert (question.query, question.end, question.over.is_set()) == (None, None, True)


def test_a_display_that_is_cleared_while_it_is_answered_is_no_end(question):
    question.watch(NOW, ASKED, (Show(""),))
    question.watch(NOW, Tick(), (Show(""),))
    assert not question.over.is_set()


def test_words_so_far_and_a_device_that_is_gone_are_told_beside_the_answer(question, capsys):
    question.watch(NOW, Heard("what time", 0.5, final=False), ())
    question.watch(NOW, Heard("what time is it", 0.9), ())
    question.watch(NOW, Lost("speaker", "was unplugged"), ())
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "glint: ... what time\nglint: going on without the speaker: was unplugged\n"


def test_without_a_recogniser_it_says_how_to_get_one():
    with pytest.raises(UsageError, match=r"^--listen: .*there is none called 'nothing-such'"):
        ask_aloud(Config(models=ModelsConfig(speech="nothing-such")))


def test_without_a_microphone_nothing_is_listened_for():
    sound = SoundConfig(microphone="none", speaker="none")
    config = Config(camera=CameraConfig(source="none"), sound=sound, models=ModelsConfig(speech="silero"))
    with pytest.raises(UsageError, match=r"^--listen: no microphone: there is none$"):
        ask_aloud(config)


@pytest.mark.parametrize("more", [["hi"], ["--image", "a.jpg"], ["--batch", "a.jsonl"]])
def test_a_question_is_spoken_or_written(more, capsys):
    assert main(["ask", "--listen", *more]) == 2
    assert "--listen takes the question from the microphone" in capsys.readouterr().err
