"""Questions that wait for a server, walked by hand: when the oldest is asked again."""

from itertools import pairwise

from edge.messages import (
    End,
    Flush,
    LinkState,
    Local,
    Outcome,
    Query,
    Server,
    Started,
    Tried,
    Try,
    TurnId,
    Vitals,
)

from .walk import Walk, asked, none_of, only


def test_a_question_that_waits_is_deferred_whatever_was_said_meanwhile():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    walk.tell(Tried(query.turn, Server("think"), None, "no network", queued=True))
    end = only(End, walk.tell(Tried(query.turn, Local("without_server"), "Later.", degraded=True)))
    assert end.outcome is Outcome.DEFERRED
    assert walk.state.waiting == (query.turn,)
    assert only(Flush, walk.tell(Vitals(link=LinkState.UP))).turn == query.turn


def test_a_server_on_the_same_machine_needs_no_link():
    far, near = Walk(servers=True), Walk(servers=True, beside=True)
    down = Vitals(link=LinkState.DOWN)
    for walk in (far, near):
        walk.tell(Started(waiting=(TurnId(7),)))
    assert none_of(Flush, far.tell(down, after=120.0))
    only(Flush, near.tell(down, after=120.0))


def test_a_server_that_stays_away_is_asked_ever_more_rarely_until_there_is_news():
    walk = Walk(servers=True, ask_again_every=60.0)
    walk.tell(Started(waiting=(TurnId(7),)))
    commands = walk.tell(Vitals(link=LinkState.UP))
    tries, number, warmth = [], 100, 20.0
    for _ in range(2 * 3600):
        if any(isinstance(command, Flush) for command in commands):
            tries.append(walk.at)
            number += 1
            walk.tell(Query(TurnId(number), "plan my day", mode="think", late_of=TurnId(7)))
            walk.tell(Tried(TurnId(number), Server("think"), None, "it rests", queued=True))
        warmth += 0.1  # a body tells its warmth as well, and that is no news of the link
        commands = walk.tell(Vitals(celsius=warmth, link=LinkState.UP), after=1.0)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert gaps == [60, 120, 240, 480, 960, 1920, 1920]
    only(Flush, walk.tell(Vitals(link=LinkState.SLOW)))


def test_a_late_answer_is_a_turn_of_its_own():
    walk = Walk(servers=True)
    walk.tell(Started(waiting=(7,)))
    late = Query(9, "plan my day", mode="think", late_of=7)
    attempt = only(Try, walk.tell(late))
    assert attempt.route == Server("think")
    end = only(End, walk.tell(Tried(9, Server("think"), "Rest.")))
    assert end.outcome is Outcome.ANSWERED_REMOTE
    assert walk.state.waiting == ()
