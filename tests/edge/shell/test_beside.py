"""A run that keeps no timers beside one that does: what it wants done is done there, or its answer says why not."""

import asyncio
import json
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from edge.cli import main
from edge.compose.build import Run, build
from edge.config import Config
from edge.daemon.listener import Listener
from edge.devices import Glasses
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.language.marked import read_marked
from edge.messages import Deed, Intent, Outcome, SetTimer
from edge.mind.policy import Policy
from edge.perceive import Senses
from edge.shell.beside import Beside
from edge.shell.runtime import Runtime
from edge.skills import all_skills
from edge.store import orders
from edge.store.ledger import open_ledger
from edge.understand.grasp import Grasped
from edge.understand.understand import understand
from tests.edge.reach.port import wait

MEANT = {
    read_marked(marked).text: (task, read_marked(marked).slots)
    for task, marked in (
        ("timer_set", "set a {label:pasta} timer for {duration:5 minutes}"),
        ("timer_set", "set a timer for {duration:5 minutes}"),
        ("timer_set", "set a timer for {duration:6 minutes}"),
        ("timer_left", "how long is left?"),
        ("timer_change", "pause the timer"),
        ("timer_change", "add {duration:a minute} to the timer"),
        ("timer_cancel", "cancel the {label:pasta} timer"),
        ("alarm_set", "wake me in {duration:eight hours}"),
        ("alarm_list", "what alarms do i have"),
        ("alarm_cancel", "cancel my alarm"),
        ("reminder_set", "remind me to {text:call mum} in {duration:an hour}"),
        ("reminder_list", "cancel the reminder to {text:call mum}"),
        ("cancel", "stop"),
    )
}
"""What is asked here, and what a model would make of it."""


def understood(query, recent):
    """The understanding of one of these questions."""
    task, slots = MEANT[query.text]
    found = Grasped({Intent.ACT: 1.0}, {task: 1.0}, 0.0, slots)
    return understand(query, recent, all_skills(), lambda _text, _before: found)


GUEST = "boot/0/0"  # an owner that is not this process, which is the keeper


@asynccontextmanager
async def running(ledger, *, resumes, policy=None, listens=True):
    """A runtime on this process's own loop; the keeper takes orders."""
    config = replace(Config(), policy=policy or Policy())
    listener = Listener(ledger, "run")
    run = Run(ledger, (listener,), resumes=resumes)
    built = build(config, Glasses(LinuxBody(), Blank()), Senses(), Lanes.inline(), run)
    runtime = Runtime(replace(built.parts, understander=understood), run.observers)
    task = asyncio.create_task(runtime.run())
    try:
        if listens:
            with listener.listening(runtime):
                yield runtime
        else:
            yield runtime
    finally:
        runtime.stop()
        await task


def both(path, steps, *, policy=None, listens=True):
    """The ends of what the guest asks, while a keeper runs on the same ledger."""

    async def ask():
        with open_ledger(path) as mine, open_ledger(path, owner=GUEST) as theirs:
            async with running(mine, resumes=True, policy=policy, listens=listens) as keeper:
                async with running(theirs, resumes=False, listens=False) as guest:
                    ends = [await guest.ask(step) for step in steps]
                return ends, keeper.state.alarms, theirs.read("SELECT key FROM notes WHERE key NOT LIKE 'daemon %'")

    return asyncio.run(ask())


def test_a_timer_is_set_told_of_and_cancelled_where_it_is_kept(tmp_path):
    steps = ("set a pasta timer for 5 minutes", "how long is left?", "cancel the pasta timer", "how long is left?")
    ends, alarms, notes = both(tmp_path / "ledger.sqlite", steps)
    assert [end.outcome for end in ends] == [Outcome.ANSWERED_LOCAL] * 4
    assert [deed.done for end in ends for deed in end.acts] == [True, True]
    assert "set for 5 minutes" in ends[0].text
    assert ends[1].text.endswith("left.")
    assert ends[3].text == "There is no timer running."
    assert alarms == ()
    assert [row["key"] for row in notes] == ["alarms"], "no order and no answer is left lying"


def test_all_that_rings_is_set_changed_told_of_and_cancelled_where_it_is_kept(tmp_path):
    steps = (
        "set a timer for 5 minutes",
        "pause the timer",
        "add a minute to the timer",
        "wake me in eight hours",
        "what alarms do i have",
        "remind me to call mum in an hour",
    )
    ends, alarms, _ = both(tmp_path / "a.sqlite", steps)
    assert [end.outcome for end in ends] == [Outcome.ANSWERED_LOCAL] * 6
    assert [(one.kind.value, one.text) for one in alarms] == [("timer", ""), ("reminder", "call mum"), ("alarm", "")]
    assert 350 < alarms[0].held <= 360
    assert ends[4].text.startswith("Your alarm is set ")
    ends, alarms, _ = both(tmp_path / "a.sqlite", ("cancel my alarm", "cancel the reminder to call mum"))
    assert [deed.done for end in ends for deed in end.acts] == [True, True]
    assert [one.kind.value for one in alarms] == ["timer"]


def test_a_timer_that_the_keeper_refuses_is_not_called_set(tmp_path):
    steps = ("set a timer for 5 minutes", "set a timer for 6 minutes")
    ends, alarms, _ = both(tmp_path / "ledger.sqlite", steps, policy=Policy(alarms_at_most=1))
    assert [end.outcome for end in ends] == [Outcome.ANSWERED_LOCAL, Outcome.DEGRADED]
    assert "can't set more than 1 timer" in ends[1].text
    assert [deed.done for deed in ends[1].acts] == [False]
    assert len(alarms) == 1


def test_stopping_is_not_handed_over(tmp_path):
    ends, _, _ = both(tmp_path / "ledger.sqlite", ("stop",))
    assert [deed.done for deed in ends[0].acts] == [True]


def test_without_a_keeper_nothing_is_kept_and_the_answer_says_so(tmp_path):
    ends, alarms, notes = both(tmp_path / "ledger.sqlite", ("set a timer for 5 minutes",), listens=False)
    assert ends[0].outcome is Outcome.DEGRADED
    assert "a running Glint" in ends[0].text
    assert ends[0].acts == (Deed(SetTimer(300.0), False),)
    assert (alarms, notes) == ((), [])


def test_a_keeper_that_says_nothing_costs_the_wait_and_no_more(tmp_path):
    async def ask():
        with (
            open_ledger(tmp_path / "ledger.sqlite") as mine,
            open_ledger(tmp_path / "ledger.sqlite", owner=GUEST) as his,
        ):
            orders.announce(mine, "run")
            asyncio.get_running_loop().add_signal_handler(orders.SIGNAL, lambda: None)
            try:
                beside = Beside(his, answer_within=0.1)
                return await beside.carry_out(beside.keeper, ()), his.read(
                    "SELECT key FROM notes WHERE key LIKE 'order%'"
                )
            finally:
                asyncio.get_running_loop().remove_signal_handler(orders.SIGNAL)

    (acts, why), left = asyncio.run(ask())
    assert (acts, left) == ((), [])
    assert "did not do it in time" in why


# ------------------------------------------------------------------------------------------------ the real processes


@pytest.fixture
def home(tmp_path):
    """A folder with a configuration of its own."""
    (tmp_path / "glint.toml").write_text(f'data = "{tmp_path}"\n[camera]\nsource = "none"\n', encoding="utf-8")
    return tmp_path


def ask(home, capsys, text):
    assert main(["ask", "--json", "--config", str(home / "glint.toml"), text]) == 0
    return json.loads(capsys.readouterr().out)


def test_ask_beside_a_daemon_sets_its_timer_and_without_one_says_that_it_cannot(home, capsys):
    row = ask(home, capsys, "set a timer for 5 minutes")
    assert (row["outcome"], [act["done"] for act in row["acts"]]) == ("degraded", [False])
    command = [sys.executable, "-m", "edge.cli", "run", "--config", str(home / "glint.toml")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as daemon:
        try:
            assert wait(lambda: listens(home))
            row = ask(home, capsys, "set a timer for 5 minutes")
            assert (row["outcome"], [act["done"] for act in row["acts"]]) == ("answered_local", [True])
            assert ask(home, capsys, "how long is left?")["answer"].endswith("left.")
        finally:
            daemon.terminate()
            daemon.communicate(timeout=30)
    assert daemon.returncode == 0
    with open_ledger(home / "ledger.sqlite") as ledger:
        assert len(ledger.recall("alarms")) == 1, "it rings when the daemon is back"
        assert orders.living(ledger) == {}
    assert ask(home, capsys, "cancel all timers")["acts"][0]["done"] is False
    with open_ledger(home / "ledger.sqlite") as ledger:
        assert len(ledger.recall("alarms")) == 1


def listens(home):
    with open_ledger(home / "ledger.sqlite") as ledger:
        return bool(orders.living(ledger))
