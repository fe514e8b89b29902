"""A session's log: each step as the page takes it, the newest frames, and nothing of what was forgotten."""

import base64
import json

import cv2
import numpy as np
import pytest

from edge.messages import (
    Box,
    Code,
    End,
    Frame,
    Instant,
    Local,
    Outcome,
    Point,
    Quad,
    Query,
    Scene,
    Seen,
    Text,
    Thing,
    TurnId,
)
from edge.mind.policy import Policy
from firmware_sim.commands import play
from firmware_sim.desktop.session_log import FRAME_SIZE, FRAMES_KEPT, SessionLog, session_of
from firmware_sim.world.scenario import load_scenario
from tests.firmware_sim.replay.taped import now

QUAD = Quad(Point(0.1, 0.2), Point(0.3, 0.2), Point(0.3, 0.4), Point(0.1, 0.4))
WIDE = np.full((600, 1200, 3), 120, np.uint8)
SCENE = Scene(
    Frame(Instant(2.0), WIDE),
    things=(Thing("cup", 0.9, Box(0.1, 0.2, 0.3, 0.4)),),
    texts=(Text("EXIT", 0.8, QUAD),),
    codes=(Code("QRCode", "hello", QUAD),),
)


def log_with(*turns: int, sent=lambda _: []) -> SessionLog:
    log = SessionLog(Policy(), 100.0, sent)
    for turn in turns:
        log.step(now(101.0), Query(TurnId(turn), f"question {turn}"), ())
    return log


def test_a_step_tells_when_what_and_which_cards_changed():
    step = log_with().step(now(101.2345), Query(TurnId(1), "what is this"), ())
    assert (step["is"], step["at"], step["commands"]) == ("step", 1.234, [])
    assert step["wall"].startswith("2023-11-14T22:")
    assert step["event"]["text"] == "what is this"
    assert [card["id"] for card in step["turns"]] == [1]
    assert json.loads(json.dumps(step)) == step


def test_a_frame_that_was_looked_at_is_kept_small_with_what_was_found():
    log = log_with(1)
    step = log.step(now(102.0), Seen(TurnId(1), SCENE), ())
    assert [card["frame"] for card in step["turns"]] == [1]
    kept = log.frames[TurnId(1)]
    assert cv2.imdecode(np.frombuffer(kept.jpeg, np.uint8), cv2.IMREAD_COLOR).shape == (480, FRAME_SIZE, 3)
    assert kept.found == {
        "things": [{"label": "cup", "score": 0.9, "box": [0.1, 0.2, 0.3, 0.4]}],
        "texts": [{"text": "EXIT", "score": 0.8, "quad": [list(point) for point in QUAD]}],
        "codes": [{"format": "QRCode", "text": "hello", "quad": [list(point) for point in QUAD]}],
    }


@pytest.mark.parametrize(
    "scene", [Scene(missing="it is dark"), Scene(Frame(Instant(1.0), np.zeros((0, 0, 3), np.uint8)))]
)
def test_where_there_is_no_picture_none_is_kept(scene: Scene):
    log = log_with(1)
    (card,) = log.step(now(102.0), Seen(TurnId(1), scene), ())["turns"]
    assert (card["frame"], card["missing"]) == (None, scene.missing)
    assert log.frames == {}


def test_all_cards_that_a_step_changes_are_told_each_once_and_as_it_is_in_the_end():
    log = log_with(1, 2, sent=lambda turn: [7] if turn == 2 else [])
    ends = tuple(End(TurnId(turn), Outcome.ANSWERED_LOCAL, "A cup.", Local("what"), "") for turn in (1, 2))
    cards = {card["id"]: card for card in log.step(now(102.0), Seen(TurnId(1), SCENE), ends)["turns"]}
    assert sorted(cards) == [1, 2]
    assert (cards[1]["frame"], cards[1]["receipts"], cards[1]["outcome"]) == (1, [], "answered_local")
    assert (cards[2]["frame"], cards[2]["receipts"], cards[2]["outcome"]) == (None, [7], "answered_local")


def test_the_newest_frames_are_kept():
    turns = range(1, FRAMES_KEPT + 4)
    log = log_with(*turns)
    for turn in turns:
        log.step(now(102.0), Seen(TurnId(turn), Scene(Frame(Instant(1.0), WIDE[:8, :8]))), ())
    assert list(log.frames) == list(turns)[3:]


@pytest.mark.parametrize(("turns", "left"), [((TurnId(1), TurnId(9)), [2]), (None, [])])
def test_what_is_forgotten_is_gone(turns, left: list[int]):
    log = log_with(1, 2)
    for turn in (1, 2):
        log.step(now(102.0), Seen(TurnId(turn), SCENE), ())
    log.forget(turns)
    assert list(log.frames) == left
    session = log.as_session("t", "", [])
    assert [card["id"] for card in session["turns"]] == left
    assert "question 1" not in json.dumps(session)


def test_a_session_that_is_over_is_what_was_told_step_by_step():
    taken = []
    played = play(load_scenario("reading_a_label"), observers=(lambda *step: taken.append(step),))
    session = session_of(SessionLog(played.policy, 0.0), "A title", "about it", taken)
    live = SessionLog(played.policy, 0.0)
    assert session["steps"] == [live.step(*step) for step in taken]
    assert (session["title"], session["about"]) == ("A title", "about it")
    assert [card["id"] for card in session["turns"]] == [row.id for row in played.turns]
    looked = [str(card["id"]) for card in session["turns"] if card["frame"]]
    assert looked
    assert list(session["frames"]) == looked
    jpeg = base64.b64decode(session["frames"][looked[0]]["src"].partition("base64,")[2])
    assert jpeg.startswith(b"\xff\xd8")
    assert json.loads(json.dumps(session)) == session
