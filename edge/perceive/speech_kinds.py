"""Kinds of recognisers: how sound is prepared for each, with which tokens it begins, and which it never writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from edge.bundle.net import Bundle
from edge.errors import ConfigError, ModelError
from edge.messages import Array, Samples
from edge.parsed import parse_json
from edge.perceive.tokens import Tokens
from edge.typed_toml import from_table

RATE = 16_000
Prepare = Callable[[Samples, float], tuple[Array, float]]


@dataclass(frozen=True, slots=True)
class SpeechSettings:
    """What a card says of its recogniser; the defaults are those of Moonshine tiny."""

    kind: str = "moonshine"
    begin: int = 1
    end: int = 2
    zeros: float = 0.8
    """Seconds of silence put before and after a sound: without them the first and last words suffer."""
    beam: int = 12
    width: float = 12.0
    """A guess whose logarithm lies so far below the best one's is given up."""
    tokens_a_second: float = 6.5
    longest: int = 186
    """Tokens of a sentence, at most: the nets know no more places."""
    language_weight: float = 0.35
    """How much the logarithm of the words' own probability counts beside that of the sound."""
    least: float = 0.4
    """The mean probability of a token below which nothing was said."""
    again: float = -1e9
    """Where the best guess's mean logarithm of a token is below this, the sound is heard again, slowed down."""
    sure_slope: float = 4.95
    sure_offset: float = 4.01
    """Confidence is sigmoid(slope * mean logarithm of a token + offset)."""


@dataclass(frozen=True, slots=True)
class SpeechKind:
    """What kinds of recognisers differ in. `prepare`: sound and seconds of zeros -> the net's input, its seconds."""

    prepare: Prepare
    prompt: tuple[int, ...]
    end: int
    never: tuple[int, ...] = ()


def read_settings(bundle: Bundle) -> SpeechSettings:
    """The settings of a card. Raises ModelError."""
    try:
        return from_table(SpeechSettings, dict(bundle.card.settings), "settings")
    except ConfigError as error:
        raise ModelError(
            bundle.card.name, f"its card cannot be read: {error}. Update Glint, or fetch it again"
        ) from error


def kind_of(bundle: Bundle, settings: SpeechSettings, tokens: Tokens) -> SpeechKind:
    """The kind that a card names. Raises ModelError."""
    match settings.kind:
        case "moonshine":
            return SpeechKind(_as_it_is, (settings.begin,), settings.end)
        case "whisper":
            return _whisper(bundle, tokens)
    raise ModelError(bundle.card.name, f"this Glint knows no recogniser of the kind {settings.kind!r}: update Glint")


def _as_it_is(samples: Samples, zeros: float) -> tuple[Array, float]:
    padded = np.pad(np.asarray(samples, np.float32), round(zeros * RATE))
    return padded, len(padded) / RATE


def _whisper(bundle: Bundle, tokens: Tokens) -> SpeechKind:
    """English, no times. The model's own list says which tokens are never written, such as notes of music."""
    from edge.perceive.whisper_mel import WhisperMel

    bands = bundle.card.nets["encode"].inputs[0].shape[1]
    try:
        start, end = tokens.number("<|startoftranscript|>"), tokens.number("<|endoftext|>")
        plain = tokens.number("<|notimestamps|>")
        spoken = ("<|en|>", "<|transcribe|>") if b"<|en|>" in tokens.pieces and _translates(bundle.assets) else ()
        prompt = (start, *map(tokens.number, spoken), plain)
        listed = _told(bundle.assets, "generation_config").get("suppress_tokens") or ()
        never = [number for number in listed if 0 <= number < len(tokens.pieces)]
    except (ValueError, TypeError) as error:
        raise ModelError(bundle.card.name, f"is no Whisper ({error})") from error
    return SpeechKind(WhisperMel(bands).of, prompt, end, (*never, *range(plain + 1, len(tokens.pieces))))


def _translates(assets: Mapping[str, bytes]) -> bool:
    """Whether the model knows more languages than English: its beginning then names one."""
    return bool(_told(assets, "generation_config").get("is_multilingual", True))


def _told(assets: Mapping[str, bytes], name: str) -> dict[str, Any]:
    loaded = parse_json(assets.get(name, b"{}"))
    return loaded if isinstance(loaded, dict) else {}
