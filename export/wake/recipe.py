"""The recipe of a wake net: from recordings of its phrase, or from synthetic voices and a few clips."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from edge.errors import UsageError
from export.distil import Schedule
from export.wake.course import Mix
from export.wake.material import SpokenMix
from export.wake.sounds import Split
from export.wake.student import WakeShape

PHRASE = "view glass"
_KEPT_APART = Split(
    groups=(
        "w4", "w12", "w25",  # speakers of the phrase, and of the other words
        "a9", "a16", "m12", "m29", "n1", "n2", "n14", "n42", "i8", "i22", "i39", "i40", "i53",
    ),
    kinds=("alexa", "ljspeech"),
)  # fmt: skip
_SHAPE, _SPOKEN, _MIX = WakeShape(), SpokenMix(), Mix()
_SCHEDULE = Schedule(views=64 * 6000, batch=64, rate=3e-3, warm=0.03, decay=1e-2, average=0.998)


@dataclass(frozen=True, slots=True)
class WakeRecipe:
    """All that decides how a wake net is made."""

    phrase: str = PHRASE
    shape: WakeShape = _SHAPE
    schedule: Schedule = _SCHEDULE
    split: Split = _KEPT_APART
    spoken: SpokenMix = _SPOKEN
    mix: Mix = _MIX
    look: float = -3.0
    """The logit from which on a moment gets a second look."""
    betas: tuple[float, ...] = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
    """How much the logit may count beside the ratio."""
    accepted: tuple[float, float] = (0.7, 0.3)
    """False wakes an hour to be expected of the net alone, and with a second look, where they are calibrated."""
    ceilings: dict[str, float] = field(default_factory=lambda: {"alone_missed_clean": 0.25})
    most_bytes: int = 1_000_000

    @property
    def name(self) -> str:
        """The bundle's: the phrase as one word."""
        return self.phrase.replace(" ", "_")


def recipe_for(phrase: str) -> WakeRecipe:
    """The recipe for a phrase. Where it is not the one that there are recordings of, voices say it. UsageError."""
    words = phrase.lower().split()
    if not 1 <= len(words) <= 4 or not all(word.isascii() and word.isalpha() for word in words) or len(phrase) > 40:
        raise UsageError(f"--phrase {phrase!r}: one to four words of plain letters, such as 'hey glint'")
    phrase = " ".join(words)
    if phrase == PHRASE:
        return WakeRecipe()
    spoken = replace(_SPOKEN, phrases=600, judged=60)
    return WakeRecipe(phrase, spoken=spoken, ceilings={"alone_missed_clean": 0.4})
