"""The skill that forgets, always after asking whether it shall (Forget everything. Delete the last picture.)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from edge.language.leads import bare, without_lead, without_tail
from edge.language.matching import matches, stems
from edge.language.plurals import counted, singular
from edge.language.spans import span_in
from edge.language.text import listing, normalise, words
from edge.language.yes_no import agreed
from edge.language.you import to_you
from edge.messages import Claim, Drop, Entry, Expect, Forget, Intent, Kept, Kind, Past, Slot, TurnId
from edge.records import dataclass
from edge.skills.kept import kept_in
from edge.skills.skill import Asked, InLanguage, Meaning, Reply, wanted

TASK = "forget"
LONGEST = 7  # words of a span
MEDIA = {"photos": Kind.PHOTO, "clips": Kind.CLIP, "notes": Kind.NOTE}
_WEARER, _POINTING = frozenset({"me", "us"}), frozenset({"that", "this", "it"})
_ABOUT = (" about ", " forget my ", " forget that ")
_WHERE = " where "
_ALSO = (" remember that ", " any more that ", " anymore that ")


@dataclass(frozen=True, slots=True)
class Wipe:
    """What is to be forgotten. `sure`: whether the wearer said yes; None: was not asked yet."""

    what: str
    """everything, last, span, about, told, photos, clips, notes, or empty: it is not clear."""
    words: str = ""
    """As it was said: a span, or what it is about."""
    many: bool = False
    """Of photos, clips and notes: all of them."""
    turns: tuple[TurnId, ...] = ()
    """The last turn, and the one that asked back."""
    sure: bool | None = None


class Forgetting(InLanguage):
    """Says what would go, and once the wearer says yes, has it wiped as the command `glint forget` would."""

    name = "forget"
    intent = Intent.ACT
    reads_kept = True
    examples = {
        TASK: (
            "Forget everything.",
            "Delete the last picture.",
            "Forget that.",
            "Erase {date:today}.",
            "Forget what I told you about {text:my locker}.",
            "don't keep any of this",
            "forget the last {duration:ten minutes}",
            "delete all my photos",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        past = meaning.past
        if not meaning.words("yes"):
            return Claim(self.name, wants=self._wipe(meaning.said, meaning.slots, meaning.recent))
        sure = agreed(meaning.words("yes"), self.language)
        if sure is None or past is None:
            return None
        found = self._wipe(normalise(past.asked), past.slots, meaning.recent[:-1])
        agreed_to = Wipe(found.what, found.words, found.many, (*found.turns, past.turn), sure)
        return Claim(self.name, wants=agreed_to, takes=15.0)

    def instead(self, meaning: Meaning) -> str:
        """Whether it begins as what is to be forgotten does, and says what: a span that is past, or `that`."""
        rest = without_lead(bare(meaning.said, self.language), self.language.words_for("forget_leads"))
        if rest is None or not rest or meaning.task == TASK:
            return ""
        said = without_tail(rest, ("please", "now", "too", "again"))
        pointing = (rest if said is None else said) in _POINTING - {"it"}
        span = span_in(rest, datetime(2000, 1, 2, 12)) is not None and len(rest.split()) <= LONGEST  # noqa: DTZ001
        heard = any(self.language.hears(f"forget.{what}", rest) for what in ("told", "last"))
        return TASK if pointing or span or heard else ""

    def _wipe(self, said: str, slots: Sequence[Slot], before: tuple[Past, ...]) -> Wipe:
        tokens = set(words(said))
        about = _about(said, slots)
        for what in MEDIA:
            if tokens & set(self.language.words_for(f"{what.removesuffix('s')}_words")) and (
                what != "notes" or not about
            ):
                return Wipe(what, many=bool(tokens & set(self.language.words_for("many_words"))))
        when = next((slot.words for slot in slots if slot.kind in {"date", "time", "duration"}), "")
        if span_in(said, datetime(2000, 1, 2, 12)) is not None:  # noqa: DTZ001 - only whether one is named
            return Wipe("span", said)
        if about:
            return Wipe("everything") if about.split()[0] in _WEARER else Wipe("about", about)
        if before and self.language.hears("forget.last", said):
            return Wipe("last", turns=(before[-1].turn,))
        if self.language.hears("forget.told", said):
            return Wipe("told")
        all_of_that = any(said.endswith(f" of {word}") for word in _POINTING)
        whole = tokens & set(self.language.words_for("whole_words"))
        if whole == {"memory"} and tokens & _POINTING:  # "strike that from your memory"
            whole = set()
        if whole and not all_of_that and not when:
            return Wipe("everything")
        if before and tokens & set(self.language.words_for("last_words")):
            return Wipe("last", turns=(before[-1].turn,))
        return Wipe("everything") if "all" in tokens and not all_of_that else Wipe("")

    # ------------------------------------------------------------------------------------------------------- answers

    def answer(self, asked: Asked) -> Reply:
        wipe, kept = wanted(asked, Wipe), kept_in(asked, self.language)
        if wipe.sure is False:
            return Reply(self.language.say("forget.stays"))
        match wipe.what:
            case "photos" | "clips" | "notes":
                return self._media(wipe, kept)
            case "about" | "told":
                return self._about(wipe, kept)
            case "":
                return Reply(self.language.say("forget.unclear"), expects=Expect.TEXT)
        if not wipe.sure:
            return self._ask(wipe.what, when=wipe_when(wipe.words))
        span = span_in(wipe.words, asked.facts.now.wall.time) if wipe.what == "span" else None
        if span is not None:
            return Reply("", acts=(Forget("span", wipe.turns, span.begin, span.end),))
        turns = wipe.turns if wipe.what == "last" else ()
        return Reply("", acts=(Forget(wipe.what, turns),))

    def _ask(self, key: str, **values: object) -> Reply:
        return Reply(self.language.say(f"forget.{key}", **values), expects=Expect.YES_OR_NO)

    def _media(self, wipe: Wipe, kept: Kept) -> Reply:
        kind = MEDIA[wipe.what]
        entries = kept.of(kind)
        if not entries:
            return Reply(self.language.say("forget.no_media", what=wipe.what))
        entries = entries if wipe.many else entries[-1:]
        one = singular(wipe.what)
        what = f"the last {one}" if len(entries) == 1 else f"all {counted(len(entries), one)}"
        if not wipe.sure:
            return self._ask("media", what=what)
        acts = tuple(Drop(kind, entry.number) for entry in entries)
        return Reply(self.language.say("forget.clips", what=what), acts=acts)

    def _about(self, wipe: Wipe, kept: Kept) -> Reply:
        """What was told goes with the turns in which it was told, as their words say it too."""
        pool: list[Entry] = [*kept.of(Kind.FACT), *kept.of(Kind.NOTE)]
        if wipe.what == "told":
            return self._all_told(wipe, pool)
        found = [pool[at] for at in matches(wipe.words, [entry.text for entry in pool], self.language)]
        if not found:
            return Reply(self.language.say("forget.about_none", what=to_you(wipe.words)))
        if not wipe.sure:
            facts = listing([f'"{to_you(entry.text)}"' for entry in found])
            return self._ask("about", what=to_you(wipe.words), facts=facts)
        return Reply("", acts=(Forget("about", (*(entry.turn for entry in found), *wipe.turns)),))

    def _all_told(self, wipe: Wipe, pool: Sequence[Entry]) -> Reply:
        """As `_about`, of all facts and notes."""
        if not pool:
            return Reply(self.language.say("forget.told_none"))
        if not wipe.sure:
            return self._ask("told", count=counted(len(pool), "thing") if len(pool) > 1 else "one thing")
        return Reply("", acts=(Forget("told", (*(entry.turn for entry in pool), *wipe.turns)),))


def wipe_when(said: str) -> str:
    """The span as it was said, from its first word on: `from today`, `of the last ten minutes`."""
    tokens = said.split()
    for at, token in enumerate(tokens):
        if token in {"today", "yesterday", "tonight"}:
            return f"from {token}"
        if token in {"last", "past"}:
            return f"from the {' '.join(tokens[at : at + 4])}".strip()
        if token == "this" and at + 1 < len(tokens):  # noqa: S105 - a word
            return f"from this {tokens[at + 1]}"
    return ""


def _about(said: str, slots: Sequence[Slot]) -> str:
    marked = next((slot.words for slot in slots if slot.kind in {"text", "thing"}), "")
    if marked and stems(marked):
        return marked
    spaced = f" {said} "
    where = spaced.partition(_WHERE)[2].strip()
    if where and stems(where):
        return f"where {where}"
    after = next((spaced.partition(lead)[2].strip() for lead in (*_ABOUT, *_ALSO) if lead in spaced), "")
    return after if stems(after) or after.split()[:1] in ([word] for word in _WEARER) else ""
