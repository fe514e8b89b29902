"""What is said of the reminders that are set: which there are, and that they are cancelled."""

from __future__ import annotations

from edge.language.language import Language
from edge.language.moments import moment_text
from edge.language.text import listing
from edge.language.timed import time_words
from edge.language.whens import When, find_when
from edge.language.you import to_you
from edge.messages import Alarm, AlarmKind, CancelTimers, Expect
from edge.records import dataclass
from edge.skills.kept import longest
from edge.skills.running import about, at_time, mentioned, newest, of_kind, ordered, points_at_last
from edge.skills.skill import Asked, Meaning, Reply
from edge.skills.timing import ALL, answers, said_when, with_kind

_CANCELS = frozenset(
    "cancel delete remove clear scrap drop forget stop needn't don't off rid done erase gone mind need wipe".split()
)


@dataclass(frozen=True, slots=True)
class Reminders:
    """Which there are of this text and moment, or that these are to be cancelled."""

    text: str
    when: When
    cancel: bool = False
    all: bool = False
    newest: bool = False


def read_reminders(meaning: Meaning) -> Reminders | None:
    """Which are asked for, or to be cancelled; None: something else was said instead of what was asked for."""
    tokens, when = time_words(meaning.said), said_when(with_kind(meaning, "reminder"))
    cancel = bool(_CANCELS & set(tokens)) and tokens[:1] not in (("what",), ("when",), ("did",), ("is",), ("which",))
    text = longest(meaning.every("text")) or _named_one(meaning.said)
    if answers(meaning) and not (text or when or ALL & set(tokens)):
        return None
    all_of_them = bool(ALL & set(tokens)) or ("reminders" in tokens and not text)
    return Reminders(text, when, cancel or answers(meaning), all_of_them, points_at_last(meaning))


def _named_one(said: str) -> str:
    """The words between `the` and `one`: the garage one; empty where there are none, or they only point."""
    text = said.partition("the ")[2].rpartition(" one")[0]
    points = text in ("", "other", "last", "first", "second", "new") or find_when(time_words(f"at {text}"))[0]
    return "" if points else text


def _meant(asked: Asked, wants: Reminders, language: Language) -> tuple[Alarm, ...]:
    meant = of_kind(asked.facts.alarms, AlarmKind.REMINDER)
    meant = (about(meant, wants.text) or mentioned(meant, wants.text, language)) if wants.text else meant
    return at_time(meant, wants.when, asked.facts.now.wall.time) if wants.when else meant


def cancelled(asked: Asked, wants: Reminders, language: Language) -> Reply:
    """What is said of the reminders that are cancelled, and the act; a question where several may be meant."""
    if not asked.facts.keeps:
        return Reply("", acts=(CancelTimers(wants.text, AlarmKind.REMINDER),))
    place = ordered(of_kind(asked.facts.alarms, AlarmKind.REMINDER), asked.query.text)
    meant = place or _meant(asked, wants, language)
    if wants.newest and not (wants.all or wants.text or wants.when or place):
        meant = newest(meant)
    if not meant:
        return _none(asked, wants, language)
    if len(meant) > 1 and not wants.all:
        texts = listing([to_you(one.text) for one in meant], "or")
        return Reply(language.say("reminder.which", texts=texts), degraded="it is not clear which", expects=Expect.TEXT)
    texts = listing([to_you(one.text) for one in meant])
    text = language.say("reminder.cancelled_one" if len(meant) == 1 else "reminder.cancelled", texts=texts)
    label = meant[0].text if len(meant) == 1 else ""
    numbers = tuple(one.number for one in meant if one.number)
    return Reply(text, acts=(CancelTimers(label, AlarmKind.REMINDER, numbers),))


def listed(asked: Asked, wants: Reminders, language: Language) -> Reply:
    """Which there are of those that are asked for."""
    if not asked.facts.keeps:
        return Reply(language.say("reminder.ask_there"), degraded="this run keeps no reminders")
    meant, now = _meant(asked, wants, language), asked.facts.now.wall.time
    if not meant:
        return _none(asked, wants, language)
    told = [
        language.say("reminder.item", text=to_you(one.text), when=moment_text(one.rings, now, language))
        for one in meant
    ]
    key = "reminder.one" if len(meant) == 1 else "reminder.several"
    return Reply(language.say(key, count=len(meant), reminders=listing(told)))


def _none(asked: Asked, wants: Reminders, language: Language) -> Reply:
    others = of_kind(asked.facts.alarms, AlarmKind.REMINDER)
    if not others or not (wants.text or wants.when):
        return Reply(language.say("reminder.none"))
    return Reply(language.say("reminder.others", texts=listing([to_you(one.text) for one in others])))
