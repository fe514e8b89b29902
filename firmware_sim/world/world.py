"""The physics of a pair of glasses: battery, heat and radio, each a pure function (state, load, seconds) -> state.

The numbers are those of a small pair of glasses by order of magnitude (0.6 Wh, some 2 W when everything runs); they
are assumptions that make a simulated day plausible, not measurements of a product.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from edge.messages import LinkState

CAPACITY = 0.6 * 3600.0  # joules in a full battery
IDLE = 0.03  # watts that are always drawn
CAMERA = 0.45
COMPUTE = 1.2  # one model running all the time
DISPLAY = 0.15
RADIO = 0.35
SPEAKER = 0.1

WARMS = 9.0  # kelvin above the surroundings for each watt, in the end
SLOWNESS = 240.0  # seconds until two thirds of the way there

BETTER = (LinkState.DOWN, LinkState.PORTAL, LinkState.SLOW, LinkState.UP)
JOINING = 1.5  # seconds that a radio takes to make use of a better network


@dataclass(frozen=True, slots=True)
class Load:
    """What runs: each device a share of the time, 0 to 1."""

    camera: float = 0.0
    compute: float = 0.0
    display: float = 0.0
    radio: float = 0.0
    speaker: float = 0.0


@dataclass(frozen=True, slots=True)
class Radio:
    """What the radio makes of the air, and for how long the air has been better than that."""

    state: LinkState = LinkState.UP
    joining: float = 0.0


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the glasses and is not theirs to change."""

    celsius: float = 22.0
    air: LinkState = LinkState.UP


@dataclass(frozen=True, slots=True)
class World:
    """How the glasses are: charge 0 to 1, degrees, and the radio."""

    charge: float = 0.8
    celsius: float = 24.0
    radio: Radio = field(default_factory=Radio)


def step(world: World, around: Around, load: Load, seconds: float) -> World:
    """The world some seconds later, if nothing around it and no load changed meanwhile."""
    return replace(
        world,
        charge=drain(world.charge, load, seconds),
        celsius=warm(world.celsius, load, seconds, around.celsius),
        radio=tune(world.radio, around.air, seconds),
    )


def watts(load: Load) -> float:
    return (
        IDLE
        + CAMERA * load.camera
        + COMPUTE * load.compute
        + DISPLAY * load.display
        + RADIO * load.radio
        + SPEAKER * load.speaker
    )


def drain(charge: float, load: Load, seconds: float) -> float:
    """The charge (0 to 1) after `seconds` under a load; never below 0."""
    return max(0.0, charge - watts(load) * seconds / CAPACITY)


def warm(celsius: float, load: Load, seconds: float, around: float) -> float:
    """The temperature after `seconds`: one thermal mass, one resistance, an exponential approach to the end."""
    end = around + WARMS * watts(load)
    return end + (celsius - end) * math.exp(-seconds / SLOWNESS)


def tune(radio: Radio, air: LinkState, seconds: float) -> Radio:
    """The radio after `seconds`: worse air counts at once, better air only after it has lasted for a while."""
    if BETTER.index(air) <= BETTER.index(radio.state):
        return Radio(air)
    joining = radio.joining + seconds
    return Radio(air) if joining >= JOINING else Radio(radio.state, joining)
