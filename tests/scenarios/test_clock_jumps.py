"""The wall clock is set while timers, alarms and reminders wait, and while the daemon goes on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from edge.config import Config, PrivacyConfig, ServerConfig
from edge.messages import Outcome
from edge.store.alarms import kept
from edge.store.ledger import open_ledger
from firmware_sim.world.scenario import Air, Answering, Scenario, Script, Write
from tests.scenarios.days import Set, wear

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]  # some ten seconds of one core
BEGINS = datetime(2026, 3, 28, 6, tzinfo=timezone(timedelta(hours=1)))
HOUR = 3600.0
JUMP = 600.0
ASKED = (
    (60, "set an alarm for half past seven"),
    (120, "set a timer for thirty minutes"),
    (180, "remind me at six pm to call anna"),
    (240, "remind me in two hours to stretch"),
    (300, "why do cats purr?"),
    (400, "set a timer for a quarter of an hour called tea"),
    (420, "pause the tea timer"),
    (900, "what is 2 plus 2"),
    (1000, "go on with the tea timer"),
    (1020, "set an alarm for eleven pm"),
    (1040, "what time is it?"),
)


def worn(tmp_path, *sets, seconds=19 * HOUR):
    scenario = Scenario(
        "jumps", seconds, begins=BEGINS, write=tuple(Write(at, text) for at, text in ASKED),
        air=(Air(0.0, "up"), Air(290.0, "down"), Air(1200.0, "up")),
        server=Script(answer=(Answering("purr", "Their throats tremble."),)),
    )  # fmt: skip
    desk = ServerConfig(name="desk", url="http://127.0.0.1:8000/v1", model="m")
    return wear(scenario, Config(data=str(tmp_path), server=(desk,), privacy=PrivacyConfig(keep_days=30.0)), sets=sets)


def at(hours: float, offset: float = 1.0) -> datetime:
    """So many hours after the beginning, in a zone of so many hours."""
    return (BEGINS + timedelta(hours=hours)).astimezone(timezone(timedelta(hours=offset)))


SOON = JUMP / HOUR  # hours
LATER = 3.0
LONG_AGO, FAR = datetime(1969, 12, 31, 5, tzinfo=UTC), datetime(2150, 1, 1, 5, tzinfo=UTC)
ALARM, REMINDER, LATE = "Your alarm: it's 7:30.", "Reminder: call anna.", "Your alarm: it's 23:00."
JUMPS = {
    "none": ((), {ALARM: 1.5, REMINDER: 12.0, LATE: 17.0}),
    "a day on": ((Set(JUMP, at(24 + SOON)),), {"Your alarm: it's 6:10.": SOON, REMINDER: SOON, LATE: 17.0}),
    "an hour back": ((Set(JUMP, at(SOON - 1)),), {ALARM: 2.5, REMINDER: 13.0, LATE: 18.0}),
    "before 1970": ((Set(JUMP, LONG_AGO, trusted=False),), {}),
    "before 1970, and put right": (
        (Set(JUMP, LONG_AGO, trusted=False), Set(LATER * HOUR, at(LATER))),
        {"Your alarm: it's 9:00.": LATER, REMINDER: 12.0},
    ),
    "a time that cannot be": ((Set(JUMP, FAR, trusted=False),), {}),
    "a time that cannot be, and put right": (
        (Set(JUMP, FAR, trusted=False), Set(LATER * HOUR, at(LATER))),
        {"Your alarm: it's 9:00.": LATER, REMINDER: 12.0},
    ),
    "summer begins": ((Set(JUMP, at(SOON, 2)),), {ALARM: 0.5, REMINDER: 11.0, LATE: 16.0}),
    "summer ends": ((Set(JUMP, at(SOON, 0)),), {ALARM: 2.5, REMINDER: 13.0, LATE: 18.0}),
    "summer begins in the night": ((Set(16 * HOUR, at(16, 2)),), {ALARM: 1.5, REMINDER: 12.0, LATE: 16.0}),
    "back again and again over a time": (
        tuple(Set(1.5 * HOUR + 60 * n, at(1.48)) for n in range(1, 5)),
        {ALARM: 1.5, REMINDER: 12 + 312 / HOUR, LATE: 17 + 312 / HOUR},
    ),
}
"""How the clock is set, and after how many hours a time of day rings then."""
COUNTED = {"Your tea timer is done.": 1880.025, "Your timer is done.": 1920.025, "Reminder: stretch.": 7440.025}
"""What counts seconds, whatever the clock shows."""


@pytest.mark.parametrize("name", JUMPS)
def test_what_waits_rings_once_and_never_for_a_clock_that_cannot_be_believed(tmp_path, name):
    sets, times = JUMPS[name]
    it = worn(tmp_path, *sets)
    rung = {text: seconds for seconds, _, text in it.seen.rung}
    assert len(rung) == len(it.seen.rung), "each once"
    wanted = COUNTED | {text: hours * HOUR for text, hours in times.items()}
    assert rung.keys() == wanted.keys()
    late = {text: rung[text] - wanted[text] for text in wanted}
    assert {text: seconds for text, seconds in late.items() if not -0.001 < seconds < 20.0} == {}
    assert {text: seconds for text, seconds in late.items() if text in COUNTED and abs(seconds) > 0.001} == {}
    assert it.seen.ended == it.seen.begun
    assert set(it.seen.ended.values()) == {1}
    over = it.seen.outcomes["why do cats purr?"][1:]
    assert over == [Outcome.FAILED if name == "a day on" else Outcome.ANSWERED_REMOTE], "too old, or answered"
    assert it.said == [], "nothing was too old to be kept"


def test_the_alarms_that_a_clock_kept_from_ringing_are_kept_for_the_next_start(tmp_path):
    it = worn(tmp_path, *JUMPS["a time that cannot be"][0])
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        assert [alarm.rings for alarm in kept(ledger)] == [at(1.5), at(12.0)]
    assert it.runtime.state.alarms != ()
