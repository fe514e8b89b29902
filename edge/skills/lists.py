"""The skill for lists (Put milk and eggs on the shopping list. What's on it? Take the milk off again.)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edge.language.items import items_in, list_name
from edge.language.leads import bare, without_lead
from edge.language.matching import stem_of
from edge.language.phrase import folded
from edge.language.plurals import counted
from edge.language.text import listing, normalise, words
from edge.language.yes_no import agreed
from edge.messages import Claim, Drop, Entry, Expect, Intent, Keep, Kind
from edge.records import dataclass
from edge.skills.kept import just_kept, kept_in, list_of, sentence
from edge.skills.skill import CLEARLY, OPEN, Asked, InLanguage, Meaning, Reply, wanted

ADD, READ, REMOVE = "list_add", "list_read", "list_remove"
TASKS = frozenset({ADD, READ, REMOVE})
REMINDER = "reminder_set"
_TO_FROM = frozenset("to on onto in into from off".split())
_ORDERS = ((ADD, "add_leads"), (REMOVE, "remove_leads"))
SHOPPING = "shopping"
NONE = 0
"""The number of what is on no list."""
_ARTICLES = frozenset({"a", "an", "the", "some", "any", "my", "more"})


@dataclass(frozen=True, slots=True)
class OnList:
    """What is to be done with a list: its task, the items, and of `what` kind the question is (count, first, names)."""

    task: str
    list: str
    items: tuple[str, ...] = ()
    what: str = ""
    named: bool = True
    """Whether the list was named."""
    sure: bool | None = None
    """Whether the wearer said yes to clearing it; None: was not asked yet."""


class Lists(InLanguage):
    """Keeps items on lists; the list that is meant where none is named is the one for shopping."""

    name = "lists"
    intent = Intent.ACT
    reads_kept = True
    examples = {
        ADD: (
            "Put {item:milk} and {item:eggs} on the {list:shopping} list.",
            "Add {item:bread} to my list.",
            "We're out of {item:butter}.",
            "{list:packing} list add {item:a towel}",
            "stick {item:tomatoes} on the list please",
            "Start a {list:gift} list with {item:a scarf}.",
        ),
        READ: (
            "What's on my {list:shopping} list?",
            "Is {item:milk} on the list?",
            "Read me the {list:packing} list.",
            "how many things are on the list",
            "which lists have I got",
            "What do I need from the shop?",
        ),
        REMOVE: (
            "Take {item:milk} off the {list:shopping} list.",
            "Cross off {item:the eggs}.",
            "Clear the {list:packing} list.",
            "I've got the {item:bread}.",
            "we don't need {item:butter} any more",
            "Empty my list.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        if meaning.words("yes"):
            sure = agreed(meaning.words("yes"), self.language)
            clearing = OnList(REMOVE, self._named(meaning) or SHOPPING, what="clear", sure=sure)
            return Claim(self.name, wants=clearing) if sure is not None else None
        own = list_name(meaning.said, "", self.language)
        marked = [item for item in meaning.every("item") if f" {item} " not in f" {own} "]
        items = tuple(one for one in items_in(meaning.query.text, marked, self.language) if normalise(one) != own)
        before = just_kept(meaning.past, Kind.ITEM)
        named = self._named(meaning)
        what = self._what(meaning, items)
        if not items and meaning.task == REMOVE and what != "clear":
            items = tuple(keep.text for keep in before) or self._earlier(meaning)
        points = set(words(meaning.said)) & set(self.language.words_for("pointing_words"))
        if not items and meaning.task == ADD and points:
            items = self._earlier(meaning)
        return Claim(self.name, wants=OnList(meaning.task, named or SHOPPING, items, what, bool(named)))

    def instead(self, meaning: Meaning) -> str:
        """What a sentence is after a turn about a list: `read it back`, `and eggs`, `take that off again`."""
        past = meaning.past
        if meaning.task in OPEN | {REMINDER, "note_add"} and (named := self._by_words(meaning)):
            return named
        said = bare(meaning.said, self.language)
        if past is None or past.task not in TASKS:
            return ""
        if meaning.task == "note_read" and self.language.hears("lists.read", said) == folded(said):
            return READ
        if meaning.task not in OPEN | TASKS and meaning.score >= CLEARLY:
            return ""
        for task, key in ((READ, "lists.read"), (REMOVE, "lists.off")):
            if self.language.hears(key, said) == folded(said):
                return task
        got = without_lead(said, self.language.words_for("got_leads"))
        if got is not None and items_in(meaning.said, (), self.language):
            return REMOVE
        return self._goes_on(meaning, past.task, said)

    def _by_words(self, meaning: Meaning) -> str:
        """What is plainly an order about a list, whatever it is taken for: `add aunt rosa to the guest list`."""
        said = bare(meaning.said, self.language)
        if meaning.words("item") and self.language.hears("lists.at_the_shop", said):
            return ADD
        before, there, _ = said.partition(" list")
        if not there or not _TO_FROM & set(before.split()):
            return ""
        return next((task for task, name in _ORDERS if without_lead(said, self.language.words_for(name))), "")

    def _goes_on(self, meaning: Meaning, task: str, said: str) -> str:
        """Whether more items are named (`and eggs`), and what is to be done with them."""
        more = meaning.said.split()[:1] in (["and"], ["oh"], ["also"], ["plus"])
        led = without_lead(said, self.language.words_for("item_leads")) is not None
        if not more or (led and not said.startswith(("as well", "also", "plus"))) or "list" in said.split():
            return ""
        if not items_in(meaning.said, (), self.language):
            return ""
        return ADD if task == READ and meaning.task != READ else task

    def _earlier(self, meaning: Meaning) -> tuple[str, ...]:
        """The items of the turn before."""
        past = meaning.past
        marked = tuple(slot.words for slot in past.slots if slot.kind == "item") if past is not None else ()
        spoken_of = past is not None and (marked or past.task in TASKS)
        return items_in(past.asked, marked, self.language) if past is not None and spoken_of else ()

    def _named(self, meaning: Meaning) -> str:
        """The list that is named, or was in the turns before, as far as they were about lists."""
        named = list_name(meaning.said, meaning.words("list"), self.language)
        for past in reversed(meaning.recent):
            if named or past.task not in TASKS:
                break
            marked = next((slot.words for slot in past.slots if slot.kind == "list"), "")
            named = list_of(past) or list_name(normalise(past.asked), marked, self.language)
        return named or next((slot.words for slot in meaning.borrowed if slot.kind == "list"), "")

    def _what(self, meaning: Meaning, items: tuple[str, ...]) -> str:
        said = meaning.said
        tokens = set(words(said))
        if meaning.task == REMOVE:
            clears, bare_said = self.language.words_for("clear_words"), bare(said, self.language)
            if self.language.hears("lists.off", bare_said) == folded(bare_said):
                return ""
            return "clear" if not items and (tokens & set(clears) or any(c in said for c in clears if " " in c)) else ""
        if meaning.task == ADD or items:
            return ""
        if {"how", "many"} <= tokens or {"how", "long"} <= tokens:
            return "count"
        if "lists" in tokens:
            return "names"
        return "first" if "first" in tokens else "last" if "last" in tokens else ""

    # ------------------------------------------------------------------------------------------------------- answers

    def answer(self, asked: Asked) -> Reply:
        wants = wanted(asked, OnList)
        entries = kept_in(asked, self.language).of(Kind.ITEM)
        here = tuple(entry for entry in entries if entry.list == wants.list)
        if wants.task == ADD:
            return self._add(wants, here)
        if wants.task == REMOVE:
            return self._clear(wants, here) if wants.what == "clear" else self._remove(wants, here, entries)
        return self._read(wants, here, entries)

    def _add(self, wants: OnList, here: tuple[Entry, ...]) -> Reply:
        say = self.language.say
        if not wants.items:
            return Reply(say("lists.add_what", list=wants.list), expects=Expect.ITEM)
        there = [item for item in wants.items if _found(item, here)]
        new = [item for item in wants.items if item not in there]
        told = [say("lists.added", items=listing(new), list=wants.list)] if new else []
        told += [sentence(say(_of("already", there), items=listing(there), list=wants.list)) + "."] if there else []
        acts, there_already = (tuple(Keep(Kind.ITEM, item, wants.list) for item in items) for items in (new, there))
        return Reply(" ".join(told), acts, undone=there_already)

    def _remove(self, wants: OnList, here: tuple[Entry, ...], entries: tuple[Entry, ...]) -> Reply:
        say = self.language.say
        if not wants.items:
            return Reply(say("lists.remove_what", list=wants.list), expects=Expect.ITEM)
        pool = here if wants.named or any(_found(item, here) for item in wants.items) else entries
        found = [entry for item in wants.items for entry in _found(item, pool)]
        missing = [item for item in wants.items if not _found(item, pool)]
        told = []
        for name in dict.fromkeys(entry.list for entry in found):
            gone = dict.fromkeys(entry.text for entry in found if entry.list == name)
            told.append(say("lists.removed", items=listing(list(gone)), list=name))
        told += (
            [sentence(say(_of("missing", missing), items=listing(missing), list=wants.list)) + "."] if missing else []
        )
        undone = tuple(Drop(Kind.ITEM, NONE, item, wants.list) for item in missing)
        return Reply(" ".join(told), _drops(found), undone=undone)

    def _clear(self, wants: OnList, here: tuple[Entry, ...]) -> Reply:
        say = self.language.say
        if not here:
            return Reply(say("lists.empty", list=wants.list))
        if wants.sure is None:
            count = _things(len(here))
            return Reply(say("lists.clear", list=wants.list, count=count), expects=Expect.YES_OR_NO)
        if not wants.sure:
            return Reply(say("lists.stays"))
        return Reply(say("lists.cleared", list=wants.list), acts=_drops(here))

    def _read(self, wants: OnList, here: tuple[Entry, ...], entries: tuple[Entry, ...]) -> Reply:
        say = self.language.say
        if wants.what == "names":
            names = list(dict.fromkeys(entry.list for entry in entries))
            count = counted(len(names), "list")
            return Reply(say("lists.names", count=count, names=listing(names)) if names else say("lists.no_lists"))
        if wants.items:
            has = [item for item in wants.items if _found(item, here)]
            lacks = [item for item in wants.items if item not in has]
            told = [say("lists.has", items=listing(has), list=wants.list)] if has else []
            told += [say("lists.has_not", items=listing(lacks), list=wants.list)] if lacks else []
            return Reply(" ".join(told))
        if not here:
            return Reply(say("lists.empty", list=wants.list))
        if wants.what == "count":
            count = _things(len(here))
            text = say("lists.count", count=count, list=wants.list)
            return Reply(text.replace("There are one", "There is one"), figure=str(len(here)))
        if wants.what:
            item = here[0 if wants.what == "first" else -1].text
            return Reply(say(f"lists.{wants.what}", item=item, list=wants.list))
        return Reply(say("lists.read", items=listing([entry.text for entry in here]), list=wants.list))


def _of(key: str, items: Sequence[str]) -> str:
    """The wording for one of these, or for several."""
    return f"lists.{key}{'_many' if len(items) > 1 else ''}"


def _things(count: int) -> str:
    return "one thing" if count == 1 else counted(count, "thing")


def _drops(entries: Iterable[Entry]) -> tuple[Drop, ...]:
    once = dict.fromkeys(entries)
    return tuple(Drop(Kind.ITEM, entry.number, entry.text, entry.list) for entry in once)


def _found(item: str, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are this item, or whose last words are: `eggs` is found in `a dozen eggs`."""
    wanted_words = _forms(item)
    exact = [entry for entry in entries if _forms(entry.text) == wanted_words]
    return exact or [entry for entry in entries if _forms(entry.text)[-len(wanted_words) :] == wanted_words]


def _forms(text: str) -> list[str]:
    return [stem_of(word) for word in words(text) if word not in _ARTICLES]
