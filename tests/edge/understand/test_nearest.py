"""Tasks that the model was not taught: which of them a sentence is given to, and when what the model says stays."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest

from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply
from edge.understand.grasp import NOT_FOR_US, OTHER, Grasped
from edge.understand.nearest import ALIKE, MOST, SAME, Nearest, likelihood, nearest_of

NEW = Nearest(("water", "water", "tide"), np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32))


def turned(cosine: float) -> np.ndarray:
    """A point whose nearest example is the first, as near as this."""
    return np.array([cosine, 0.0, -math.sqrt(1 - cosine**2)], np.float32)


def found(cosine: float = 0.9, **tasks: float) -> Grasped:
    return Grasped({Intent.KNOW: 1.0}, tasks, 0.0, vector=turned(cosine))


def test_the_likelihood_grows_with_the_cosine_and_is_sure_for_the_example_itself_alone():
    assert likelihood(ALIKE) == pytest.approx(0.5)
    assert likelihood(0.2) < 0.01 < likelihood(ALIKE - 0.05) < 0.5 < likelihood(ALIKE + 0.05) < likelihood(0.9)
    assert likelihood(SAME - 0.01) == MOST
    assert likelihood(SAME) == 1.0


def test_what_the_model_was_not_taught_it_calls_other_which_yields():
    shares = NEW.tasks(found(0.7, **{OTHER: 0.9, NOT_FOR_US: 0.05, "time": 0.05}))
    assert max(shares, key=lambda task: shares[task]) == "water"
    assert shares[OTHER] == pytest.approx(1 - shares["water"])
    assert (shares[NOT_FOR_US], shares["time"]) == (0.05, 0.05)
    assert "tide" not in shares


def test_what_is_not_alike_changes_nothing():
    one = found(ALIKE - 0.02, **{OTHER: 0.99})
    assert NEW.tasks(one) == one.tasks


def test_what_the_model_was_taught_counts_together():
    several = found(0.9, time=0.5, date=0.45, **{OTHER: 0.05})
    assert NEW.tasks(several) == several.tasks
    assert "water" in NEW.tasks(found(0.9, time=0.5, date=0.35, **{OTHER: 0.15}))


def test_the_example_itself_is_its_own_whatever_the_model_says():
    shares = NEW.tasks(found(1.0, presence=0.99, **{OTHER: 0.01}))
    assert shares["water"] == 1.0
    assert shares["presence"] < 1.0


def test_without_such_tasks_or_without_a_point_nothing_changes():
    one = found(0.9, **{OTHER: 1.0})
    assert Nearest((), np.zeros((0, 3), np.float32)).tasks(one) == one.tasks
    bare = Grasped({Intent.KNOW: 1.0}, {OTHER: 1.0}, 0.0)
    assert NEW.tasks(bare) == bare.tasks


@dataclass(frozen=True)
class Several:
    """A skill with tasks of which some were taught."""

    name: str = "several"
    intent: Intent = Intent.KNOW
    examples: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: {"time": ("What time is it?",), "water": ("Water the {thing:fern}.", "Dry?"), "sum": ()}
    )

    def claim(self, meaning: Meaning) -> Claim | None:
        return None

    def answer(self, asked: Asked) -> Reply:
        return Reply("")


def test_only_tasks_that_were_not_taught_are_kept_their_sentences_without_marks():
    asked: list[str] = []

    def grasp(text: str, before: str) -> Grasped:
        asked.append(text)
        return Grasped({}, {}, 0.0, vector=np.array([len(asked), 0.0], np.float32))

    nearest = nearest_of((Several(),), ("time", OTHER), grasp)
    assert nearest.names == ("water", "water")
    assert asked == ["Water the fern.", "Dry?"]
    assert nearest.vectors.tolist() == [[1.0, 0.0], [2.0, 0.0]]
