"""A conversation is told row by row for machines and line by line for people."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from edge.messages import (
    Back,
    End,
    Heard,
    Instant,
    Intent,
    LinkState,
    Local,
    Lost,
    Now,
    Outcome,
    Query,
    Server,
    Touch,
    TurnId,
    Typed,
    Vitals,
    Wake,
    Wall,
)
from firmware_sim.conversation import Conversation, Row, line, to_json
from firmware_sim.devices.witness import Noted


def now(at: float) -> Now:
    return Now(Instant(at), Wall(datetime(2026, 5, 4, tzinfo=UTC)))


END = End(TurnId(3), outcome=Outcome.ANSWERED_LOCAL, text="Two.", route=Local("count"), why="it counts")


@pytest.mark.parametrize(
    ("event", "row", "told"),
    [
        (Wake("glint"), {"who": "wearer", "calls": "glint"}, '    2.00 s  you      "glint"'),
        (Typed("hello"), {"who": "wearer", "types": "hello"}, "    2.00 s  you      > hello"),
        (Touch("hold"), {"who": "wearer", "touches": "hold"}, "    2.00 s  you      (hold)"),
        (
            Lost("camera", "gone"),
            {"who": "glasses", "lost": "camera", "why": "gone"},
            "    2.00 s  glasses  camera: gone",
        ),
        (Back("camera"), {"who": "glasses", "back": "camera"}, "    2.00 s  glasses  camera is back"),
        (
            Vitals(0.5, None, LinkState.DOWN),
            {"who": "glasses", "link": "down, battery 50%"},
            "    2.00 s  glasses  link down, battery 50%",
        ),
        (
            Heard("hm", 0.55),
            {"who": "wearer", "says": "hm", "confidence": 0.55},
            '    2.00 s  you      "hm"  (heard 55%)',
        ),
    ],
)
def test_what_happens_is_a_row_and_a_line(event: object, row: Row, told: str):
    conversation = Conversation()
    conversation.watch(now(2.0), event, ())  # type: ignore[arg-type]
    assert conversation.rows == [{"at": 2.0, **row}]
    assert line(conversation.rows[0]) == told


def test_what_is_not_yet_a_sentence_is_no_row():
    conversation = Conversation()
    conversation.watch(now(1.0), Heard("what is", final=False), ())
    assert conversation.rows == []


def test_the_link_is_told_when_it_changes_only():
    conversation = Conversation()
    for at, link in enumerate((LinkState.UP, LinkState.UP, LinkState.DOWN)):
        conversation.watch(now(at), Vitals(None, None, link), ())
    assert [(row["at"], row["link"]) for row in conversation.rows] == [(0, "up"), (2, "down")]


def test_an_end_stands_with_its_question_and_its_times():
    conversation = Conversation()
    conversation.watch(now(1.0), Query(TurnId(3), "how many?"), ())
    conversation.watch(now(1.2345678), Touch(), (replace(END, stages={"look": 0.0204, "answer": 1.5}),))
    (row,) = conversation.turns()
    assert conversation.begun == [3]
    assert conversation.ends == [replace(END, stages={"look": 0.0204, "answer": 1.5})]
    assert (row["at"], row["id"], row["text"], row["answer"]) == (1.235, 3, "how many?", "Two.")
    assert (row["route"], row["skill"], row["stages"]) == ("device", "count", {"look": 20.4, "answer": 1500.0})
    assert line(row).splitlines() == [
        "    1.24 s  Glint    Two.",
        f"{'':20}answered_local by device (count): it counts [look 20 ms, answer 1.5 s]",
    ]


def test_a_turn_that_nobody_answered_says_so():
    conversation = Conversation()
    conversation.watch(now(1.0), Touch(), (replace(END, text="", route=None, why="nobody could"),))
    assert line(conversation.turns()[0]).endswith("(silence)\n" + " " * 20 + "answered_local by nobody: nobody could")


def test_a_server_is_named_and_so_is_the_intent():
    conversation = Conversation()
    conversation.watch(now(1.0), Touch(), (replace(END, route=Server("think"), intent=Intent.THINK),))
    (row,) = conversation.turns()
    assert (row["route"], row["skill"], row["intent"]) == ("server", None, "think")
    assert "answered_local by server: it counts" in line(row)


def test_what_was_witnessed_stands_in_its_place_in_time():
    conversation = Conversation()
    for at in (1.0, 3.0):
        conversation.watch(now(at), Touch(), ())
    rows = conversation.whole([Noted(2.0, "light", "on"), Noted(3.0, "card", "Hi"), Noted(3.0, "frame", "taken")])
    assert [row["at"] for row in rows] == [1.0, 2.0, 3.0, 3.0, 3.0]
    assert [line(row) for row in rows[1:2] + rows[3:]] == [
        "    2.00 s  glasses  lamp on",
        "    3.00 s           shows [Hi]",
        "",
    ]
    assert line({"at": 4.0, "who": "glasses", "says": "Two."}) == "    4.00 s           speaks: Two."


def test_machines_are_given_one_object_a_line():
    assert to_json([{"at": 1.0, "says": "Zürich"}, {"at": 2.0}]) == '{"at": 1.0, "says": "Zürich"}\n{"at": 2.0}\n'
