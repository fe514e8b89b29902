"""What was said of times to the skills of timers, alarms and reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from edge.errors import AnswerError
from edge.language.clock_times import ClockTime
from edge.language.days import NoSuchTimeError
from edge.language.durations import MINUTE, Duration, duration_in, durations, find_duration, unit_of
from edge.language.labels import label_in
from edge.language.language import Language, english
from edge.language.leads import settled
from edge.language.moments import moment_text
from edge.language.timed import MARKS, Words, after, corrects, time_words
from edge.language.whens import When, find_when, without, without_places
from edge.messages import Deed, Expect
from edge.skills.skill import Meaning, Reply

ALL = frozenset("all every both everything lot any each".split())
ALSO = frozenset("also and too again another same well".split())
NO_NAME = frozenset(
    "the a an my our this that one ones timer timers alarm alarms countdown for called yes please no".split()
)
_YES = frozenset("yes yeah yep yup sure ok okay please do fine right alright absolutely definitely".split())
_REPEATED = frozenset("every each daily weekly weekdays weekday weekends nightly repeating workdays".split())
_DAYS = frozenset("mondays tuesdays wednesdays thursdays fridays saturdays sundays mornings evenings".split())


def answers(meaning: Meaning, *expected: Expect) -> bool:
    """Whether the question may be the answer to what was asked back for; without `expected`, whatever that was."""
    past = meaning.past
    if past is None or past.expects is None or past.task != meaning.task:
        return False
    return not expected or past.expects in expected


def said_slot(meaning: Meaning, kind: str) -> str:
    """The words of the question that fill such a place, else those that it borrows from the one before."""
    return meaning.words(kind) or next((slot.words for slot in meaning.borrowed if slot.kind == kind), "")


def said_name(meaning: Meaning) -> str:
    """The name of a timer that was said: the marked words and what belongs to them, else as people name one."""
    marked = name_of(said_slot(meaning, "label"))
    found = label_in(time_words(meaning.said), ones=meaning.task != "timer_set")
    return found if found and (not marked or f" {marked} " in f" {found} ") else marked


def name_of(words: str) -> str:
    """A label without articles, `timer`, and a length of time."""
    tokens = time_words(words)
    lengths = {at for one in durations(tokens) for at in range(one.start, one.end)}
    return " ".join(token for at, token in enumerate(tokens) if token not in NO_NAME and at not in lengths)


def said_duration(meaning: Meaning) -> Duration | None:
    """The length of time that was said: in the marked words, else anywhere, else as a number that changes one."""
    tokens = time_words(meaning.said)
    marked = [duration_in(words) for words in meaning.every("duration")]
    found = find_duration(tokens)
    if len(marked) == 1 and marked[0] is not None and not MARKS & set(tokens):
        return _whole(tokens, time_words(meaning.words("duration"))) or marked[0]
    if found is not None:
        return found.value
    if answers(meaning, Expect.LENGTH) or corrects(tokens) or meaning.words("duration") or meaning.words("number"):
        return duration_in(meaning.said, unit_before(meaning))
    return None


def _whole(tokens: Words, marked: Words) -> Duration | None:
    """The length of time of which the marked words are a part, or that is a part of them, as far as they are one."""
    at = next((at for at in range(len(tokens)) if tokens[at : at + len(marked)] == marked), len(tokens))
    near = (one for one in durations(tokens) if one.start < at + len(marked) and at < one.end)
    widest = max(near, key=lambda one: one.end - one.start, default=None)
    return widest.value if widest is not None else None


def unit_before(meaning: Meaning) -> int:
    """The seconds of the unit in which the turn before named a length of time; minutes where it named none."""
    past = meaning.past
    words = time_words(past.asked) if past is not None else ()
    return next((unit for unit in map(unit_of, reversed(words)) if unit), MINUTE)


def said_when(meaning: Meaning, *, any_length: bool = False) -> When:
    """The moment that was said: outside of the words of a reminder's text, else anywhere."""
    tokens, text = time_words(meaning.said), time_words(meaning.words("text"))
    outside = _outside(tokens, text)
    found = find_when(outside, any_length=any_length)[0]
    if found or outside == tokens:
        return found or find_when(_marked(meaning), any_length=True)[0]
    return find_when(tokens, any_length=any_length)[0]


def _marked(meaning: Meaning) -> Words:
    kinds = {"time": "at ", "date": "", "duration": ""}
    marked = (f"{kinds[slot.kind]}{slot.words}" for slot in meaning.slots if slot.kind in kinds)
    return time_words(" ".join(marked))


def _outside(tokens: Words, text: Words) -> Words:
    """The sentence without the words of the text, which are replaced by one that means nothing."""
    for at in range(len(tokens) - len(text) + 1):
        if text and tokens[at : at + len(text)] == text:
            return (*tokens[:at], "...", *tokens[at + len(text) :])
    return tokens


def when_before(meaning: Meaning) -> When:
    """The moment that the turn before named; for an answer or a change that leaves the rest as it was."""
    return find_when(time_words(meaning.past.asked), any_length=True)[0] if meaning.past is not None else When()


def text_in(meaning: Meaning) -> str:
    """What is to be remembered: the marked words without a moment at their end, else the rest of the sentence."""
    text = settled(_text_in(meaning), english())
    day = next((slot.words for slot in meaning.slots if slot.kind == "date"), "")
    if day and text.endswith(" on") and f" {text} {day} " in f" {meaning.said} ":
        text = text.removesuffix(" on")
    lead, _, rest = text.partition(" ")
    return rest if rest and lead in _TEXT_LEADS else text


def _text_in(meaning: Meaning) -> str:
    words, tokens = meaning.words("text"), time_words(meaning.said)
    if words:
        text = _widened(tokens, words)
        if find_when(_outside(tokens, time_words(words)))[0]:
            return text
        inside = time_words(text)
        return without(inside, find_when(inside)[1]) or text
    rest = without(tokens, find_when(tokens)[1])
    return next((text for cue in _CUES if (text := rest.partition(cue)[2].strip())), "")


def _widened(tokens: Words, words: str) -> str:
    """The marked words with those around them that belong to them: up to what asks for it, and to a moment."""
    text = time_words(words)
    begin = next((at for at in range(len(tokens)) if text and tokens[at : at + len(text)] == text), -1)
    if begin < 0:
        return words
    end = begin + len(text)
    blotted = (*tokens[:begin], *("..." for _ in text), *tokens[end:])
    rest = without_places(blotted, find_when(blotted)[1])
    first = next((at for at in (begin - 1, begin - 2) if at > 0 and _leads(tokens, at, rest)), begin - 1) + 1
    if begin > 1 and begin - 1 in rest and begin - 2 not in rest and tokens[begin - 1] not in _NO_TEXT:
        first = begin - 1  # at six wake the apprentice
    while end < len(tokens) and end in rest:
        put_right = after(tokens, end, *english().words_for("mid_corrections"), "no")
        if put_right is not None and put_right in rest and tokens[put_right] not in _OVER | {"at", "in", "on"}:
            end = put_right
        elif tokens[end] in _OVER:
            break
        end += 1
    while end > begin + len(text) and tokens[end - 1] in _NO_TEXT:
        end -= 1
    return " ".join(tokens[first:end]) if (first, end) != (begin, begin + len(text)) else words


def _leads(tokens: Words, at: int, rest: Sequence[int]) -> bool:
    """Whether what somebody is to be reminded of begins after this word: `me to`, and `at nine to`."""
    asked = tokens[at - 1] in ("me", "forget", "reminder", "remember") or at - 1 not in rest
    return asked and tokens[at] in ("to", "about", "that", "of")


_TEXT_LEADS = frozenset({"about", "that", "to"})
_OVER = MARKS | {"remind", "reminder", "set"}
_NO_TEXT = frozenset(
    "please thanks thank you ok okay glint would could will can for me i alright then and to remind".split()
)
_CUES = (
    "remind me to ", "remind me about ", "remind me of ", "remind me that ", "reminder to ", "reminder about ",
    "forget to ", "tell me to ",
)  # fmt: skip


def with_kind(meaning: Meaning, kind: str) -> Meaning:
    """The same with `the six one` said as `the six alarm`: a number before it is a time, and not a part of one."""
    tokens = list(time_words(meaning.said))
    for at in range(1, len(tokens)):
        if tokens[at] == "one" and {"the", "my"} & set(tokens[max(0, at - 5) : at - 1]):
            tokens[at] = kind
    return replace(meaning, query=replace(meaning.query, text=" ".join(tokens)))


def said_kind(tokens: Words) -> str:
    """What is named: a timer, an alarm or a reminder; after a correction the last one. Empty: none is."""
    named = [(at, _KINDS[token]) for at, token in enumerate(tokens) if token in _KINDS]
    if not named:
        return ""
    put_right = len(named) > 1 and MARKS & set(tokens[named[-2][0] : named[-1][0]])
    return named[-1 if put_right else 0][1]


_KINDS = {
    "timer": "timer", "timers": "timer", "countdown": "timer", "alarm": "alarm", "alarms": "alarm", "wake": "alarm",
    "reminder": "reminder", "reminders": "reminder", "remind": "reminder",
}  # fmt: skip


def repeats(meaning: Meaning) -> bool:
    """Whether something is wanted again and again."""
    tokens = time_words(meaning.said)
    days = any(pair in (("school", "days"), ("week", "days"), ("work", "days")) for pair in pairwise(tokens))
    return days or bool(set(tokens) & (_REPEATED | _DAYS))


def agrees(meaning: Meaning) -> bool | None:
    """Whether a question of yes or no was answered with yes; None: with neither."""
    said = meaning.said.split()
    if not said or said[0] in ("no", "nope", "don't", "not", "never"):
        return False if said else None
    return True if set(said[:2]) & _YES else None


def done_before(meaning: Meaning, kind: type) -> Deed | None:
    """What the turn before did of this kind."""
    past = meaning.past
    return next(
        (deed for deed in reversed(past.deeds if past else ()) if isinstance(deed.act, kind) and deed.done), None
    )


def moment(when: When, now: datetime, language: Language, usual: ClockTime | None = None) -> datetime | None:
    """As `When.at`; raises AnswerError."""
    try:
        return when.at(now, usual)
    except NoSuchTimeError as error:
        raise AnswerError(language.say(f"when.{error}")) from None


def which_day(when: When, language: Language) -> Reply | None:
    """The question which of two days is meant; None: there is only one."""
    if when.choice is None:
        return None
    months = language.say("when.months").split()
    one, other = (f"{day.day} {months[day.month - 1]}" for day in (when.choice.one, when.choice.other))
    text = language.say("when.which", one=one, other=other)
    return Reply(text, degraded="the day is not clear", expects=Expect.DATE)


def offered(kind: str, at: datetime | None, now: datetime, language: Language) -> Reply:
    """What is said where an alarm or a reminder is to be repeated, which none is: the next single one is offered."""
    when = moment_text(at, now, language) if at is not None else ""
    text = language.say(f"{kind}.offer" if when else f"{kind}.no_repeat", when=when)
    return Reply(text, degraded=f"{kind}s are not repeated", expects=Expect.YES_OR_NO if when else None)


def merged(new: When, before: When) -> When:
    """What is newly said, with the rest of what was said before."""
    return new.with_day_of(before) if new else before
