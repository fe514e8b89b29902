"""What follows from the glasses and the configured servers, so that nobody has to say it."""

import io

import pytest

from edge.compose.policy import fallbacks_of, policy_for, situation_of
from edge.config import Config, ServerConfig, SoundConfig
from edge.devices import Glasses
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.glasses import terminal_glasses
from edge.hardware.link import Network
from edge.mind.policy import Policy, Situation
from edge.skills import last_resorts
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.scenario import Scenario

FALLBACKS = fallbacks_of(last_resorts())
HERE, THERE, NOWHERE = (ServerConfig(url=url) for url in ("http://127.0.0.1:8000/v1", "https://x/v1", "http://[no"))


def glasses(**devices):
    return Glasses(LinuxBody(), Blank(), **devices)


def simulated():
    return SimGlasses(Scenario("t", 1.0)).glasses


@pytest.mark.parametrize(
    ("servers", "devices", "situation"),
    [
        ((), {"link": Network(), "loopback": True}, (False, False)),
        ((HERE,), {"link": Network(), "loopback": True}, (True, True)),
        ((THERE,), {"link": Network(), "loopback": True}, (True, False)),
        ((THERE, HERE), {"link": Network(), "loopback": True}, (True, True)),
        ((NOWHERE,), {"link": Network(), "loopback": True}, (True, False)),
        ((HERE,), {}, (False, False)),
    ],
)
def test_servers_follow_from_config_and_link(servers, devices, situation):
    found = situation_of(Config(server=servers), glasses(**devices))
    assert (found.servers, found.beside, found.spoken) == (*situation, False)


def test_a_simulated_link_keeps_to_its_air_and_a_real_one_reaches_this_machine():
    assert situation_of(Config(server=(HERE,)), simulated()) == Situation(servers=True, hears=True)
    worn, _ = terminal_glasses(Config(), stdin=io.StringIO(), stdout=io.StringIO())
    assert situation_of(Config(server=(HERE,)), worn) == Situation(servers=True, beside=True, spoken=False)


@pytest.mark.parametrize(
    ("sound", "spoken"),
    [(SoundConfig(), True), (SoundConfig(speaker="none"), False), (SoundConfig(voice="none"), False)],
)
def test_what_is_spoken_follows_from_the_glasses_and_the_sound(sound, spoken):
    policy = policy_for(Config(sound=sound, policy=Policy(listen_for=4.0)), simulated())
    assert policy == Policy(listen_for=4.0, situation=Situation(spoken=spoken, hears=True), fallbacks=FALLBACKS)
