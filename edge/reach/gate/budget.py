"""The budget: what servers may still cost. Pure; the sums come from the receipts, which outlive a process."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from edge.errors import AnswerError
from edge.messages import Outcome, Spent
from edge.records import dataclass

if TYPE_CHECKING:
    from edge.config import BudgetConfig, ServerConfig

HOUR, DAY = 3600.0, 86400.0
ANSWER_AT_LEAST = 64  # tokens: less room than this is no room
LETTERS_A_TOKEN = 3.0
PICTURE_TOKENS = 1200


class RefusedError(AnswerError):
    """Glint refused to ask, for privacy or for the budget; `outcome` says which."""

    def __init__(self, outcome: Outcome, why: str) -> None:
        super().__init__(why)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Limit:
    """One line of the budget: what was spent of how much, in a span."""

    what: str
    span: str
    spent: float
    at_most: float

    @property
    def left(self) -> float:
        return self.at_most - self.spent if self.at_most else inf


class Cost(NamedTuple):
    """The tokens and bytes of a request, and the server with its prices."""

    tokens: int
    bytes: int
    server: ServerConfig


def limits(budget: BudgetConfig, hour: Spent, day: Spent) -> tuple[Limit, ...]:
    """The budget as a table."""
    return (
        Limit("tokens", "hour", hour.tokens, budget.tokens_hour),
        Limit("tokens", "day", day.tokens, budget.tokens_day),
        Limit("bytes", "hour", hour.bytes, budget.bytes_hour),
        Limit("bytes", "day", day.bytes, budget.bytes_day),
        Limit("money", "hour", hour.money, budget.money_hour),
        Limit("money", "day", day.money, budget.money_day),
    )


def room(table: tuple[Limit, ...], cost: Cost, wanted: int) -> int:
    """How many tokens an answer may have, at most `wanted`. Raises RefusedError if the budget has no room."""
    tokens = float(wanted)
    for limit in table:
        if limit.what == "bytes":
            enough = limit.left >= cost.bytes
        elif limit.what == "tokens":
            tokens = min(tokens, limit.left - cost.tokens)
            enough = tokens >= min(wanted, ANSWER_AT_LEAST)
        else:
            left = limit.left - price(cost.server, cost.tokens, 0)
            each = cost.server.price_out / 1e6
            tokens = min(tokens, left / each) if each else tokens
            enough = left >= 0 and tokens >= min(wanted, ANSWER_AT_LEAST)
        if not enough:
            raise RefusedError(Outcome.REFUSED_BUDGET, f"the budget of {limit.what} for this {limit.span} is spent")
    return int(tokens)


def tokens_in(body: bytes, jpeg: bytes) -> int:
    """An estimate of a request's tokens, rather too high; the server may tell the true number afterwards."""
    text = len(body) - (len(jpeg) + 2) // 3 * 4
    return round(text / LETTERS_A_TOKEN) + (PICTURE_TOKENS if jpeg else 0)


def counted(told: int | None, ours: int, least: int, most: int) -> int:
    """The server's own token count, clamped to least..most; without one, our estimate."""
    return ours if told is None else max(least, min(told, most))


def price(server: ServerConfig, tokens_in: int, tokens_out: int) -> float:
    """The money for so many tokens sent and received."""
    return (server.price_in * tokens_in + server.price_out * tokens_out) / 1e6
