"""Gathers all that a wake net is taught and judged with: recordings, and what synthetic voices say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.random import Generator

from export.distil import Say
from export.recipe import Place
from export.wake import sounds as recorded
from export.wake import texts, voices
from export.wake.course import PICO, clips
from export.wake.sounds import AUDIO, NEAR, VOICE, SoundClip, Sounds, Split

_TAUGHT, _KEPT = 1, 2  # seeds


@dataclass(frozen=True, slots=True)
class SpokenMix:
    """How much the synthetic voices say."""

    near: int = 1600
    near_kept: int = 240
    commands: int = 350
    pico: int = 500
    phrases: int = 400
    """Of the phrase itself, so many that are taught."""
    judged: int = 0
    """And so many that are judged with, where recordings of it are missing."""


SILENT = SpokenMix(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class WakeMaterial:
    """All sounds of a run: those that are taught, and those that are kept apart."""

    taught: Sounds = field(repr=False)
    kept: Sounds = field(repr=False)


def gather(phrase: str, split: Split, spoken: SpokenMix, place: Place, say: Say) -> WakeMaterial:
    """Read and speak everything. Raises ExportError where something is missing."""
    folder = place.data / AUDIO if (place.data / AUDIO).is_dir() else place.data
    taught, kept = recorded.recordings(folder, phrase, split)
    say(f"sounds: {len(taught.phrases)} phrases taught, {len(kept.phrases)} kept apart")
    lines = command_lines(folder)
    more = synthetic(phrase, spoken, lines, place.work / "wake-voices", say)
    return WakeMaterial(recorded.joined([taught, more.taught]), recorded.joined([kept, more.kept]))


def synthetic(phrase: str, spoken: SpokenMix, lines: Sequence[str], keep: Path, say: Say) -> WakeMaterial:
    """What synthetic voices say: near misses, commands, Pico; and the phrase, where it is asked for."""
    if spoken == SILENT:
        return WakeMaterial(Sounds((), {}, ()), Sounds((), {}, ()))
    rng = np.random.default_rng(5)
    near = texts.near_misses(phrase, rng, spoken.near)
    far = texts.near_misses(phrase, rng, spoken.near_kept)
    orders = texts.commands(lines, rng, spoken.commands)
    say("sounds: the synthetic voices speak")
    own, apart = voices.voices(apart=False), voices.voices(apart=True)
    others = {
        NEAR: clips(voices.said(near, own, _TAUGHT, keep), NEAR),
        "commands": clips(voices.said(orders, own, _TAUGHT, keep), "commands"),
    }
    kept = {NEAR: clips(voices.said(far, apart, _KEPT, keep), NEAR)}
    if (mouth := voices.pico()) is None:
        say("sounds: py-nanotts is not installed, so nothing keeps Glint from waking itself")
    else:
        answers = _answers(phrase, lines, spoken.pico, rng)
        others[PICO] = clips(voices.said(answers, [mouth], _TAUGHT, keep), PICO)
    phrases = [recorded.marked(one, VOICE) for one in voices.said([phrase] * spoken.phrases, own, _TAUGHT, keep)]
    judged = [recorded.marked(one, VOICE) for one in voices.said([phrase] * spoken.judged, apart, _KEPT, keep)]
    return WakeMaterial(Sounds(tuple(phrases), others, ()), Sounds(tuple(judged), kept, ()))


def _answers(phrase: str, lines: Sequence[str], count: int, rng: Generator) -> list[str]:
    """What Glint's own voice says: half of it sentences, a quarter near misses, a quarter with the phrase itself."""
    with_phrase = [phrase, f"say {phrase}", f"{phrase}, what is this", f"I am listening for {phrase}"]
    others = [*texts.commands(lines, rng, count // 2), *texts.near_misses(phrase, rng, count // 4)]
    return [*others, *with_phrase * (count // 16)]


def with_clips(material: WakeMaterial, own: Sequence[SoundClip], copies: int) -> WakeMaterial:
    """With a person's own clips, every fifth kept apart; each counts as many as `copies`."""
    kept = tuple(clip for n, clip in enumerate(own) if n % 5 == 4)
    taught = tuple(clip for n, clip in enumerate(own) if n % 5 != 4) * copies
    return replace(
        material,
        taught=replace(material.taught, phrases=(*material.taught.phrases, *taught)),
        kept=replace(material.kept, phrases=(*material.kept.phrases, *kept)),
    )


def command_lines(folder: Path) -> list[str]:
    """The written questions and commands, where the data has them."""
    path = folder / "commands" / "train_text.jsonl"
    if not path.is_file():
        return ["what time is it", "what is this", "set a timer for five minutes", "how many people are there"]
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
