"""Three days at a stretch: each day's timers ring once and at their time, every turn ends, and nothing piles up."""

from datetime import UTC, datetime, timedelta

import pytest

from edge.config import Config, PrivacyConfig, ServerConfig
from edge.messages import Outcome, Touch, Wake
from firmware_sim.clock import DAY
from firmware_sim.world.scenario import Air, Answering, Beginning, Item, Picture, Scenario, Script, See, Write
from tests.scenarios.days import Worn, wear

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]  # some five seconds of one core
BEGINS = datetime(2026, 5, 4, 6, tzinfo=UTC)
HOUR = 3600.0
CUP = Picture("desk", item=(Item((0.2, 0.2, 0.5, 0.8), "cup", score=0.95),))
ASKED = (
    (60, "what is 2 plus 2"),
    (120, "set an alarm for half past seven"),
    (180, "set a timer for ten minutes"),
    (240, "remind me at six pm to call anna"),
    (300, "why do cats purr?"),
    (4 * HOUR, "what is in front of me?"),
    (5 * HOUR, "why is the sky blue?"),
    (6 * HOUR, "why do stars twinkle?"),
    (16 * HOUR, "set an alarm for half past five"),
    (17 * HOUR, "what time is it?"),
)
"""What is asked every day, and how many seconds after six."""
AIR = (
    (0, "up"), (250, "down"), (4000, "up"),
    *((DAY + at, state) for at, state in ((0, "up"), (200, "down"), (13 * HOUR, "slow"), (14 * HOUR, "up"))),
    *((2 * DAY + 600 * n, ("down", "portal", "slow", "down", "up")[n % 5]) for n in range(50)),
)  # fmt: skip
"""A morning without a network, a day without, and one in which it comes and goes."""


def days(count):
    write = tuple(Write(day * DAY + at, text) for day in range(count) for at, text in ASKED)
    answers = tuple(Answering(word, f"It is because of {word}.") for word in ("purr", "blue", "twinkle"))
    return Scenario(
        "days", count * DAY, begins=BEGINS, start=Beginning(battery=1.0, around=31.0), picture=(CUP,),
        see=(See(0.0, "desk"),), write=write, air=tuple(Air(at, state) for at, state in AIR),
        server=Script(answer=answers),
    )  # fmt: skip


def happens():
    """A server that is ill at noon, a phrase that wakes and nothing follows, a finger; at every day's end a look."""
    for day in range(3):
        morning = day * DAY
        yield morning + 6 * HOUR - 60, lambda worn: setattr(worn.sim.server, "ending", "stall")
        yield morning + 7 * HOUR, lambda worn: setattr(worn.sim.server, "ending", "well")
        for n in range(40):
            yield morning + 8 * HOUR + 50 * n, lambda worn: worn.runtime.post(Wake("view glass"))
        yield morning + 9 * HOUR, lambda worn: worn.runtime.post(Touch("tap"))
        yield morning + DAY - 1, Worn.look


@pytest.fixture(scope="module")
def worn(tmp_path_factory):
    config = Config(
        data=str(tmp_path_factory.mktemp("days")),
        server=(ServerConfig(name="desk", url="http://127.0.0.1:8000/v1", model="m"),),
        privacy=PrivacyConfig(keep_days=1.0),
    )
    return wear(days(3), config, *happens())


def test_each_rings_once_at_its_time_on_each_day(worn):
    wanted = []
    for day in range(3):
        morning = BEGINS + timedelta(days=day)
        wanted += [
            (morning + timedelta(seconds=780.025), "Your timer is done."),
            (morning + timedelta(hours=1.5), "Your alarm: it's 7:30."),
            (morning + timedelta(hours=12), "Reminder: call anna."),
            (morning + timedelta(hours=23.5), "Your alarm: it's 5:30."),
        ]
    rung = [(time, text) for _, time, text in worn.seen.rung]
    assert [text for _, text in rung] == [text for _, text in wanted]
    late = [(time - when).total_seconds() for (time, _), (when, _) in zip(rung, wanted, strict=True)]
    assert all(0 <= seconds < 0.1 for seconds in late), late


def test_every_turn_began_once_and_ended_once(worn):
    assert set(worn.seen.begun.values()) == {1}
    assert worn.seen.ended == worn.seen.begun
    outcomes = worn.seen.outcomes
    assert outcomes.keys() == {text for _, text in ASKED}
    late = {"why do cats purr?", "why is the sky blue?", "why do stars twinkle?"}
    assert {text for text, ended in outcomes.items() if ended != [Outcome.ANSWERED_LOCAL] * 3} == late


def test_what_was_asked_without_a_network_is_answered_late_or_was_too_old(worn):
    def is_over(text):
        """How each of the three ended, and how often it was tried again to no avail."""
        outcomes = worn.seen.outcomes[text]
        return [outcome for outcome in outcomes if outcome != Outcome.DEFERRED], outcomes.count(Outcome.DEFERRED)

    remote, failed = Outcome.ANSWERED_REMOTE, Outcome.FAILED
    assert is_over("why do cats purr?") == ([remote, failed, remote], 3)
    assert is_over("why is the sky blue?") == ([remote, failed, remote], 2)
    over, again = is_over("why do stars twinkle?")
    assert over == [remote, failed, remote]
    assert again < 25, "ever more rarely, while the server was ill"


def test_nothing_lingers(worn):
    state = worn.runtime.state
    assert (state.alarms, state.waiting, dict(state.open), state.bells) == ((), (), {}, ())
    assert worn.seen.alarms == ()
    assert worn.runtime._tasks == {}
    assert len(worn.runtime.parts.queue._not_before) <= 1
    assert worn.sim.witness.in_the_dark == []


def test_nothing_piles_up(worn):
    first, second, third = worn.grown
    for one in worn.grown:
        assert one["objects"] < first["objects"] + 100
        assert one["tasks"] == first["tasks"]
        assert one["timers"] < 200  # the loop sweeps cancelled ones together
        assert (one["files"], one["queue"], one["notes"]) == (first["files"], 0, first["notes"])
        assert one["turns"] < 100
    assert third["bytes"] <= max(first["bytes"], second["bytes"])


def test_what_is_older_than_a_day_is_gone_and_only_that(worn):
    assert all(line.startswith("past its time, and wiped: ") for line in worn.said)
    began = [datetime.fromisoformat(turn.began) for turn in worn.turns]
    assert BEGINS + timedelta(days=2) - timedelta(hours=1) <= min(began) <= BEGINS + timedelta(days=2, hours=1)
    assert len(began) == worn.grown[-1]["turns"]
