"""The skill for danger: whom to call, and the first safe step. Asked before all others; gives no diagnosis."""

# ruff: noqa: E501, ISC004 - rows of patterns, which wrapping would not make clearer

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from edge.language.patterns import Pattern
from edge.language.text import normalise
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply, wanted

CALL = "Call your local emergency number now: 112, 911 or 999."
_WHO = (
    r"(?:i|i'm|i've|i am|i have|he|he's|she|she's|they|they're|we|somebody|someone|this (?:man|woman|person)|(?:my|the|a|our) [\w']+"
    r"(?: [\w']+)?)"
)
# What is said, and the first thing that helps and cannot harm.
_STEPS: tuple[tuple[str, str], ...] = (
    (
        r"suicid|\bkill(?:ing)? (?:myself|herself|himself|themselves)\b|\b(?:want|going|wants) to die\b|\bend(?:ing)? my life\b"
        r"|\bhurt(?:ing)? myself\b|\bself[- ]harm(?:ing|ed)?\b|\bdon't want to (?:live|be alive)\b|\btake my own life\b",
        "You are not alone, and people want to help you right now. If you can, stay with somebody. "
        "In the US you can also call or text 988; in the UK and Ireland call 116 123.",
    ),
    (
        r"\bchest (?:pain|pains|hurts|is tight|tightness|pressure)\b|\bpain in (?:my|his|her|the) chest\b|\bheart attack\b"
        r"|\bcardiac arrest\b",
        "Sit down and rest. Unlock the door if you are alone. If somebody collapses and does not breathe, begin chest compressions.",
    ),
    (
        r"\bcan(?:'t|not| not) breathe?\b|\b(?:trouble|difficulty|hard time|problems?) breathing\b|\bstruggling to breathe\b|\bchoking\b"
        r"|\bnot breathing\b|\bstopped breathing\b|\bthroat is (?:closing|swelling)\b|\banaphyla",
        "Sit upright. If somebody chokes and cannot cough, give firm blows between the shoulder blades. "
        "If somebody does not breathe, begin chest compressions.",
    ),
    (
        r"\b(?:having|had|has|have) (?:a )?stroke\b|\bface is drooping\b|\bslurr(?:ed|ing)\b.*\b(?:speech|words)\b",
        "Note the time when it began. Lay the person on one side, and give nothing to eat or drink.",
    ),
    (
        r"\bpoison(?:ed|ing)\b|\boverdos(?:e|ed|ing)\b|\b(?:swallowed|drank|drunk|ate|eaten) (?:some |a |the |my )?(?:\w+ )?"
        r"(?:bleach|poison|antifreeze|detergent|batter(?:y|ies)|pills|medicine|chemicals?|cleaner|rat poison|tablets)\b"
        r"|\btook too many (?:pills|tablets|painkillers)\b",
        "Keep the package at hand for the helpers. Do not make anybody vomit, and give nothing to drink unless they say so.",
    ),
    (
        r"\bunconscious\b|\bwon't wake up\b|\bpassed out\b|\bunresponsive\b|\bcollapsed\b|\b(?:having|has) a seizure\b|\bfainted\b",
        "Check for breathing. If there is none, begin chest compressions; if there is, lay the person on one side.",
    ),
    (
        r"\bbleeding (?:badly|heavily|a lot|out|severely|to death|won't stop)\b|\b(?:severe|heavy) bleeding\b|\b(?:won't|doesn't) stop bleeding\b"
        r"|\bbeen (?:shot|stabbed)\b|\blosing (?:a lot of|so much) blood\b",
        "Press firmly on the wound with a clean cloth, and keep pressing.",
    ),
    (
        r"\b(?:house|home|kitchen|room|building|flat|apartment|car|oven|stove|pan|clothes|hair|he|she|i'm|am) (?:is |are |'s )?on fire\b"
        r"|\bthere(?:'s| is) a fire\b|\b(?:caught|catching) fire\b|\bsmell gas\b|\bgas leak\b|\bcarbon monoxide alarm\b",
        "Get everybody out, close doors behind you, and do not go back in.",
    ),
    (
        r"\bcall (?:an ambulance|911|112|999|the police|the fire (?:brigade|department)|emergency services)\b|\bi need an ambulance\b"
        r"|\b(?:this|it)(?:'s| is) an emergency\b|\b(?:being|been) (?:attacked|robbed|followed)\b|\bsomeone (?:broke|is breaking) in",
        "I cannot call for you from these glasses. Get to a safe place if you can.",
    ),
)  # fmt: skip
_COMPILED = tuple((Pattern(pattern), step) for pattern, step in _STEPS)
# Questions about such things in general are no emergency.
_GENERAL = Pattern(
    r"^(?:what (?:is|are|was|does|do|did|causes?|caused|happens|kind|film|movie|book|song)|what's (?:an?|the (?:difference|meaning|cause|word|history|best|risk))"
    r"|why (?:do|does|did|is|are)|how (?:do|does|did|common|many|often|much|likely|can (?:people|you|one))|who|when|where|define|explain|tell me (?:about|the)"
    r"|write|play|is it true|can you explain|could you explain|symptoms|signs|history|set|remind|add|show me|search|read|translate|spell)\b"
)
_PRESENT = Pattern(
    rf"\b(?:i'm|i am|i've|i have|i feel|i just|i can't|help|right now|just (?:had|now|swallowed|drank|ate|collapsed|passed)|{_WHO} (?:is|isn't|has|can't|cannot|"
    r"just|won't|took|swallowed|drank|ate|had|collapsed|stopped|was|fainted|passed))\b"
)


@dataclass(frozen=True, slots=True)
class Danger:
    """What somebody is in. `step`: the first thing that helps and cannot harm."""

    step: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """Claims words of danger, wherever a network may be. It is sure of them whatever else is said."""

    name: str = "emergency"
    intent: Intent = Intent.HEALTH
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "emergency": (
            "I have chest pain.",
            "I can't breathe!",
            "Help, my dad is having a stroke!",
            "She took too many pills.",
            "My kitchen is on fire!",
            "He is unconscious.",
            "Somebody is bleeding badly.",
            "My son swallowed bleach.",
            "I want to kill myself.",
            "Call an ambulance!",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = normalise(meaning.query.text)
        step = _step(said)
        if step is None or (_GENERAL.match(said) and not _PRESENT.search(said)):
            return None
        return Claim(self.name, wants=Danger(step))

    def answer(self, asked: Asked) -> Reply:
        return Reply(f"{CALL} {wanted(asked, Danger).step}")


def _step(said: str) -> str | None:
    return next((step for pattern, step in _COMPILED if pattern.search(said)), None)
