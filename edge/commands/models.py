"""`glint models`: which bundles there are, and whether each is what its card says."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands import models_pull as pulling
from edge.commands import models_try as trying
from edge.commands.exits import FAILED, FINE
from edge.commands.options import CONFIG, configuration
from edge.errors import EdgeError, ModelError, PhotoError, UsageError
from edge.output import complain, json_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edge.bundle.model_card import ModelCard
    from edge.bundle.net import Bundle
    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.messages import Frame


GOOD = {"ok", "listed"}
PIPER = "piper"  # as in edge.bundle.piper_voice


def add(subparsers: Subparsers) -> None:
    """The parser, with one below it for each thing that can be done."""
    parser = subparsers.add_parser(
        "models",
        help="the models that are here, and whether they are what they should be",
        description="List the bundles, or verify them: every hash, every tensor, and that each net runs.",
        epilog="example: glint models verify",
    )
    _add_common(parser, config=None, json=False)
    parser.set_defaults(run=run, verify=False)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    for name, about, verify in (("list", "list them (the default)", False), ("verify", "check them whole", True)):
        action = actions.add_parser(name, help=about)
        _add_common(action)
        action.set_defaults(verify=verify)
    bring = actions.add_parser(
        "add",
        help="make a bundle of a detector or a voice that you fetched from its authors",
        description="Make a bundle of an ONNX file of a known family. `glint see --detector NAME` uses a detector, "
        "`sound.voice` or `glint say --voice NAME` a Piper voice, whose FILE.onnx.json lies beside it.",
        epilog="examples: glint models add nanodet.onnx --like nanodet-plus --photos ~/photos · "
        "glint models add en_GB-alba-medium.onnx --like piper",
    )
    bring.add_argument("file", type=Path, metavar="FILE.onnx")
    bring.add_argument("--like", required=True, metavar="FAMILY", help="nanodet-plus, yolox, yolox-0.1 or piper")
    bring.add_argument("--name", help="the bundle's name (default: the file's)")
    bring.add_argument("--photos", type=Path, metavar="DIR", help="photos to calibrate its scores on, beside looker's")
    _add_common(bring)
    bring.set_defaults(run=run_add)
    pulling.add(actions, _add_common)
    trying.add(actions)


def _add_common(parser: argparse.ArgumentParser, **defaults: object) -> None:
    """What may be said before an action or after it; an action that is silent on it leaves it as it was."""
    unsaid = argparse.SUPPRESS
    parser.add_argument("--config", metavar="F", type=Path, default=defaults.get("config", unsaid), help=CONFIG)
    parser.add_argument("--json", action="store_true", default=defaults.get("json", unsaid), help="one object a bundle")


def run(args: argparse.Namespace) -> int:
    """List or verify."""
    from edge.commands.table import table
    from edge.model_folders import model_folders

    folders = model_folders(configuration(args.config))
    rows = list(_rows(folders, verify=args.verify))
    if args.json:
        for row in rows:
            print(json_line(row))
    elif rows:
        told = [{**row, "state": row["state"] if row["state"] in GOOD else "BROKEN"} for row in rows]
        print(table(tuple(rows[0]), [tuple(row.values()) for row in told]))
        for row in rows:
            if row["state"] not in GOOD:
                print(f"\n{row['name']}: {row['state']}")
        if not args.verify:
            print("\nlisted, not checked: `glint models verify` does that")
    else:
        print(f"no models in {' or '.join(map(str, folders))}")
    return FINE if all(row["state"] in GOOD for row in rows) and (rows or not args.verify) else FAILED


def run_add(args: argparse.Namespace) -> int:
    """Make a bundle of a file."""
    from edge.bundle.net import check_name
    from edge.commands.memory import memory_within
    from edge.limits import MODEL_MEMORY
    from edge.model_folders import folder_for_new

    config = configuration(args.config)
    name = args.name or args.file.stem
    check_name(name)
    out = folder_for_new(config) / name
    if out.exists():
        raise UsageError(f"there is a model called {out.name} already: choose another --name")
    with memory_within(MODEL_MEMORY, name):
        return _add_voice(args, out) if args.like == PIPER else _add_detector(args, config, out)


def _add_detector(args: argparse.Namespace, config: Config, out: Path) -> int:
    from edge.compose.models import open_detector
    from edge.perceive.brought import bring
    from edge.perceive.objects import Objects

    frames = _photos(args.photos) if args.photos else []
    looker = Objects(open_detector(config, "looker")) if frames else None
    card = bring(args.file, args.like, out, frames, looker)
    row = {"name": card.name, "folder": str(out), "threshold": card.threshold("answer", "*")}
    print(json_line(row) if args.json else f"{card.name}: {out}, pinned; things count from {row['threshold']}")
    return FINE


def _add_voice(args: argparse.Namespace, out: Path) -> int:
    from edge.bundle.piper_voice import bring_voice, read_voice

    if args.photos:
        raise UsageError("--photos is for detectors")
    card = bring_voice(args.file, out)
    rate = read_voice(card.name, (out / "voice.json").read_bytes()).rate
    row = {"name": card.name, "folder": str(out), "rate": rate}
    print(json_line(row) if args.json else f'{card.name}: {out}, pinned; use it with sound.voice = "{card.name}"')
    return FINE


def _photos(folder: Path, most: int = 100) -> list[Frame]:
    from edge.media.photo import SUFFIXES, open_photo

    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder with photos")
    paths = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in SUFFIXES]
    frames = []
    for path in paths[:most]:
        try:
            frames.append(open_photo(path))
        except PhotoError as error:
            complain(f"left out: {error}")
    if not frames:
        raise UsageError(f"no photos in {folder}")
    return frames


def _bundles(folders: Sequence[Path], *, verify: bool) -> list[Path]:
    """By name; of two with one name the one that is used, which is that of the first folder.

    To be verified every folder counts: one without a card is what is left of a bundle.
    """
    from edge.bundle.model_card import NAME as CARD

    found: dict[str, Path] = {}
    for folder in folders:
        try:
            inside = sorted(folder.iterdir())
        except FileNotFoundError:
            continue
        except OSError as error:
            raise UsageError(f"cannot read the folder of models {folder}: {error.strerror}") from error
        for path in inside:
            if _counts(path if verify else path / CARD, folder=verify) and not path.name.startswith("."):
                found.setdefault(path.name, path)
    return [found[name] for name in sorted(found)]


def _counts(path: Path, *, folder: bool) -> bool:
    """Whether it is there, as a folder or a file; what may not be looked at counts, and is named when it is read."""
    try:
        return path.is_dir() if folder else path.is_file()
    except PermissionError:
        return True


def _kilobytes(bundle: Path) -> int:
    try:
        return sum(file.stat().st_size for file in bundle.iterdir() if file.is_file()) // 1024
    except PermissionError:
        return 0


def _rows(folders: Sequence[Path], *, verify: bool) -> Iterator[dict[str, Any]]:
    from edge.bundle.model_card import read_card
    from edge.bundle.pins import pinned_by

    for bundle in _bundles(folders, verify=verify):
        row = {"name": bundle.name, "state": "listed", "kilobytes": _kilobytes(bundle)}
        row |= {"folder": str(bundle), "pinned": ""}
        try:
            card = read_card(bundle)
            row["pinned"] = pinned_by(bundle)
            if verify:
                _verify(bundle, card)
                row["state"] = "ok"
        except EdgeError as error:
            row["state"] = str(error)
        yield row


def _verify(bundle: Path, card: ModelCard) -> None:
    from edge.commands.memory import memory_within
    from edge.limits import MODEL_MEMORY

    with memory_within(MODEL_MEMORY, card.name):
        _try_all(bundle, card)


def _try_all(bundle: Path, card: ModelCard) -> None:
    """Every hash of every target, then every net that this machine can run once, on zeros. Raises ModelError."""
    import numpy as np

    from edge.bundle import golden
    from edge.bundle.net import open_bundle, read_checked, targets
    from edge.perceive.objects import TASK

    for spec in card.nets.values():
        for file in spec.files.values():
            read_checked(bundle, card.name, file)
    for target in targets():
        opened = open_bundle(bundle, target=target, whole=True)
        off = golden.disagreement(opened)
        if off is not None and not off <= 1:
            raise ModelError(card.name, f"answers otherwise here than where it was made: {off:.2g} of what may be")
        if card.task == TASK:
            _looks(opened)
        for name, spec in card.nets.items():
            if all(size > 0 for tensor in spec.inputs for size in tensor.shape):
                opened.nets[name]({t.name: np.zeros(t.shape, np.dtype(t.dtype)) for t in spec.inputs})


def _looks(opened: Bundle) -> None:
    """A detector must also be able to say what it sees, and the one that redacts to hide what it must."""
    import numpy as np

    from edge.messages import Frame, Instant
    from edge.perceive.objects import Objects
    from edge.perceive.redact import BUNDLE, Redactor

    grey = Frame(Instant(0.0), np.full((48, 64, 3), 128, np.uint8))
    for name, spec in opened.card.nets.items():
        if spec.heads:
            Objects(opened, name).see(grey, 0.0)
    if opened.card.name == BUNDLE:
        Redactor(opened)
