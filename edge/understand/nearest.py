"""Tasks that the model was not trained on, recognised by the nearest of their examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from edge.language.marked import read_marked
from edge.messages import Array
from edge.records import dataclass
from edge.skills.skill import Skill
from edge.understand.grasp import NOT_FOR_US, OTHER, Grasped, Grasper

ALIKE = 0.53  # the cosine at which a sentence is as likely as not to mean the same as an example
SLOPE = 14.0  # how fast that likelihood grows with the cosine
MOST = 0.9  # the likelihood of what is only alike: what the model is surer of stays what the model says
SAME = 0.97  # the cosine from which on it is the example itself
LEAST = 0.5


@dataclass(frozen=True)
class Nearest:
    """The examples of such tasks as points, a row each."""

    names: tuple[str, ...]
    vectors: Array

    def tasks(self, found: Grasped) -> Mapping[str, float]:
        """The shares of a sentence's tasks, with one of these where it is likelier than all that were taught together.

        What the model was not taught it takes for OTHER: that is no evidence against the task, and shrinks for it.
        """
        if not self.names or not found.vector.size:
            return found.tasks
        near = self.vectors @ found.vector
        best = int(near.argmax())
        likely = likelihood(float(near[best]))
        unknown = {task: found.tasks.get(task, 0.0) for task in (OTHER, NOT_FOR_US)}
        if likely <= max(LEAST, sum(found.tasks.values()) - sum(unknown.values())):
            return found.tasks
        lowered = {task: min(share, 1 - likely) for task, share in unknown.items()}
        return {**found.tasks, **lowered, self.names[best]: likely}


def likelihood(cosine: float) -> float:
    """How likely a sentence is to mean what an example means."""
    return 1.0 if cosine >= SAME else min(MOST, float(1 / (1 + np.exp(-SLOPE * (cosine - ALIKE)))))


def nearest_of(skills: Iterable[Skill], known: Iterable[str], grasp: Grasper) -> Nearest:
    """The examples of every task of these skills that is not among the `known` ones."""
    taught = frozenset(known)
    rows = [
        (task, grasp(read_marked(sentence).text, "").vector)
        for skill in skills
        for task, sentences in skill.examples.items()
        if task not in taught
        for sentence in sentences
    ]
    return Nearest(tuple(task for task, _ in rows), np.array([vector for _, vector in rows], np.float32))
