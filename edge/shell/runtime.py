"""The runtime: one TaskGroup, one inbox, one task that advances the state. It decides nothing itself."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from edge.errors import EdgeError
from edge.flow import Latest
from edge.messages import (
    LEVEL,
    Adjust,
    Attend,
    Back,
    Begin,
    Cancel,
    Command,
    End,
    Event,
    Flush,
    Hush,
    Look,
    Lost,
    Remember,
    Say,
    Show,
    Size,
    Stopping,
    Tick,
    Touch,
    Try,
    Typed,
    Understand,
    Vitals,
    Waiting,
    WakeAt,
)
from edge.mind.session import advance
from edge.mind.state import State
from edge.render import card
from edge.shell.askers import Askers
from edge.shell.guarded import Standing, checked, guarded, problem_of
from edge.shell.hands import Hands
from edge.shell.mouth import Mouth
from edge.shell.progress import Progress
from edge.shell.sensing import Sensing, Take
from edge.store import alarms

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from edge.devices import Button, Display
    from edge.messages import Frame, Instant, Now, TurnId
    from edge.shell.ear import Hearing
    from edge.shell.parts import Parts

FELT_WITHIN = 1.0
Observer: TypeAlias = "Callable[[Now, Event, tuple[Command, ...]], None]"


class Runtime:
    """A running pair of glasses. Built by `edge.compose.build`; `run()` until `stop()`.

    Observers see every event with the commands that it led to, in order: the tape, the terminal, a test. Programs ask
    through `ask`, as many at once as they like.
    """

    def __init__(self, parts: Parts, observers: Sequence[Observer] = ()) -> None:
        self.parts = parts
        self.state = State()
        self.progress = Progress(lambda: parts.glasses.body.now().at)
        self._observers = tuple(observers)
        self._hands = Hands(parts, self.post, self.progress)
        self._mouth = Mouth(parts.glasses.talker, parts.glasses.speaker, self.post, parts.senses.mouth)
        self._inbox: asyncio.Queue[Event] = asyncio.Queue()
        self._screen: Latest[Show] = Latest()
        self._brightness = LEVEL
        self._hearing: Hearing | None = None
        self._tasks: dict[TurnId, set[asyncio.Task[None]]] = {}
        self._askers = Askers(self.post, max(1, parts.policy.open_at_most - 1))  # one turn stays the wearer's
        self._timer: asyncio.TimerHandle | None = None
        self._trouble, self._refused = "", 0
        self._stop = asyncio.Event()
        self._changed = asyncio.Event()
        self._felt = asyncio.Event()

    # ------------------------------------------------------------------------------------------------- from outside

    def post(self, event: Event) -> None:
        """Put something that happened into the inbox; never waits."""
        self._inbox.put_nowait(event)

    async def ask(
        self, text: str, picture: Frame | None = None, mode: str | None = None, conversation: str | None = ""
    ) -> End:
        """The end of the turn that this question becomes; cancelling it cancels the turn. `conversation`: as in Typed.

        Raises UsageError for an empty question, StoppedError where the runtime has ended or ends before an answer.
        """
        return await self._askers.ask(text, picture, mode, conversation)

    def stop(self) -> None:
        """Take no more senses, let what is open end within the policy's `drain_within`, and come back from `run`."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it was stopped, or has ended: whoever asks now is not answered."""
        return self._stop.is_set()

    @property
    def idle(self) -> bool:
        """Nothing happened that was not dealt with, nothing is open, and nothing is being said."""
        return self._inbox.empty() and not self.state.open and not self._tasks and not self._mouth.busy

    async def felt(self) -> None:
        """Wait until the body has told how it feels, or has failed to; FELT_WITHIN seconds at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._felt.wait(), FELT_WITHIN)

    async def quiet(self) -> None:
        """Wait until idle."""
        while not self.idle:
            self._changed.clear()
            await self._changed.wait()

    async def run(self) -> None:
        """Sense, think and act until stopped."""
        services = {"mind": self._think(), "screen": self._show_cards(), "mouth": self._mouth.run()}
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                working = {group.create_task(work, name=name) for name, work in services.items()}
                self.post(self.parts.started)
                sensing = {group.create_task(work, name=name) for name, work in self._senses().items()}
                await self._stop.wait()
                await _finish(sensing)
                await self._drain()
                await _finish(working | {task for tasks in self._tasks.values() for task in tasks})
        except asyncio.CancelledError:
            self._close_open_turns()
            raise
        finally:
            self._stop.set()
            self._askers.stop()
            if self._timer is not None:
                self._timer.cancel()
            if self.parts.remote is not None:
                self.parts.remote.close()

    def _close_open_turns(self) -> None:
        """Close the rows of all open turns as cancelled, when the runtime itself is cancelled."""
        now = self.parts.glasses.body.now()
        self.state, commands = advance(self.state, now, Stopping(), self.parts.policy)
        for command in commands:
            if isinstance(command, End):
                self._end(now, command)

    def _end(self, now: Now, end: End) -> None:
        """Write down how a turn ended, and tell whoever asked."""
        self.parts.ledger.end(now, end)
        self._askers.ended(end)

    async def _drain(self) -> None:
        try:
            async with asyncio.timeout(self.parts.policy.drain_within):
                await self.quiet()
        except TimeoutError:
            self.post(Stopping())
            while not self._inbox.empty():
                self._changed.clear()
                await self._changed.wait()

    # ------------------------------------------------------------------------------------------------------- senses

    def _senses(self) -> dict[str, Coroutine[Any, Any, None]]:
        glasses, ear = self.parts.glasses, self.parts.senses.ear
        senses = {"body": Sensing("body", self.post).keep_open(glasses.body.vitals, self._take(Vitals))}
        if glasses.button is not None:
            senses["button"] = self._press(glasses.button)
        if glasses.microphone is not None and ear is not None:
            from edge.shell.ear import Hearing  # brings numpy, which a question without a picture does not need

            self._hearing = hearing = Hearing(ear, self.parts.lanes.ears, self.post, self.progress)
            senses["microphone"] = Sensing("microphone", self.post).keep_open(glasses.microphone.sounds, hearing.take)
            senses["ear"] = hearing.run()
        return senses

    def _take(self, *kinds: type) -> Take:
        async def take(event: Event) -> None:
            self.post(checked(event, *kinds))

        return take

    async def _press(self, button: Button) -> None:
        sensing = Sensing("button", self.post, may_end=True)
        await sensing.keep_open(button.touches, self._take(Touch, Typed))
        if self.parts.ends_with_button:
            await self.quiet()
            self.stop()

    # --------------------------------------------------------------------------------------------------------- mind

    async def _think(self) -> None:
        while True:
            event = await self._inbox.get()
            now = self.parts.glasses.body.now()
            with self.progress.step("mind", 5.0):
                self.state, commands = advance(self.state, now, event, self.parts.policy)
                for command in commands:
                    self._carry_out(now, command)
                for observer in self._observers:  # last: of what is told the ledger knows, whatever happens next
                    observer(now, event, commands)
            self._changed.set()
            if isinstance(event, Vitals | Lost):
                self._felt.set()
            await asyncio.sleep(0)  # a full inbox must not keep hands and display from their turn

    def _carry_out(self, now: Now, command: Command) -> None:
        match command:
            case Begin():
                self.post(self.parts.ledger.begin(now, command))
            case End():
                self._end(now, command)
                self._tell_trouble()
                if self.parts.queue is not None:
                    self.parts.queue.settle(command)
            case Remember():
                alarms.keep(self.parts.ledger, command.alarms)
            case Understand():
                self._spawn(command.query.turn, self._hands.understand(command))
            case Look():
                self._spawn(command.turn, self._hands.look(command))
            case Try():
                self._spawn(command.turn, self._hands.attempt(command))
            case Cancel():
                for task in self._tasks.get(command.turn, ()):
                    task.cancel()
            case Flush() if not self._stop.is_set():  # whoever is leaving begins nothing new
                self._flush(now, command)
            case Show() | Say() | Hush() | Adjust():
                self._present(command)
            case Attend():
                if self._hearing is not None:
                    self._hearing.attend(command.to)
            case WakeAt():
                self._wake_at(now, command.at)

    def _present(self, command: Show | Say | Hush | Adjust) -> None:
        """What the wearer sees and hears."""
        match command:
            case Show():
                self._screen.put(command)
            case Say():
                self._mouth.say(command)
            case Hush():
                self._mouth.hush()
            case Adjust(levels):
                self._mouth.volume, self._brightness = levels.volume, levels.brightness

    def _flush(self, now: Now, command: Flush) -> None:
        """Ask a waiting question again; where it waits no more, say so to the mind."""
        queue = self.parts.queue
        begin = queue.flush(now, command.turn) if queue is not None else None
        if begin is not None:
            self.post(self.parts.ledger.begin(now, begin))
        elif queue is None or command.turn not in queue.waiting():
            self.post(Waiting(queue.waiting() if queue is not None else ()))

    def _tell_trouble(self) -> None:
        """A ledger that cannot write is a lost device: said once, and for each turn it loses; and once it is back."""
        trouble, refused = self.parts.ledger.trouble, self.parts.ledger.refused
        if trouble and (not self._trouble or refused > self._refused):
            self.post(Lost("ledger", trouble))
        elif self._trouble and not trouble:
            self.post(Back("ledger"))
        self._trouble, self._refused = trouble, refused

    def _wake_at(self, now: Now, at: Instant) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(max(0.0, at - now.at), self.post, Tick())

    def _spawn(self, turn: TurnId, work: Coroutine[Any, Any, None]) -> None:
        task = self._group.create_task(work, name=f"turn {turn}")
        self._tasks.setdefault(turn, set()).add(task)
        task.add_done_callback(lambda done: self._done(turn, done))

    def _done(self, turn: TurnId, task: asyncio.Task[None]) -> None:
        left = self._tasks.get(turn, set())
        left.discard(task)
        if not left:
            self._tasks.pop(turn, None)
        self._changed.set()

    async def _show_cards(self) -> None:
        display, standing = self.parts.glasses.display, Standing("display", self.post)
        while True:
            show = await self._screen.get()
            try:
                with self.progress.step("display", 5.0):
                    await guarded(partial(_render, show, display, self._brightness), "the display")
                standing.works()
            except EdgeError as error:
                standing.failed(problem_of(error))


async def _render(show: Show, display: Display, brightness: int) -> None:
    await display.show(replace(card(show, checked(display.size, Size)), brightness=brightness))


async def _finish(tasks: set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
