"""How a turn ends: what its answer wants done is done or refused before it is worded."""

from edge.messages import (
    End,
    Local,
    Outcome,
    Server,
    Tried,
)

from .walk import Walk, asked, only


def test_privacy_and_budget_refusals_name_the_outcome():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    walk.tell(Tried(query.turn, Server("think"), None, "spent", refused=Outcome.REFUSED_BUDGET))
    end = only(End, walk.tell(Tried(query.turn, Local("without_server"), "Not today.", degraded=True)))
    assert end.outcome is Outcome.REFUSED_BUDGET
