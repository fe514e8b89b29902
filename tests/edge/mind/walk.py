"""A mind walked by hand: events in, commands out, time told by the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from edge.messages import Begin, Command, Event, Instant, Now, Query, TurnId, WakeAt, Wall
from edge.mind.policy import Policy, Situation
from edge.mind.session import advance
from edge.mind.state import State

START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class Walk:
    """Keeps the state, and numbers turns as the ledger would."""

    def __init__(self, **policy: object) -> None:
        situation = {key: policy.pop(key) for key in ("servers", "beside", "spoken") if key in policy}
        self.policy = Policy(**policy, situation=Situation(**situation))  # type: ignore[arg-type]
        self.state = State()
        self.at = 0.0
        self._turns = 0

    def tell(self, event: Event, *, after: float = 0.0) -> list[Command]:
        """Let an event happen; commands but for WakeAt, which `wakes` shows."""
        self.at += after
        now = Now(Instant(self.at), Wall(START + timedelta(seconds=self.at)))
        self.state, commands = advance(self.state, now, event, self.policy)
        return [command for command in commands if not isinstance(command, WakeAt)]

    def begin(self, commands: list[Command]) -> tuple[Query, list[Command]]:
        """Give the Begin among these its number, as the ledger does."""
        begin = next(command for command in commands if isinstance(command, Begin))
        self._turns += 1
        query = Query(
            TurnId(self._turns), begin.text, begin.confidence, begin.follows, begin.mode, begin.picture, begin.late_of
        )
        return query, self.tell(query)
