"""The corpus: every template can be drawn and is cut as the runtime cuts words; what is kept out stays out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")  # the tests of the export run where torch is

from edge.language.text import words
from export.meaning.corpus import INTENTS, TAGS, TASKS, Corpus, all_templates, kept_out, public_lines
from export.meaning.fillers import Fillers, duration, number, time
from export.meaning.noise import disturbed
from export.meaning.templates import TaggedWords

TEMPLATES = list(all_templates())


def test_every_template_can_be_drawn_and_its_tags_are_known():
    corpus, rng = Corpus(whole=True), np.random.default_rng(1)
    for template in TEMPLATES:
        row = corpus.grown(template, rng)
        assert row.task in TASKS
        assert set(row.said.tags) <= set(TAGS), template
        assert all(words(word) == (word,) for word in row.said.words), template
        assert row.before is None or set(row.before.tags) <= set(TAGS), template


def test_every_task_has_templates_of_its_own_and_follow_ups_are_known():
    by_task = {task: sum(t.task == task for t in TEMPLATES) for task in TASKS}
    assert min(by_task.values()) >= 40, by_task
    assert sum(bool(t.before) for t in TEMPLATES) > 500


def test_a_fifth_of_the_templates_is_kept_out():
    out = [template for template in TEMPLATES if kept_out(template.text)]
    assert 0.15 < len(out) / len(TEMPLATES) < 0.25
    learned = {template.text for each in Corpus().templates.values() for template in each}
    assert learned.isdisjoint(template.text for template in out)
    assert Corpus(whole=True).templates != Corpus().templates


def test_public_lines_name_a_source_an_intent_and_a_known_task():
    for source, intent, camera, task, text in public_lines():
        assert source in {"clinc150", "hwu64", "snips"}
        assert camera in {"yes", "no"}
        assert task in {*TASKS, "-"}
        assert task in {"-", "other"} or INTENTS[task][0] == intent, text
        assert " ".join(words(text)), text


def test_a_row_is_the_same_for_the_same_number():
    corpus = Corpus(Path("nowhere"))
    assert [corpus.row(np.random.default_rng(n)) for n in range(20)] == [
        corpus.row(np.random.default_rng(n)) for n in range(20)
    ]


def test_noise_keeps_tags_whole_and_the_quiet_is_quiet():
    sentence = TaggedWords(
        tuple("set a timer for ten minutes".split()), ("O",) * 4 + ("B-duration", "I-duration"), (False,) * 6
    )
    rng = np.random.default_rng(2)
    assert disturbed(sentence, rng, 0.0) == sentence
    seen = {disturbed(sentence, rng, 1.0) for _ in range(300)}
    assert len(seen) > 100
    for one in seen:
        assert len(one.words) == len(one.tags) == len(one.borrowed)
        assert all(tag[0] != "I" or one.tags[at - 1][2:] == tag[2:] for at, tag in enumerate(one.tags))


def test_values_are_said_in_many_ways():
    rng = np.random.default_rng(3)
    for make in (number, duration, time):
        assert len({make(rng) for _ in range(300)}) > 60


def test_fillers_know_articles_and_plurals():
    fillers = Fillers(
        {"nouns": ["apple"], "adjectives": ["red"], "nouns_plural_only": ["scissors"], "irregular_plurals": []}
    )
    rng = np.random.default_rng(4)
    things = {fillers("things", rng)[1] for _ in range(200)}
    assert {"apples", "red apples", "scissors"} <= things
    lead, _ = zip(*(fillers("a_thing", rng) for _ in range(200)), strict=True)
    assert {"an", "a", "some", "a pair of"} <= set(lead)
