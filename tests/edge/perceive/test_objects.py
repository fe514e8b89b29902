"""A detector sees what its net says, and a card that does not fit its file is said so; the nets here are functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.bundle.model_card import ModelCard
from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.messages import Array, Box, Thing
from edge.perceive.heads import Prepare
from edge.perceive.objects import LEAST, MOST, Objects
from tests.edge.perceive.fake_detector import CHOSEN, GFL, LETTERBOX, STRETCH, bundle, frame


def test_an_unknown_way_to_prepare_is_refused():
    with pytest.raises(ValueError, match="no such way"):
        Prepare({"name": "squeeze", "width": 1, "height": 1}, "uint8")
    for prepare in ({"name": "squeeze"}, {"width": "much"}, {"width": 0}, {"height": -1}, {"fill": 300}, {"mean": [1]}):
        with pytest.raises(ModelError, match=r"describes no detector|answers otherwise"):
            Objects(bundle(lambda _: {}, CHOSEN, {**LETTERBOX, **prepare})).see(frame())


def test_what_the_file_has_chosen_is_taken_as_it_is():
    rows = np.array([[[8, 0, 24, 32, 0.9, 1], [0, 0, 8, 8, 0.01, 0], [40, 0, 48, 8, 0.5, 0]]], np.float32)
    objects = Objects(bundle(lambda _: {"best": rows}, CHOSEN, STRETCH))
    cup, dog = Thing("cup", 0.5, Box(0.625, 0.0, 0.75, 0.25)), Thing("dog", 0.9, Box(0.125, 0.0, 0.375, 1.0))
    assert [(t.label, t.box) for t in objects.see(frame())] == [(t.label, t.box) for t in (dog, cup)]
    assert [t.label for t in objects.see(frame(), least=0.6)] == ["dog"]


def test_what_is_no_number_takes_nothing_else_along():
    good = [[8, 0, 24, 32, 0.9, 1], [40, 0, 48, 8, 0.5, 0]]
    for strange in ([0, 0, 8, 8, np.nan, 0], [np.nan, 0, 8, 8, 0.7, 0], [np.nan, np.nan, np.nan, np.nan, 0.7, 0]):
        rows = np.array([[*good, strange]], np.float32)
        one = bundle(lambda _, rows=rows: {"best": rows}, CHOSEN, STRETCH)
        one = replace(one, card=replace(one.card, settings={"agree": 0.7}))
        assert [t.label for t in Objects(one).see(frame()) if t.box.x1 > 0] == ["dog", "cup"]


@pytest.mark.parametrize("label", [2, -1])
def test_a_label_that_the_card_does_not_name_is_said_so(label: float):
    rows = np.array([[[8, 0, 24, 32, 0.9, label]]], np.float32)
    with pytest.raises(ModelError, match="answers otherwise than its card says"):
        Objects(bundle(lambda _: {"best": rows}, CHOSEN, STRETCH)).see(frame())


def test_rows_of_another_length_are_said_so():
    with pytest.raises(ModelError, match="rows of 34 numbers, not of 6"):
        Objects(bundle(lambda _: {"best": np.zeros((1, 40, 34), np.float32)}, CHOSEN, STRETCH)).see(frame())


@pytest.mark.parametrize("value", ["much", True, -1, float("nan"), 2])
@pytest.mark.parametrize("name", ["least", "overlap", "agree"])
def test_a_setting_that_makes_no_sense_is_said_so(name: str, value: object):
    one = bundle(lambda _: {}, CHOSEN, STRETCH)
    with pytest.raises(ModelError, match=f"its setting {name} must lie between 0 and 1"):
        Objects(replace(one, card=replace(one.card, settings={name: value})))


def test_opencv_keeps_to_one_thread():
    cv2.setNumThreads(2)
    Objects(bundle(lambda _: {}, CHOSEN, STRETCH))
    assert cv2.getNumThreads() == 1


def test_a_card_can_say_from_which_score_on_its_answers_mean_anything():
    rows = np.array([[[8, 0, 24, 32, 0.09, 1], [0, 0, 8, 8, 0.05, 0]]], np.float32)
    unsure = bundle(lambda _: {"best": rows}, CHOSEN, STRETCH)
    told = replace(unsure, card=replace(unsure.card, settings={"least": 0.08}))
    assert [len(Objects(one).see(frame())) for one in (unsure, told)] == [2, 1]


def test_objects_sees_what_its_net_says_surest_first_and_never_too_much():
    places = np.mgrid[0:16, 0:16].reshape(2, -1).T  # none overlaps another
    scores, kinds = np.random.default_rng(1).uniform(0, 1, (2, 256, 1))
    rows = np.concatenate((places * (4, 2), places * (4, 2) + (3, 1), scores, kinds.round()), 1)[None]
    objects = Objects(bundle(lambda _: {"best": rows.astype(np.float32)}, CHOSEN, STRETCH))
    seen = objects.see(frame())
    scores = [thing.score for thing in seen]
    assert scores == sorted(scores, reverse=True)
    assert len(seen) == MOST < (rows[0, :, 4] >= LEAST).sum()
    assert len(objects.see(frame(), least=0.9)) == (rows[0, :, 4] >= 0.9).sum()
    assert min(scores) >= LEAST
    assert objects.labels == ("cup", "dog")


def test_nothing_in_view_is_an_empty_answer():
    assert Objects(bundle(lambda _: {"found": np.zeros((1, 34, 40), np.float32)}, GFL, STRETCH)).see(frame()) == ()


def test_the_net_gets_one_and_the_same_buffer_every_time():
    given: list[Array] = []

    def net(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        given.append(inputs["pixels"])
        return {"found": np.zeros((1, 34, 40), np.float32)}

    objects = Objects(bundle(net, GFL, STRETCH))
    objects.see(frame())
    objects.see(frame(30, 20))
    assert given[0] is given[1]


def test_a_bundle_that_is_no_detector_or_has_an_unknown_head_is_refused():
    with pytest.raises(ModelError, match="no detector"):
        Objects(Bundle(ModelCard("x", "route", {}), {}, {}))
    one = bundle(lambda _: {}, CHOSEN, STRETCH)
    twice = replace(one.card.nets["look"], heads=(CHOSEN, GFL))
    with pytest.raises(ModelError, match="has 2 heads, not one"):
        Objects(replace(one, card=replace(one.card, nets={"look": twice})))
    with pytest.raises(ModelError, match="does not know its head 'detr'"):
        Objects(bundle(lambda _: {}, {"name": "detr", "output": "found", "labels": []}, STRETCH))
