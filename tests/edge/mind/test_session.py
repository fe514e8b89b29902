"""The mind as a whole, walked by hand: what happens goes in, what Glint does comes out."""

from hypothesis import given
from hypothesis import strategies as st

from edge.messages import (
    Begin,
    CancelTimers,
    Command,
    End,
    Heard,
    Hush,
    Intent,
    LinkState,
    Local,
    Need,
    Outcome,
    Part,
    Said,
    Say,
    Seen,
    Server,
    SetTimer,
    StopAll,
    Stopping,
    Tick,
    Touch,
    Tried,
    Typed,
    Understanding,
    Vitals,
    Voice,
    Wake,
)
from edge.mind.state import Idle, Listening

from .walk import CUPS, Walk, asked, bell, claimed, none_of, only, timer


def test_a_tap_stops_what_goes_on_and_otherwise_opens_the_ear():
    walk = Walk(servers=True)
    walk.tell(Touch())
    assert isinstance(walk.state.dialogue, Listening)
    walk.tell(Touch())
    assert isinstance(walk.state.dialogue, Idle)
    asked(walk)
    assert only(End, walk.tell(Touch())).outcome is Outcome.CANCELLED


def test_stopping_ends_what_is_open():
    walk = Walk(servers=True)
    asked(walk)
    assert only(End, walk.tell(Stopping())).outcome is Outcome.CANCELLED


def test_what_stops_rings_no_more():
    walk = Walk()
    timer(walk, 10, "tea")
    query, _ = walk.begin(walk.tell(Typed("what time is it")))
    walk.tell(claimed(query, "clock", ()))
    walk.tell(Tried(query.turn, Local("clock"), "Noon."))
    assert bell(walk.tell(Tick(), after=10.0)), "behind the answer"
    commands = walk.tell(Stopping())
    only(Hush, commands)
    assert none_of(Say, commands)


# ------------------------------------------------------------------------------------------------ whatever happens

ROUTES = st.sampled_from([Local("count"), Local("in_view"), Local("without_server"), Server("think"), Server("know")])
TURNS = st.integers(1, 6)
EVENTS = st.one_of(
    st.builds(Typed, st.sampled_from(["plan", "count", ""]), st.none(), st.sampled_from([None, "think"])),
    st.builds(Wake, st.just("view glass")),
    st.builds(Voice, st.booleans()),
    st.builds(Heard, st.sampled_from(["plan", ""]), st.floats(0, 1), st.booleans()),
    st.builds(Touch, st.sampled_from(["tap", "hold"])),
    st.builds(Tick),
    st.builds(Vitals, link=st.sampled_from(LinkState)),
    st.builds(Understanding, TURNS, st.sampled_from(Intent), st.just({}), st.just(frozenset({Need.THINGS}))),
    st.builds(Seen, TURNS, st.just(CUPS)),
    st.builds(Part, TURNS, ROUTES, st.integers(0, 2), st.text(max_size=3)),
    st.builds(
        Tried,
        TURNS,
        ROUTES,
        st.one_of(st.none(), st.just("So.")),
        acts=st.sampled_from([(), (StopAll(),), (SetTimer(5),), (CancelTimers(),)]),
        queued=st.booleans(),
    ),
    st.builds(Said, TURNS, st.just(1.0), st.booleans()),
)


@given(st.lists(st.tuples(EVENTS, st.floats(0, 20)), max_size=60), st.booleans())
def test_every_turn_ends_exactly_once_whatever_happens(events, servers):
    walk = Walk(servers=servers)
    begun: list[int] = []
    ended: list[int] = []

    def note(commands: list[Command]):
        ended.extend(c.turn for c in commands if isinstance(c, End))
        for command in commands:
            if isinstance(command, Begin):
                query, more = walk.begin([command])
                begun.append(query.turn)
                note(more)

    for event, after in events:
        note(walk.tell(event, after=after))
    for _ in range(200):
        if walk.state.wakes is None:
            break
        note(walk.tell(Tick(), after=max(0.0, walk.state.wakes - walk.at)))
    assert sorted(ended) == sorted(begun)
    assert not walk.state.open
