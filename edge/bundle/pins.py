"""Pins: what a bundle's card was when it was published or added. One that is another now is refused.

A card has the hash of every file that is used, so that its own hash is one over all of the bundle. Those of the models
that ship stand in pinned.toml; `python -m edge.bundle.pins models` writes it anew, when models are published. What is
added, fetched or exported gets its pin beside it, in the folder of models: that finds damage and a bundle that was
half replaced, but nobody who may write there and knows of it. So is one of a shipped model's name that was made anew.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from edge.bundle.model_card import NAME as CARD
from edge.errors import ModelError
from edge.limits import CARD_BYTES
from edge.toml import read_toml
from edge.whole_file import read_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = Path(__file__).with_name("pinned.toml")
ADDED = ".pinned"
"""The folder, beside the bundles, with the pin of each that was added."""
PIN = 64  # characters


@cache
def shipped(table: Path = TABLE) -> Mapping[str, str]:
    """The pins of the models that ship."""
    return {name: str(pin) for name, pin in read_toml(table, CARD_BYTES).items()}


def pin_of(card: bytes) -> str:
    """The hash of a card, and by it of all that is in its bundle."""
    return hashlib.sha256(card).hexdigest()


def check_pin(folder: Path, card: bytes) -> None:
    """Raise ModelError where the bundle in `folder` is another than was published or added under its name."""
    pin, own = shipped().get(folder.name), _added(folder)
    if pin is not None and pin_of(card) not in {pin, own}:
        raise ModelError(folder.name, "is not the model of this name that ships with Glint: install Glint anew")
    if pin is None and own not in {"", pin_of(card)}:
        raise ModelError(folder.name, "was changed since it was added: add or fetch it again")


def pinned_by(folder: Path) -> str:
    """Who pinned a bundle: `shipped`, `added`, or nobody."""
    if folder.name in shipped():
        return "shipped"
    return "added" if _added(folder) else ""


def put_pin(folder: Path, card: bytes) -> None:
    """Pin what was just written into `folder`. Raises OSError."""
    place = folder.parent / ADDED / folder.name
    place.parent.mkdir(exist_ok=True)
    place.write_text(f"{pin_of(card)}\n", encoding="ascii")


def _added(folder: Path) -> str:
    try:
        return read_whole(folder.parent / ADDED / folder.name, PIN + 1).decode(errors="replace").strip()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ModelError(folder.name, f"its pin cannot be read: {error.strerror}") from None


def table_of(folder: Path) -> str:
    """What pinned.toml says of the bundles in a folder."""
    cards = sorted(path for path in folder.glob(f"*/{CARD}") if not path.parent.name.startswith("."))
    return "".join(f'{card.parent.name} = "{pin_of(read_whole(card, CARD_BYTES))}"\n' for card in cards)


if __name__ == "__main__":
    TABLE.write_text(table_of(Path(sys.argv[1])), encoding="utf-8")
