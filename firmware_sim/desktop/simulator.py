"""The desktop simulator without its page: glasses that are worn in a loop and a thread of their own.

Whoever serves the page gives orders from any thread (`obey`) and is told what happens (`tell`, called in the loop of
the glasses). The clock of that loop may run faster than the real one; the web server's never does.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from edge.compose.senses import real_senses
from edge.config import data_folder
from edge.errors import DeviceError, PhotoError, UsageError
from edge.flow import Lanes
from edge.hardware.link import Network
from edge.hardware.sound import find_talker
from edge.media.image import decode_photo, read_header
from edge.media.photo import open_photo
from edge.messages import Attention
from edge.store.ledger import open_ledger
from firmware_sim.desktop.carry_out import carry_out, obeys_while_changing, play_recording
from firmware_sim.desktop.desk import Desk, MouthInTheRoom, Outfit
from firmware_sim.desktop.glasses import Outside, Tell
from firmware_sim.desktop.heap import steady_heap
from firmware_sim.desktop.run_folder import run_folder
from firmware_sim.desktop.scenes import bundled_scenes, photo
from firmware_sim.desktop.server_choice import ThroughTheAir
from firmware_sim.desktop.told import hello, state
from firmware_sim.desktop.worn import Wearing
from firmware_sim.devices.link import SimLink
from firmware_sim.scaled_clock import HeldLane, ScaledLoop
from firmware_sim.server.server import Received, ScriptedServer
from firmware_sim.world.live import Live
from firmware_sim.world.physics import Physics
from firmware_sim.world.scenario import Beginning

if TYPE_CHECKING:
    from edge.config import Config
    from edge.devices import Talker
    from edge.messages import Shot
    from edge.perceive import Senses
    from firmware_sim.desktop.orders import AnyOrder

T = TypeVar("T")
FRAME_BYTES, FRAME_PIXELS = 2 << 20, 4_000_000  # a frame that a page gives has no more
SOUND_BYTES = 32_000  # a second of sound
STATE_EVERY = 0.2  # real seconds between two looks at whether the state has changed
STATE_AT_LEAST = 2.0  # real seconds after which it is told anyway
START_WITHIN = 30.0
STOP_WITHIN = 2.5
RECEIVED_AT_MOST = 20  # requests, their pictures in them, that the scripted server remembers
SCRIPTED_FIRST, SCRIPTED_PACE = 0.9, 0.06  # seconds before the first word of the scripted server, and between two


class Simulator:
    """Glasses that somebody at a page wears."""

    def __init__(self, config: Config, tell: Tell, senses: Senses | None = None) -> None:
        """`senses`: the perceivers; None: the real ones."""
        self.loop: asyncio.AbstractEventLoop
        self.desk: Desk
        self._config = config
        self._senses = senses
        self._tell = tell
        self._thread = threading.Thread(target=self._run, name="glasses", daemon=True)
        self._ready: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._over: concurrent.futures.Future[None] = concurrent.futures.Future()

    # ------------------------------------------------------------------------------------------- from other threads

    def start(self) -> None:
        """Start the loop, and wait until the glasses are worn. Raises what kept them from it."""
        steady_heap()
        self._thread.start()
        concurrent.futures.wait((self._ready, self._over), START_WITHIN, concurrent.futures.FIRST_COMPLETED)
        if self._over.done():
            self._over.result()
        self._ready.result(0)

    @property
    def over(self) -> bool:
        """Whether they are no longer worn, for whatever reason."""
        return self._over.done()

    def stop(self) -> None:
        """Take them off and end the loop; waits for STOP_WITHIN seconds at most. Raises what ended them before."""
        with suppress(RuntimeError):  # the loop is over already
            self.loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(STOP_WITHIN)
        if self._over.done():
            self._over.result()

    def obey(self, order: AnyOrder, payload: bytes = b"") -> concurrent.futures.Future[dict[str, Any]]:
        """Carry out an order; the result is what the page is told with `done`. Raises EdgeError through the future."""
        return self._in_glasses(self._obey(order, payload))

    def hello(self, welcome: Tell) -> concurrent.futures.Future[None]:
        """Tell a page that has just come all that it must know, in one row with what everybody is told."""

        async def tell() -> None:
            await self._changed.wait()
            welcome(hello(self.desk), b"")
            display = self.desk.wearing.worn.display
            if display is not None and display.png:
                welcome({"is": "display", "on": True}, display.png)

        return self._in_glasses(tell())

    def play(self, wav: bytes) -> concurrent.futures.Future[dict[str, Any]]:
        """Let a recording be heard. Raises UsageError through the future."""
        return self._in_glasses(play_recording(self.desk, wav))

    def look(self, work: Callable[[Desk], T]) -> concurrent.futures.Future[T]:
        """What is found at the desk just now."""

        async def found() -> T:
            return work(self.desk)

        return self._in_glasses(found())

    def frame(self, jpeg: bytes) -> None:
        """A frame from the page, which was asked for. It is decoded here: to be called where that may take a while."""
        if not self.desk.live.frames_given or len(jpeg) > FRAME_BYTES:
            return
        with suppress(PhotoError, RuntimeError):  # a frame that is no picture did not come, nor after the end
            header = read_header(jpeg, "the page's frame")
            if header.width * header.height <= FRAME_PIXELS:
                pixels = decode_photo(jpeg, "the page's frame")
                self.loop.call_soon_threadsafe(self.desk.live.frame, pixels)

    def sound(self, pcm: bytes) -> None:
        """A piece of what the page's microphone hears: 16 bit, 16 kHz. Longer than SOUND_BYTES it is none."""
        if len(pcm) <= SOUND_BYTES:
            with suppress(RuntimeError):  # after the end
                self.loop.call_soon_threadsafe(self._sound, pcm)

    def _in_glasses(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        try:
            return asyncio.run_coroutine_threadsafe(work, self.loop)
        except RuntimeError:
            work.close()
            raise UsageError("the glasses are off: the simulator is ending") from None

    # ------------------------------------------------------------------------------------------ in the glasses' loop

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=ScaledLoop) as runner:
            self._stopped = asyncio.Event()
            self.loop = runner.get_loop()
            fault = runner.run(self._until_over())
        if fault is None:
            self._over.set_result(None)
        else:
            self._over.set_exception(fault)

    async def _until_over(self) -> BaseException | None:
        """What ended the glasses too early, if anything did."""
        wearing = asyncio.ensure_future(self._main())
        await asyncio.wait({wearing})
        return wearing.exception()

    async def _main(self) -> None:
        clock = asyncio.get_running_loop()
        if not isinstance(clock, ScaledLoop):
            raise TypeError("the simulator runs in a ScaledLoop")
        self._changed = asyncio.Event()
        live = Live(datetime.now().astimezone(), on_look=self._on_look)
        first = bundled_scenes()[0]
        live.look_at(open_photo(photo(first.name)).pixels)
        with (
            run_folder(data_folder(self._config)) as folder,
            closing(Lanes.threads()) as threads,
            open_ledger(folder / "ledger.sqlite") as ledger,
        ):
            physics, talker = Physics(live, Beginning()), _voice(self._config)
            self.desk = Desk(clock, live, physics, ledger, folder, talker, self._again)
            self.desk.scene = {"kind": "scene", "name": first.name}
            held = Lanes(HeldLane(threads.eyes), HeldLane(threads.ears), HeldLane(threads.words))
            telling = asyncio.ensure_future(self._tell_state())
            try:
                await self._wear_until_stopped(held)
            finally:
                telling.cancel()
                self._changed.set()

    async def _wear_until_stopped(self, lanes: Lanes) -> None:
        desk, senses = self.desk, self._senses or real_senses(self._config)
        if senses.mouth is not None:
            senses = replace(senses, mouth=MouthInTheRoom(desk, senses.mouth))
        stopping = asyncio.ensure_future(self._stopped.wait())
        while not stopping.done():
            config = self._configured()
            answers = {scene.ask[-1].lower(): scene.says for scene in bundled_scenes()}
            received = deque[Received](maxlen=RECEIVED_AT_MOST)
            scripted = ScriptedServer(answers, first=SCRIPTED_FIRST, pace=SCRIPTED_PACE, sees=False, received=received)
            air = SimLink(desk.live, scripted)
            desk.link = ThroughTheAir(air, Network()) if desk.wish.server.kind == "url" else air
            outside = Outside(desk.live, desk.physics, desk.link, desk.talker, self._tell)
            desk.wearing = Wearing(config, desk.wish.profile, outside, senses, lanes, desk.ledger, desk.wish.tape)
            running = asyncio.ensure_future(desk.wearing.run())
            self._worn()
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
            desk.wearing.take_off()
            await running
            await desk.link.close()
            if senses.ear is not None:
                senses.ear.attend(Attention.OFF)  # whoever wears them next was not heard before

    def _configured(self) -> Config:
        """The configuration of the session that begins: it keeps what it keeps in a folder of its own."""
        privacy = replace(self._config.privacy, keep_sent_pictures=True)
        server = self.desk.wish.server.configured()
        return replace(self._config, server=server, privacy=privacy, data=str(self.desk.folder))

    def _worn(self) -> None:
        """The glasses are put on: tell whoever waits for it."""
        desk = self.desk
        felt, now = desk.physics.now(), desk.wearing.worn.glasses.body.now()
        start = {"battery": round(felt.charge, 3), "celsius": round(felt.celsius, 1), "around": desk.live.celsius}
        broken = tuple(fault for fault in desk.live.broken if fault.on(now.at))
        desk.journal.begin(start, desk.air, desk.scene, broken, now.wall.time)
        self._changed.set()
        if self._ready.done():
            self._tell(hello(desk), b"")
        else:
            self._ready.set_result(None)

    async def _again(self, wish: Outfit) -> None:
        self.desk.wish = wish
        changed = self._changed = asyncio.Event()
        self.desk.wearing.take_off()
        await changed.wait()

    async def _obey(self, order: AnyOrder, payload: bytes) -> dict[str, Any]:
        if not self._changed.is_set() and not obeys_while_changing(order):
            raise UsageError("the glasses are just being changed: try again")
        return await carry_out(self.desk, order, payload)

    async def _tell_state(self) -> None:
        told: dict[str, Any] = {}
        since = 0.0
        while True:
            await self._changed.wait()
            now = state(self.desk)
            if _without_time(now) != _without_time(told) or since >= STATE_AT_LEAST:
                told, since = now, 0.0
                self._tell(now, b"")
            await self.desk.clock.pause(STATE_EVERY)
            since += STATE_EVERY

    def _on_look(self, shot: Shot | None) -> None:
        if not self.desk.live.frames_given:
            return
        more = {} if shot is None else {"width": shot.width, "fps": shot.fps}
        self._tell({"is": "camera", "on": shot is not None, **more}, b"")

    def _sound(self, pcm: bytes) -> None:
        if self.desk.ears_open and self.desk.clock.pace == 1.0:
            samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2")
            self.desk.live.hear(samples.astype(np.float32) / np.float32(32768))


def _voice(config: Config) -> Talker | None:
    try:
        return find_talker(config)
    except DeviceError:
        return None


def _without_time(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in {"at", "wall"}}
