"""Puts an ear together from the bundles that are here; what is missing is named, with what to do about it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from edge.errors import EdgeError, ModelError
from edge.model_folders import bundle_folder
from edge.toml import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.bundle.net import Bundle
    from edge.config import Config
    from edge.flow import Found
    from edge.messages import Attention, Instant, Samples, Sound
    from edge.perceive.ear import EarParts, Noticed, StreamEar
    from edge.perceive.echo import EchoCanceller, Reference
    from edge.perceive.speech import Recogniser

WAKES, VOICE, UTTERANCES = KINDS = ("wakes", "voice", "utterances")


def lacking(config: Config) -> str:
    """What must be there before anything that is said can be understood; empty where nothing is missing."""
    name = config.models.speech
    if name == "none":
        return "models.speech is none in glint.toml"
    if not bundle_folder(config, name).is_dir():
        return f"no model here turns speech into words ({how_to_get(name)})"
    return ""


def how_to_get(name: str) -> str:
    """What can be done about a bundle that is not here; a name that nobody offers is one that was mistyped."""
    from edge.bundle.registry import read_registry

    known = name in read_registry()
    return f"glint models pull {name}" if known else f"there is none called {told(name)}: see glint models"


def phrase(config: Config) -> str:
    """The wake phrase that is listened for; empty where there is none."""
    from edge.bundle.model_card import read_card

    folder = bundle_folder(config, config.models.wake)
    if config.models.wake == "none" or not folder.is_dir():
        return ""
    word = read_card(folder).settings.get("word")
    return word if isinstance(word, str) else ""


class Ears:
    """Opens the models of hearing once, and makes ears of them: one for each stream of sound."""

    def __init__(
        self,
        config: Config,
        kinds: tuple[str, ...] = KINDS,
        *,
        partials: bool = True,
        recognises: bool = True,
        mouth: Reference | None = None,
    ) -> None:
        """`mouth`: what is played beside the microphone, if anything is. Without `recognises` nothing becomes words."""
        self._recognises = recognises and not lacking(config)
        self._config = config
        self._mouth = mouth
        self._kinds = kinds
        self._partials = partials

    def ear(self, notice: Callable[[Noticed], None] = lambda _: None) -> StreamEar:
        """A new ear. Raises ModelError where a model that it cannot do without is damaged or missing."""
        from edge.perceive.ear import StreamEar

        return StreamEar(self._parts(), notice)

    def recogniser(self) -> Recogniser:
        """The recogniser, opened at the first call. Raises ModelError."""
        return self._recogniser

    def _parts(self) -> EarParts:
        from edge.perceive.ear import EarParts
        from edge.perceive.echo import OwnVoice
        from edge.perceive.health import MicrophoneHealth
        from edge.perceive.utterances import Utterances
        from edge.perceive.voice import VoiceActivity
        from edge.perceive.wake import WakeRule, WakeSpotter

        wakes = WAKES in self._kinds and self._config.models.wake != "none"
        return EarParts(
            voice=VoiceActivity(self._voice) if {VOICE, UTTERANCES} & set(self._kinds) else None,
            utterances=Utterances() if UTTERANCES in self._kinds else None,
            spotter=WakeSpotter(self._wake) if wakes else None,
            rule=WakeRule.of(self._wake.card) if wakes else None,
            recogniser=self.recogniser if self._recognises else None,
            prepare=self._prepare if self._recognises and self._partials else None,
            health=MicrophoneHealth() if self._partials else None,
            own=None if self._mouth is None else OwnVoice(self._mouth, canceller()),
            patience=self._patience,
            partials=self._partials,
        )

    def _prepare(self) -> None:
        """Open what the first sentence would wait for."""
        self.recogniser()
        self._sense("")

    def _patience(self, text: str) -> float:
        """Seconds of silence after which a sentence that sounds like this so far is over."""
        from edge.language.whole import patience

        return patience(text, self._sense(text))

    @cached_property
    def _sense(self) -> Callable[[str], float | None]:
        """How sure the model of meaning is of what a sentence wants; None where there is no such model."""
        from edge.compose.meaning import grasp_of
        from edge.understand.understand import sense

        try:
            grasp = grasp_of(self._config)
        except EdgeError:
            return lambda _: None
        return lambda text: sense(grasp(text, ""))

    @cached_property
    def _wake(self) -> Bundle:
        return self._opened(self._config.models.wake)

    @cached_property
    def _voice(self) -> Bundle:
        return self._opened(self._config.models.voice)

    @cached_property
    def _recogniser(self) -> Recogniser:
        from edge.perceive.speech import open_recogniser
        from edge.perceive.trigrams import open_trigrams

        words = self._config.models.words
        return open_recogniser(
            self._opened(self._config.models.speech), None if words == "none" else open_trigrams(self._opened(words))
        )

    def _opened(self, name: str) -> Bundle:
        from edge.bundle.net import open_bundle

        folder = bundle_folder(self._config, name)
        if not folder.is_dir():
            raise ModelError(name, f"is not in {folder.parent} (`glint models` lists what is)")
        return open_bundle(folder, target=self._config.models.target)


def canceller() -> EchoCanceller | None:
    """The canceller of this machine where it has one; None: our own."""
    from edge.perceive.speex import Speex

    try:
        return Speex()
    except OSError:  # libspeexdsp is not installed
        return None


class WhenHeard:
    """An ear that is opened by the first that it is asked, and that is told what the mouth plays."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @cached_property
    def _ear(self) -> StreamEar:
        return Ears(self._config, mouth=self._mouth).ear()

    @cached_property
    def _mouth(self) -> Reference:
        from edge.perceive.echo import Reference

        return Reference()

    def played(self, at: Instant, samples: Samples, rate: int) -> None:
        """From `at` on these are played."""
        self._mouth.played(at, samples, rate)

    def stopped(self, at: Instant) -> None:
        """What was played has stopped."""
        self._mouth.stopped(at)

    def attend(self, to: Attention) -> Found:
        """From now on attend to this."""
        return self._ear.attend(to)

    def hear(self, sound: Sound) -> Found:
        """What this piece of sound shows."""
        return self._ear.hear(sound)

    @property
    def now(self) -> tuple[float, float]:
        """As of the ear: the chances that somebody speaks just now, and that the wake phrase just ended."""
        return self._ear.now
