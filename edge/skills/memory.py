"""The skill for what is told to be remembered (Remember that my locker is number 42. Where did I park?)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from edge.language.language import Language, english
from edge.language.leads import corrected, replaced, to_keep
from edge.language.matching import matches, stems
from edge.language.plurals import counted, with_article
from edge.language.text import as_written, listing, words
from edge.language.you import to_you
from edge.messages import Claim, Drop, Entry, Expect, Intent, Keep, Kind, Need, Scene
from edge.skills.kept import AT_ONCE, just_kept, kept_in, longest, newest, sentence, when
from edge.skills.skill import Asked, Meaning, Reply, Skill, wanted

STORE, RECALL, WHERE, OTHER = "memory_store", "memory_recall", "where", "other"
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


@dataclass(frozen=True, slots=True)
class Memory:
    """Keeps facts, with a small picture where they are about what is in view, and finds them by their words."""

    language: Language = field(default_factory=english)
    told: tuple[Entry, ...] = ()
    """The facts told so far, oldest first: by these it knows which questions are its own."""
    name: str = "memory"
    intent: Intent = Intent.RECALL
    reads_kept: ClassVar[bool] = True
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
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
        WHERE: (),  # the eyes' own, and answered here where it was told ...
        OTHER: (),  # ... as is what would go to a server
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        return self._store(meaning) if meaning.task == STORE else self._recall(meaning)

    def _store(self, meaning: Meaning) -> Claim:
        said, text = meaning.said, meaning.query.text
        before, put_right = just_kept(meaning.past, Kind.FACT), corrected(meaning.said, self.language)
        if before and put_right:
            fact = replaced(before[-1].text, as_written(text, put_right))
            return Claim(self.name, wants=Tell(fact, instead=before[-1].text))
        marked = longest(meaning.every("text"))
        if set(words(said)) & set(self.language.words_for("face_words")) and not marked:
            return Claim(self.name, wants=Faces())
        fact = to_keep(said, marked, "fact", self.language)
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
        about = meaning.words("thing") or meaning.words("text") or said
        about = about if stems(about, self.language) else said
        told = [entry.text for entry in self.told]
        found = [told[at] for at in matches(about, told, self.language)]
        where, past = (set(self.language.words_for(name)) for name in ("where_words", "past_words"))
        eyes = bool(tokens & where) and not tokens & past
        if meaning.task == OTHER:
            asked = stems(said, self.language)
            whole = any(asked <= stems(one, self.language) for one in found)
            own = bool(tokens & {"my", "our"}) or len(asked) > 1
            return Claim(self.name, wants=Recall(said)) if whole and own else None
        if meaning.task == WHERE:
            places = set(self.language.words_for("place_words"))
            return Claim(self.name, wants=Recall(about)) if any(places & set(words(one)) for one in found) else None
        if not found and eyes:
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
        if not wants.about and not wants.sight:
            if not facts:
                return Reply(say("memory.nothing"))
            texts = " ".join(f"{sentence(to_you(fact.text))}." for fact in reversed(facts[-AT_ONCE:]))
            return Reply(say("memory.all", count=counted(len(facts), "fact"), facts=texts))
        found = matches(wants.about, [f"{fact.text} {fact.seen}" for fact in facts], self.language)
        if not found:
            return Reply(say("memory.unseen" if wants.sight else "memory.unknown"))
        return Reply(self._fact(facts[found[0]], asked))

    def _fact(self, fact: Entry, asked: Asked) -> str:
        say = self.language.say
        at = when(fact.at, asked.facts.now.wall.time, self.language)
        told = [say("memory.told", when=at, fact=to_you(fact.text)).replace(" :", ":")]
        told += [say("memory.told_seen", seen=fact.seen)] if fact.seen else []
        told += [say("memory.told_picture")] if fact.file else []
        return " ".join(told)


def knowing(skills: Sequence[Skill], facts: tuple[Entry, ...]) -> Sequence[Skill]:
    """The skills, of which this one knows the facts that were told."""
    return [replace(skill, told=facts) if isinstance(skill, Memory) else skill for skill in skills]


def seen_in(scene: Scene) -> str:
    """What was in view, in words: things first, and the largest text, quoted."""
    labels = list(dict.fromkeys(thing.label for thing in scene.things or ()))
    texts = sorted(scene.texts or (), key=lambda text: text.quad.a.y - text.quad.d.y)[:LINES]
    quoted = [f'the words "{text.text}"' for text in texts]
    return listing([*(with_article(label) for label in labels), *quoted])
