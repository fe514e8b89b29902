"""What a page shows of a session: each step of the mind, the cards of its turns, and the frames that were looked at.

The live page is told each step as it happens; a replayed tape and the report of a run are a whole log at once.
"""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from edge.media.jpeg import encode, scale
from edge.messages import End, Seen
from edge.skills.view.describe import Bar
from firmware_sim.desktop.cards import Cards
from firmware_sim.desktop.plain import plain

if TYPE_CHECKING:
    from edge.messages import Command, Event, Now, Scene, TurnId
    from edge.mind.policy import Policy

FRAMES_KEPT = 60
FRAME_SIZE = 960  # pixels of a kept frame on its longer side


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The frame that was taken for a turn, as a JPEG, and what was found in it, in fractions of it."""

    jpeg: bytes
    found: Mapping[str, Any]


class SessionLog:
    """Gathers steps, cards and frames; the newest FRAMES_KEPT frames are kept."""

    def __init__(
        self, policy: Policy, began: float, sent: Callable[[TurnId], list[int]] = lambda _: [], bar: Bar | None = None
    ) -> None:
        """`began`: the instant from which seconds are counted. `sent`: the receipts of a turn.

        `bar`: how sure a thing must be to be shown; None: as for a detector of which nothing is known.
        """
        self._sent = sent
        self.bar = bar or Bar()
        self.cards = Cards(policy, began)
        self.frames: OrderedDict[TurnId, LookedAt] = OrderedDict()
        self._began = began

    def step(self, now: Now, event: Event, commands: tuple[Command, ...]) -> dict[str, Any]:
        """What a page is told of this event."""
        changed = self.cards.watch(now, event, commands)
        if isinstance(event, Seen) and _has_picture(event.scene):
            self._look(event.turn, event.scene)
            changed += self.cards.looked(event.turn)
        for command in commands:
            if isinstance(command, End) and (receipts := self._sent(command.turn)):
                changed += self.cards.sent(command.turn, receipts)
        return {
            "is": "step",
            "at": round(now.at - self._began, 3),
            "wall": now.wall.time.isoformat(timespec="milliseconds"),
            "event": plain(event),
            "commands": [plain(command) for command in commands],
            "turns": list({card["id"]: card for card in changed}.values()),
        }

    def forget(self, turns: tuple[TurnId, ...] | None) -> None:
        """Drop these turns, or all."""
        self.cards.forget(turns)
        for turn in tuple(self.frames) if turns is None else turns:
            self.frames.pop(turn, None)

    def as_session(self, title: str, about: str, steps: list[dict[str, Any]]) -> dict[str, Any]:
        """The whole log as a page takes it."""
        frames = {
            str(turn): {"src": "data:image/jpeg;base64," + base64.b64encode(one.jpeg).decode("ascii"), **one.found}
            for turn, one in self.frames.items()
        }
        return {
            "title": title, "about": about, "turns": self.cards.all(), "steps": steps, "receipts": [], "frames": frames,
        }  # fmt: skip

    def _look(self, turn: TurnId, scene: Scene) -> None:
        if scene.frame is not None:
            self.frames[turn] = LookedAt(encode(scale(scene.frame.pixels, FRAME_SIZE)), found_in(scene, self.bar))
        while len(self.frames) > FRAMES_KEPT:
            self.frames.popitem(last=False)


def session_of(
    log: SessionLog, title: str, about: str, steps: Iterable[tuple[Now, Event, tuple[Command, ...]]]
) -> dict[str, Any]:
    """A session that is over, as a page takes it, from what the mind was given and what it returned."""
    told = [log.step(now, event, commands) for now, event, commands in steps]
    return log.as_session(title, about, told)


def found_in(scene: Scene, bar: Bar) -> dict[str, Any]:
    """What was surely found in a frame; an empty list also for what was not looked for."""
    return {
        "things": [asdict(thing) | {"box": list(thing.box)} for thing in bar.present(scene.things or ())],
        "texts": [asdict(text) | {"quad": [list(point) for point in text.quad]} for text in scene.texts or ()],
        "codes": [asdict(code) | {"quad": [list(point) for point in code.quad]} for code in scene.codes or ()],
    }


def _has_picture(scene: Scene) -> bool:
    return scene.frame is not None and scene.frame.pixels.size > 0
