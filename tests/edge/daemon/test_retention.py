"""While Glint runs, what is past its time is wiped and said; what cannot be wiped, or cannot be believed, stays."""

import asyncio
from datetime import timedelta

from edge.config import Config, PrivacyConfig
from edge.daemon.retention import EVERY, Retention
from edge.messages import Begin, Instant, Now, Wall
from edge.store.forget import BITE
from edge.store.ledger import open_ledger
from firmware_sim.clock import DAY, run_virtual
from tests.edge.store.filled import FAR, fill, large, now


def tidied(tmp_path, clock, privacy=None):
    """What a daemon says of its chores, and the ledger's own trouble afterwards."""
    said = []
    config = Config(data=str(tmp_path), privacy=privacy or PrivacyConfig())
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        run_virtual(until(0.0, Retention(config, said.append, aside=inline).run(ledger, lambda: clock)))
        return said, ledger.trouble, len(ledger.turns(-1))


async def inline(work, *arguments):
    """In place of a thread, which has a time of its own."""
    return work(*arguments)


async def until(seconds, chores):
    """Let a daemon's chores go on for so long."""
    task = asyncio.ensure_future(chores)
    await asyncio.sleep(seconds)
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled():
        task.result()


def test_a_daemon_wipes_what_is_past_its_time_and_says_so(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        fill(ledger, 8)
    assert tidied(tmp_path, Now(Instant(0.0), Wall(FAR, trusted=False))) == ([], "", 8)
    assert tidied(tmp_path, now(10)) == ([], "", 8)
    assert tidied(tmp_path, Now(Instant(0.0), Wall(FAR))) == (["past its time, and wiped: 8 turns, 2 receipts"], "", 0)


def test_a_daemon_that_runs_for_weeks_wipes_on(tmp_path):
    """What was young when it started is too old one day; and a clock that nobody could believe is set."""
    said, clock = [], {"trusted": False}

    def told():
        at = asyncio.get_running_loop().time()
        return Now(Instant(at), Wall(now().wall.time + timedelta(seconds=at), clock["trusted"]))

    async def weeks(retention, ledger):
        chores = asyncio.ensure_future(until(3 * DAY, retention.run(ledger, told)))
        await asyncio.sleep(DAY)
        clock["trusted"] = True
        await asyncio.sleep(DAY / 2)
        left = len(ledger.turns(-1))
        await chores
        return left

    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        fill(ledger, 8)
        config = Config(data=str(tmp_path), privacy=PrivacyConfig(keep_days=2.0))
        retention = Retention(config, said.append, inline)
        open_turn = ledger.begin(now(), Begin("still being answered")).turn
        assert run_virtual(weeks(retention, ledger), limit=4 * DAY) == 9
        assert [turn.id for turn in ledger.turns(-1)] == [open_turn]
    assert said == ["past its time, and wiped: 1 turn, 1 receipt", "past its time, and wiped: 7 turns, 1 receipt"]


def test_what_cannot_be_wiped_yet_is_said_and_ends_nothing(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        fill(ledger, 2)
        (tmp_path / "ledger.sqlite.lock").unlink()
        (tmp_path / "ledger.sqlite.lock").mkdir()
        said = []
        far = Now(Instant(0.0), Wall(FAR))
        retention = Retention(Config(data=str(tmp_path)), said.append, aside=inline)
        run_virtual(until(3 * EVERY, retention.run(ledger, lambda: far)))
        assert len(said) == 1, "once, though it was tried every hour"
        assert said[0].startswith("what is past its time is not wiped yet: ")
        assert len(ledger.turns()) == 2
        (tmp_path / "ledger.sqlite.lock").rmdir()
        run_virtual(until(0.0, retention.run(ledger, lambda: far)))
        assert said[1:] == ["past its time, and wiped: 2 turns, 1 receipt"]


def test_a_ledger_in_memory_has_no_chores(tmp_path):
    (tmp_path / "ledger.sqlite").mkdir()
    said, trouble, _ = tidied(tmp_path, Now(Instant(0.0), Wall(FAR)))
    assert said == []
    assert "cannot be used" in trouble


def test_damage_in_a_large_ledger_is_found_once_the_daemon_serves(tmp_path):
    large(tmp_path / "ledger.sqlite")
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.trouble == "", "it is opened without being read whole"
    said, trouble, turns = tidied(tmp_path, now())
    assert said == []
    assert "the ledger was damaged: it was moved to" in trouble
    assert turns == 0
    assert len(list(tmp_path.glob("ledger.sqlite.damaged-*"))) >= 1


def test_a_daemon_that_stops_ends_its_chores_where_they_are(tmp_path):
    path, count = tmp_path / "ledger.sqlite", 5 * BITE

    def left(ledger):
        return ledger.read("SELECT count(*) FROM turns")[0][0]

    async def stopped(ledger):
        clock = Now(Instant(0.0), Wall(FAR))
        retention = Retention(Config(data=str(tmp_path)), lambda _: None)
        chores = asyncio.ensure_future(retention.run(ledger, lambda: clock))
        while not chores.done():
            await asyncio.sleep(0.001)
            if left(ledger) < count:
                chores.cancel()

    with open_ledger(path) as ledger:
        fill(ledger, count)
        asyncio.run(stopped(ledger))
        assert 0 < left(ledger) < count


def test_what_was_wiped_but_for_a_file_is_said_beside_it(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        fill(ledger, 1)
        with ledger.write() as database:
            picture = str(tmp_path / "ledger.sqlite" / "x.jpg")
            database.execute("UPDATE receipts SET picture = ?", (picture,))
    said, _, turns = tidied(tmp_path, Now(Instant(0.0), Wall(FAR)))
    assert (said[0], turns) == ("past its time, and wiped: 1 turn, 1 receipt", 0)
    assert "x.jpg: Not a directory: not removed" in said[1]
