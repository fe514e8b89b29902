"""What an ear is made of, by what is configured and what is there."""

from pathlib import Path

import numpy as np
import pytest

from edge.compose.ears import Ears, WhenHeard, canceller, how_to_get, lacking, phrase
from edge.config import Config, ModelsConfig
from edge.errors import ModelError
from edge.flow import Work
from edge.media.audio import RATE
from edge.media.recording import sounds, whole
from edge.messages import Attention, Instant, Sound, Voice, Wake
from edge.perceive.speex import Speex

SPOKEN = Path(__file__).parents[3] / "firmware_sim/scenarios/sounds/view_glass_1.wav"
DEAF = Config(models=ModelsConfig(speech="nothing-such"))


def test_what_is_missing_for_words_is_named_with_what_to_do():
    assert how_to_get("moonshine-tiny") == "glint models pull moonshine-tiny"
    assert lacking(DEAF).endswith("(there is none called 'nothing-such': see glint models)")
    assert "models.speech" in lacking(Config(models=ModelsConfig(speech="none")))
    assert lacking(Config(models=ModelsConfig(speech="silero"))) == "", "whether it fits is found when it is opened"


def test_the_phrase_is_what_the_card_says():
    assert phrase(Config()) == "view glass"
    assert phrase(Config(models=ModelsConfig(wake="none"))) == phrase(Config(models=ModelsConfig(wake="gone"))) == ""


def test_only_what_is_asked_for_is_opened():
    ears = Ears(Config(models=ModelsConfig(voice="nothing-such", speech="nothing-such")), ("wakes",))
    assert ears.ear().attend(Attention.WAKE) == ()
    with pytest.raises(ModelError, match="nothing-such"):
        Ears(Config(models=ModelsConfig(voice="nothing-such", speech="nothing-such")), ("voice",)).ear()


@pytest.mark.parametrize(
    ("kinds", "told"),
    [(("wakes",), {Wake}), (("voice",), {Voice}), (("utterances",), {Voice}), (("wakes", "voice"), {Wake, Voice})],
)
def test_an_ear_hears_the_kinds_that_it_is_made_for(kinds, told):
    assert {type(one) for one in heard_by(Ears(DEAF, kinds).ear())} == told


def heard_by(ear):
    """What an ear finds in the recording, in which the wake phrase is said."""
    ear.attend(Attention.SPEECH)
    return [one for sound in sounds(SPOKEN) for one in ear.hear(sound)]


def test_a_model_for_something_else_is_named():
    with pytest.raises(ModelError):
        Ears(Config(models=ModelsConfig(speech="silero"))).recogniser()


def test_an_ear_that_recognises_opens_its_models_before_the_first_sentence():
    ear = Ears(Config(models=ModelsConfig(speech="silero"))).ear()
    (work,) = ear.attend(Attention.WAKE)
    assert isinstance(work, Work)
    assert work.job == "open"
    with pytest.raises(ModelError):
        work.run()
    assert ear.attend(Attention.SPEECH) == ()


@pytest.mark.parametrize("without", [{"partials": False}, {"recognises": False}])
def test_nothing_is_opened_ahead_where_nobody_waits_for_it(without):
    assert Ears(Config(models=ModelsConfig(speech="silero")), **without).ear().attend(Attention.WAKE) == ()


def test_what_the_mouth_plays_is_nobody_who_speaks_until_it_has_stopped():
    def told(*, plays, stops=None):
        ear = WhenHeard(DEAF)
        if plays:
            ear.played(Instant(0.0), whole(SPOKEN), RATE)
        if stops is not None:
            ear.stopped(Instant(stops))
        return {type(one) for one in heard_by(ear)}

    assert told(plays=False) == {Voice, Wake}
    assert told(plays=True) == set()
    assert told(plays=True, stops=0.0) == {Voice, Wake}


def test_the_canceller_is_that_of_the_machine_where_it_has_one():
    found = canceller()
    if found is None:
        with pytest.raises(OSError, match="speex"):
            Speex()
        return
    assert isinstance(found, Speex)
    assert not found.clean(np.zeros(320, np.float32), np.zeros(320, np.float32)).any()


def test_an_ear_when_it_is_heard_is_opened_by_the_first_that_it_is_asked_and_knows_the_mouth():
    ear = WhenHeard(DEAF)
    assert not vars(ear).get("_ear")
    ear.played(Instant(0.0), np.ones(RATE, np.float32), RATE)
    ear.stopped(Instant(0.5))
    assert ear.attend(Attention.SPEECH) == ()
    assert ear.hear(Sound(Instant(0.0), np.zeros(2048, np.float32))) == ()
    assert vars(ear)["_ear"] is not None


@pytest.mark.parametrize("wake", ["nothing-such", "silero"])
def test_a_wake_model_that_is_none_is_named_and_not_gone_without(wake):
    with pytest.raises(ModelError, match=wake):
        Ears(Config(models=ModelsConfig(wake=wake)), ("wakes",)).ear()
