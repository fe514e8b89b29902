"""The physics: what must hold for any state, any load and any time."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import LinkState
from firmware_sim.world import world
from firmware_sim.world.world import Around, Load, Radio, World

shares = st.floats(0, 1)
loads = st.builds(Load, shares, shares, shares, shares, shares)
times = st.floats(0, 1e5)
states = st.sampled_from(LinkState)
radios = st.builds(Radio, states)
temperatures = st.floats(-20, 60)
worlds = st.builds(World, charge=shares, celsius=temperatures, radio=radios)
surroundings = st.builds(Around, temperatures, states)
device = st.sampled_from([f.name for f in fields(Load)])


@given(worlds, surroundings, loads, times)
def test_a_battery_never_gains_and_gives_no_more_than_it_has(before: World, around: Around, load: Load, seconds: float):
    after = world.step(before, around, load, seconds)
    assert 0 <= after.charge <= before.charge
    assert (before.charge - after.charge) * world.CAPACITY <= world.watts(load) * seconds + 1e-6


@given(worlds, surroundings, loads, device, times)
def test_more_load_never_leaves_more_charge_nor_a_cooler_body(
    before: World, around: Around, load: Load, name: str, seconds: float
):
    light = world.step(before, around, replace(load, **{name: 0.0}), seconds)
    heavy = world.step(before, around, replace(load, **{name: 1.0}), seconds)
    assert heavy.charge <= light.charge
    assert heavy.celsius >= light.celsius - 1e-9


@given(temperatures, temperatures, loads, times)
def test_heat_stays_between_where_it_was_and_where_it_ends(celsius: float, around: float, load: Load, seconds: float):
    end = around + world.WARMS * world.watts(load)
    assert min(celsius, end) - 1e-9 <= world.warm(celsius, load, seconds, around) <= max(celsius, end) + 1e-9


@given(worlds, surroundings, loads, times, times)
def test_two_steps_are_one_long_step(before: World, around: Around, load: Load, first: float, second: float):
    twice = world.step(world.step(before, around, load, first), around, load, second)
    once = world.step(before, around, load, first + second)
    assert twice.charge == pytest.approx(once.charge, abs=1e-9)
    assert twice.celsius == pytest.approx(once.celsius, abs=1e-6)


@given(radios, states, times)
def test_a_radio_is_never_better_than_the_air_and_never_drops_below_it(radio: Radio, air: LinkState, seconds: float):
    after = world.tune(radio, air, seconds)
    assert world.BETTER.index(after.state) <= world.BETTER.index(air)
    assert world.BETTER.index(after.state) >= min(world.BETTER.index(radio.state), world.BETTER.index(air))


@given(radios, states)
def test_a_radio_settles_on_the_air_within_its_joining_time(radio: Radio, air: LinkState):
    assert world.tune(radio, air, world.JOINING) == Radio(air)
    half = world.tune(radio, air, world.JOINING / 2)
    assert world.tune(half, air, world.JOINING / 2) == Radio(air)


def test_worse_air_is_felt_at_once():
    assert world.tune(Radio(LinkState.UP), LinkState.DOWN, 0.0) == Radio(LinkState.DOWN)


def test_an_hour_of_idling_and_an_hour_of_everything_are_plausible():
    idle = world.step(World(charge=1.0), Around(), Load(), 3600)
    busy = world.step(World(charge=1.0), Around(), Load(1, 1, 1, 1, 1), 3600)
    assert idle.charge > 0.9
    assert busy.charge == 0.0
    assert 22 < idle.celsius < 23
    assert 38 < busy.celsius < 45
