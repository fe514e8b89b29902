"""What the page may order: one class an order, checked when it is read. `n` is the page's number for it."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from edge.errors import UsageError

Name = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+\Z")]
Share = Annotated[float, Meta(ge=0.0, le=1.0)]
Line = Annotated[str, Meta(min_length=1, max_length=2000)]
Address = Annotated[str, Meta(max_length=300)]
Number = Annotated[int, Meta(ge=-(2**53), le=2**53)]


def _word(name: str) -> str:
    """What an order is called where it is given: a `TapOrder` is a "tap"."""
    return name.removesuffix("Order").lower()


class PageOrder(msgspec.Struct, tag_field="do", tag=_word, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One order."""

    n: Annotated[int, Meta(ge=0, le=2**53)] = 0


class TypeOrder(PageOrder, frozen=True):
    """A typed question; `mode` asks for a way of answering by name."""

    text: Line
    mode: Name | None = None


class TapOrder(PageOrder, frozen=True):
    """A finger on the glasses."""

    kind: Literal["tap", "hold"] = "tap"


class SayOrder(PageOrder, frozen=True):
    """A voice says this in the simulated air."""

    text: Line


class LookOrder(PageOrder, frozen=True):
    """Look at a bundled scene."""

    scene: Name


class WatchOrder(PageOrder, frozen=True):
    """The page gives the frames, or a picture that follows, or nothing: it is dark."""

    what: Literal["camera", "video", "picture", "none"]


class EarsOrder(PageOrder, frozen=True):
    """Whether the page's microphone is open."""

    on: bool


class FaultOrder(PageOrder, frozen=True):
    """Break something in one way, or mend that."""

    device: Name
    kind: Name
    on: bool = True
    amount: Annotated[float, Meta(ge=0.0, le=60.0)] = 0.5


class MendOrder(PageOrder, frozen=True):
    """Mend everything."""


class AirOrder(PageOrder, frozen=True):
    """The network around."""

    name: Name


class LinkOrder(PageOrder, frozen=True):
    """What the network does on top of what it is."""

    latency: Annotated[float, Meta(ge=0.0, le=30.0)] = 0.0
    loss: Share = 0.0


class PaceOrder(PageOrder, frozen=True):
    """How fast the clock of the glasses runs."""

    factor: Annotated[float, Meta(ge=1.0, le=600.0)]


class ChargeOrder(PageOrder, frozen=True):
    """The battery and the temperature around; None: as it is."""

    battery: Share | None = None
    around: Annotated[float, Meta(ge=-30.0, le=60.0)] | None = None


class ServerOrder(PageOrder, frozen=True):
    """Whom to ask for reasoning. A new session begins."""

    kind: Literal["none", "scripted", "url"]
    url: Address = ""
    model: Address = ""
    key: Annotated[str, Meta(max_length=1000)] = ""


class WearOrder(PageOrder, frozen=True):
    """Another kind of glasses. A new session begins."""

    profile: Name


class RecordOrder(PageOrder, frozen=True):
    """Begin a new session that is recorded, or end the recording."""

    on: bool


class ForgetOrder(PageOrder, frozen=True):
    """Wipe one receipt with its turn, some turns, or everything."""

    receipt: Number | None = None
    turns: Annotated[tuple[Number, ...], Meta(max_length=1000)] = ()
    all: bool = False


class ReceiptsOrder(PageOrder, frozen=True):
    """What left the glasses."""


class ScenarioOrder(PageOrder, frozen=True):
    """What was done so far, as a scenario."""


class ReplayOrder(PageOrder, frozen=True):
    """The steps of a tape that was brought."""

    tape: Name


class ScrubOrder(PageOrder, frozen=True):
    """A copy of a tape that was brought, fit to be shared; `keep`: with its pictures, redacted."""

    tape: Name
    keep: bool = False


class DriveOrder(PageOrder, frozen=True):
    """Take over from another tab."""


AnyOrder = (
    TypeOrder | TapOrder | SayOrder | LookOrder | WatchOrder | EarsOrder | FaultOrder | MendOrder | AirOrder | LinkOrder
    | PaceOrder | ChargeOrder | ServerOrder | WearOrder | RecordOrder | ForgetOrder | ReceiptsOrder | ScenarioOrder
    | ReplayOrder | ScrubOrder | DriveOrder
)  # fmt: skip
_DECODER = msgspec.json.Decoder(AnyOrder)


def read_order(text: bytes | str) -> AnyOrder:
    """The order. Raises UsageError for anything else."""
    try:
        order: AnyOrder = _DECODER.decode(text)
        return order
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UsageError(f"not an order: {error}") from None
