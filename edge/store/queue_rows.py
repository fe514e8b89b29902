"""The state of a question that waits for a server, and the statements that change it.

`waiting` until somebody asks the server again; `asking` while a late turn is open for it; `over` once that turn's End
is stored and nothing is left to ask. The transaction that stores the End sets the state, so one is never there without
the other. A process that died leaves `asking`, which counts as `waiting` for whoever comes next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from edge.mind.waiting import is_over

if TYPE_CHECKING:
    from edge.messages import End

WAITING, ASKING, OVER = "waiting", "asking", "over"
Statement: TypeAlias = "tuple[str, dict[str, Any]]"

_SETTLE = """UPDATE queue SET state = :state, lease_owner = NULL, lease_until = NULL
             WHERE turn = :turn AND (:state = 'over' OR state = 'asking' AND lease_owner = :owner)"""
GIVE_BACK = """UPDATE queue SET state = 'waiting', lease_owner = NULL, lease_until = NULL
               WHERE state = 'asking' AND lease_owner = :owner"""
"""For the owner that died: what it was asking waits again."""
LEASE = """UPDATE queue SET state = 'asking', lease_owner = :owner, lease_until = :until, tries = tries + 1
           WHERE turn = :turn"""
STILL_OWED = "SELECT turn FROM queue WHERE state != 'over' ORDER BY turn"
CLEAR_AWAY = "DELETE FROM queue WHERE state = 'over'"


def settled(end: End, owner: str) -> tuple[Statement, ...]:
    """What the End of a late turn, written by this owner, means for its question; nothing for another turn's."""
    if end.late_of is None:
        return ()
    state = OVER if is_over(end.outcome, end.text) else WAITING
    return ((_SETTLE, {"state": state, "turn": end.late_of, "owner": owner}),)
