"""The skill that stops what is being said or thought about, and takes back what was done (Stop. Undo that.)."""

from __future__ import annotations

from collections.abc import Sequence

from edge.language.phrase import folded
from edge.language.text import normalise
from edge.language.you import to_you
from edge.messages import (
    Act,
    Alarm,
    AlarmKind,
    CancelTimers,
    ChangeTimer,
    Claim,
    Deed,
    Drop,
    Intent,
    Keep,
    SetAlarm,
    SetLevel,
    SetQuiet,
    SetReminder,
    SetTimer,
    StopAll,
    deed_row,
)
from edge.skills.kept import newest as newest_entry
from edge.skills.running import label_text, newest, of_kind
from edge.skills.skill import Asked, InLanguage, Meaning, Reply

OTHER, NOT_FOR_US = "other", "not_for_us"
KINDS = {SetTimer: AlarmKind.TIMER, SetAlarm: AlarmKind.ALARM, SetReminder: AlarmKind.REMINDER}


class CancelSkill(InLanguage):
    """Ends whatever is being said or thought about; "cancel it" after something was done takes that back."""

    name = "cancel"
    intent = Intent.ACT
    reads_kept = True
    examples = {
        "cancel": (
            "Stop.",
            "Never mind.",
            "Undo that.",
            "Cancel it.",
            "That's enough.",
            "Forget it.",
            "I changed my mind.",
        ),
        OTHER: (),
        NOT_FOR_US: (),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said, hears = meaning.said, self.language.hears
        last = hears("cancel.last", said)
        if meaning.task == OTHER and not last:
            return None
        if meaning.task == NOT_FOR_US and not (meaning.follows_answer and self._enough(said)):
            return None
        return Claim(self.name, wants=last_deed(meaning) if last or hears("cancel.undo", said) else None)

    def _enough(self, said: str) -> bool:
        """Whether it says that this is enough, and nothing else but kind words."""
        heard = self.language.hears("cancel.enough", said)
        around = {folded(word) for word in self.language.words_for("kind_words")}
        return bool(heard) and set(folded(said).split()) <= {*heard.split(), *around, "thanks", "thank"}

    def answer(self, asked: Asked) -> Reply:
        say, deed = self.language.say, asked.wants
        called = by_name(asked)
        if called and self.language.hears("cancel.named", normalise(asked.query.text)):
            text = say("cancel.cancelled", what=label_text(called[0].label))
            return Reply(text, (CancelTimers(numbers=_numbers(called)),))
        if not isinstance(deed, Deed):
            return Reply(say("cancel.stopped"), (StopAll(),))
        act, name = undoing(deed.act, asked), str(deed_row(deed)["skill"])
        if act is None:
            return Reply(say("cancel.cannot", what=name), degraded="it cannot be undone")
        return Reply(self._told(act, name), (act,))

    def _told(self, act: Act, name: str) -> str:
        match act:
            case CancelTimers():
                return self.language.say("cancel.cancelled", what=name)
            case Drop(text=text) if text:
                return self.language.say("cancel.removed", what=to_you(text))
        return self.language.say("cancel.undone", what=name)


def by_name(asked: Asked) -> tuple[Alarm, ...]:
    """The running timer whose name is said ("never mind, stop the fish"), if it is one."""
    said = set(normalise(asked.query.text).split())
    timers = of_kind(asked.facts.alarms, AlarmKind.TIMER)
    found = tuple(timer for timer in timers if timer.label and set(normalise(timer.label).split()) <= said)
    return found if len(found) == 1 else ()


def _numbers(alarms: Sequence[Alarm]) -> tuple[int, ...]:
    return tuple(alarm.number for alarm in alarms)


def last_deed(meaning: Meaning) -> Deed | None:
    """What was done last, as far as it was not only stopped."""
    deeds = (deed for past in reversed(meaning.recent) for deed in reversed(past.deeds))
    return next((deed for deed in deeds if deed.done and not isinstance(deed.act, StopAll)), None)


def undoing(act: Act, asked: Asked) -> Act | None:
    """The act that takes another one back; None where nothing does."""
    match act:
        case SetTimer() | SetAlarm() | SetReminder():
            kind = KINDS[type(act)]
            last = newest(of_kind(asked.facts.alarms, kind))
            return CancelTimers(kind=kind, numbers=_numbers(last)) if last else None
        case ChangeTimer(label=label) if "cancel" in normalise(asked.query.text).split():  # the timer, not the change
            timers = of_kind(asked.facts.alarms, AlarmKind.TIMER)
            same = newest([timer for timer in timers if not label or timer.label == label])
            return CancelTimers(numbers=_numbers(same)) if same else None
        case SetLevel(device, percent, by) if by:
            return SetLevel(device, min(100, max(0, percent - by)), -by)
        case SetQuiet(on):
            return SetQuiet(not on)
        case Keep(kind, text) if asked.facts.kept is not None:
            entry = newest_entry(asked.facts.kept, kind, text)
            return Drop(kind, entry.number, text, entry.list) if entry is not None else None
    return None
