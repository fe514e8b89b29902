"""Who should answer: decided from the question, what is meant, and what there is."""

from dataclasses import replace

import pytest

from edge.messages import (
    Claim,
    Intent,
    LinkState,
    Local,
    Look,
    Need,
    Query,
    Seen,
    Server,
    Try,
    TurnId,
    Typed,
    Understanding,
    Vitals,
)
from edge.mind.decide import decide, needs_of
from edge.mind.policy import Policy, Situation

from .walk import CUPS, FALLBACKS, PHOTO, Walk, claimed, only


def test_a_wish_for_a_mode_outranks_a_claim():
    walk = Walk(servers=True)
    query, _ = walk.begin(walk.tell(Typed("how many cups", PHOTO, mode="contemplate")))
    look = only(Look, walk.tell(claimed(query)))
    assert Need.PICTURE in look.needs
    routes = [c.route for c in walk.tell(Seen(query.turn, CUPS)) if isinstance(c, Try)]
    assert routes == [Server("contemplate")]


FAR, ALONE = (Policy(situation=Situation(servers=servers), fallbacks=FALLBACKS) for servers in (True, False))
ALONE_SAYS = Local(FALLBACKS.without_server)
QUERY = Query(TurnId(1), "well")
BY_NAME = Query(TurnId(1), "well", mode="think")
NONE = Understanding(TurnId(1), Intent.NONE, {}, why="a bare word")


def test_what_is_not_for_us_has_no_route():
    decision = decide(QUERY, NONE, Vitals(), FAR)
    assert (decision.routes, decision.why) == ((), "a bare word")
    assert needs_of(QUERY, NONE, decision) == frozenset()
    assert decide(QUERY, Understanding(TurnId(1), Intent.NONE, {}), Vitals(), FAR).why, "there is always a reason"


@pytest.mark.parametrize(("share", "routes"), [(0.6, ()), (0.59, (Local(FALLBACKS.on_device[Intent.LOOK]),))])
def test_only_what_is_surely_for_somebody_else_is_not_for_us(share, routes):
    scores = {Intent.NONE: share, Intent.LOOK: 0.3, Intent.KNOW: 0.1}
    meant = Understanding(TurnId(1), Intent.NONE, scores)
    decision = decide(QUERY, meant, Vitals(), FAR)
    assert decision.routes == routes
    assert needs_of(QUERY, meant, decision) == ({Need.THINGS} if routes else set()), "it looks before it answers"


@pytest.mark.parametrize(
    ("addressed", "task", "share", "ignored"),
    [
        (False, "not_for_us", 0.45, True),
        (False, "not_for_us", 0.44, False),
        (False, "count", 0.5, False),
        (True, "not_for_us", 0.5, False),
        (True, "not_for_us", 0.6, True),
    ],
)
def test_less_is_enough_where_the_task_says_so_unless_we_are_spoken_to(addressed, task, share, ignored):
    scores = {Intent.NONE: share, Intent.LOOK: 0.3, Intent.KNOW: 0.1}
    meant = Understanding(TurnId(1), Intent.NONE, scores, task=task, sure=share, addressed=addressed)
    assert (decide(QUERY, meant, Vitals(), FAR).routes == ()) is ignored


def test_the_task_alone_says_that_a_plain_sentence_is_for_somebody_else():
    scores = {Intent.NONE: 0.2, Intent.RECALL: 0.7}
    meant = Understanding(TurnId(1), Intent.RECALL, scores, task="not_for_us", sure=0.54)
    assert decide(QUERY, meant, Vitals(), FAR).routes == ()
    assert decide(QUERY, replace(meant, addressed=True), Vitals(), FAR).routes != ()


def test_with_a_picture_it_looks_before_it_says_that_it_cannot_be_answered():
    asked = Query(TurnId(1), "which of these is better", picture=PHOTO)
    for intent, needs in ((Intent.HEALTH, {Need.THINGS}), (Intent.ACT, set())):
        meant = Understanding(TurnId(1), intent, {intent: 1.0})
        assert needs_of(asked, meant, decide(asked, meant, Vitals(), ALONE)) == needs


def test_whoever_names_a_mode_means_us_whatever_the_words():
    assert decide(BY_NAME, NONE, Vitals(), FAR).routes == (Server("think"), ALONE_SAYS)
    assert decide(BY_NAME, NONE, Vitals(), ALONE).routes == (ALONE_SAYS,)


@pytest.mark.parametrize("intent", FALLBACKS.on_device)
def test_some_intents_stay_on_the_device_unless_a_mode_is_named(intent):
    meant = Understanding(TurnId(1), intent, {})
    assert decide(QUERY, meant, Vitals(), FAR).routes == (Local(FALLBACKS.on_device[intent]),)
    assert decide(BY_NAME, meant, Vitals(), FAR).routes == (Server("think"), ALONE_SAYS)


def test_a_claim_is_taken_unless_a_mode_is_named_and_a_server_is_there():
    meant = claimed(QUERY, "count")
    assert decide(QUERY, meant, Vitals(), FAR).routes == (Local("count"),)
    assert decide(BY_NAME, meant, Vitals(), ALONE).routes == (Local("count"),)


def test_a_link_that_is_down_is_told_in_the_reason():
    meant = Understanding(TurnId(1), Intent.THINK, {})
    whys = {link: decide(QUERY, meant, Vitals(link=link), FAR).why for link in LinkState}
    assert {link for link, why in whys.items() if "may have to wait" in why} == {LinkState.DOWN, LinkState.PORTAL}


def test_what_is_in_view_is_said_meanwhile_only_where_it_is_looked_for():
    for needs in (frozenset[Need](), frozenset({Need.THINGS})):
        meant = Understanding(TurnId(1), Intent.THINK, {}, needs)
        assert decide(QUERY, meant, Vitals(), FAR).first == (Local(FALLBACKS.meanwhile) if needs else None)


def test_a_picture_that_came_along_is_needed_by_a_server_alone():
    with_photo = Query(TurnId(1), "well", picture=PHOTO)
    meant = claimed(with_photo, "count")
    assert needs_of(with_photo, meant, decide(with_photo, meant, Vitals(), FAR)) == {Need.THINGS}
    think = Understanding(TurnId(1), Intent.THINK, {})
    assert needs_of(with_photo, think, decide(with_photo, think, Vitals(), FAR)) == {Need.PICTURE}
    assert needs_of(QUERY, think, decide(QUERY, think, Vitals(), FAR)) == frozenset()


def test_a_claim_that_needs_nothing_lights_nothing_whatever_the_model_takes_the_question_for():
    meant = Understanding(TurnId(1), Intent.LOOK, {}, frozenset({Need.PICTURE, Need.TEXTS}), Claim("timer"))
    assert needs_of(QUERY, meant, decide(QUERY, meant, Vitals(), FAR)) == frozenset()
