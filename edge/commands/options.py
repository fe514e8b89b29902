"""What most commands take, and the parser of them all: no abbreviations, and a guess at what a wrong option meant."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from edge.errors import UsageError
from edge.language.markup import clean

if TYPE_CHECKING:
    from edge.config import Config

CONFIG = "a glint.toml; without it the usual places are tried"
ROWS = "one object per line"


class Parser(argparse.ArgumentParser):
    """An option is written out: what begins like one is not taken for it, as `--key x` would be for `--key-file x`."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"allow_abbrev": False, **settings})

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:  # noqa: ANN401
        """The options; those that this command does not have end the program here, with this command's own usage."""
        namespace, strange = super().parse_known_args(args, namespace)
        if strange:
            known = [name for action in self._actions for name in action.option_strings]
            if strange[0].startswith("-"):
                self.error(f"there is no {strange[0]}{did_you_mean(strange[0], known)}")
            self.error(f"'{strange[0]}' is not understood here: words that belong together stand together")
        return namespace, strange

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401
        """A command or a choice that there is not is refused with the nearest that there is."""
        try:
            super()._check_value(action, value)
        except argparse.ArgumentError as error:
            error.message += did_you_mean(str(value), map(str, action.choices or ()))
            raise

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with status 2."""
        super().error(clean(message))


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """The nearest of the known names, as a question to go behind a complaint; empty where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(written.partition("=")[0], list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def only(text: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that `--only` names, in the order of the known ones; all of them where nothing was said. UsageError."""
    kinds = tuple(kind.strip() for kind in (text or "").split(",") if kind.strip())
    strange = [kind for kind in kinds if kind not in known]
    if strange or (text is not None and not kinds):
        hint = did_you_mean(strange[0], known) if strange else ""
        raise UsageError(f"--only {text}: wants some of {','.join(known)}{hint}")
    return tuple(kind for kind in known if not kinds or kind in kinds)


def common_options(parser: argparse.ArgumentParser, *, json: str = ROWS, config: str = CONFIG) -> None:
    """Add --config F, and --json with this help; an empty text leaves the option out."""
    if config:
        parser.add_argument("--config", metavar="F", type=Path, help=config)
    if json:
        parser.add_argument("--json", action="store_true", help=json)


def configuration(named: Path | None) -> Config:
    """The configuration that was named, here or by GLINT_CONFIG, or that of the usual places.

    UsageError where the file that was named is not.
    """
    from edge.config import find_config, load_config

    path = named or find_config()
    if path is not None and not path.exists():
        raise UsageError(f"{'--config' if named else 'GLINT_CONFIG'} {path}: there is no such file")
    return load_config(path)
