"""`glint models try NAME`: a detector live, on photos or on what the camera sees, a line for each look."""

from __future__ import annotations

import dataclasses
import time
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FINE
from edge.commands.options import configuration
from edge.errors import DeviceError, UsageError
from edge.language.markup import clean

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from edge.config import Config
    from edge.messages import Frame, Thing
    from edge.perceive.objects import Objects


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the parser of this command."""
    parser = actions.add_parser(
        "try",
        help="watch a detector at work, on photos or on the camera",
        description="Say what a detector sees, look by look, and how long each look takes.",
        epilog="example: glint models try looker --camera",
    )
    parser.add_argument("name", metavar="NAME", help="the bundle")
    parser.add_argument("--image", metavar="P", type=Path, nargs="+", help="photos to look at")
    parser.add_argument(
        "--camera", metavar="SOURCE", nargs="?", const="", help="the camera (default: the configured one)"
    )
    parser.add_argument("--frames", metavar="N", type=int, default=0, help="stop after so many (default: at Ctrl-C)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look, and say so."""
    from edge.compose.models import open_detector
    from edge.perceive.objects import Objects

    if (args.image is None) == (args.camera is None):
        raise UsageError("say what to look at: --image photo.jpg, or --camera")
    config = configuration(args.config)
    objects = Objects(open_detector(config, args.name))
    if args.image:
        from edge.media.photo import open_photo

        for path in args.image:
            print(f"{clean(path.name)}: {line(objects, open_photo(path))}")
        return FINE
    if args.camera:
        config = dataclasses.replace(config, camera=dataclasses.replace(config.camera, source=args.camera))
    import asyncio

    return asyncio.run(watch(config, lambda frame: print(line(objects, frame), flush=True), args.frames))


def line(objects: Objects, frame: Frame) -> str:
    """What is sure enough to be named, surest first, and the time it took."""
    began = time.perf_counter()
    things = objects.see(frame)
    spent = (time.perf_counter() - began) * 1000
    named = [t for t in things if _sure(objects, t)]
    return f"{', '.join(f'{t.label} {t.score:.2f}' for t in named) or 'nothing'}  ({spent:.0f} ms)"


def _sure(objects: Objects, thing: Thing) -> bool:
    return thing.score >= objects.card.threshold("answer", thing.label)


async def watch(config: Config, look: Callable[[Frame], None], most: int) -> int:
    """Frames through the eye, which lights first: there is no other way to one."""
    from edge.hardware.glasses import terminal_glasses
    from edge.messages import Lost, Shot

    glasses, missing = terminal_glasses(config)
    eye = glasses.eye
    if eye is None:
        lost = next(iter(missing), Lost("camera", "is none: camera.source in glint.toml"))
        raise DeviceError(lost.device, lost.why)
    seen = 0
    async with aclosing(eye.frames(Shot())) as frames:
        async for frame in frames:
            look(frame)
            seen += 1
            if most and seen >= most:
                break
    return FINE
