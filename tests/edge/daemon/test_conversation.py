"""A typed conversation: each question is answered before the next, photos are given in between, words end it."""

import asyncio
from collections import deque
from contextlib import closing, contextmanager
from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.compose.build import Run, build
from edge.compose.senses import real_senses
from edge.config import Config
from edge.daemon.conversation import TerminalChat
from edge.devices import Eye
from edge.environment import Environment
from edge.errors import PhotoError
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.hardware.camera import OpenCvCamera
from edge.hardware.glasses import terminal_glasses
from edge.hardware.lights import led
from edge.hardware.video import find_source
from edge.messages import End, Outcome
from edge.store.ledger import open_ledger


class Typist:
    """Types the lines one by one, then is at the end of the input, or (a person) waits for ever."""

    def __init__(self, *lines, watched=False):
        self.watched = watched
        self.left = deque(lines)
        self.written = []
        self.answered = 0

    async def line(self):
        return self.left.popleft() if self.left else None

    @contextmanager
    def answering(self, tap):
        yield
        self.answered += 1

    def write(self, text):
        self.written.append(text)

    @contextmanager
    def restored(self):
        yield


@pytest.fixture
def talk(tmp_path):
    config = Config(data=str(tmp_path))
    config = replace(config, camera=replace(config.camera, source="none"))

    async def main(typist, look, eye):
        ends = []

        def ended(_now, _event, commands):
            ends.extend(command for command in commands if isinstance(command, End))

        with closing(Lanes.threads()) as lanes, open_ledger(":memory:") as ledger:
            glasses = replace(terminal_glasses(config)[0], display=Blank(), button=None, eye=eye)
            runtime = build(config, glasses, real_senses(config), lanes, Run(ledger, (ended,)))
            chat = TerminalChat(runtime, typist)
            if look:
                await chat.look(look)
            async with asyncio.timeout(30.0):
                await chat.run(Environment())
        return ends

    return lambda typist, look="", eye=None: asyncio.run(main(typist, look, eye))


@pytest.fixture
def red(tmp_path):
    photo = tmp_path / "a red wall.png"
    cv2.imwrite(str(photo), np.full((48, 64, 3), (0, 0, 200), np.uint8))
    return str(photo)


def test_questions_are_answered_in_order_until_the_input_ends(talk):
    typist = Typist("what is 2 plus 2", "  ", "what is 3 plus 3")
    assert [end.text for end in talk(typist)] == ["That's 4.", "That's 6."]
    assert typist.answered == 2, "an empty line is no question"


@pytest.mark.parametrize(("line", "answers"), [("/quit", 0), ("EXIT", 0), ("Good bye, Glint!", 1)])
def test_who_leaves_is_asked_nothing_more(talk, line, answers):
    typist = Typist(line, "what is 2 plus 2")
    assert len(talk(typist)) == answers
    assert len(typist.left) == 1


def test_a_photo_is_what_the_next_questions_are_about_until_it_is_put_away(talk, red):
    colour = "what is the main colour?"
    typist = Typist(colour, f"/look '{red}'", colour, colour, "/look", colour)
    before, first, second, after = talk(typist)
    assert [end.outcome for end in (before, after)] == [Outcome.DEGRADED] * 2
    assert "red" in first.text
    assert "red" in second.text
    assert typist.written == [f"  I look at {red} now.\n", "  I have no photo any more. There is no camera.\n"]


def test_with_a_camera_it_is_looked_through_again(talk, red, tmp_path):
    typist = Typist("/look")
    talk(typist, red, Eye(OpenCvCamera(find_source("0", 1.0, 1.0)), led(tmp_path / "lamp")))
    assert typist.written == ["  I look through the camera again.\n"]


@pytest.mark.parametrize("line", ["/lok photo.png", "/help", "/quit now"])
def test_a_word_that_there_is_not_is_told_with_those_that_there_are(talk, line):
    typist = Typist(line)
    assert talk(typist) == []
    assert typist.written == [f"  I do not know '{line}'; there are /look PHOTO, /look alone, /quit and /exit.\n"]


def test_a_photo_that_cannot_be_opened_is_told_and_the_one_before_stays(talk, red, tmp_path):
    typist = Typist(f"/look {tmp_path}/none.png", "what is the main colour?")
    (end,) = talk(typist, red)
    assert "red" in end.text
    assert typist.written == [f"  {tmp_path}/none.png: No such file or directory\n"]


def test_a_first_photo_that_cannot_be_opened_is_an_error(talk, tmp_path):
    with pytest.raises(PhotoError):
        talk(Typist(), str(tmp_path / "none.png"))
