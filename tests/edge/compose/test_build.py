"""A runtime is put together for one run: which timers it keeps, and whose situation it is in."""

from edge.compose.build import Run, build
from edge.compose.policy import fallbacks_of
from edge.config import Config
from edge.devices import Glasses
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.messages import Started
from edge.mind.policy import Policy, Situation
from edge.perceive import Senses
from edge.skills import last_resorts
from edge.store.ledger import open_ledger

FALLBACKS = fallbacks_of(last_resorts())


def glasses(**devices):
    return Glasses(LinuxBody(), Blank(), **devices)


def test_a_run_that_repeats_another_one_is_in_its_situation():
    then = Situation(servers=True, beside=True, spoken=False)
    with open_ledger(":memory:") as ledger:
        runtime = build(Config(), glasses(), Senses(), Lanes.inline(), Run(ledger, situation=then))
        assert runtime.parts.policy == Policy(situation=then, fallbacks=FALLBACKS)
        runtime = build(Config(), glasses(), Senses(), Lanes.inline(), Run(ledger, resumes=True))
        assert runtime.parts.policy == Policy(situation=Situation(spoken=False), fallbacks=FALLBACKS)


def test_only_a_run_that_resumes_keeps_timers_and_takes_up_what_was_open():
    with open_ledger(":memory:") as ledger:
        ledger.remember("alarms", [["2026-05-01T12:00:00+00:00", "tea"]])
        once = build(Config(), glasses(), Senses(), Lanes.inline(), Run(ledger)).parts
        lasting = build(Config(), glasses(), Senses(), Lanes.inline(), Run(ledger, resumes=True)).parts
    assert (once.policy.situation.keeps, once.started, once.beside is None) == (False, Started(), False)
    assert (lasting.policy.situation.keeps, lasting.beside) == (True, None)
    assert [alarm.label for alarm in lasting.started.alarms] == ["tea"]
