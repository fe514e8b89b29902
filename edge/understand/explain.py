"""The words that decided what a question was taken for: those without which it would have been something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.language.text import words

if TYPE_CHECKING:
    from edge.messages import Past, Query
    from edge.understand.grasp import Grasper

LEAST = 0.1
"""By how much the task's share must fall without a word for it to have decided."""
MOST = 24
"""Words that are tried: a longer question is left unmarked after them."""


def marked(query: Query, recent: tuple[Past, ...], grasp: Grasper) -> str:
    """The question's words, those that decided in [brackets]. It asks the model once for each word."""
    said = words(query.text)
    before = recent[-1].asked if recent else ""
    found = grasp(query.text, before)
    task = max(found.tasks, key=lambda name: found.tasks[name], default="")
    if not task:
        return " ".join(said)
    without = (" ".join(said[:at] + said[at + 1 :]) for at in range(min(len(said), MOST)))
    shares = [grasp(text, before).tasks.get(task, 0.0) for text in without]
    decided = [found.tasks[task] - share >= LEAST for share in shares]
    return " ".join(f"[{word}]" if at < len(decided) and decided[at] else word for at, word in enumerate(said))
