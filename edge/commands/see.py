"""`glint see`: what the camera would see in a photo, in pixels, for people or for machines."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FAILED, FINE, WRONG
from edge.commands.options import common_options, configuration
from edge.commands.options import only as kinds_of
from edge.errors import EdgeError, PhotoError, UsageError
from edge.language.markup import clean
from edge.output import complain, json_line
from edge.records import dataclass

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.messages import Frame

# As in edge.perceive.in_pixels, which `glint --help` has no time to import.
KINDS = ("things", "texts", "codes", "redactions")
LEAST = 0.02  # machines choose the threshold: they are told nearly everything
SHOWN = 0.3  # people see things from this score on, where the detector's card has no threshold of its own


@dataclass(frozen=True, slots=True)
class Looked:
    """One photo and what was found in it; None for what was not looked for."""

    path: str
    frame: Frame
    found: dict[str, tuple[Any, ...] | None]


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "see",
        help="what the camera would see in a photo",
        description="Look at photos: for things, texts, codes, and what would be blurred before a photo leaves.",
        epilog="example: glint see --only texts,codes --draw seen.png menu.jpg",
    )
    parser.add_argument("photos", nargs="+", metavar="P", help="a photo: JPEG, PNG, WebP, GIF, BMP or TIFF")
    parser.add_argument("--only", metavar="KINDS", help=f"look for these only: {','.join(KINDS)} (default: all)")
    parser.add_argument("--detector", metavar="NAME", help="the model that finds things (default: the configured one)")
    parser.add_argument("--draw", metavar="F", type=Path, help="draw what was seen into this picture (of one photo)")
    common_options(parser, json=f"one object per photo; every thing down to score {LEAST}")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look at every photo; one that fails does not keep the others from being looked at."""
    only = kinds_of(args.only, KINDS)
    if args.draw and len(args.photos) != 1:
        raise UsageError("--draw takes one photo at a time")
    if args.draw:
        _check_draw(args.draw, Path(args.photos[0]))
    config = configuration(args.config)
    if args.detector:
        config = replace(config, models=replace(config.models, detector=args.detector))
    eyes = Eyes(config, only)
    worst = max([_see(path, eyes, args) for path in args.photos])
    return max(worst, FAILED if eyes.blind else FINE)


def _see(path: str, eyes: Eyes, args: argparse.Namespace) -> int:
    """Look at one photo and tell what is in it; returns the exit status, were it the only one."""
    from edge.media.photo import open_photo

    try:
        sight = eyes.look(path, open_photo(_file(Path(path))))
    except (PhotoError, UsageError) as error:
        complain(error)
        return WRONG if isinstance(error, UsageError) else FAILED
    if args.json:
        print(json_line(row_of(sight)), flush=True)
    else:
        print(_for_people(sight, eyes.least))
    if args.draw:
        _draw(sight, args.draw, eyes.least)
        complain(f"drawn into {args.draw}")
    return FINE


def _file(path: Path) -> Path:
    """A photo's path; UsageError where nothing is, PhotoError for that of a folder."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such file")
    if path.is_dir():
        raise PhotoError(str(path), f"is a folder: name the photos in it, such as {path / '*.jpg'}")
    return path


def _check_draw(drawing: Path, photo: Path) -> None:
    from edge.media.photo import check_writable

    check_writable(drawing)
    if drawing.exists() and photo.exists() and drawing.samefile(photo):
        raise UsageError("--draw would write over the photo itself: give it another name")


class Eyes:
    """The perceivers that were asked for. One that is not to be had is named once, and its finds are None."""

    def __init__(self, config: Config, wanted: Iterable[str]) -> None:
        from edge.compose.senses import real_senses

        senses = real_senses(config, LEAST)
        ways: dict[str, Callable[[Frame], tuple[Any, ...]] | None] = {
            "things": senses.things,
            "texts": senses.texts,
            "codes": senses.codes,
            "redactions": senses.redactions,
        }
        self._ways = {kind: ways[kind] for kind in wanted}
        self.blind: dict[str, str] = {}
        self.least = _thresholds(config)

    def look(self, path: str, frame: Frame) -> Looked:
        """Look for everything that was asked for."""
        return Looked(path, frame, {kind: self._one(kind, frame) for kind in KINDS})

    def _one(self, kind: str, frame: Frame) -> tuple[Any, ...] | None:
        way = self._ways.get(kind)
        if way is None or kind in self.blind:
            return None
        try:
            return way(frame)
        except EdgeError as error:
            self.blind[kind] = str(error)
            complain(f"cannot look for {kind}: {error}")
            return None


def row_of(sight: Looked) -> dict[str, Any]:
    """A sight as the command line promises it to machines: in pixels."""
    from edge.perceive.in_pixels import seen_in

    return {"path": sight.path, **asdict(seen_in(sight.frame, sight.found))}


def _for_people(sight: Looked, least: Callable[[str], float]) -> str:
    from edge.commands.table import table

    row = row_of(sight)
    things = [thing for thing in row["things"] or () if thing["score"] >= least(thing["label"])]
    rows = [("thing", t["label"], t["score"], _where(t["box"])) for t in things]
    rows += [("text", t["text"], t["score"], _where(_around(t["quad"]))) for t in row["texts"] or ()]
    rows += [(c["format"], c["text"], "", _where(_around(c["quad"]))) for c in row["codes"] or ()]
    rows += [("blurred", r["label"], "", _where(r["box"])) for r in row["redactions"] or ()]
    title = f"{clean(sight.path)}: {row['width']} x {row['height']}"
    if rows:
        return f"{title}\n{table(('seen', 'what', 'score', 'where'), rows)}"
    return f"{title}: {'nothing seen' if any(found is not None for found in sight.found.values()) else 'not looked at'}"


def _where(box: Sequence[float]) -> str:
    return "{:.0f},{:.0f} to {:.0f},{:.0f}".format(*box)


def _around(quad: Sequence[Sequence[float]]) -> list[float]:
    """The box around a text, which may be tilted."""
    across, down = zip(*quad, strict=True)
    return [min(across), min(down), max(across), max(down)]


def _draw(sight: Looked, file: Path, least: Callable[[str], float]) -> None:
    from edge.media.draw import draw
    from edge.media.photo import save_photo
    from edge.messages import Scene

    found = {**sight.found, "things": tuple(t for t in sight.found["things"] or () if t.score >= least(t.label))}
    scene = Scene(sight.frame, found["things"], found["texts"], found["codes"])
    save_photo(file, draw(sight.frame.pixels, scene, [(r.label, r.box) for r in found["redactions"] or ()]))


def _thresholds(config: Config) -> Callable[[str], float]:
    """From which score on people are shown a thing, as its detector's card says."""
    from edge.compose.models import detector_card

    try:
        card = detector_card(config)
    except EdgeError:
        card = None
    return lambda label: card.threshold("answer", label) if card is not None and "answer" in card.thresholds else SHOWN
