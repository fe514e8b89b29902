"""Words of danger, as the `emergency.toml` of a language has them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from functools import cache

from edge.language.language import Language
from edge.language.phrase import begins, heard_in, without
from edge.records import dataclass


@dataclass(frozen=True, slots=True)
class DangerKind:
    """One kind of danger: words that are sure signs, words that may be, and the first step."""

    sure: tuple[str, ...]
    hint: tuple[str, ...]
    step: str


@dataclass(frozen=True, slots=True)
class Next:
    """What is said, or asked, while an emergency goes on, and the next safe step. `lasts`: to go on with."""

    said: tuple[str, ...]
    step: str
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Dangers:
    """All kinds, the graver first."""

    kinds: tuple[DangerKind, ...] = ()
    general: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    harmless: tuple[str, ...] = field(default=())
    told: tuple[str, ...] = ()
    mild: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    otherwise: str = ""
    """The first step where it is not known which kind it is."""
    nexts: tuple[Next, ...] = ()

    def serious(self, said: str) -> str:
        """A sentence without what only sounds like danger."""
        return without(self.harmless, said)

    def is_general(self, said: str) -> bool:
        """Whether it is about such things in general, and nobody is in danger now."""
        return begins(self.general, said) and not heard_in(self.present, said)

    def is_mild(self, said: str) -> bool:
        """Whether it is told to somebody who can help with it, or is nothing out of the ordinary."""
        return begins(self.told, said) or bool(heard_in(self.mild, said))

    def asks_again(self, said: str) -> bool:
        """Whether it asks once more what to do, after it was said."""
        return bool(heard_in(self.again, said))

    def is_of_a_body(self, said: str) -> bool:
        """Whether something is wrong with somebody's body, as far as single words tell."""
        return bool(heard_in(self.whose, said) and heard_in(self.signs, said))

    def is_over(self, said: str) -> bool:
        """Whether help is there, or nobody is in danger any more."""
        return bool(heard_in(self.over, said))

    def next_step(self, said: str, *, lasts: bool = False) -> str:
        """What to do next where an emergency goes on; empty where the sentence is about something else."""
        fits = (one.step for one in self.nexts if (one.lasts or not lasts) and heard_in(one.said, said))
        return next(fits, "")

    def step(self, said: str, *, sure: bool) -> str:
        """The first step in what the sentence is a sure sign of, or may be; empty for nothing."""
        return next((kind.step for kind in self.kinds if heard_in(kind.sure if sure else kind.hint, said)), "")


@cache
def dangers_of(language: Language) -> Dangers:
    """What a language has words for."""
    table = language.table("emergency")
    who = str(table.get("who", ""))

    def told(phrases: Iterable[str]) -> tuple[str, ...]:
        return tuple(phrase.replace("{who}", who) for phrase in phrases)

    kinds = tuple(
        DangerKind(told(row["sure"]), told(row["hint"]), row["step"]) for row in table.get("danger", {}).values()
    )
    names = ("general", "present", "harmless", "told", "mild", "again", "whose", "signs", "over")
    lists = {name: told(table.get(name, ())) for name in names}
    nexts = tuple(
        Next(told(row["said"]), row["step"], row.get("lasts", False)) for row in table.get("next", {}).values()
    )
    return Dangers(kinds, **lists, otherwise=table.get("step", ""), nexts=nexts)
