"""One wearing of the glasses, from putting them on to taking them off: a runtime, and what the page is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.compose.build import Run, build
from edge.compose.models import thresholds
from edge.compose.policy import policy_for
from edge.media.audio import decibels
from edge.messages import Attend, Event, Forgotten, Heard, Seen, TurnId
from edge.reach.gate.receipts import Receipts
from edge.skills.view.describe import Bar
from edge.tape.tape import TapeWriter, record
from firmware_sim.desktop.glasses import LiveGlasses, Outside, Tell, put_on
from firmware_sim.desktop.profiles import Profile
from firmware_sim.desktop.session_log import SessionLog

if TYPE_CHECKING:
    from edge.config import Config
    from edge.flow import Found, Lanes
    from edge.messages import Attention, Command, Now, Sound
    from edge.perceive import Ear, Senses
    from edge.store.ledger import Ledger


RECEIPTS_OF_LATE = 20  # among which those of a turn that just ended are


@dataclass(eq=False)
class Wearing:
    """What is worn, and what came of it so far."""

    config: Config
    profile: Profile
    outside: Outside
    senses: Senses
    lanes: Lanes
    ledger: Ledger
    tape: Path | None = None
    """Where it is recorded; None: it is not."""
    attends: str = "off"
    lit: bool = False

    def __post_init__(self) -> None:
        self.began = asyncio.get_running_loop().time()
        self.worn: LiveGlasses = put_on(self.profile, replace(self.outside, tell=self._tell_device))
        glasses, senses = self.worn.glasses, self.senses
        self.policy = policy_for(self.config, glasses)
        self.log = SessionLog(self.policy, self.began, self._sent, Bar(thresholds(self.config)))
        self._writer: TapeWriter | None = None
        observers: tuple[Callable[..., None], ...] = (self._watch,)
        if self.tape is not None:
            self._writer = TapeWriter(self.tape, glasses.body.now(), self.policy)
            glasses, observers = record(glasses, self._writer), (*observers, self._writer.event)
        if senses.ear is not None:
            senses = replace(senses, ear=MeteredEar(senses.ear, self.outside.tell))
        run = Run(self.ledger, observers, resumes=True, folder=Path(self.config.data), taping=self._writer is not None)
        self.runtime = build(self.config, glasses, senses, self.lanes, run)

    async def run(self) -> None:
        """Wear them until `take_off`."""
        try:
            await self.runtime.run()
        finally:
            if self.worn.display is not None:
                self.worn.display.close()
            await self.stop_recording()

    async def stop_recording(self) -> None:
        """Close the tape, if there is one: it ends here, and they are worn on."""
        if self._writer is not None:
            await asyncio.to_thread(self._writer.close)

    def take_off(self) -> None:
        """Let `run` come to its end."""
        self.runtime.stop()

    def forget(self, turns: tuple[TurnId, ...] | None) -> None:
        """Drop these turns, or all, from what is told and from the mind."""
        self.log.forget(turns)
        self.runtime.post(Forgotten(turns))

    @property
    def lost(self) -> Mapping[str, str]:
        """The devices that do not work, and why."""
        return self.runtime.state.lost

    def _sent(self, turn: TurnId) -> list[int]:
        return [receipt.id for receipt in Receipts(self.ledger).newest(RECEIPTS_OF_LATE) if receipt.turn == turn]

    def _tell_device(self, message: Mapping[str, Any], payload: bytes) -> None:
        if message["is"] == "light":
            self.lit = bool(message["on"])
        self.outside.tell(message, payload)

    def _watch(self, now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        step = self.log.step(now, event, commands)
        match event:
            case Heard(final=final, text=text):
                self.outside.tell({"is": "partial", "text": "" if final else text}, b"")
            case Seen(turn=turn) if step["turns"] and turn in self.log.frames:
                looked_at = self.log.frames[turn]
                self.outside.tell({"is": "frame", "id": int(turn), **looked_at.found}, looked_at.jpeg)
        for command in commands:
            if isinstance(command, Attend):
                self.attends = str(command.to)
        self.outside.tell(step, b"")


class MeteredEar:
    """An ear that tells with every piece of sound how loud it was, and what it made of it."""

    def __init__(self, ear: Ear, tell: Tell) -> None:
        self._ear = ear
        self._tell = tell

    def attend(self, to: Attention) -> Found:
        """From now on attend to this."""
        return self._ear.attend(to)

    def hear(self, sound: Sound) -> Found:
        """What this piece of sound shows."""
        found = self._ear.hear(sound)
        voice, wake = getattr(self._ear, "now", (0.0, 0.0))
        level = max(-90.0, round(decibels(sound.samples), 1))
        self._tell({"is": "meter", "level": level, "voice": round(voice, 3), "wake": round(wake, 3)}, b"")
        return found
