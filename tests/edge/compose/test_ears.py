"""What an ear is made of, by what is configured and what is there."""

import numpy as np
import pytest

from edge.compose.ears import Ears, WhenHeard, lacking, phrase
from edge.config import Config, ModelsConfig
from edge.errors import ModelError
from edge.flow import Work
from edge.media.audio import RATE
from edge.messages import Attention, Instant, Sound

DEAF = Config(models=ModelsConfig(speech="nothing-such"))


def test_what_is_missing_for_words_is_named_with_what_to_do():
    assert "glint models pull nothing-such" in lacking(DEAF)
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


def test_an_ear_when_it_is_heard_is_opened_by_the_first_that_it_is_asked_and_knows_the_mouth():
    ear = WhenHeard(DEAF)
    assert not vars(ear).get("_ear")
    ear.played(Instant(0.0), np.ones(RATE, np.float32), RATE)
    ear.stopped(Instant(0.5))
    assert ear.attend(Attention.SPEECH) == ()
    assert ear.hear(Sound(Instant(0.0), np.zeros(2048, np.float32))) == ()
    assert vars(ear)["_ear"] is not None
