"""The ear: from the sound of a microphone to the wake phrase, to voices, and to what was said.

What is cheap is done with each piece of sound; what takes long is given back as work. Nothing is kept but the last
seconds, and nothing but the wake phrase is looked for until somebody is to be heard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from edge.flow import Found, Work
from edge.media.audio import RATE
from edge.media.ring import Ring, ends
from edge.messages import Attention, Back, Heard, Instant, Lost, Sound, Voice, Wake
from edge.perceive.gate import GateSettings, SoundGate
from edge.perceive.said import agreed
from edge.perceive.speech import Transcript
from edge.perceive.voice import Turned
from edge.perceive.wake import window

if TYPE_CHECKING:
    from edge.perceive.echo import OwnVoice
    from edge.perceive.health import MicrophoneHealth
    from edge.perceive.speech import Recogniser
    from edge.perceive.utterances import Piece, Utterances
    from edge.perceive.voice import VoiceActivity
    from edge.perceive.wake import NearHit, WakeRule, WakeSpotter

KEPT = 8.0  # seconds of sound that can be gone back to
BACK = 0.3  # seconds before somebody is to be heard that are heard as well
TO_KNOW = 2.5  # seconds before that, by which the ear knows how loud the room is
GATE = GateSettings(over=4.0, creep=2.0, hang=1.6)
BEFORE_IT_WOKE = 1.8  # seconds that the net of the phrase hears when it wakes: more than it looks back on
HEARD_ON = 1.0  # seconds for which somebody who talks over the mouth is taken to go on
SAME = 0.25  # seconds of silence by which an utterance may be longer than it was at its last pause
RECENT = 4.0  # seconds for which what was said right after the wake phrase is gone back to


@dataclass(frozen=True, slots=True)
class Woken:
    """A near-hit of the wake phrase, and what became of it. `at`: how much of the stream had been heard by then."""

    at: Instant
    word: str
    score: float
    wakes: bool


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said, as it was understood: pre-roll and patience included."""

    start: Instant
    end: Instant
    transcript: Transcript


Noticed: TypeAlias = Woken | Turned | Utterance


@dataclass(frozen=True)
class EarParts:
    """What an ear is made of. None: it does without."""

    voice: VoiceActivity | None = None
    utterances: Utterances | None = None
    spotter: WakeSpotter | None = None
    rule: WakeRule | None = None
    recogniser: Callable[[], Recogniser] | None = None
    """Opens it at the first call, gives the same one after that; called on the lane."""
    prepare: Callable[[], object] | None = None
    """Opens what is needed later, so that the first sentence does not wait for it; called on the lane."""
    health: MicrophoneHealth | None = None
    """Tells what is wrong with the microphone."""
    own: OwnVoice | None = None
    """Takes what the mouth plays out of the sound."""
    patience: Callable[[str], float] = lambda text: 0.6  # noqa: ARG005
    """How many seconds of silence end a sentence that sounds like this so far."""
    partials: bool = True
    """Whether what is said is recognised while somebody still speaks, and not only at pauses and at the end."""


class StreamEar:
    """Hears a stream of sound. `notice` is told what it finds, with its times: for whoever looks on."""

    def __init__(self, parts: EarParts, notice: Callable[[Noticed], None] = lambda _: None) -> None:
        self._parts = parts
        self._notice = notice
        self._attends = Attention.OFF
        self._gate = SoundGate(GATE)
        self._asleep = False
        self._problem = ""
        self._prepared = parts.prepare is None
        self._ring = Ring(KEPT)
        self._hits: list[NearHit] = []
        self._woken: Instant | None = None
        self._beside = float("-inf")
        """Until when whoever was heard beside the mouth is taken to be heard on."""
        self._voiced = self._told = False
        """Whether somebody speaks, the mouth included; whether that was told."""
        self._shown = ""
        """What the last partial said."""
        self._paused: tuple[Piece, Transcript] | None = None
        """What was recognised at the last pause."""

    def attend(self, to: Attention) -> Found:
        """From now on attend to this; for speech, what was said since the wake phrase is heard at once."""
        before, self._attends = self._attends, to
        if to is before:
            return ()
        if before is Attention.SPEECH:
            self._stop_listening()
        if to is Attention.OFF:
            self._forget()
            return ()
        return (*self._prepare(), *(self._listen() if to is Attention.SPEECH else ()))

    def _prepare(self) -> Found:
        if self._prepared or self._parts.prepare is None:
            return ()
        self._prepared = True
        return (Work("open", 0.0, self._parts.prepare, lambda _: ()),)

    def hear(self, sound: Sound) -> Found:
        """What this piece of sound shows, and what should be looked at more closely."""
        told = self._health(sound)
        return told if self._attends is Attention.OFF else (*told, *self._heard(sound))

    def _health(self, sound: Sound) -> Found:
        """That the microphone is lost, or back, where that has changed."""
        if self._parts.health is None:
            return ()
        before, problem = self._problem, self._parts.health.hear(sound, ends(sound))
        self._problem = problem
        if problem == before:
            return ()
        return (Lost("microphone", problem),) if problem else (Back("microphone"),)

    def _heard(self, sound: Sound) -> Found:
        if self._parts.own is not None:
            sound = self._parts.own.clean(sound)
        if not sound.samples.size:
            return ()
        self._ring.put(sound)
        found = self._phrase(sound)
        return (*found, *self._speech(sound)) if self._attends is Attention.SPEECH else found

    @property
    def now(self) -> tuple[float, float]:
        """The chances that somebody speaks just now, and that the wake phrase just ended, for a meter."""
        voice, spotter = self._parts.voice, self._parts.spotter
        return (voice.probability if voice else 0.0, spotter.score_now if spotter else 0.0)

    # ------------------------------------------------------------------------------------------------- wake phrase

    def _phrase(self, sound: Sound) -> Found:
        if self._parts.spotter is None:
            return ()
        if sound.lost:
            self._hits = []
        heard = ends(sound)
        hits = self._spotted(self._parts.spotter, sound)
        self._hits += hits if self._is_other(heard, 1.0) else ()
        ready = [hit for hit in self._hits if window(hit)[1] <= heard]
        self._hits = [hit for hit in self._hits if window(hit)[1] > heard]
        return tuple(one for hit in ready for one in self._look_twice(hit, heard))

    def _spotted(self, spotter: WakeSpotter, sound: Sound) -> tuple[NearHit, ...]:
        """Near-hits. While nothing rises above the noise of the room the net sleeps; then it hears what was before."""
        if not self._gate.passes(sound):
            self._asleep = True
            return ()
        if self._asleep:
            self._asleep = False
            spotter.reset()
            start = Instant(max(ends(sound) - BEFORE_IT_WOKE, self._ring.start))
            return spotter.hear(Sound(start, self._ring.get(start, ends(sound))))
        return spotter.hear(sound)

    def _look_twice(self, hit: NearHit, heard: Instant) -> Found:
        """The phrase, or the work of finding out whether it was the phrase."""
        recogniser, spotter = self._parts.recogniser, self._parts.spotter
        if recogniser is None or spotter is None:
            return self._decide(hit, None, heard)
        start, end = window(hit)
        samples = self._ring.get(start, end)
        ratio = lambda: recogniser().ratio(samples, spotter.word)  # noqa: E731
        return (Work("confirm", end - start, ratio, lambda found: self._decide(hit, found, heard)),)

    def _decide(self, hit: NearHit, ratio: float | None, heard: Instant) -> Found:
        rule, spotter = self._parts.rule, self._parts.spotter
        if rule is None or spotter is None:
            return ()
        score, wakes = rule.score(hit, ratio), rule.wakes(hit, ratio)
        self._notice(Woken(heard, spotter.word, score, wakes))
        if not wakes:
            return ()
        self._woken = hit.at
        if self._attends is not Attention.SPEECH or self._parts.utterances is None:
            return (Wake(spotter.word, score),)
        self._stop_listening()  # the phrase is no part of what is asked
        return (Wake(spotter.word, score), *self._listen())

    # ------------------------------------------------------------------------------------------------------ speech

    def _listen(self) -> Found:
        """Begin to listen: from the end of the wake phrase, where it was just said, and a moment back otherwise."""
        if self._parts.utterances is None:
            return ()
        now = self._ring.end
        after = self._woken if self._woken is not None and now - self._woken < RECENT else None
        start = max(after if after is not None else now - BACK, self._ring.start)
        self._woken = None
        self._parts.utterances.begin(Instant(start))
        before = Instant(max(start - TO_KNOW, self._ring.start))
        samples = self._ring.get(before, now)
        return self._speech(Sound(before, samples), Instant(start)) if samples.size else ()

    def _stop_listening(self) -> None:
        if self._parts.voice is not None:
            for one in self._parts.voice.flush():
                if self._told:
                    self._notice(one)
        if self._parts.utterances is not None:
            self._parts.utterances.flush()
        self._shown, self._paused = "", None
        self._voiced = self._told = False

    def _forget(self) -> None:
        self._ring.clear()
        self._hits = []
        if self._parts.spotter is not None:
            self._parts.spotter.reset()

    def _speech(self, sound: Sound, since: Instant | None = None) -> Found:
        """What this sound shows; `since`: of who began to speak before this it counts only whether they still do."""
        if self._parts.voice is None:
            return ()
        heard = self._parts.voice.hear(sound)
        turned = self._of_others(ends(sound), heard if since is None else _counted_from(heard, since))
        for one in turned:
            self._notice(one)
        pieces = self._parts.utterances.hear(sound, turned) if self._parts.utterances is not None else ()
        pauses = any(not one.on for one in turned)
        works = (one for piece in pieces for one in self._transcribe(piece, whole=piece.final or pauses))
        return (*(Voice(one.on) for one in turned), *works)

    def _of_others(self, now: Instant, turned: tuple[Turned, ...]) -> tuple[Turned, ...]:
        """What turned, without the mouth's own voice. Whoever is heard beside it began a moment ago."""
        voice = self._parts.voice
        for one in turned:
            self._voiced = one.on
        if voice is None or self._is_other(now, voice.probability):
            if self._voiced and not self._told and not any(one.on for one in turned):
                turned = (Turned(True, Instant(now - BACK), now), *turned)
        else:
            turned = (Turned(False, now, now),) if self._told else ()
        for one in turned:
            self._told = one.on
        return turned

    def _is_other(self, now: Instant, probability: float) -> bool:
        """Whether a voice that is heard now is somebody else's than the mouth's."""
        own = self._parts.own
        if own is None or not own.speaks:
            return True
        if own.wearers(probability):
            self._beside = now + HEARD_ON
        return now < self._beside

    def _transcribe(self, piece: Piece, *, whole: bool) -> Found:
        """The work of recognising a piece. At a pause it is done as well as at the end, as it may be the end."""
        recogniser = self._parts.recogniser
        if recogniser is None or not (whole or self._parts.partials):
            return ()

        def work() -> Transcript:
            known = self._known_from(piece) if piece.final else None
            return recogniser().transcribe(piece.samples, quick=not whole) if known is None else known

        then = lambda found: self._said(piece, found, whole=whole)  # noqa: E731
        return (Work("transcribe", piece.samples.size / RATE, work, then, passing=not piece.final),)

    def _known_from(self, piece: Piece) -> Transcript | None:
        """What was recognised at the pause with which this utterance ended."""
        if self._paused is None:
            return None
        before, transcript = self._paused
        same = before.start == piece.start and piece.end - before.end < SAME
        return transcript if same else None

    def _said(self, piece: Piece, found: Transcript, *, whole: bool) -> Found:
        if piece.final:
            self._shown, self._paused = "", None
            self._notice(Utterance(piece.start, piece.end, found))
            return (Heard(found.text, found.confidence, others=found.guesses),)
        if whole:
            self._paused = piece, found
        if self._parts.utterances is not None:
            self._parts.utterances.patience = self._parts.patience(found.text)
        shown, self._shown = agreed(self._shown, found.text), found.text
        return (Heard(shown, found.confidence, final=False),) if shown else ()


def _counted_from(turned: tuple[Turned, ...], since: Instant) -> tuple[Turned, ...]:
    """What turned after an instant; a voice that was on before it and still is begins with it."""
    kept = tuple(one for one in turned if one.at > since)
    if kept and not kept[0].on:
        kept = kept[1:]
    goes_on = bool(turned) and turned[-1].on and turned[-1].at <= since
    return (replace(turned[-1], at=since),) if goes_on else kept
