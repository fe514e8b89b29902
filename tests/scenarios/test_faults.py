"""Everything breaks, alone and in pairs, at random moments: every turn still ends, in time, and never in the dark.

Runs are cheap, because they are in virtual time and perception is recorded: thousands of them fit into a minute.
"""

import math
import random
from dataclasses import replace
from functools import cache

import pytest

from edge.mind.policy import Policy
from firmware_sim.commands import Played, play
from firmware_sim.world.faults import KINDS, Fault
from firmware_sim.world.scenario import Scenario, bundled, load_scenario

SINGLES = [(device, kind) for device, kinds in KINDS.items() for kind in kinds]
SINGLE_RUNS = [0, *(pytest.param(n, marks=pytest.mark.slow) for n in (1, 2, 3))]  # each fault of each scenario
PAIRS, CORE_PAIRS = 40, 10  # for each scenario
NAMES = tuple(name for name in bundled() if load_scenario(name).seconds <= 300)  # the long ones have tests of their own


@cache
def scenario(name: str) -> Scenario:
    """The scenario with small pictures: nobody looks at the pixels here."""
    whole = load_scenario(name)
    return replace(whole, config=replace(whole.config, camera=replace(whole.config.camera, width=64)))


def fault(name: str, device: str, kind: str, dice: random.Random) -> Fault:
    """A fault that begins around something that is asked, and lasts a while or for ever."""
    asked = [w.at for w in scenario(name).write] + [h.ends for h in scenario(name).hear]
    asked += [p.at for p in scenario(name).press]
    at = max(0.0, dice.choice(sorted(asked)) + dice.uniform(-1.0, 4.0))
    # A lamp that flickers faster than a late frame travels cannot be told from one that shines.
    shortest = 2.5 if device == "light" else 0.05
    lasts = dice.choice([dice.uniform(shortest, 15.0), math.inf])
    return Fault(device, kind, round(at, 3), round(at + lasts, 3), round(dice.uniform(0.05, 1.0), 3))


def check(played: Played, begins: float) -> None:
    turns, conversation = played.turns, played.conversation
    assert [turn.id for turn in turns if turn.outcome is None] == []
    assert [end.turn for end in sorted(conversation.ends, key=lambda end: end.turn)] == [turn.id for turn in turns]
    assert all(end.why or end.text for end in conversation.ends)
    rows = played.rows()
    assert {row["types"] for row in rows if "types" in row} <= {row["text"] for row in conversation.turns()}
    assert played.sim.witness.in_the_dark == []
    assert played.tasks_left == ()
    policy = Policy()
    longest = policy.understand_within + policy.look_within + policy.server_within + policy.answer_within
    assert max((sum(end.stages.values()) for end in conversation.ends), default=0.0) <= longest + 0.1
    assert played.ended <= played.sim.scenario.seconds + policy.drain_within + 3.0


def lamp_is_dark(played: Played) -> bool:
    eye = played.sim.glasses.eye
    return eye is None or not eye.lamp.lit_at(played.ended)  # type: ignore[attr-defined]


@pytest.mark.parametrize("run", SINGLE_RUNS)
@pytest.mark.parametrize(("device", "kind"), SINGLES, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_one_thing_breaks(name: str, device: str, kind: str, run: int):
    whole = scenario(name)
    broken = fault(name, device, kind, random.Random(f"{name} {device} {kind} {run}"))
    played = play(replace(whole, fault=(*whole.fault, broken)))
    check(played, whole.seconds)
    assert device == "light" or name == "light_fails" or lamp_is_dark(played)


@pytest.mark.parametrize(
    "runs", [range(CORE_PAIRS), pytest.param(range(CORE_PAIRS, PAIRS), marks=pytest.mark.slow)], ids=str
)
@pytest.mark.parametrize("name", NAMES)
def test_two_things_break(name: str, runs: range):
    whole = scenario(name)
    for run in runs:
        dice = random.Random(f"{name} {run}")
        two = [fault(name, *dice.choice(SINGLES), dice) for _ in range(2)]
        check(play(replace(whole, fault=(*whole.fault, *two))), whole.seconds)


def test_there_are_thousands_of_runs():
    assert len(NAMES) * (len(SINGLES) * len(SINGLE_RUNS) + PAIRS) >= 2000
