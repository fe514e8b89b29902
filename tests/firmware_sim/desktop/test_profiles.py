"""Each kind of glasses can be put on, and has what it says it has."""

import pytest

from firmware_sim.desktop.profiles import FIRST, PROFILES, profile_named
from tests.firmware_sim.desktop.page import Put, worn

NAMES = [profile.name for profile in PROFILES]


def test_each_has_a_name_of_its_own_and_says_what_it_is():
    assert len(set(NAMES)) == len(NAMES) >= 7
    assert profile_named(FIRST.name) is FIRST
    assert profile_named("toaster") is None
    for profile in PROFILES:
        assert profile.title
        assert profile.about.endswith(".")
        assert profile.touch in {"touchpad", "button"}
        assert profile.lamp in {"lamp", "mark", ""}
        assert profile.lamp != "mark" or profile.display is not None, "a mark needs a display"
        assert not profile.lamp or profile.camera, "a lamp tells of a camera"


@pytest.mark.parametrize("profile", PROFILES, ids=NAMES)
def test_they_have_what_the_profile_says(profile):
    async def use(put: Put) -> None:
        glasses = put.worn.glasses
        sees = profile.camera and bool(profile.lamp)
        assert (glasses.eye is not None) is sees
        assert bool(glasses.why_no_eye) is (profile.camera and not sees)
        assert (glasses.microphone is not None) is profile.microphone
        assert (glasses.speaker is not None) is (glasses.talker is not None) is profile.speaker
        assert (put.worn.display is not None) is (profile.display is not None)
        if profile.display is not None:
            assert glasses.display.size == profile.display.size
        assert glasses.link is not None
        assert glasses.button is not None

    worn(profile.name, use)


@pytest.mark.parametrize("profile", PROFILES, ids=NAMES)
def test_a_machine_without_a_voice_leaves_them_without_a_speaker(profile):
    async def use(put: Put) -> tuple[object, object]:
        return put.worn.glasses.speaker, put.worn.glasses.talker

    assert worn(profile.name, use, mute=True) == (None, None)
