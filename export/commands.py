"""`glint export`: a model from its recipe, or a bundle of a model from Hugging Face. Cheap to import: no torch here."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import UsageError

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]  # argparse has no public name for it

TASKS = ("image-classification", "text-embedding", "image-text", "speech-recognition")
EXAMPLE = """examples:
  glint export looker --data ~/photos --work build/export
  glint export looker --data ~/photos --only faces,plates
  glint export looker --smoke
  glint export grasp --data data --work build/export --resume
  glint export wake --data data --phrase "hey glint" --clips ~/clips
  glint export hf openai/whisper-tiny --task speech-recognition --name whisper"""


def register(subparsers: Subparsers) -> None:
    """Add the parser of `glint export`."""
    parser = subparsers.add_parser(
        "export",
        help="make a model: distil, convert, shrink, verify, publish",
        description="Make a model from its recipe, or a bundle from a model on Hugging Face (RECIPE is then `hf`).",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("recipe", metavar="RECIPE", help="a recipe's name, or `hf`")
    parser.add_argument("source", metavar="ID", nargs="?", help="with hf: a folder, or a model's name on the hub")
    parser.add_argument("--data", type=Path, default=Path("data"), help="photos, boxes and teachers (default: data)")
    parser.add_argument("--work", type=Path, default=Path("build/export"), help="where unfinished work is kept")
    parser.add_argument("--out", type=Path, help="the bundle's folder (default: models/NAME)")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--smoke", action="store_true", help="the whole pipeline on what it makes itself, a minute")
    parser.add_argument("--only", default="", metavar="NETS", help="with looker: just these nets, such as faces,plates")
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="at most so many for torch (0: its choice)")
    parser.add_argument("--task", choices=TASKS, help="with hf: what the model does")
    parser.add_argument("--name", help="with hf: the bundle's name")
    parser.add_argument("--phrase", default="view glass", help="with wake: what to listen for (default: view glass)")
    parser.add_argument("--clips", type=Path, metavar="DIR", help="with wake: your own recordings of the phrase")
    parser.add_argument("--json", action="store_true", help="the report as one object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the model and print its report; returns the exit status. UsageError for wrong arguments."""
    try:
        import torch
    except ModuleNotFoundError:
        raise UsageError(
            "glint export needs torch: pip install 'torch==2.13.0', then pip install 'glint[export]'"
        ) from None
    if args.threads < 0:
        raise UsageError("--threads is a number from 0 on")
    if args.threads or args.smoke:
        # A net as small as the trial's loses more by its threads waiting for each other than it gains.
        torch.set_num_threads(args.threads or 1)
    try:
        args.work.mkdir(parents=True, exist_ok=True)
        figures = _hugging_face(args) if args.recipe == "hf" else _recipe(args)
    except OSError as error:
        raise UsageError(f"{error.filename or args.out or args.work}: {error.strerror or error}") from error
    if args.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")
    return 0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _recipe(args: argparse.Namespace) -> dict[str, object]:
    from export.recipe import Place
    from export.recipes import NAMES, make, make_nets, make_wake

    if args.recipe not in NAMES:
        raise UsageError(f"there is no recipe called {args.recipe!r}; there are: {', '.join(NAMES)}")
    # What a trial makes is good for nothing, so it does not belong among the models.
    name = "smoke" if args.smoke and args.recipe == "looker" else args.recipe
    if args.recipe == "wake":
        name = "_".join(args.phrase.lower().split())
    place = Place(args.data, args.work, args.out or (args.work if args.smoke else Path("models")) / name)
    if not args.smoke and not args.data.is_dir():
        raise UsageError(f"--data {args.data}: there is no such folder; docs/training.md says what must lie in it")
    only = [net for net in args.only.split(",") if net]
    if only and (args.smoke or args.recipe != "looker"):
        raise UsageError("--only is for looker, and not with --smoke")
    if args.recipe == "wake":
        _check_wake(args)
        figures = make_wake(args.phrase, args.clips, place, say, resume=args.resume)
    elif only:
        figures = make_nets(only, place, say, resume=args.resume)
    else:
        figures = make(args.recipe, place, say, smoke=args.smoke, resume=args.resume)
    return {"name": name, "folder": str(place.out), **figures}


def _check_wake(args: argparse.Namespace) -> None:
    if args.smoke:
        raise UsageError("wake has no --smoke: what it is taught with cannot be drawn")
    if args.clips and not args.clips.is_dir():
        raise UsageError(f"--clips {args.clips}: there is no such folder")


def _hugging_face(args: argparse.Namespace) -> dict[str, object]:
    from edge.bundle.net import check_name
    from export.hub import export_hub

    if not (args.source and args.task and args.name):
        raise UsageError("hf needs an ID, --task and --name: glint export hf openai/whisper-tiny --task ... --name ...")
    check_name(args.name)
    return export_hub(args.source, args.task, args.out or Path("models") / args.name, say, name=args.name)
