"""The skill for volume and brightness (Louder. Volume to 40 percent. Dim the display.)."""

from __future__ import annotations

from dataclasses import replace

from edge.language.leads import bare, corrected
from edge.language.numbers import numbers_in
from edge.language.timed import MARKS
from edge.messages import Claim, Expect, Intent, SetLevel
from edge.records import dataclass
from edge.skills.skill import OPEN, Asked, InLanguage, Meaning, Reply, wanted

STEP, SMALL_STEP = 20, 10  # of a hundred
ENDS = {"unmute": 70, "mute": 0, "most": 100, "least": 10}
SIGNS = {"up": 1, "down": -1}
LEVELS, PERCENT = ("volume", "brightness"), "percent"
OUT_OF = " out of "
BRIEF = 5
"""Words of a sentence that only says how far."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a level: so many percent, so much more (`by`), or only to be told."""

    device: str
    percent: int | None = None
    by: int = 0
    asked: bool = False


class LevelSkill(InLanguage):
    """Sets and changes them, and tells how they stand."""

    name = "levels"
    intent = Intent.ACT
    examples = {
        "volume": (
            "Louder.",
            "Set the volume to {number:forty} percent.",
            "Turn it down a bit.",
            "I can hardly hear you.",
            "Maximum volume, please.",
            "How loud are you?",
        ),
        "brightness": (
            "Make the display brighter.",
            "Set the brightness to {number:30} percent.",
            "The screen is too bright.",
            "Dim the display a little.",
            "Full brightness.",
        ),
        PERCENT: (),  # "turn it up to eighty percent" has no sum in it
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        if meaning.task == PERCENT:
            device = max(LEVELS, key=lambda level: len(self._heard(level, meaning.said)))
            heard = self._heard(device, meaning.said)
            return Claim(self.name, wants=self._wish(replace(meaning, task=device))) if heard else None
        return Claim(self.name, wants=self._wish(meaning))

    def instead(self, meaning: Meaning) -> str:
        """The level of the turn before, for a few words that say how far: `all the way up`, `no, half`."""
        past, said = meaning.past, bare(meaning.said, self.language)
        if meaning.task in OPEN and self.language.hears("levels.yours", said):
            return LEVELS[0]
        said = corrected(said, self.language) or said
        if past is None or past.task not in LEVELS or meaning.task not in OPEN | {"sum", "percent"}:
            return ""
        brief = len(said.split()) <= BRIEF and not set(said.split()) & set(self.language.words_for("question_words"))
        wish = self._wish(replace(meaning, task=past.task, recent=())) if brief else Wish(past.task)
        return past.task if wish.percent is not None or wish.by else ""

    def answer(self, asked: Asked) -> Reply:
        wish = wanted(asked, Wish)
        levels = asked.facts.levels
        now, say = levels.volume if wish.device == "volume" else levels.brightness, self.language.say
        if wish.asked:
            return Reply(say(f"{wish.device}.now", percent=now), figure=str(now))
        if wish.percent is None and not wish.by:
            return Reply(say(f"{wish.device}.how_much"), degraded="no level was named", expects=Expect.NUMBER)
        if wish.percent is not None and not 0 <= wish.percent <= 100:
            return Reply(say("volume.range"), degraded="no such level", expects=Expect.NUMBER)
        percent = min(100, max(0, now + wish.by)) if wish.percent is None else wish.percent
        if wish.by and percent == now:
            return Reply(say(f"{wish.device}.{'most' if wish.by > 0 else 'least'}"))
        text = say(f"{wish.device}.set", percent=percent)
        if wish.by:
            text = say(f"{wish.device}.{'up' if wish.by > 0 else 'down'}")
        return Reply(text, (SetLevel(wish.device, percent, wish.by),))

    def _wish(self, meaning: Meaning) -> Wish:
        device, said = meaning.task, meaning.said
        which = self._end(device, said) or self._sign(device, said)
        percent = self._percent(meaning)
        if percent is not None:
            if which in SIGNS and "by" in said.split():
                return Wish(device, by=SIGNS[which] * percent)
            return Wish(device, percent)
        if which in ENDS:
            return Wish(device, ENDS[which])
        if which in SIGNS:
            small = self.language.hears("volume.bit", said)
            return Wish(device, by=SIGNS[which] * (SMALL_STEP if small else STEP))
        if which == "asked":
            return Wish(device, asked=True)
        return Wish(device, by=_before(meaning, device))

    def _percent(self, meaning: Meaning) -> int | None:
        """The level that is named, of a hundred: `forty`, `seven out of ten`; after a correction the last one."""
        said, part = meaning.said, self.language.which("parts", meaning.said)
        numbers = numbers_in(said if MARKS & set(said.split()) else meaning.words("number") or said)
        every = numbers_in(said)
        if len(every) > 1 and OUT_OF in said and every[-1]:
            return round(every[-2] * 100 / every[-1])
        return int(part or numbers[-1]) if part or numbers else None

    def _sign(self, device: str, said: str) -> str:
        """Whether it is to be more or less: by its own words, else by `up` and `down` alone; empty: neither."""
        heard = {name: len(self.language.hears(f"{device}.{name}", said)) for name in SIGNS}
        best = max(SIGNS, key=lambda name: heard[name])
        return (
            best if heard[best] else next((name for name in SIGNS if self.language.hears(f"levels.{name}", said)), "")
        )

    def _heard(self, device: str, said: str) -> str:
        """The words by which a sentence is about this level."""
        which = self.language.which(device, said)
        return self.language.hears(f"{device}.{which}", said) if which else ""

    def _end(self, device: str, said: str) -> str:
        """Whether it is asked for, or to be set to one of its ends: that counts before up and down."""
        return next((name for name in ("asked", *ENDS) if self.language.hears(f"{device}.{name}", said)), "")


def _before(meaning: Meaning, device: str) -> int:
    """By how much the turn before changed this level, for "a bit more"; 0 where it did not."""
    deeds = meaning.past.deeds if meaning.past is not None else ()
    return next((deed.act.by for deed in deeds if isinstance(deed.act, SetLevel) and deed.act.device == device), 0)
