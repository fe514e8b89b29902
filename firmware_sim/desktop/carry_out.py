"""Carries out what the page orders, in the loop of the glasses."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from edge.errors import PhotoError, SoundError, UsageError
from edge.media.audio import resample
from edge.media.image import decode_photo
from edge.media.jpeg import scale
from edge.media.photo import open_photo
from edge.media.recording import whole
from edge.messages import Ref, Touch, TurnId, Typed
from edge.reach.gate.receipts import Receipts
from edge.store.forget import wipe, wipe_all
from edge.store.private_file import write_private
from edge.store.registry import store_at
from edge.store.turns import family
from firmware_sim.desktop import orders
from firmware_sim.desktop.journal import after_phrase
from firmware_sim.desktop.profiles import profile_named
from firmware_sim.desktop.scenes import bundled_scenes, photo
from firmware_sim.desktop.server_choice import ServerChoice, chosen
from firmware_sim.desktop.tapes import replayed, scrubbed
from firmware_sim.desktop.told import receipts
from firmware_sim.world.faults import KINDS
from firmware_sim.world.live import AIRS
from firmware_sim.world.perception import RATE
from firmware_sim.world.scenario import BUNDLED

if TYPE_CHECKING:
    from edge.messages import Pixels
    from firmware_sim.desktop.desk import Desk
    from firmware_sim.desktop.glasses import Tell
    from firmware_sim.desktop.orders import AnyOrder

Told = dict[str, Any]
SAID_AT_MOST = 300  # characters that are said in the simulated air at once
PICTURE_AT_MOST = 1920  # pixels of a dropped picture on its longer side
BROUGHT_AT_MOST = 4  # tapes
RECORDING_AT_MOST = 120.0  # seconds
CALL = BUNDLED / "sounds" / "view_glass_1.wav"


def obeys_while_changing(order: AnyOrder) -> bool:
    """Whether an order has nothing to do with what is worn."""
    return isinstance(order, orders.ReplayOrder | orders.ScrubOrder | orders.EarsOrder)


async def carry_out(desk: Desk, order: AnyOrder, payload: bytes) -> Told:
    """Do it; returns what the page is told besides that it is done. Raises EdgeError for what cannot be done."""
    told = await _carried_out(desk, order, payload)
    desk.journal.note(desk.at, order)
    return told


async def _carried_out(desk: Desk, order: AnyOrder, payload: bytes) -> Told:
    match order:
        case orders.TypeOrder(text=text, mode=mode):
            ref = _fresh("typed")
            desk.live.touch(Typed(text, None, mode, Ref(ref)))
            return {"ref": ref}
        case orders.TapOrder(kind=kind):
            _tap(desk, kind)
        case orders.SayOrder(text=text):
            return await _say(desk, text)
        case orders.EarsOrder(on=on):
            desk.ears_open = on
        case orders.LookOrder() | orders.WatchOrder():
            await _look(desk, order, payload)
            desk.journal.look_at(desk.at, desk.scene)
        case orders.WearOrder() | orders.ServerOrder() | orders.RecordOrder():
            return await _begin_anew(desk, order)
        case orders.ForgetOrder():
            return await _forget(desk, order)
        case orders.ReceiptsOrder():
            return {"receipts": receipts(desk)}
        case orders.ScenarioOrder():
            return {"toml": desk.journal.as_toml(desk.wearing.log, desk.wish.server.configured())}
        case orders.ReplayOrder(tape=tape):
            return await asyncio.to_thread(replayed, brought(desk, tape), desk.wearing.log.bar)
        case orders.ScrubOrder(tape=tape, keep=keep):
            copy = desk.folder / f"{_fresh('shared')}.tape"
            tell = partial(_tell_picture, desk.wearing.outside.tell) if keep else None
            done = await asyncio.to_thread(scrubbed, brought(desk, tape), copy, desk.wearing.config, tell=tell)
            return done | {"file": f"/tape/{copy.stem}"}
        case orders.DriveOrder():
            raise UsageError("a page drives, and nobody else has to")
        case _:
            _change_world(desk, order)
    return {}


def _tell_picture(tell: Tell, number: int) -> None:
    """A copy is being made: so far has it come."""
    tell({"is": "copying", "picture": number}, b"")


def _change_world(desk: Desk, order: AnyOrder) -> None:
    live = desk.live
    desk.physics.now()  # until now the world was as it was
    match order:
        case orders.FaultOrder(device=device, kind=kind, on=on, amount=amount):
            if kind not in KINDS.get(device, {}):
                raise UsageError(f"there is no fault '{kind}' of a {device}")
            if on:
                live.break_(device, kind, amount)
            else:
                live.mend(device, kind)
        case orders.MendOrder():
            live.mend()
        case orders.AirOrder(name=name):
            if name not in AIRS:
                raise UsageError(f"there is no network '{name}': {', '.join(AIRS)}")
            desk.air = name
            live.weather(AIRS[name])
        case orders.LinkOrder(latency=latency, loss=loss):
            for kind, amount in (("latency", latency), ("loss", loss)):
                live.mend("link", kind)
                if amount:
                    live.break_("link", kind, amount)
        case orders.PaceOrder(factor=factor):
            desk.clock.pace = factor
        case orders.ChargeOrder(battery=battery, around=around):
            if battery is not None:
                desk.physics.charge(battery)
            if around is not None:
                live.celsius = around
            live.moved()
    desk.link.changed()


def _tap(desk: Desk, kind: str) -> None:
    if kind == "hold" and desk.wish.profile.touch == "button":
        raise UsageError("the button of these glasses is pressed, not held")
    desk.live.touch(Touch(kind))


async def _say(desk: Desk, text: str) -> Told:
    """Let it be said beside the glasses: the wake phrase by a person who was recorded, all else by the device's voice.

    That voice never wakes the glasses: they are taught not to hear themselves.
    """
    if desk.talker is None:
        raise UsageError("this machine has no voice to say it with (glint doctor says what is missing)")
    if desk.wearing.senses.ear is None:
        raise UsageError("there is no ear here: glint models pull moonshine-tiny, or type it")
    called, rest = after_phrase(text)
    pieces = [await asyncio.to_thread(whole, CALL)] if called else []
    if rest:
        clip = await desk.talker.clip(rest[:SAID_AT_MOST])
        pieces.append(resample(clip.samples, clip.rate, RATE))
    until = desk.live.play(np.concatenate(pieces))
    return {"seconds": round(until - desk.clock.time(), 2)}


async def _look(desk: Desk, order: orders.LookOrder | orders.WatchOrder, payload: bytes) -> None:
    live = desk.live
    match order:
        case orders.LookOrder(scene=name):
            if name not in {scene.name for scene in bundled_scenes()}:
                raise UsageError(f"there is no scene '{name}'")
            live.look_at((await asyncio.to_thread(open_photo, photo(name))).pixels)
            desk.scene = {"kind": "scene", "name": name}
        case orders.WatchOrder(what="picture"):
            try:
                live.look_at(await asyncio.to_thread(_dropped, payload))
            except PhotoError as error:
                raise UsageError(str(error)) from None
            desk.scene = {"kind": "picture", "name": ""}
        case orders.WatchOrder(what=what):
            live.look_at(None, frames_given=what != "none")
            desk.scene = {"kind": what, "name": ""}


async def _begin_anew(desk: Desk, order: orders.WearOrder | orders.ServerOrder | orders.RecordOrder) -> Told:
    wish = desk.wish
    match order:
        case orders.WearOrder(profile=name):
            profile = profile_named(name)
            if profile is None:
                raise UsageError(f"there are no glasses '{name}'")
            wish = replace(wish, profile=profile)
        case orders.ServerOrder():
            wish = replace(wish, server=_chosen(desk, order))
        case orders.RecordOrder(on=True):
            wish = replace(wish, tape=desk.folder / f"{_fresh('session')}.tape")
        case orders.RecordOrder():
            return await _stop_recording(desk)
    if wish != desk.wish:
        if wish.tape is not None and wish.tape == desk.wish.tape:  # a tape is of one session
            wish = replace(wish, tape=desk.folder / f"{_fresh('session')}.tape")
        await desk.again(wish)
    return {}


async def _stop_recording(desk: Desk) -> Told:
    """The tape ends here; the same glasses are worn on."""
    tape, desk.wish = desk.wish.tape, replace(desk.wish, tape=None)
    await desk.wearing.stop_recording()
    return {"file": f"/tape/{tape.stem}"} if tape is not None else {}


def _chosen(desk: Desk, order: orders.ServerOrder) -> ServerChoice:
    for old in desk.folder.glob("server_*.key"):
        if str(old) != desk.wish.server.key_file:
            old.unlink()
    if order.kind != "url":
        return ServerChoice(order.kind)
    if not order.url:
        raise UsageError("a server needs its address, such as http://127.0.0.1:8000/v1")
    return chosen(order.url, order.model, order.key, desk.folder / f"{_fresh('server')}.key")


def _dropped(data: bytes) -> Pixels:
    """A picture as it is looked at: one that is larger than anybody's page is made smaller at once."""
    return scale(decode_photo(data, "the picture"), PICTURE_AT_MOST)


async def _forget(desk: Desk, order: orders.ForgetOrder) -> Told:
    turns, told = await asyncio.to_thread(_wiped, desk, order)
    cards = desk.wearing.log.cards
    desk.journal.forget(None if turns is None else [card["text"] for turn in turns if (card := cards.of(turn))])
    desk.wearing.forget(turns)
    return told


def _wiped(desk: Desk, order: orders.ForgetOrder) -> tuple[tuple[TurnId, ...] | None, Told]:
    """Which turns were wiped, and what the page is told; in a thread, since the disk is waited for."""
    store = store_at(desk.ledger, desk.folder)
    if order.all:
        gone, turns = wipe_all(store), None
    else:
        wanted = [TurnId(turn) for turn in order.turns]
        if order.receipt is not None:
            receipt = Receipts(desk.ledger).one(order.receipt)
            if receipt is None or receipt.turn is None:
                raise UsageError(f"there is no receipt {order.receipt}")
            wanted.append(receipt.turn)
        turns = tuple(one for turn in wanted for one in family(desk.ledger, turn))
        gone = wipe(store, turns)
    return turns, {"turns": None if turns is None else list(turns), "gone": str(gone), "left": list(gone.left)}


def brought(desk: Desk, name: str) -> Path:
    """The tape of this name, recorded or brought. Raises UsageError where there is none."""
    path = desk.folder / f"{name}.tape"
    if not path.is_file():
        raise UsageError(f"there is no tape '{name}'")
    return path


def bring(desk: Desk, data: bytes) -> str:
    """Keep a tape that the page brought, and not too many of them; returns its name."""
    older = sorted(desk.folder.glob("brought_*.tape"), key=lambda path: path.stat().st_mtime)
    for path in older[: 1 - BROUGHT_AT_MOST]:
        path.unlink(missing_ok=True)
    name = _fresh("brought")
    write_private(desk.folder / f"{name}.tape", data)
    return name


async def play_recording(desk: Desk, wav: bytes) -> Told:
    """Let a recording be heard from now on. Raises UsageError for what is none."""
    path = desk.folder / f"{_fresh('heard')}.wav"
    try:
        write_private(path, wav)
        samples = await asyncio.to_thread(whole, path, RECORDING_AT_MOST)
    except SoundError as error:
        raise UsageError(f"the recording {str(error).removeprefix(f'{path}: ')}") from None
    finally:
        with suppress(OSError):
            path.unlink()
    until = desk.live.play(samples)
    return {"seconds": round(until - desk.clock.time(), 2)}


def _fresh(kind: str) -> str:
    return f"{kind}_{secrets.token_hex(4)}"
