"""The ways in which asking a server can fail: a name and a sentence for the wearer each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from edge.errors import AnswerError
from edge.messages import Away, Broken, Portal

if TYPE_CHECKING:
    from edge.messages import Problem


class Failure(StrEnum):
    """The kind of failure, for the ledger, the breaker and the tests."""

    UNREACHABLE = "unreachable"
    CLOCK = "clock"
    CERTIFICATE = "certificate"
    INSECURE = "insecure"
    SILENT = "silent"
    NO_TOKEN = "no_token"  # noqa: S105 - a token of speech, not a secret
    STALLED = "stalled"
    ONLY_KEEPALIVES = "only_keepalives"
    DRIPPED = "dripped"
    TOO_SLOW = "too_slow"
    RESET = "reset"
    CUT = "cut"
    UNFINISHED = "unfinished"
    LENGTH = "length"
    BAD_JSON = "bad_json"
    BAD_UTF8 = "bad_utf8"
    BAD_HTTP = "bad_http"
    SERVER_ERROR = "server_error"
    PORTAL = "portal"
    REDIRECTED = "redirected"
    NOT_A_STREAM = "not_a_stream"
    LINE_TOO_LONG = "line_too_long"
    BODY_TOO_BIG = "body_too_big"
    COMPRESSED = "compressed"
    BUSY = "busy"
    BUSY_FOR_LONG = "busy_for_long"
    RESTING = "resting"
    KEY_REFUSED = "key_refused"
    NO_SUCH_MODEL = "no_such_model"
    REFUSED = "refused"
    EMPTY = "empty"
    FILTERED = "filtered"


SAID = {
    Failure.UNREACHABLE: "could not be reached",
    Failure.CLOCK: "could not be checked, because this device's clock seems to be wrong",
    Failure.CERTIFICATE: "could not prove who it is",
    Failure.INSECURE: "would be asked over plain http, which I do on this very machine only",
    Failure.SILENT: "said nothing",
    Failure.NO_TOKEN: "began to answer, and no word came",
    Failure.STALLED: "stopped in the middle of its answer",
    Failure.ONLY_KEEPALIVES: "keeps the line open and says nothing",
    Failure.DRIPPED: "sends its answer letter by letter, too slowly to wait for",
    Failure.TOO_SLOW: "took longer than a question may take",
    Failure.RESET: "broke the connection",
    Failure.CUT: "hung up before its answer was complete",
    Failure.UNFINISHED: "ended its answer without saying that it was complete",
    Failure.LENGTH: "ran out of room in the middle of its answer",
    Failure.BAD_JSON: "answered with something that is not JSON",
    Failure.BAD_UTF8: "answered with broken letters",
    Failure.BAD_HTTP: "does not speak proper HTTP",
    Failure.SERVER_ERROR: "reports a fault of its own",
    Failure.PORTAL: "was not reached: this network wants you to sign in first",
    Failure.REDIRECTED: "sent me elsewhere, and I do not follow; perhaps this network wants you to sign in first",
    Failure.NOT_A_STREAM: "answered with something else than an answer",
    Failure.LINE_TOO_LONG: "sent a line without an end",
    Failure.BODY_TOO_BIG: "sent more than any answer is long",
    Failure.COMPRESSED: "sent its answer compressed, though asked not to",
    Failure.BUSY: "has too much to do just now",
    Failure.BUSY_FOR_LONG: "says that it will be busy for long",
    Failure.RESTING: "failed lately and is left alone for a while",
    Failure.KEY_REFUSED: "wants a key, and not this one",
    Failure.NO_SUCH_MODEL: "does not know this model or address",
    Failure.REFUSED: "refused the question",
    Failure.EMPTY: "gave an empty answer",
    Failure.FILTERED: "was not allowed to answer that",
}

AWAY = frozenset({Failure.UNREACHABLE, Failure.RESTING})
"""The ways to end that mean that the server was not reached at all: no connection, or its breaker is open."""


class EndedError(AnswerError):
    """A server that could not answer: which, how it ended, and when it may be asked again."""

    def __init__(self, how: Failure, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(SAID[how] + (f" ({detail})" if detail else ""))
        self.how = how
        self.detail = detail
        self.retry_after = retry_after

    def problem_of(self, who: str) -> Problem:
        """The same for the mind and for skills: what is said of it to the wearer leaves the detail out."""
        if self.how in AWAY:
            return Away()
        return Portal() if self.how is Failure.PORTAL else Broken(f"{who} {SAID[self.how]}")
