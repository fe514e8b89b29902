"""The skill for what is told to be remembered (Remember that my locker is number 42. Where did I park?)."""

from __future__ import annotations

from collections.abc import Sequence

from edge.language.language import Language
from edge.language.leads import bare, subject_of, to_keep, without_lead, without_tail
from edge.language.matching import matches, stems, tells
from edge.language.numbers import numbers_in
from edge.language.plurals import counted, with_article
from edge.language.text import as_written, listing, normalise, words
from edge.language.you import to_you
from edge.messages import Claim, Drop, Entry, Expect, Intent, Keep, Kind, Need, Scene
from edge.records import dataclass
from edge.skills.kept import AT_ONCE, kept_in, longest, newest, sentence, when
from edge.skills.memory_changed import RECALL, STORE, WHERE, moved, put_right
from edge.skills.skill import CLEARLY, OPEN, Asked, InLanguage, Meaning, Reply, Skill, wanted

SIGHT = OPEN - {"other", "not_for_us", "small_talk", "cancel"}
"""Questions for the camera, which what was told answers only where it answers all of it."""
DAYS = frozenset({"date", "weekday", "days_until", "time"})
SHORT, BRIEF = 4, 8
"""Words of a question that only goes on from the one before, and of a fact that is about one thing."""
LINES = 3
"""Lines of text in view that are kept in words."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Something is to be remembered; no text: it was not said what.

    `here`: with what is in view; `instead`: in the place of this fact.
    """

    text: str
    here: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """What was told of this is wanted; nothing: all of it. `sight`: what the camera saw would be the answer."""

    about: str
    sight: bool = False


@dataclass(frozen=True, slots=True)
class Faces:
    """A face is to be remembered, which is not done."""


class Memory(InLanguage):
    """Keeps facts, with a small picture where they are about what is in view, and finds them by their words.

    `told`: the facts and notes told so far, oldest first; by these it knows which questions are its own.
    """

    name = "memory"
    intent = Intent.RECALL
    reads_kept = True
    examples = {
        STORE: (
            "Remember that {text:my locker is number 42}.",
            "I parked here.",
            "Remember this.",
            "keep in mind that {text:Anna is allergic to nuts}",
            "{text:the spare key is with the neighbours} don't forget that",
            "Remember where I put my {thing:glasses}.",
            "for future reference {text:the bins go out on Tuesdays}",
        ),
        RECALL: (
            "Where did I park?",
            "What's my locker number?",
            "What did I tell you about {text:Anna}?",
            "Where did I leave my {thing:glasses}?",
            "what do you remember about {text:the bins}",
            "Tell me everything you have remembered.",
            "where did I say the {thing:spare key} was",
        ),
    }

    def __init__(self, told: tuple[Entry, ...] = (), language: Language | None = None) -> None:
        super().__init__(language)
        self.told = told

    def claim(self, meaning: Meaning) -> Claim | None:
        return self._store(meaning) if meaning.task == STORE else self._recall(meaning)

    def instead(self, meaning: Meaning) -> str:
        """Whether something told is put right, or asked for, whatever the question is taken for."""
        if put_right(meaning, self.told, self.language) is not None:
            return STORE
        if meaning.task == RECALL and matches(meaning.said, [entry.text for entry in self.told], self.language):
            return RECALL
        if moved(meaning, self.language) or self._says_to_keep(meaning):
            return STORE
        asks = meaning.said.split()[0] in self.language.words_for("question_words")
        if meaning.task in OPEN | DAYS and asks and self.language.hears("memory.told", meaning.said):
            return RECALL
        if meaning.task in OPEN and self.language.hears("memory.mine", bare(meaning.said, self.language)):
            return RECALL
        if meaning.task in {STORE, RECALL} or (meaning.task not in OPEN | DAYS | {"sum"} and meaning.score >= CLEARLY):
            return ""
        if meaning.task in OPEN and without_lead(meaning.said, self.language.words_for("told_leads")):
            return STORE
        return RECALL if any(self._answers(entry.text, meaning) for entry in self._asked_of(meaning)) else ""

    def _says_to_keep(self, meaning: Meaning) -> bool:
        """Whether a fact says by its end that it is to be kept, or is a number of the wearer's own."""
        tail = without_tail(meaning.said, self.language.words_for("keep_tails"))
        if tail is not None and subject_of(tail) and meaning.task in OPEN | {"reminder_set", "note_add"}:
            return without_lead(bare(meaning.said, self.language), self.language.words_for("question_words")) is None
        own = self.language.hears("memory.ends", meaning.said)
        return bool(own) and meaning.task == "other" and bool(numbers_in(meaning.said))

    def _asked_of(self, meaning: Meaning) -> tuple[Entry, ...]:
        """What was told, where a sentence asks something."""
        tokens = bare(meaning.said, self.language).split()
        asks = set(tokens[:1]) <= set(self.language.words_for("question_words")) or "again" in tokens
        return self.told if tokens and (asks or self._goes_on(meaning)) else ()

    def _goes_on(self, meaning: Meaning) -> bool:
        """Whether it asks for something else that was told, in few words: `and the locker`."""
        words = meaning.said.split()
        past = meaning.past
        return words[0] == "and" and len(words) <= SHORT and past is not None and past.task in {RECALL, STORE}

    def _answers(self, fact: str, meaning: Meaning) -> bool:
        """Whether a fact answers a question that is not taken for one about what was told."""
        tokens = set(words(meaning.said))
        whole, nearly = tells(fact, meaning.said, self.language)
        own, told, seen = (
            bool(tokens & set(self.language.words_for(name))) for name in ("own_words", "told_words", "seen_words")
        )
        if meaning.task == WHERE and set(words(fact)) & set(self.language.words_for("place_words")):
            marked = meaning.words("thing") or meaning.said
            return nearly or (bool(stems(marked)) and tells(fact, marked, self.language)[1])
        if self._goes_on(meaning):
            return nearly
        if meaning.task == WHERE:
            return nearly and told and not seen
        if meaning.task in SIGHT | DAYS:
            return not seen and ((whole and (own or told)) or (nearly and told))
        several = len(stems(meaning.said, self.language)) > 1
        place = bool(tokens & {"where", "when"}) and len(words(fact)) <= BRIEF
        return (whole and (several or own or place)) or (nearly and (own or told or place))

    def _store(self, meaning: Meaning) -> Claim | None:
        said, text = meaning.said, meaning.query.text
        if (right := put_right(meaning, self.told, self.language)) is not None:
            return Claim(self.name, wants=Tell(right[1], instead=right[0]))
        if elsewhere := moved(meaning, self.language):
            return Claim(self.name, wants=Tell(elsewhere))
        marked = longest(meaning.every("text"))
        if set(words(said)) & set(self.language.words_for("face_words")) and not marked:
            return Claim(self.name, wants=Faces())
        fact = to_keep(said, marked, "fact", self.language)
        if fact == said and said.split()[0] in {"yes", "yeah", "no", "thanks"}:
            return None  # said to somebody who asked
        if not fact and said.split()[-1:] in (["this"], ["it"], ["that"], ["here"]):
            fact = said.split()[-1]
        here = fact != marked and self._points(fact, meaning)
        needs = frozenset({Need.PICTURE, Need.THINGS, Need.TEXTS}) if here else frozenset()
        return Claim(self.name, wants=Tell(as_written(text, fact), here), needs=needs)

    def _points(self, fact: str, meaning: Meaning) -> bool:
        """Whether a fact is about what is in view: it points, and does not say where else."""
        tokens = set(words(fact)) or set(words(meaning.said))
        return bool(tokens & set(self.language.words_for("here_words"))) and not meaning.words("ref")

    def _recall(self, meaning: Meaning) -> Claim | None:
        said, tokens = meaning.said, set(words(meaning.said))
        told = [entry.text for entry in self.told]
        named = [about for about in (meaning.words("thing"), meaning.words("text")) if stems(about, self.language)]
        forms = (said, *named) if matches(said, told, self.language) else (*named, said)
        about = next((one for one in forms if matches(one, told, self.language)), forms[0])
        where, past = (set(self.language.words_for(name)) for name in ("where_words", "past_words"))
        if tokens & where and not tokens & past and not matches(about, told, self.language):
            return None  # they may find it in view
        sight = bool(tokens & set(self.language.words_for("sight_words")))
        return Claim(self.name, wants=Recall(about if stems(about, self.language) else "", sight))

    # ------------------------------------------------------------------------------------------------------- answers

    def answer(self, asked: Asked) -> Reply:
        match asked.wants:
            case Faces():
                return Reply(self.language.say("memory.faces"), degraded="faces are not remembered")
            case Recall() as wants:
                return self._told(asked, wants)
        tell = wanted(asked, Tell)
        if not tell.text:
            return Reply(self.language.say("memory.what"), expects=Expect.TEXT)
        return self._kept(asked, tell)

    def _kept(self, asked: Asked, tell: Tell) -> Reply:
        say, fact, pictured = self.language.say, to_you(tell.text), tell.here and asked.scene.frame is not None
        keep = Keep(Kind.FACT, tell.text, seen=seen_in(asked.scene) if tell.here else "", pictured=pictured)
        old = newest(kept_in(asked, self.language), Kind.FACT, tell.instead) if tell.instead else None
        if old is not None:
            return Reply(say("memory.replaced", fact=fact), acts=(Drop(Kind.FACT, old.number, old.text), keep))
        if (
            tell.here
            and not pictured
            and (tell.text.lower().startswith("where ") or not stems(tell.text, self.language))
        ):
            return Reply(say("memory.blind"), degraded="no picture could be taken", expects=Expect.TEXT)
        key = "stored_picture" if pictured else "stored_no_picture" if tell.here else "stored"
        return Reply(say(f"memory.{key}", fact=fact), acts=(keep,))

    def _told(self, asked: Asked, wants: Recall) -> Reply:
        say, facts = self.language.say, kept_in(asked, self.language).of(Kind.FACT)
        if self.language.hears("memory.name", normalise(asked.query.text)):
            leads = self.language.words_for("name_leads")
            names = [fact for fact in facts if without_lead(normalise(fact.text), leads)]
            return Reply(self._fact(names[-1], asked) if names else say("memory.unknown"))
        if not wants.about and not wants.sight:
            if not facts:
                return Reply(say("memory.nothing"))
            texts = " ".join(f"{sentence(to_you(fact.text))}." for fact in reversed(facts[-AT_ONCE:]))
            return Reply(say("memory.all", count=counted(len(facts), "fact"), facts=texts))
        known = sorted((*facts, *kept_in(asked, self.language).of(Kind.NOTE)), key=lambda entry: entry.number)
        found = matches(wants.about, [f"{entry.text} {entry.seen}" for entry in known], self.language)
        if not found:
            return Reply(say("memory.unseen" if wants.sight else "memory.unknown"))
        return Reply(self._fact(known[found[0]], asked))

    def _fact(self, fact: Entry, asked: Asked) -> str:
        say = self.language.say
        at = when(fact.at, asked.facts.now.wall.time, self.language)
        key = "memory.noted" if fact.kind is Kind.NOTE else "memory.told"
        told = [say(key, when=at, fact=to_you(fact.text)).replace(" :", ":")]
        told += [say("memory.told_seen", seen=fact.seen)] if fact.seen else []
        told += [say("memory.told_picture")] if fact.file else []
        return " ".join(told)


def knowing(skills: Sequence[Skill], facts: tuple[Entry, ...]) -> Sequence[Skill]:
    """The skills, of which this one knows the facts that were told."""
    return [Memory(facts, skill.language) if isinstance(skill, Memory) else skill for skill in skills]


def seen_in(scene: Scene) -> str:
    """What was in view, in words: things first, and the largest text, quoted."""
    labels = list(dict.fromkeys(thing.label for thing in scene.things or ()))
    texts = sorted(scene.texts or (), key=lambda text: text.quad.a.y - text.quad.d.y)[:LINES]
    quoted = [f'the words "{text.text}"' for text in texts]
    return listing([*(with_article(label) for label in labels), *quoted])
