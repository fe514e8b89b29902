"""The skill for notes (Make a note that the car is due in May. Read my notes.)."""

from __future__ import annotations

from edge.language.leads import corrected, replaced, to_keep
from edge.language.matching import matches, stems
from edge.language.plurals import counted
from edge.language.spans import span_in
from edge.language.text import as_written
from edge.messages import Claim, Drop, Entry, Expect, Intent, Keep, Kind
from edge.records import dataclass
from edge.skills.kept import AT_ONCE, just_kept, kept_in, longest, newest, sentence, when
from edge.skills.skill import Asked, InLanguage, Meaning, Reply, wanted

ADD, READ = "note_add", "note_read"


@dataclass(frozen=True, slots=True)
class NoteDown:
    """Something is to be noted; no text: it was not said what. `instead`: in the place of this note."""

    text: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class ReadNotes:
    """Notes are wanted: those about something, of a span that is named (`when`), the last one, or only how many."""

    about: str = ""
    when: str = ""
    last: bool = False
    count: bool = False


class Notes(InLanguage):
    """Keeps what the wearer dictates, and reads it out."""

    name = "notes"
    intent = Intent.ACT
    reads_kept = True
    examples = {
        ADD: (
            "Make a note that {text:the car is due in May}.",
            "Note down {text:call the plumber before five}.",
            "Take a note: {text:the meeting moved to room twelve}.",
            "note to self {text:buy stamps}",
            "{text:the gate code changed} write that down please",
            "I'd like to make a note.",
            "jot this down {text:Anna's train gets in at ten past six}",
        ),
        READ: (
            "Read my notes.",
            "What did I note about {text:the plumber}?",
            "What was my last note?",
            "Do I have any notes from {date:today}?",
            "how many notes have I got",
            "find the note on {text:the car}",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        if meaning.task == READ:
            return Claim(self.name, wants=_read(meaning))
        text = to_keep(meaning.said, longest(meaning.every("text")), "note", self.language)
        before = just_kept(meaning.past, Kind.NOTE)
        put_right = corrected(meaning.said, self.language)
        if before and put_right:
            kept = replaced(before[-1].text, longest(meaning.every("text")) or put_right)
            return Claim(self.name, wants=NoteDown(as_written(meaning.query.text, kept), before[-1].text))
        return Claim(self.name, wants=NoteDown(as_written(meaning.query.text, text)))

    def answer(self, asked: Asked) -> Reply:
        if isinstance(asked.wants, ReadNotes):
            return self._told(asked, asked.wants)
        note, say = wanted(asked, NoteDown), self.language.say
        if not note.text:
            return Reply(say("notes.what"), expects=Expect.TEXT)
        keep = Keep(Kind.NOTE, note.text)
        old = newest(kept_in(asked, self.language), Kind.NOTE, note.instead) if note.instead else None
        if old is None:
            return Reply(say("notes.added", text=note.text), acts=(keep,))
        return Reply(say("notes.replaced", text=note.text), acts=(Drop(Kind.NOTE, old.number, old.text), keep))

    def _told(self, asked: Asked, wants: ReadNotes) -> Reply:
        now, say = asked.facts.now.wall.time, self.language.say
        notes = kept_in(asked, self.language).of(Kind.NOTE)
        if not notes:
            return Reply(say("notes.none"))
        span = span_in(wants.when, now) if wants.when else None
        if span is not None:
            end = span.end or now
            notes = tuple(note for note in notes if note.at is not None and span.begin <= note.at <= end)
        if wants.about:
            notes = tuple(notes[at] for at in sorted(matches(wants.about, [note.text for note in notes])))
        if not notes:
            return Reply(say("notes.about", what=wants.about) if wants.about else say("notes.none_then"))
        if wants.count:
            return Reply(say("notes.count", count=counted(len(notes), "note")), figure=str(len(notes)))
        if len(notes) == 1 or wants.last:
            key = "notes.last" if wants.last else "notes.one"
            return Reply(_tidy(say(key, when=when(notes[-1].at, now, self.language), text=notes[-1].text)))
        return Reply(say("notes.read", count=counted(len(notes), "note"), texts=_texts(notes)))


def _read(meaning: Meaning) -> ReadNotes:
    words = set(meaning.said.split())
    about = meaning.words("text") or meaning.words("thing")
    when = meaning.words("date") or meaning.words("time") or meaning.said
    last = bool(words & {"last", "latest", "newest", "recent"}) and not about and "week" not in words
    return ReadNotes(about if stems(about) else "", when, last, {"how", "many"} <= words)


def _texts(notes: tuple[Entry, ...]) -> str:
    """The newest first."""
    return " ".join(f"{sentence(note.text)}." for note in reversed(notes[-AT_ONCE:]))


def _tidy(text: str) -> str:
    """Without the gap that an unknown time leaves."""
    return text.replace(", :", ":").replace(" :", ":")
