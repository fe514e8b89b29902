"""Removes from the mind's state what the wearer had wiped; nothing is spoken about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge.messages import Remember
from edge.mind.dialogue import hush
from edge.mind.ending import cancel
from edge.mind.state import then

if TYPE_CHECKING:
    from edge.messages import Forgotten, Now, TurnId
    from edge.mind.state import State, Step


def forget(state: State, now: Now, order: Forgotten) -> Step:
    """Drop what is remembered of some turns, or everything; what is still open of it ends here."""

    def meant(turn: TurnId | None) -> bool:
        return order.turns is None or turn in order.turns

    others = ((number, turn) for number, turn in state.open.items() if number != order.by)
    going = tuple(number for number, turn in others if meant(number) or meant(turn.query.late_of))
    step = hush(state) if going or order.turns is None else (state, ())
    step = then(step, cancel(step[0], now, going, "you had it forgotten"))
    left = replace(
        step[0],
        recent=tuple(past for past in step[0].recent if not meant(past.turn)),
        waiting=tuple(turn for turn in step[0].waiting if not meant(turn)),
    )
    if order.turns is not None:
        return left, step[1]
    return replace(left, alarms=(), bells=()), (*step[1], Remember(()))
