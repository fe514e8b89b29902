"""The skill for greetings, thanks and questions about Glint itself (Hello. Who are you?)."""

from __future__ import annotations

from collections.abc import Iterable

from edge.language.phrase import folded
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, InLanguage, Meaning, Reply

NOT_FOR_US = "not_for_us"
KIND = ("hello", "thanks", "bye", "praise", "blame")


class SmallTalk(InLanguage):
    """Says something short back; kind words right after an answer are for whoever gave it."""

    name = "small_talk"
    intent = Intent.KNOW
    examples = {
        "small_talk": (
            "Hello.",
            "Thank you very much!",
            "Who are you?",
            "How are you today?",
            "Tell me a joke.",
            "Are you a robot?",
            "Can you hear me?",
            "Goodbye.",
        ),
        NOT_FOR_US: (),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        said = meaning.said
        kind = {name: self.language.hears(f"small_talk.{name}", said) for name in KIND}
        if meaning.task == NOT_FOR_US and not self._to_us(kind.values(), meaning):
            return None
        asked = self.language.hears("small_talk.how", said) and "how" in said.split()
        which = "thanks" if kind["thanks"] else "how" if asked else self.language.which("small_talk", said)
        return Claim(self.name, wants=which or "other")

    def answer(self, asked: Asked) -> Reply:
        return Reply(self.language.say(f"small_talk.{asked.wants or 'other'}"))

    def _to_us(self, kind: Iterable[str], meaning: Meaning) -> bool:
        """Whether it is nothing but these kind words, and the turn before it was answered."""
        heard = {word for words in kind for word in words.split()}
        around = {folded(word) for word in self.language.words_for("kind_words")}
        return bool(heard) and meaning.follows_answer and set(folded(meaning.said).split()) <= heard | around
