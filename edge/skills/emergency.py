"""The skill for danger: whom to call, and the first safe step. Asked before all others; gives no diagnosis."""

from __future__ import annotations

from edge.language.danger import Dangers, dangers_of
from edge.language.language import Language
from edge.language.text import normalise
from edge.messages import Claim, Intent
from edge.records import dataclass
from edge.skills.skill import Asked, InLanguage, Meaning, Reply, wanted

AGREES = 0.5  # from here the model's word is enough
DOUBTS = 0.15  # and from here together with a word of danger
BODY = 0.1  # and from here where something is wrong with somebody's body
NUMBER = "112, 911 or 999"


@dataclass(frozen=True, slots=True)
class Danger:
    """What somebody is in. `step`: the first thing that helps and cannot harm; `over`: nobody is any more."""

    step: str
    over: bool = False


class Emergency(InLanguage):
    """Claims words of danger, whatever the model says of them, and what it is sure of. `number`: whom to call."""

    name = "emergency"
    intent = Intent.HEALTH
    examples = {
        "emergency": (
            "I have chest pain.",
            "I can't breathe!",
            "Help, my dad is having a stroke!",
            "She took too many pills.",
            "My kitchen is on fire!",
            "I've fallen and I can't get up.",
            "Somebody is bleeding badly.",
            "My son swallowed bleach.",
            "I want to kill myself.",
            "Call an ambulance!",
        ),
    }

    def __init__(self, number: str = NUMBER, language: Language | None = None) -> None:
        super().__init__(language)
        self.number = number

    def claim(self, meaning: Meaning) -> Claim | None:
        dangers = dangers_of(self.language)
        steps = _steps_before(dangers, meaning)
        if steps and _is_over(dangers, meaning.said):
            return Claim(self.name, wants=Danger("", over=True))
        step = _goes_on(dangers, meaning.said, steps) if steps else ""
        step = step or _step(dangers, meaning.said, meaning.score)
        return Claim(self.name, wants=Danger(step)) if step else None

    def answer(self, asked: Asked) -> Reply:
        if wanted(asked, Danger).over:
            return Reply(self.language.say("emergency.over"))
        key = "emergency.call_local" if self.number in ("", NUMBER) else "emergency.call"
        return Reply(f"{self.language.say(key, number=self.number or NUMBER)} {wanted(asked, Danger).step}")


def _step(dangers: Dangers, text: str, score: float) -> str:
    """What to do first; empty where nobody is in danger."""
    said = dangers.serious(text)
    if dangers.is_general(said):
        return ""
    sure = dangers.step(said, sure=True)
    of_a_body = score >= BODY and dangers.is_of_a_body(said)
    if sure or not (of_a_body or score >= DOUBTS) or dangers.is_mild(said):
        return sure
    hint = dangers.step(said, sure=False)
    return hint or (dangers.otherwise if of_a_body or score >= AGREES else "")


def _steps_before(dangers: Dangers, meaning: Meaning) -> list[str]:
    """What was said to be done first in an emergency that still goes on, oldest first; empty where none does."""
    steps: list[str] = []
    for past in (one for one in meaning.recent if one.task == meaning.task):
        said = normalise(past.asked)
        if _is_over(dangers, said):
            steps = []
        elif (step := _sure(dangers, said)) or not steps:
            steps.append(step or dangers.otherwise)
    return steps


def _is_over(dangers: Dangers, said: str) -> bool:
    """Whether it ends an emergency, and tells of no other."""
    return dangers.is_over(said) and not _sure(dangers, said)


def _sure(dangers: Dangers, said: str) -> str:
    """The step of what is surely told, in an emergency that goes on."""
    return dangers.next_step(said, lasts=True) or dangers.step(dangers.serious(said), sure=True)


def _goes_on(dangers: Dangers, said: str, steps: list[str]) -> str:
    """The next step of what is told, or the one before where something is wrong still; empty: it is something else."""
    if step := dangers.next_step(said):
        return step
    if dangers.step(dangers.serious(said), sure=True):
        return ""
    return steps[-1] if dangers.asks_again(said) or dangers.is_of_a_body(said) else ""
