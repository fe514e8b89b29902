"""The skill for reminders (Remind me to call mum at five. What reminders do I have?)."""

from __future__ import annotations

from dataclasses import replace

from edge.errors import AnswerError
from edge.language.clock_times import ClockTime, beside_hour, clocks
from edge.language.language import Language
from edge.language.moments import moment_text
from edge.language.timed import corrects, time_words
from edge.language.whens import When, moved
from edge.language.you import to_you
from edge.messages import AlarmKind, Claim, Expect, Intent, SetReminder
from edge.records import dataclass
from edge.skills.reminders_told import Reminders, cancelled, listed, read_reminders
from edge.skills.running import about, newest, of_kind
from edge.skills.skill import OPEN, WHOLE, Asked, InLanguage, Meaning, Reply
from edge.skills.timing import (
    ALSO,
    agrees,
    answers,
    done_before,
    merged,
    moment,
    offered,
    repeats,
    said_when,
    text_in,
    when_before,
    which_day,
)

SMALL = 5
"""Up to which hour a time of another day is taken for the afternoon."""
_LISTED = frozenset({"list_read", "alarm_list", "date", "weekday"})
USUAL = ClockTime(9, sure=True)
"""When somebody is reminded on a day of which only the date was said."""


@dataclass(frozen=True, slots=True)
class Remind:
    """To be reminded of this, then. `lead`: the word that joins the text to "remind".

    `changes`: it goes for the reminder of this text, or the last one; `other`: of several not for the last one.
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


class Reminder(InLanguage):
    """The mind keeps the reminders; this one only says which to set and stop."""

    name = "reminder"
    intent = Intent.ACT
    examples = {
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
        wants = _remind(meaning) if meaning.task == "reminder_set" else read_reminders(meaning)
        return Claim(self.name, WHOLE, wants) if wants is not None else None

    def instead(self, meaning: Meaning) -> str:
        """Whether it is asked what lies ahead, or to be told something at a time, whatever it is taken for."""
        if meaning.task in OPEN | _LISTED and self.language.hears("reminder.ahead", meaning.said):
            return "reminder_list"
        told = self.language.hears("reminder.tell", meaning.said) and said_when(meaning)
        return "reminder_set" if meaning.task in OPEN and told else ""

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Remind() as wants:
                return _set(asked, wants, self.language)
            case Reminders() as wants if wants.cancel:
                return cancelled(asked, wants, self.language)
            case Reminders() as wants:
                return listed(asked, wants, self.language)
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


# --------------------------------------------------------------------------------------------------------- answering


def _by_day(when: When) -> When:
    """The same, with a small hour of another day as one of the afternoon: nobody is reminded at three at night."""
    clock = when.clock
    if when.day is None or clock is None or clock.sure or when.part or not 1 <= clock.hour <= SMALL:
        return when
    return replace(when, clock=clock.within("afternoon"))


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
    at = moment(_by_day(wants.when), now.time, language, USUAL) if wants.when else None
    if wants.repeated:
        return offered("reminder", at, now.time, language)
    if at is None:
        return Reply(language.say("reminder.when"), degraded="no time was named", expects=Expect.TIME)
    told = moment_text(at, now.time, language)
    if wants.when.length is not None:
        told = language.say("when.in", length=wants.when.length)
    seconds = float(wants.when.length.seconds) if wants.when.length is not None else None
    what = f"{wants.lead} {to_you(wants.text)}" if wants.lead else to_you(wants.text)
    key = "reminder.set" if wants.lead else "reminder.set_text"
    return Reply(language.say(key, what=what, when=told), acts=(SetReminder(at, wants.text, seconds, number),))
