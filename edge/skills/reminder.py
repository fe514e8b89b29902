"""The skill for reminders (Remind me to call mum at five. What reminders do I have?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.clock_times import ClockTime, beside_hour, clocks
from edge.language.language import Language, english
from edge.language.moments import moment_text
from edge.language.text import listing
from edge.language.timed import corrects, time_words
from edge.language.whens import When, find_when, moved
from edge.language.you import to_you
from edge.messages import Alarm, AlarmKind, CancelTimers, Claim, Expect, Intent, SetReminder
from edge.skills.running import about, at_time, mentioned, newest, of_kind, points_at_last
from edge.skills.skill import WHOLE, Asked, Meaning, Reply
from edge.skills.timing import (
    ALL,
    ALSO,
    agrees,
    answers,
    done_before,
    merged,
    moment,
    repeats,
    said_when,
    text_in,
    when_before,
    which_day,
)

USUAL = ClockTime(9, sure=True)
"""When somebody is reminded on a day of which only the date was said."""
_CANCELS = frozenset(
    "cancel delete remove clear scrap drop forget stop needn't don't off rid done erase gone mind need wipe".split()
)


@dataclass(frozen=True, slots=True)
class Remind:
    """To be reminded of this, then. `lead`: the word that joins the text to "remind".

    `changes`: it goes for the reminder of this text, or the last one; `other`: of several for another than the last one.
    `minute`: its hour stays, and is not said again.
    """

    text: str
    when: When
    lead: str = "to"
    changes: bool = False
    repeated: bool = False
    declined: bool = False
    minute: int | None = None
    other: bool = False


@dataclass(frozen=True, slots=True)
class Reminders:
    """Which there are of this text and moment, or that these are to be cancelled."""

    text: str
    when: When
    cancel: bool = False
    all: bool = False
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Reminder:
    """The mind keeps the reminders; this one only says which to set and stop."""

    name: str = "reminder"
    intent: Intent = Intent.ACT
    language: Language = field(default_factory=english)
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "reminder_set": (
            "Remind me to {text:call mum} {date:tomorrow} at {time:nine}.",
            "Remind me in {duration:20 minutes} to {text:check the oven}.",
            "At {time:half past six in the evening} remind me to {text:feed the cat}.",
            "Don't let me forget {text:the dentist} on {date:the third of may}.",
            "Tell me to {text:take my tablets} at {time:eight tonight}.",
            "Remind me to {text:water the plants}.",
            "No, at {time:ten}.",
        ),
        "reminder_list": (
            "What reminders do I have?",
            "What am I supposed to do {date:tomorrow}?",
            "Cancel the reminder to {text:call mum}.",
            "Delete all my reminders.",
            "When is my reminder about {text:the dentist}?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants = _remind(meaning) if meaning.task == "reminder_set" else _reminders(meaning)
        return Claim(self.name, WHOLE, wants) if wants is not None else None

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Remind() as wants:
                return _set(asked, wants, self.language)
            case Reminders() as wants if wants.cancel:
                return _cancelled(asked, wants, self.language)
            case Reminders() as wants:
                return _listed(asked, wants, self.language)
        raise AnswerError(self.language.say("reminder.of_what"))


# ----------------------------------------------------------------------------------------------------- what was said


def _remind(meaning: Meaning) -> Remind | None:
    if answers(meaning, Expect.TIME, Expect.DATE, Expect.YES_OR_NO):
        return _answered(meaning)
    tokens = time_words(meaning.said)
    when, text, said = said_when(meaning), text_in(meaning), set(tokens)
    if answers(meaning, Expect.TEXT):
        when, text = merged(when, when_before(meaning)), text or meaning.said.removeprefix("to ")
    past = done_before(meaning, SetReminder)
    moved = past is not None and corrects(tuple(said))
    other, minute = "other" in said and "one" in said, beside_hour(tokens)
    changes = (moved or other or bool({"move", "push", "change", "instead"} & said)) and not ALSO & said
    if minute is not None and not clocks(tokens) and not text:
        return Remind("", When(), "", changes=True, minute=minute, other=other)
    if past is not None and isinstance(past.act, SetReminder) and (changes or not (text and when)):
        when = merged(when, when_before(meaning))
        text = text or past.act.text
    return Remind(text, when, _lead(meaning), changes, repeats(meaning), other=other)


def _answered(meaning: Meaning) -> Remind | None:
    """The reminder of the turn before, with the time that was asked for; None: something else was said."""
    when, before, wished = said_when(meaning, any_length=True), _before(meaning), when_before(meaning)
    agreed = agrees(meaning) if answers(meaning, Expect.YES_OR_NO) and not when else None
    if agreed is not None:
        return Remind(text_in(before), wished, _lead(before), declined=not agreed)
    if not when and meaning.score < 0.5:
        return None
    text = meaning.words("text") or text_in(before)
    return Remind(text, merged(when, wished), _lead(before), repeated=repeats(meaning))


def _before(meaning: Meaning) -> Meaning:
    """The meaning of the turn before, as far as it is known."""
    past = meaning.past
    if past is None:
        return meaning
    return replace(meaning, query=replace(meaning.query, text=past.asked), slots=past.slots)


def _lead(meaning: Meaning) -> str:
    """`to`, `about` or `of`, as it stands before the text; empty: none does."""
    before = (meaning.said.partition(text_in(meaning) or meaning.said)[0]).split()
    return before[-1] if before and before[-1] in ("to", "about", "of", "that") else ""


def _reminders(meaning: Meaning) -> Reminders | None:
    tokens, when = time_words(meaning.said), said_when(meaning)
    cancel = bool(_CANCELS & set(tokens)) and tokens[:1] not in (("what",), ("when",), ("did",), ("is",), ("which",))
    text = meaning.words("text") or _named_one(meaning.said)
    if answers(meaning) and not (text or when or ALL & set(tokens)):
        return None
    all_of_them = bool(ALL & set(tokens)) or ("reminders" in tokens and not text)
    return Reminders(text, when, cancel or answers(meaning), all_of_them, points_at_last(meaning))


def _named_one(said: str) -> str:
    """The words between `the` and `one`: the garage one; empty where there are none, or they only point."""
    text = said.partition("the ")[2].rpartition(" one")[0]
    return "" if text in ("", "other", "last", "first", "second", "new") or find_when(time_words(f"at {text}"))[0] else text


# --------------------------------------------------------------------------------------------------------- answering


def _set(asked: Asked, wants: Remind, language: Language) -> Reply:
    now = asked.facts.now.wall
    if wants.declined:
        return Reply(language.say("reminder.left"))
    others = of_kind(asked.facts.alarms, AlarmKind.REMINDER) if wants.changes else ()
    others = tuple(one for one in others if one not in newest(others)) or others if wants.other else others
    replaced = newest((about(others, wants.text) if wants.text else others) or others)
    number = replaced[0].number if replaced else 0
    wants = replace(wants, text=wants.text or (replaced[0].text if replaced else ""))
    if replaced and wants.minute is not None:
        wants = replace(wants, when=moved(replaced[0].rings, wants.minute))
    if not wants.text:
        return Reply(language.say("reminder.of_what"), degraded="no text was said", expects=Expect.TEXT)
    if (question := which_day(wants.when, language)) is not None:
        return question
    if wants.when and wants.when.length is None and not now.trusted:
        raise AnswerError(language.say("reminder.no_clock"))
    at = moment(wants.when, now.time, language, USUAL) if wants.when else None
    if wants.repeated:
        offer = "reminder.no_repeat" if at is None else "reminder.offer"
        told = moment_text(at, now.time, language) if at is not None else ""
        expects = Expect.YES_OR_NO if at is not None else None
        return Reply(language.say(offer, when=told), degraded="reminders are not repeated", expects=expects)
    if at is None:
        return Reply(language.say("reminder.when"), degraded="no time was named", expects=Expect.TIME)
    told = moment_text(at, now.time, language)
    if wants.when.length is not None:
        told = language.say("when.in", length=wants.when.length)
    seconds = float(wants.when.length.seconds) if wants.when.length is not None else None
    what = f"{wants.lead} {to_you(wants.text)}" if wants.lead else to_you(wants.text)
    key = "reminder.set" if wants.lead else "reminder.set_text"
    return Reply(language.say(key, what=what, when=told), acts=(SetReminder(at, wants.text, seconds, number),))


def _meant(asked: Asked, wants: Reminders, language: Language) -> tuple[Alarm, ...]:
    meant = of_kind(asked.facts.alarms, AlarmKind.REMINDER)
    meant = (about(meant, wants.text) or mentioned(meant, wants.text, language)) if wants.text else meant
    return at_time(meant, wants.when, asked.facts.now.wall.time) if wants.when else meant


def _cancelled(asked: Asked, wants: Reminders, language: Language) -> Reply:
    if not asked.facts.keeps:
        return Reply("", acts=(CancelTimers(wants.text, AlarmKind.REMINDER),))
    meant = _meant(asked, wants, language)
    if wants.newest and not (wants.all or wants.text or wants.when):
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


def _listed(asked: Asked, wants: Reminders, language: Language) -> Reply:
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
