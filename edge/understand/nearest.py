"""Tasks that the model was not trained on, recognised by the nearest of their examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from edge.language.marked import read_marked
from edge.messages import Array
from edge.skills.skill import Skill
from edge.understand.grasp import Grasper

ALIKE = 0.62  # the cosine at which a sentence is as likely as not to mean the same as an example
SLOPE = 14.0  # how fast that likelihood grows with the cosine


@dataclass(frozen=True)
class Nearest:
    """The examples of such tasks as points, a row each."""

    names: tuple[str, ...]
    vectors: Array

    def tasks(self, vector: Array) -> Mapping[str, float]:
        """How likely each of the tasks is, by the nearest of its examples."""
        if not self.names or not vector.size:
            return {}
        near = self.vectors @ vector
        best: dict[str, float] = {}
        for name, cosine in zip(self.names, near, strict=True):
            best[name] = max(best.get(name, -1.0), float(cosine))
        return {name: float(1 / (1 + np.exp(-SLOPE * (cosine - ALIKE)))) for name, cosine in best.items()}


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
