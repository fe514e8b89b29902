"""Carries out what is to be kept, dropped or forgotten, before the answer is given: so that it says what was done."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from edge.errors import AnswerError, DeviceError, EdgeError, LedgerError
from edge.language.durations import Duration
from edge.language.language import english
from edge.messages import Deed, Drop, Forget, Forgotten, Keep, Kept, Lost, Part, StopClip, TakeClip, TakePhoto
from edge.shell.film import SUFFIX, Filming, film
from edge.shell.guarded import guarded, problem_of, why_of
from edge.store import forget
from edge.store.entries import ToWrite, clip_file, read_entries, write_entries
from edge.store.keepers import prepare
from edge.store.sent import what_left
from edge.store.turns import between, family

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from edge.messages import Act, Event, Frame, Tried, Try, TurnId
    from edge.shell.parts import Parts
    from edge.store.entries import Writable
    from edge.store.keepers import Store

Ours = Keep | Drop | TakePhoto | TakeClip | StopClip | Forget
SMALL = 640  # pixels on the longer side of the picture beside a fact
PHOTO_QUALITY = 92


class Keeping:
    """The hand that writes what is kept; it also takes the clips, of which one may run at a time."""

    def __init__(self, parts: Parts, post: Callable[[Event], None]) -> None:
        self._parts = parts
        self._post = post
        self._filming: asyncio.Event | None = None
        self._say = english().say

    def kept(self) -> Kept | None:
        """What is kept; None: it cannot be read, or nothing can be kept here."""
        store = self._parts.store
        if store is None:
            return None
        try:
            return Kept(read_entries(store.ledger), what_left(store.ledger), _counts(store))
        except LedgerError:
            return None

    async def carry_out(self, command: Try, tried: Tried) -> Tried:
        """What came of a skill's answer once its acts of this kind are done; where they failed, the answer says so.

        Without a store they are left to the mind, which refuses them.
        """
        ours = tuple(act for act in tried.acts if isinstance(act, Ours))
        if not ours or self._parts.store is None:
            return tried
        rest = tuple(act for act in tried.acts if not isinstance(act, Ours))
        said: list[str] = []
        try:
            acts, text = await self._do(command, ours, self._parts.store, said)
        except EdgeError as error:
            deeds = tuple(Deed(act, done=False) for act in ours)
            text, why = " ".join((*said, self._failed(error))), why_of(error)
            tried = replace(tried, text=text, why=why, degraded=True, expects=None, figure="")
            return replace(tried, acts=(), deeds=(*tried.deeds, *deeds))
        text = " ".join(filter(None, (*said, text, tried.text)))
        deeds = tuple(Deed(act, done=True) for act in acts)
        return replace(tried, text=text, acts=rest, deeds=(*tried.deeds, *deeds))

    def _failed(self, error: EdgeError) -> str:
        if isinstance(error, DeviceError):
            self._post(Lost(error.device, problem_of(error)))
            return self._say("keeping.device", device=error.device, why=problem_of(error))
        return str(error) if isinstance(error, AnswerError) else self._say("keeping.failed", why=problem_of(error))

    async def _do(self, command: Try, acts: Sequence[Ours], store: Store, said: list[str]) -> tuple[list[Act], str]:
        """The acts as they were done, and what to say of them beside the skill's answer; `said`: what was meanwhile."""
        done: list[Act] = []
        made: list[ToWrite] = []
        text = ""
        try:
            for act in acts:
                match act:
                    case StopClip():
                        done.append(self._stop(act))
                    case Forget():
                        text = await self._forget(command, act, store)
                        done.append(act)
                    case _:
                        made.append(await self._made(command, act, store, said))
            if made:
                wall = self._parts.glasses.body.now().wall
                write = partial(write_entries, store, command.turn, wall, made)
                paths = await self._parts.lanes.words.run("keep", write)
                done += [_with_file(one.act, path, store) for one, path in zip(made, paths, strict=True)]
        finally:
            for one in made:
                if one.finished is not None:  # it has its name by now, or is not kept
                    one.finished.unlink(missing_ok=True)
        clips = [
            self._say("clip.kept", length=Duration(round(act.seconds))) for act in done if isinstance(act, TakeClip)
        ]
        return done, text or " ".join(clips)

    def _stop(self, act: StopClip) -> StopClip:
        if self._filming is None:
            raise AnswerError(self._say("clip.not_filming"))
        self._filming.set()
        return act

    async def _made(self, command: Try, act: Writable, store: Store, said: list[str]) -> ToWrite:
        frame, eyes = command.scene.frame, self._parts.lanes.eyes
        match act:
            case TakeClip():
                return await self._clip(command, act, store, said)
            case TakePhoto() if frame is None:
                raise AnswerError(command.scene.missing or self._say("photo.none"))
            case TakePhoto() | Keep(pictured=True) if frame is not None:
                return ToWrite(act, await eyes.run("jpeg", partial(_jpeg, frame, small=isinstance(act, Keep))))
        return ToWrite(act)

    async def _clip(self, command: Try, act: TakeClip, store: Store, said: list[str]) -> ToWrite:
        glasses = self._parts.glasses
        eye = glasses.eye
        if eye is None:
            raise AnswerError(glasses.why_no_eye or self._say("clip.no_camera"))
        if self._filming is not None:
            raise AnswerError(self._say("clip.filming"))

        def began() -> None:
            said.append(self._say("clip.begins", length=Duration(round(act.seconds))))
            self._post(Part(command.turn, command.route, 0, said[0]))

        self._filming = asyncio.Event()
        path = clip_file(store.folder, command.turn, SUFFIX)
        take, lane = Filming(act.seconds, self._filming, began), self._parts.lanes.eyes
        try:
            seconds = await guarded(lambda: film(eye, self._parts.shot, lane, path, take), "the camera")
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            self._filming = None
        return ToWrite(replace(act, seconds=round(seconds, 1)), finished=path)

    async def _forget(self, command: Try, act: Forget, store: Store) -> str:
        """The mind forgets first, then every file does; what went, in words. Raises AnswerError where not all did."""
        words = self._parts.lanes.words
        everything = not act.turns and act.since is None
        turns = await words.run("forget", partial(_turns_of, store, act, command.turn))
        self._post(Forgotten(None if everything else turns, by=command.turn))
        await words.run("forget", forget.always)  # what was being written is written, and what waited is cancelled
        wipe = partial(forget.everywhere, store, None if everything else turns, act.since)
        gone, told, confirmed = await words.run("forget", wipe)
        if gone.left or confirmed < told:
            left = "; ".join((*gone.left, *([self._say("forget.beside")] if confirmed < told else [])))
            raise AnswerError(self._say("forget.partly", gone=str(gone), left=left))
        return self._say("forget.done", gone=str(gone))


def _counts(store: Store) -> dict[str, int]:
    """How much there is of everything; tables that are missing are made, which may have to wait for who writes."""
    with suppress(LedgerError):
        return _counted(store)
    prepare(store.ledger, store.keepers)
    return _counted(store)


def _counted(store: Store) -> dict[str, int]:
    return {name: count for keeper in store.keepers for name, count in keeper.counted(store).items()}


def _turns_of(store: Store, act: Forget, by: TurnId) -> tuple[TurnId, ...]:
    begin, end = act.since, act.until
    spans = () if begin is None else between(store.ledger, begin, end or begin + timedelta(days=36500))
    families = (turn for one in act.turns for turn in family(store.ledger, one) or (one,))
    return tuple(sorted({*families, *spans, by}))


def _with_file(act: Writable, path: Path | None, store: Store) -> Writable:
    if path is None or not isinstance(act, TakePhoto | TakeClip):
        return act
    return replace(act, file=path.relative_to(store.folder).as_posix())


def _jpeg(frame: Frame, *, small: bool) -> bytes:
    from edge.media.jpeg import encode, scale

    return encode(scale(frame.pixels, SMALL)) if small else encode(frame.pixels, PHOTO_QUALITY)
