"""Everything that flows through Glint, in the order it flows. Imports nothing of ours.

What happens is an Event, what Glint does is a Command, and only the mind stands between them. Instants are
monotonic seconds and a type of their own; durations are plain floats. Boxes and quads are fractions of the frame.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, NewType, TypeAlias

from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

Instant = NewType("Instant", float)
TurnId = NewType("TurnId", int)
Ref = NewType("Ref", str)
"""Whose question it is: given by whoever waits for the answer, and on the turn's `End` again. Empty: nobody waits."""

Pixels: TypeAlias = "NDArray[np.uint8]"
Samples: TypeAlias = "NDArray[np.float32]"
Array: TypeAlias = "NDArray[Any]"
Value: TypeAlias = "str | int | float | bool"
Wants: TypeAlias = "object"
"""What a skill understood of a question: a frozen value of its own kind, or None. A tape keeps nothing of it."""


@dataclass(frozen=True, slots=True)
class Wall:
    """The time of day, and whether the clock can be believed (a device that booted offline may think it is 1970)."""

    time: datetime
    trusted: bool = True


@dataclass(frozen=True, slots=True)
class Now:
    """The time of an event on both clocks, given to the mind with it."""

    at: Instant
    wall: Wall


# ---------------------------------------------------------------------------------------------- what the senses give


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: RGB uint8 (height, width, 3). `lost` frames were dropped before it."""

    at: Instant
    pixels: Pixels = field(repr=False, compare=False)
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Sound:
    """A piece of sound: mono float32 at 16 kHz. `lost` samples are missing before it: a gap is never glued."""

    at: Instant
    samples: Samples = field(repr=False, compare=False)
    lost: int = 0


class Shot(NamedTuple):
    """What is asked of a camera."""

    width: int = 1280
    fps: float = 5.0


# ---------------------------------------------------------------------------------------------------- what was seen


class Box(NamedTuple):
    """Left, top, right, bottom as fractions of the frame."""

    x1: float
    y1: float
    x2: float
    y2: float


class Point(NamedTuple):
    """A place in the frame, as fractions of it."""

    x: float
    y: float


class Quad(NamedTuple):
    """Four corners, clockwise from the one that reads as top left."""

    a: Point
    b: Point
    c: Point
    d: Point


@dataclass(frozen=True, slots=True)
class Thing:
    """An object in view."""

    label: str
    score: float
    box: Box


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text in view."""

    text: str
    score: float
    quad: Quad


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code or barcode in view, with its payload as it is written there: read out, never opened."""

    format: str
    text: str
    quad: Quad


class Need(StrEnum):
    """What must be looked for in the picture before a question can be answered."""

    PICTURE = "picture"
    THINGS = "things"
    TEXTS = "texts"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Scene:
    """What one look found. None means: not looked for. `missing` says in plain words what could not be had."""

    frame: Frame | None = None
    things: tuple[Thing, ...] | None = None
    texts: tuple[Text, ...] | None = None
    codes: tuple[Code, ...] | None = None
    missing: str = ""


# ----------------------------------------------------------------------------------------- what was asked, and of whom


class Intent(StrEnum):
    """What a question is about (see docs/how-it-works.md)."""

    LOOK = "look"
    READ = "read"
    SCAN = "scan"
    ACT = "act"
    RECALL = "recall"
    KNOW = "know"
    THINK = "think"
    SHOP = "shop"
    HEALTH = "health"
    NONE = "none"


class Slot(NamedTuple):
    """Words of a question that fill one of its task's places, as they were said: ("duration", "five minutes")."""

    kind: str
    words: str


class Guess(NamedTuple):
    """Something else that was perhaps heard, and the logarithm of its probability."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question with its number. `follows` is the turn it continues, `late_of` the deferred one it answers at last.

    `others`: what else was perhaps heard, best first.

    `intent`: what that one was taken for when it was first asked; None: not known yet. `conversation`: as in Typed.
    """

    turn: TurnId
    text: str
    confidence: float = 1.0
    follows: TurnId | None = None
    mode: str | None = None
    picture: Frame | None = None
    late_of: TurnId | None = None
    ref: Ref = Ref("")
    intent: Intent | None = None
    conversation: str | None = ""
    others: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A skill on the device says: this one is mine.

    `score`: how sure, from 0 to 1; `wants`: what it understood; `needs`: what must be looked for before it can answer.
    """

    skill: str
    score: float = 1.0
    wants: Wants = None
    needs: frozenset[Need] = frozenset()
    takes: float = 0.0
    """Seconds that carrying it out takes, beyond those that an answer has."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question means: its intent, how sure, what must be looked for, and the skill that claims it, if any."""

    turn: TurnId
    intent: Intent
    scores: Mapping[Intent, float]
    needs: frozenset[Need] = frozenset()
    claim: Claim | None = None
    why: str = ""
    task: str = ""
    """What is wanted, finer than the intent ("timer_set", "count"); empty: it is not known."""
    slots: tuple[Slot, ...] = ()
    """The words that fill the task's places, those borrowed from the question before among them."""
    sure: float = 0.0
    """How likely the task is, from 0 to 1."""
    addressed: bool = False
    """Whether the question begins with our name, or is a question or an order by its form."""
    heard: str = ""
    """What was understood in the place of the question's text, where that was one of its `others`."""
    faults: tuple[str, ...] = ()
    """What broke while it was found out, such as a skill of others, in words for the ledger."""


@dataclass(frozen=True, slots=True)
class Local:
    """A skill on the device answers."""

    skill: str

    def __str__(self) -> str:
        return "device"


@dataclass(frozen=True, slots=True)
class Server:
    """A remote server answers, in a mode."""

    mode: str

    def __str__(self) -> str:
        return "server"


Route = Local | Server


@dataclass(frozen=True, slots=True)
class Decision:
    """Who should answer: a part-answer to give at once, whom to try in order, the seconds for all of it, and why."""

    first: Local | None
    routes: tuple[Route, ...]
    within: float
    why: str


class Outcome(StrEnum):
    """How a turn ended. Every turn ends in exactly one of these."""

    ANSWERED_LOCAL = "answered_local"
    ANSWERED_REMOTE = "answered_remote"
    DEGRADED = "degraded"
    DEFERRED = "deferred"
    IGNORED = "ignored"
    REFUSED_PRIVACY = "refused_privacy"
    REFUSED_BUDGET = "refused_budget"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class NoServer:
    """There is no server to ask: none is configured."""


@dataclass(frozen=True, slots=True)
class Away:
    """No server was reached, or each is left alone for a while since it could not be reached lately."""


@dataclass(frozen=True, slots=True)
class Portal:
    """The network wants a login before it lets anything through."""


@dataclass(frozen=True, slots=True)
class Refused:
    """We ourselves did not ask, for privacy or for the budget; `why` is fit to be spoken after a colon."""

    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Whoever was asked failed in another way; `why` is fit to be spoken after a colon."""

    why: str


Problem = NoServer | Away | Portal | Refused | Broken
"""Why a route gave no answer. It is put into words by the skill `without_server`, which says it to the wearer."""


class AlarmKind(StrEnum):
    """What rings: after a length of time, at a time of day, or with something to be reminded of."""

    TIMER = "timer"
    ALARM = "alarm"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Start a timer of so many seconds."""

    seconds: float
    label: str = ""


class TimerChange(StrEnum):
    """What can be changed of a timer that runs."""

    LENGTH = "change"
    """It rings so many seconds from now."""
    ADD = "add"
    """It rings so many seconds later; sooner where they are negative."""
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    """It begins again with the length that it was set to."""
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class ChangeTimer:
    """Change the timer of this number; where the number is 0, the one of this label, or the only one."""

    change: TimerChange
    seconds: float = 0.0
    label: str = ""
    number: int = 0
    name: str = ""
    """What it is to be called."""


@dataclass(frozen=True, slots=True)
class CancelTimers:
    """Stop those of these numbers; where there are none, all of this kind that have this label or text.

    The empty label is everybody's. `at`: when the only one rings that is meant.
    """

    label: str = ""
    kind: AlarmKind = AlarmKind.TIMER
    numbers: tuple[int, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetAlarm:
    """Ring at this time of day, whatever is done to the clock until then; with `seconds`, so long from now instead.

    `replaces`: the number of the alarm that goes for it; 0: none.
    """

    at: datetime
    label: str = ""
    seconds: float | None = None
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class SetReminder:
    """As SetAlarm, and say this text."""

    at: datetime
    text: str
    seconds: float | None = None
    replaces: int = 0


@dataclass(frozen=True, slots=True)
class StopAll:
    """End whatever is being said or thought about."""


class Kind(StrEnum):
    """What an entry is that the wearer had kept."""

    NOTE = "note"
    ITEM = "item"
    """One thing on a list."""
    FACT = "fact"
    """Something that Glint was told to remember, perhaps with what was in view."""
    PHOTO = "photo"
    CLIP = "clip"


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep a note, an item of a list or a fact. `seen`: what was in view, in words; `pictured`: with a picture."""

    kind: Kind
    text: str
    list: str = ""
    seen: str = ""
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """Keep this entry no longer, and no picture of it: by its number."""

    kind: Kind
    number: int
    text: str = ""
    list: str = ""


@dataclass(frozen=True, slots=True)
class TakePhoto:
    """Keep the frame that was looked at. `file`: where it was kept, in the data folder, once it was."""

    file: str = ""


@dataclass(frozen=True, slots=True)
class TakeClip:
    """Keep so many seconds of what the camera gives, without sound. `file`: as in TakePhoto."""

    seconds: float
    file: str = ""


@dataclass(frozen=True, slots=True)
class StopClip:
    """End the clip that is being taken, and keep it."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget these turns and those that began in a span, with all that came of them; neither: everything.

    `what`: a word for it. The turn that wants it is forgotten with them.
    """

    what: str
    turns: tuple[TurnId, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    """The end of the span; None: now."""


@dataclass(frozen=True, slots=True)
class SetLevel:
    """Set the volume or the brightness (`device`), from 0 to 100.

    `by`: change it by so much instead; `percent` is then what comes of it, as far as the skill knows.
    """

    device: str
    percent: int
    by: int = 0


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """Speak no answers any more (they are shown), for so many seconds, 0 for good; or speak them again."""

    on: bool
    seconds: float = 0.0


Act = (
    SetTimer | ChangeTimer | CancelTimers | SetAlarm | SetReminder | StopAll | SetLevel | SetQuiet
    | Keep | Drop | TakePhoto | TakeClip | StopClip | Forget
)  # fmt: skip
"""What a skill wants done. It is done, or refused, before the answer is put into words: what is kept is written by the
hands, all else is the mind's."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was wanted, and whether it was done."""

    act: Act
    done: bool


def deed_row(deed: Deed) -> dict[str, Value]:
    """A deed as machines are told it: by `ask`, `play` and the ledger."""
    return {**_act_row(deed.act), "done": deed.done}


def _act_row(act: Act) -> dict[str, Value]:
    match act:
        case SetTimer(seconds, label):
            return {"skill": "timer", "do": "set", "seconds": seconds, "label": label}
        case ChangeTimer():
            return _change_row(act)
        case CancelTimers(label, kind, _, at):
            named = {"text" if kind is AlarmKind.REMINDER else "label": label} if label else {}
            return {"skill": kind.value, "do": "cancel", **named, **({} if at is None else {"at": at.isoformat()})}
        case SetAlarm(at, label):
            return {"skill": "alarm", "do": "set", "at": at.isoformat(), **({"label": label} if label else {})}
        case SetReminder(at, text):
            return {"skill": "reminder", "do": "set", "at": at.isoformat(), "text": text}
        case StopAll():
            return {"skill": "cancel"}
        case SetLevel(device, percent):
            return {"skill": device, "percent": percent}
        case SetQuiet(on, seconds):
            return {"skill": "quiet", "on": on, **({"seconds": seconds} if seconds else {})}
        case Keep() | Drop():
            return _entry_row(act)
        case TakePhoto(file):
            return {"skill": "photo", "do": "take", **({"file": file} if file else {})}
        case TakeClip(seconds, file):
            return {"skill": "clip", "do": "take", "seconds": seconds, **({"file": file} if file else {})}
        case StopClip():
            return {"skill": "clip", "do": "stop"}
        case Forget(what):
            return {"skill": "forget", "do": "wipe", "what": what}


_SKILL_OF = {Kind.ITEM: "list", Kind.FACT: "memory"}


def _entry_row(act: Keep | Drop) -> dict[str, Value]:
    row: dict[str, Value] = {"skill": _SKILL_OF.get(act.kind, str(act.kind))}
    row["do"] = "add" if isinstance(act, Keep) else "remove"
    return row | ({"list": act.list, "item": act.text} if act.kind is Kind.ITEM else {"text": act.text})


def _change_row(act: ChangeTimer) -> dict[str, Value]:
    """Of a change: the new length as `seconds`, or what is added or taken off as `add`."""
    do = "change" if act.change is TimerChange.ADD else act.change.value
    row: dict[str, Value] = {"skill": "timer", "do": do}
    if act.change in (TimerChange.LENGTH, TimerChange.ADD):
        row["seconds" if act.change is TimerChange.LENGTH else "add"] = act.seconds
    return row | ({"label": act.label} if act.label else {}) | ({"name": act.name} if act.name else {})


LEVEL = 70  # of volume and brightness, until the wearer wants another


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud Glint speaks and how bright its cards are, from 0 to 100.

    `quiet`: only what rings and what is urgent is spoken; `until`: when that ends, None for never.
    """

    volume: int = LEVEL
    brightness: int = LEVEL
    quiet: bool = False
    until: Instant | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """A timer, an alarm or a reminder that runs: when it rings (wall time, so that it survives a restart), what to say.

    `due`: the instant at which it rings whatever the wall clock says; None: a time of day, or set before a restart.
    `trusted`: whether `rings` was told by a wall clock that could be believed.
    """

    rings: datetime
    label: str
    due: Instant | None = None
    trusted: bool = True
    kind: AlarmKind = AlarmKind.TIMER
    text: str = ""
    """What a reminder reminds of."""
    length: float = 0.0
    """The seconds that a timer was set to; 0: a time of day, or not known."""
    held: float | None = None
    """Of a timer that is paused: the seconds that were left."""
    number: int = 0
    """By which acts name it, while it runs; 0: it has none."""

    def left(self, now: Now) -> float:
        """Seconds until it rings, or 0 where its time has come. A time of day is that of the clock on the wall."""
        if self.held is not None:
            return self.held
        if self.due is not None:
            return max(0.0, self.due - now.at)
        if self.kind is AlarmKind.TIMER:
            return max(0.0, (self.rings - now.wall.time).total_seconds())
        return max(0.0, (self.rings.replace(tzinfo=None) - now.wall.time.replace(tzinfo=None)).total_seconds())


class Expect(StrEnum):
    """What an answer asks back for, so that the next question may be just that."""

    LENGTH = "length"
    """A length of time."""
    NAME = "name"
    YES_OR_NO = "yes_or_no"
    TIME = "time"
    DATE = "date"
    TEXT = "text"
    ITEM = "item"
    THING = "thing"
    SIDE = "side"
    NUMBER = "number"

    @property
    def slot(self) -> str:
        """The kind of the slot that the next question fills, if it is just that."""
        return {"length": "duration", "name": "label", "yes_or_no": "yes"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Past:
    """A turn that ended, kept for a short while as context. `expects`: what its answer asked back for.

    `task`, `slots`, `deeds`: what was understood and done. `figure`: the number that was the answer, as it may be
    reckoned with; empty where there was none.
    """

    turn: TurnId
    at: Instant
    asked: str
    answered: str
    outcome: Outcome
    expects: Expect | None = None
    conversation: str = ""
    task: str = ""
    slots: tuple[Slot, ...] = ()
    deeds: tuple[Deed, ...] = ()
    figure: str = ""


# ---------------------------------------------------------------------------------------------------------- events


class LinkState(StrEnum):
    """What the network is good for just now."""

    DOWN = "down"
    PORTAL = "portal"
    SLOW = "slow"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Started:
    """The first event of a run: what was still open when the last one ended."""

    alarms: tuple[Alarm, ...] = ()
    waiting: tuple[TurnId, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """The questions that wait for a server, oldest first, where that is not what the mind believes."""

    turns: tuple[TurnId, ...] = ()


@dataclass(frozen=True, slots=True)
class Vitals:
    """How the body feels. None means that this body cannot tell."""

    battery: float | None = None
    celsius: float | None = None
    link: LinkState = LinkState.DOWN


@dataclass(frozen=True, slots=True)
class Spent:
    """What servers have cost in the running hour and day: the sums over the receipts."""

    tokens: int = 0
    bytes: int = 0
    money: float = 0.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A device stopped working."""

    device: str
    why: str


@dataclass(frozen=True, slots=True)
class Back:
    """A lost device works again."""

    device: str


@dataclass(frozen=True, slots=True)
class Touch:
    """A finger on the glasses: `tap` or `hold`."""

    kind: str = "tap"


@dataclass(frozen=True, slots=True)
class Typed:
    """A question in writing, perhaps with a picture of its own and a wish for a mode.

    `conversation`: the one whose turns are its context; "": the wearer's own; None: none, and it becomes none's.
    """

    text: str
    picture: Frame | None = None
    mode: str | None = None
    ref: Ref = Ref("")
    conversation: str | None = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whoever asked under this ref does not wait for the answer any more."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Wake:
    """The wake word was heard."""

    word: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody began or stopped speaking."""

    on: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, so far or to its end. `others`: what else it may have been, best first."""

    text: str
    confidence: float = 1.0
    final: bool = True
    others: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """The look for a turn is over."""

    turn: TurnId
    scene: Scene


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer that is still being given, numbered from 0."""

    turn: TurnId
    route: Route
    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A route is through: with an answer, or with None and the problem.

    `acts` is what is to be done, `deeds` what somebody else was asked to do already.
    `why` is for the ledger, with details that nobody speaks; `problem`: None where there is an answer. `queued`: it
    will be asked later; `degraded`: this is less than was asked for.
    """

    turn: TurnId
    route: Route
    text: str | None
    why: str = ""
    acts: tuple[Act, ...] = ()
    sources: tuple[str, ...] = ()
    queued: bool = False
    degraded: bool = False
    problem: Problem | None = None
    expects: Expect | None = None
    deeds: tuple[Deed, ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The speaker is done with a turn's words: the seconds really heard, and whether that was all of it."""

    turn: TurnId
    seconds: float
    whole: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """The instant that a WakeAt asked for has come."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The wearer had some turns wiped, or everything (None): they leave the mind too."""

    turns: tuple[TurnId, ...] | None = None
    ref: Ref = Ref("")
    by: TurnId | None = None
    """The turn that wants it: it goes on until it is answered."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run beside this one, which keeps no timers, wants these done here; comes back as Carried."""

    ref: Ref
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Stopping:
    """Glint is being shut down, and has waited long enough: what is still open must end now."""


Event = (
    Started | Waiting | Vitals | Spent | Lost | Back | Touch | Typed | Withdrawn | Wake | Voice | Heard
    | Query | Understanding | Seen | Part | Tried | Said | Tick | Forgotten | Wanted | Stopping
)  # fmt: skip


# --------------------------------------------------------------------------------------------------------- commands


class Size(NamedTuple):
    """What a display holds: characters on a line, and lines below the title."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Card:
    """What the display shows: a title and lines that already fit, for so many seconds (0: until the next).

    `brightness`: from 0 to 100.
    """

    title: str
    lines: tuple[str, ...] = ()
    seconds: float = 0.0
    brightness: int = LEVEL


@dataclass(frozen=True, slots=True)
class Clip:
    """Words turned into sound, for the speaker. `more`: another clip follows at once, so that the device stays open."""

    samples: Samples = field(repr=False, compare=False)
    rate: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that the wearer had kept, and in which turn. `list`, `seen`: as in Keep; `file`: its name.

    `at`: when; None: the clock could not be believed then.
    """

    number: int
    kind: Kind
    text: str
    at: datetime | None
    turn: TurnId
    list: str = ""
    seen: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Something that left the glasses: when, to whom, to answer what, how many bytes, and whether with a picture."""

    at: datetime
    to: str
    asked: str
    bytes: int
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept on the device. `counts`: how much of everything, by its noun."""

    entries: tuple[Entry, ...] = ()
    """Oldest first."""
    left: tuple[Leaving, ...] = ()
    """Oldest first."""
    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of this kind, oldest first."""
        return tuple(entry for entry in self.entries if entry.kind is kind)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the mind knows of the world when it asks for an answer."""

    now: Now
    vitals: Vitals = Vitals()
    spent: Spent = Spent()
    alarms: tuple[Alarm, ...] = ()
    recent: tuple[Past, ...] = ()
    lost: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """Why there is no answer from those who were asked before, or who would be asked if there were any."""
    waits: bool = False
    """Whether the question will be asked again."""
    keeps: bool = True
    """Whether this run keeps timers."""
    levels: Levels = field(default_factory=Levels)
    others: bool = False
    """Whether a server is asked too, and this is a part-answer to be said meanwhile."""
    kept: Kept | None = field(default_factory=Kept)
    """What is kept, as of the moment of the answer; None: it cannot be read, or nothing can be kept here."""
    sees: bool = False
    """Whether there is a camera."""
    hears: bool = False
    """Whether there is a microphone, and a model that turns speech into words."""
    taping: bool = False
    """Whether a tape of all this is being recorded."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Open a turn in the ledger; its number comes back in a Query."""

    text: str
    confidence: float = 1.0
    follows: TurnId | None = None
    mode: str | None = None
    picture: Frame | None = None
    late_of: TurnId | None = None
    ref: Ref = Ref("")
    intent: Intent | None = None
    conversation: str | None = ""
    others: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class Understand:
    """Find out what a question means; comes back as an Understanding."""

    query: Query
    recent: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Look for these, in the picture that came along or through the eye; comes back as Seen."""

    turn: TurnId
    needs: frozenset[Need]
    picture: Frame | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """Ask one route for an answer; comes back as Part… and Tried."""

    turn: TurnId
    route: Route
    query: Query
    understanding: Understanding
    scene: Scene
    within: float
    facts: Facts


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop whatever runs for a turn."""

    turn: TurnId


@dataclass(frozen=True, slots=True)
class End:
    """Close a turn's row in the ledger."""

    turn: TurnId
    outcome: Outcome
    text: str
    route: Route | None
    why: str
    acts: tuple[Deed, ...] = ()
    sources: tuple[str, ...] = ()
    intent: Intent | None = None
    stages: Mapping[str, float] = field(default_factory=dict)
    ref: Ref = Ref("")
    late_of: TurnId | None = None


@dataclass(frozen=True, slots=True)
class Flush:
    """Ask a deferred question again, now that the link is back; its late answer is a turn of its own."""

    turn: TurnId


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep the running alarms where a restart finds them."""

    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the acts that a run beside this one wanted, and why one of them was refused."""

    ref: Ref
    acts: tuple[Deed, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """Put this on the display, as much of it as fits, for so many seconds (0: until the next)."""

    title: str
    text: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Say:
    """Speak; comes back as Said. `urgent`: to be heard however low the volume is."""

    turn: TurnId
    text: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Hush:
    """Be silent at once."""


@dataclass(frozen=True, slots=True)
class Adjust:
    """From now on speak as loudly and show as brightly as this."""

    levels: Levels


class Attention(StrEnum):
    """What the ear attends to: nothing, the wake phrase, or all that is said."""

    OFF = "off"
    WAKE = "wake"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True)
class Attend:
    """From now on the ear attends to this."""

    to: Attention


@dataclass(frozen=True, slots=True)
class WakeAt:
    """Send a Tick at this instant."""

    at: Instant


Command = (
    Begin | Understand | Look | Try | Cancel | End | Flush | Remember | Carried | Show | Say | Hush | Adjust | Attend
    | WakeAt
)  # fmt: skip
