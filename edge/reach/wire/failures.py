"""The ways in which asking a server can fail: a name and a sentence for the wearer each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from edge.errors import AnswerError
from edge.messages import Away, Broken, Portal

if TYPE_CHECKING:
    from edge.messages import Problem


class Ending(StrEnum):
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
    Ending.UNREACHABLE: "could not be reached",
    Ending.CLOCK: "could not be checked, because this device's clock seems to be wrong",
    Ending.CERTIFICATE: "could not prove who it is",
    Ending.INSECURE: "would be asked over plain http, which I do on this very machine only",
    Ending.SILENT: "said nothing",
    Ending.NO_TOKEN: "began to answer, and no word came",
    Ending.STALLED: "stopped in the middle of its answer",
    Ending.ONLY_KEEPALIVES: "keeps the line open and says nothing",
    Ending.DRIPPED: "sends its answer letter by letter, too slowly to wait for",
    Ending.TOO_SLOW: "took longer than a question may take",
    Ending.RESET: "broke the connection",
    Ending.CUT: "hung up before its answer was complete",
    Ending.UNFINISHED: "ended its answer without saying that it was complete",
    Ending.LENGTH: "ran out of room in the middle of its answer",
    Ending.BAD_JSON: "answered with something that is not JSON",
    Ending.BAD_UTF8: "answered with broken letters",
    Ending.BAD_HTTP: "does not speak proper HTTP",
    Ending.SERVER_ERROR: "reports a fault of its own",
    Ending.PORTAL: "was not reached: this network wants you to sign in first",
    Ending.REDIRECTED: "sent me elsewhere, and I do not follow; perhaps this network wants you to sign in first",
    Ending.NOT_A_STREAM: "answered with something else than an answer",
    Ending.LINE_TOO_LONG: "sent a line without an end",
    Ending.BODY_TOO_BIG: "sent more than any answer is long",
    Ending.COMPRESSED: "sent its answer compressed, though asked not to",
    Ending.BUSY: "has too much to do just now",
    Ending.BUSY_FOR_LONG: "says that it will be busy for long",
    Ending.RESTING: "failed lately and is left alone for a while",
    Ending.KEY_REFUSED: "wants a key, and not this one",
    Ending.NO_SUCH_MODEL: "does not know this model or address",
    Ending.REFUSED: "refused the question",
    Ending.EMPTY: "gave an empty answer",
    Ending.FILTERED: "was not allowed to answer that",
}

AWAY = frozenset({Ending.UNREACHABLE, Ending.RESTING})
"""The ways to end that mean that the server was not reached at all: no connection, or its breaker is open."""


class EndedError(AnswerError):
    """A server that could not answer: which, how it ended, and when it may be asked again."""

    def __init__(self, how: Ending, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(SAID[how] + (f" ({detail})" if detail else ""))
        self.how = how
        self.detail = detail
        self.retry_after = retry_after

    def problem_of(self, who: str) -> Problem:
        """The same for the mind and for skills: what is said of it to the wearer leaves the detail out."""
        if self.how in AWAY:
            return Away()
        return Portal() if self.how is Ending.PORTAL else Broken(f"{who} {SAID[self.how]}")

    def without(self, secret: str) -> EndedError:
        """The same, should the server have put a secret of ours into its reason."""
        return EndedError(self.how, self.detail.replace(secret, "[key]"), self.retry_after) if secret else self
