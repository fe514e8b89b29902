"""What was done at the page can be done again: any orders give a scenario, and playing it gives the same answers."""

import tomllib
from datetime import UTC, datetime
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.messages import (
    Box,
    End,
    Frame,
    Instant,
    Outcome,
    Point,
    Quad,
    Query,
    Scene,
    Seen,
    Server,
    Text,
    Thing,
    TurnId,
    Vitals,
)
from edge.mind.policy import Policy
from firmware_sim.commands import play
from firmware_sim.desktop import orders
from firmware_sim.desktop.journal import AFTER, ENTRIES_AT_MOST, Journal, after_phrase, faults_of
from firmware_sim.desktop.scenes import bundled_scenes
from firmware_sim.desktop.server_choice import SCRIPTED
from firmware_sim.desktop.session_log import SessionLog
from firmware_sim.world.faults import KINDS, Fault
from firmware_sim.world.live import AIRS
from firmware_sim.world.scenario import Scenario, parse_scenario
from tests.firmware_sim.replay.taped import now

BEGAN = datetime(2026, 5, 4, 9, 30, 12, 345_000, tzinfo=UTC)
START = {"battery": 0.8, "celsius": 26.0, "around": 22.0}
SCENES = [scene.name for scene in bundled_scenes()]
NONE = {"kind": "none", "name": ""}


def journal_with(*done: tuple[float, orders.AnyOrder], air="wifi", scene=NONE, broken=()) -> Journal:
    journal = Journal()
    journal.begin(START, air, scene, broken, BEGAN)
    for at, order in done:
        journal.note(at, order)
    return journal


def scenario_of(journal: Journal, log: SessionLog | None = None, servers=()) -> Scenario:
    toml = journal.as_toml(log or SessionLog(Policy(), 0.0), servers)
    return parse_scenario(tomllib.loads(toml), "from the page")


# ---------------------------------------------------------------------------------------------- any orders whatever

LINES = st.text(min_size=1, max_size=60) | st.sampled_from(
    ['"""', "'''\n[config]\nx = 1", "\\u0000", "a\\", "\x00\x07\x1b\x7f", "\r\n# no", "view glass, what's \"that\"?",
     "= \u202e€", "view glass", "]]\n[[fault]]", "{ }", " ", "\u2028", "\U0001f600"]
)  # fmt: skip
FAULTS = st.sampled_from([(device, kind) for device, kinds in KINDS.items() for kind in kinds])
SHARES, SECONDS = st.floats(0.0, 1.0), st.floats(0.0, 60.0)
ORDERS = st.one_of(
    st.builds(
        lambda text, mode: orders.TypeOrder(text=text, mode=mode), LINES, st.sampled_from([None, "deep", "quick"])
    ),
    st.builds(lambda kind: orders.TapOrder(kind=kind), st.sampled_from(["tap", "hold"])),
    st.builds(lambda text: orders.SayOrder(text=text), LINES),
    st.builds(lambda name: orders.AirOrder(name=name), st.sampled_from([*AIRS, "toaster"])),
    st.builds(
        lambda one, on, a: orders.FaultOrder(device=one[0], kind=one[1], on=on, amount=a),
        FAULTS,
        st.booleans(),
        SECONDS,
    ),
    st.builds(orders.MendOrder),
    st.builds(lambda latency, loss: orders.LinkOrder(latency=latency, loss=loss), st.floats(0.0, 30.0), SHARES),
    st.builds(lambda battery: orders.ChargeOrder(battery=battery), SHARES),
    st.builds(lambda factor: orders.PaceOrder(factor=factor), st.floats(1.0, 600.0)),
    st.sampled_from(
        [orders.ReceiptsOrder(), orders.ScenarioOrder(), orders.EarsOrder(on=True), orders.ForgetOrder(all=True)]
    ),
)
LOOKS = st.sampled_from([*({"kind": "scene", "name": name} for name in SCENES), NONE, {"kind": "camera", "name": ""}])
DONE = st.lists(st.tuples(st.floats(0.0, 50.0), ORDERS | LOOKS), max_size=25)


def done_at_the_page(done, words: list[str]) -> tuple[Journal, SessionLog]:
    """The journal and the log of a session in which this was done; these words were read, seen and answered."""
    journal, log, at = journal_with(air="2g", scene={"kind": "picture", "name": ""}), SessionLog(Policy(), 0.0), 0.0
    for after, what in done:
        at += after
        if isinstance(what, dict):
            journal.look_at(at, what)
        else:
            journal.note(at, what)
    for turn, word in enumerate(words, 1):
        quad = Quad(Point(0.1, -0.2), Point(1.3, 0.2), Point(0.3, 0.4), Point(0.1, 0.4))
        scene = Scene(
            Frame(Instant(at), np.zeros((8, 8, 3), np.uint8)),
            (Thing(word, 0.91234567, Box(0.1, 0.2, 0.3, 0.4)),), (Text(word, 0.5, quad),), (),
        )  # fmt: skip
        log.step(now(at), Query(TurnId(turn), word), ())
        end = End(TurnId(turn), Outcome.ANSWERED_REMOTE, word, Server("quick"), "")
        log.step(now(at), Seen(TurnId(turn), scene), (end,))
    return journal, log


@settings(max_examples=150)
@given(DONE, st.lists(LINES, max_size=4))
def test_whatever_was_done_is_a_scenario(done, words):
    journal, log = done_at_the_page(done, words)
    scenario = scenario_of(journal, log, (SCRIPTED,))
    typed = [(round(one.at, 2), one.order.text) for one in journal.done if isinstance(one.order, orders.TypeOrder)]
    assert [(write.at, write.text) for write in scenario.write] == typed
    assert [press.kind for press in scenario.press] == [
        one.order.kind for one in journal.done if isinstance(one.order, orders.TapOrder)
    ]
    assert len(scenario.hear) == sum(isinstance(one.order, orders.SayOrder) for one in journal.done)
    assert all(fault.at <= fault.until for fault in scenario.fault)
    assert scenario.begins == BEGAN
    assert scenario.seconds >= max((one.at for one in journal.done), default=0.0) + AFTER
    if words:
        assert {answer.says for answer in scenario.server.answer} <= set(words)
        assert {item.label for picture in scenario.picture for item in picture.item if item.label} <= set(words)


@settings(max_examples=15)
@given(DONE, st.lists(LINES, max_size=2))
def test_whatever_was_done_can_be_played(done, words):
    journal, log = done_at_the_page(done[:8], words)
    played = play(scenario_of(journal, log, (SCRIPTED,)))
    assert played.tasks_left == ()
    assert all(row.outcome for row in played.turns)


# --------------------------------------------------------------------------------------------------------- in detail


def test_what_was_said_begins_with_the_wake_phrase_or_it_does_not():
    assert after_phrase("View Glass, what is this?") == (True, "what is this?")
    assert after_phrase("view glass") == (True, "")
    assert after_phrase("view glasses are nice") == (False, "view glasses are nice")
    assert after_phrase("what is this") == (False, "what is this")
    hear = scenario_of(
        journal_with((1.0, orders.SayOrder(text="view glass what is this")), (2.0, orders.SayOrder(text="yes")))
    ).hear
    assert [(one.wake, one.says) for one in hear] == [("view glass", "what is this"), ("", "yes")]


def test_what_broke_is_broken_as_long_as_it_was():
    journal = journal_with(
        (1.0, orders.FaultOrder(device="camera", kind="stall")),
        (2.0, orders.FaultOrder(device="camera", kind="drop", amount=0.25)),
        (3.0, orders.FaultOrder(device="camera", kind="stall", on=False)),
        (4.0, orders.FaultOrder(device="camera", kind="drop", amount=0.75)),
        (5.0, orders.LinkOrder(latency=2.0)),
        (6.0, orders.LinkOrder()),
        (7.0, orders.MendOrder()),
        (200.0, orders.FaultOrder(device="light", kind="fail")),
        broken=(Fault("display", "stall", -30.0, inf, 0.5),),
    )
    assert set(faults_of(journal)) == {
        Fault("display", "stall", 0.0, 7.0, 0.5), Fault("camera", "stall", 1.0, 3.0, 0.5),
        Fault("camera", "drop", 2.0, 4.0, 0.25), Fault("camera", "drop", 4.0, 7.0, 0.75),
        Fault("link", "latency", 5.0, 6.0, 2.0), Fault("light", "fail", 200.0, inf, 0.5),
    }  # fmt: skip
    assert set(scenario_of(journal).fault) == set(faults_of(journal))


def test_a_network_is_what_it_does_and_mending_does_not_change_it():
    journal = journal_with(
        (3.0, orders.MendOrder()), (5.0, orders.AirOrder(name="wifi")), (9.0, orders.AirOrder(name="offline")), air="4g"
    )
    scenario = scenario_of(journal)
    assert [(air.at, air.state) for air in scenario.air] == [(0.0, "up"), (5.0, "up"), (9.0, "down")]
    assert set(scenario.fault) == {Fault("link", "latency", 0.0, 5.0, 0.05), Fault("link", "loss", 0.0, 5.0, 0.01)}


def test_it_is_dark_where_nothing_was_shown():
    journal = journal_with(scene={"kind": "scene", "name": "table"})
    journal.look_at(5.0, NONE)
    journal.look_at(9.0, {"kind": "video", "name": ""})
    scenario = scenario_of(journal)
    walls = [(see.at, scenario.named(see.picture).file or scenario.named(see.picture).wall) for see in scenario.see]
    assert walls == [(0.0, "table.jpg"), (5.0, "black"), (9.0, "beige")]


def test_a_new_session_begins_with_an_empty_page():
    journal = journal_with((1.0, orders.TypeOrder(text="hello")))
    journal.begin(START, "wifi", NONE, (), BEGAN)
    assert journal.done == []
    assert scenario_of(journal).write == ()


@pytest.mark.parametrize(("texts", "left"), [({"what is this", "hello"}, ["and that"]), (None, [])])
def test_what_is_wiped_is_in_no_scenario(texts, left: list[str]):
    journal = journal_with(
        (1.0, orders.TypeOrder(text="hello")), (2.0, orders.SayOrder(text="view glass, what is this")),
        (3.0, orders.TypeOrder(text="and that")), (4.0, orders.TapOrder()),
    )  # fmt: skip
    journal.forget(texts)
    scenario = scenario_of(journal)
    assert [write.text for write in scenario.write] == left
    assert scenario.hear == ()
    assert len(scenario.press) == 1


def test_a_journal_has_an_end():
    journal = journal_with(*((float(n), orders.TapOrder()) for n in range(ENTRIES_AT_MOST + 5)))
    for n in range(ENTRIES_AT_MOST + 5):
        journal.look_at(float(n), NONE)
    assert len(journal.done) == ENTRIES_AT_MOST
    assert len(scenario_of(journal).see) == ENTRIES_AT_MOST


def test_no_key_is_written_down():
    server = type(SCRIPTED)(name="server", url="https://a.example/v1", model="m", key_file="/home/me/server.key")
    toml = journal_with().as_toml(SessionLog(Policy(), 0.0), (server,))
    assert "server.key" not in toml
    assert "https://a.example/v1" in toml


# ------------------------------------------------------------------------------------------------- the same answers


def test_playing_it_gives_the_answers_that_were_given():
    asked = (
        (1.0, orders.TypeOrder(text="what do you see")), (6.0, orders.TypeOrder(text="what is 17 times 3")),
        (12.0, orders.TypeOrder(text="why is the sky blue")), (30.0, orders.FaultOrder(device="camera", kind="unplug")),
        (31.0, orders.TypeOrder(text="what is in front of me")), (36.0, orders.MendOrder()),
        (40.0, orders.TypeOrder(text="what time is it")), (45.0, orders.SayOrder(text="view glass what do you see")),
    )  # fmt: skip
    journal = journal_with(*asked, scene={"kind": "scene", "name": "table"})
    scenario = scenario_of(journal, _seen_log(), (SCRIPTED,))
    log = SessionLog(Policy(), 0.0)
    first = play(scenario, observers=(log.step,))
    again = play(scenario_of(journal, log, (SCRIPTED,)))
    told = [(row.text, row.answer, row.outcome) for row in first.turns]
    assert told == [(row.text, row.answer, row.outcome) for row in again.turns]
    answers = {text: answer for text, answer, _ in told}
    assert "51" in answers["what is 17 times 3"]
    assert answers["why is the sky blue"] == "Because blue light is scattered most."
    assert "cup" in answers["what do you see"]
    assert "09:30" in answers["what time is it"] or "9:30" in answers["what time is it"]


def _seen_log() -> SessionLog:
    """A log in which a cup was seen and a server has answered."""
    log = SessionLog(Policy(), 0.0)
    for turn, text, says in (
        (1, "what do you see", ""),
        (2, "why is the sky blue", "Because blue light is scattered most."),
    ):
        log.step(now(1.0), Query(TurnId(turn), text), ())
        scene = Scene(Frame(Instant(1.0), np.zeros((8, 8, 3), np.uint8)), (Thing("cup", 0.9, Box(0.1, 0.2, 0.3, 0.4)),))
        if says:
            log.step(now(9.0), Vitals(), (End(TurnId(turn), Outcome.ANSWERED_REMOTE, says, Server("quick"), ""),))
        else:
            log.step(now(2.0), Seen(TurnId(turn), scene), ())
    return log
