"""ModelCard: models/NAME/card.toml, read and checked. `glint export` writes it, the glasses read it.

A card names every file with its hash, every net's tensors, how pictures or sounds are prepared for it and how its
answer is read (`prepare`, `heads`: names of functions in edge/perceive, with their settings), and the thresholds,
calibrated per use, that turn scores into answers. `format` grows with the meaning: older is read, newer is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from edge.errors import FormatError, ModelError
from edge.limits import CARD_BYTES
from edge.records import dataclass
from edge.toml import parse_toml
from edge.whole_file import read_whole

FORMAT = 1
NAME = "card.toml"
POOLED = "*"  # the threshold of every label that has none of its own
_PLAIN = re.compile(r"[A-Za-z0-9_-]+\Z")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FileSpec:
    """One file of the bundle: its name in the folder (never a path) and its hash."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """An input or output: its name, numpy's name of its type, and its shape (-1: any length)."""

    name: str
    dtype: str
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NetSpec:
    """One net: a file per target, its tensors, and the settings of what stands before and behind it."""

    files: Mapping[str, FileSpec]
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    prepare: Mapping[str, Any] = field(default_factory=dict)
    heads: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """The score from which on a label counts for a use, with the precision and recall measured at it."""

    score: float
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The whole card of a bundle."""

    name: str
    task: str
    nets: Mapping[str, NetSpec]
    assets: Mapping[str, FileSpec] = field(default_factory=dict)
    thresholds: Mapping[str, Mapping[str, Threshold]] = field(default_factory=dict)  # use -> label or "*" -> threshold
    settings: Mapping[str, Any] = field(default_factory=dict)  # whatever else the task needs, such as its labels
    figures: Mapping[str, Any] = field(default_factory=dict)
    budgets: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    recipe: str = ""  # sha256 of the recipe that made it

    def threshold(self, use: str, label: str) -> float:
        """The score at which `label` counts for `use` ("answer", "count", "redact"): its own, else the pooled one.

        Raises ModelError where the card has neither.
        """
        rows = self.thresholds.get(use, {})
        row = rows.get(label) or rows.get(POOLED)
        if row is None:
            raise ModelError(self.name, f"its card has no threshold for {use!r}")
        return row.score

    def thresholds_by_use(self) -> dict[str, dict[str, float]]:
        """Use -> label (or "*") -> score, for whoever needs no more of the card than this."""
        return {use: {label: row.score for label, row in rows.items()} for use, rows in self.thresholds.items()}


def read_card(folder: Path) -> ModelCard:
    """The card of the bundle in `folder`. Raises ModelError, and FormatError for a newer format."""
    return parse_card(card_bytes(folder), str(folder / NAME))


def card_bytes(folder: Path) -> bytes:
    """The card as it lies in the folder: a plain file of a card's size, and no link. Raises ModelError."""
    try:
        return read_whole(folder / NAME, CARD_BYTES, links=False)
    except OSError as error:
        if not folder.is_dir():
            raise ModelError(folder.name, f"is not in {folder.parent} (`glint models` lists what is)") from error
        raise ModelError(folder.name, f"cannot read its {NAME}: {error.strerror}") from error


def parse_card(data: bytes, where: str = NAME) -> ModelCard:
    """The card that these bytes are in TOML; `where` names it in errors. Raises FormatError."""
    try:
        raw = parse_toml(data)
    except ValueError as error:
        raise FormatError(where, str(error)) from error
    number = raw.pop("format", None)
    if not isinstance(number, int) or number < 1:
        raise FormatError(where, "does not say its format number")
    if number > FORMAT:
        raise FormatError(where, f"is of format {number}, this Glint reads up to {FORMAT}: update Glint")
    return _CardReader(where).card(raw)


class _CardReader:
    """Turns the TOML tree into a card, and says where it is wrong."""

    def __init__(self, where: str) -> None:
        self.where = where

    def card(self, raw: dict[str, Any]) -> ModelCard:
        nets = {name: self.net(name, net) for name, net in self.take(raw, "nets", dict, {}).items()}
        assets = {name: self.file(name, spec) for name, spec in self.take(raw, "assets", dict, {}).items()}
        thresholds = {
            use: {label: self.threshold(f"{use}.{label}", row) for label, row in self.table(use, rows).items()}
            for use, rows in self.take(raw, "thresholds", dict, {}).items()
        }
        rest = {key: self.take(raw, key, dict, {}) for key in ("settings", "figures", "budgets", "versions")}
        name, task = self.take(raw, "name", str), self.take(raw, "task", str)
        recipe = self.take(raw, "recipe", str, "")
        if raw:
            raise self.wrong(f"unknown key {min(raw)!r}")
        return ModelCard(name, task, MappingProxyType(nets), assets, thresholds, **rest, recipe=recipe)

    def net(self, name: str, raw: object) -> NetSpec:
        raw = self.table(name, raw)
        files = {target: self.file(f"{name}.{target}", f) for target, f in self.take(raw, "files", dict).items()}
        return NetSpec(
            files,
            tuple(self.tensor(name, t) for t in self.take(raw, "inputs", list)),
            tuple(self.tensor(name, t) for t in self.take(raw, "outputs", list)),
            self.take(raw, "prepare", dict, {}),
            tuple(self.head(name, head) for head in self.take(raw, "heads", list, [])),
        )

    def head(self, name: str, raw: object) -> dict[str, Any]:
        """Every head has these; the rest is its own."""
        raw = self.table(f"a head of {name}", raw)
        for key, kind in (("name", str), ("output", str), ("labels", list)):
            self.take(dict(raw), key, kind)
        return raw

    def file(self, name: str, raw: object) -> FileSpec:
        raw = self.table(name, raw)
        spec = FileSpec(self.take(raw, "file", str), self.take(raw, "sha256", str))
        if not _FILE.match(spec.file):
            raise self.wrong(f"{name}: {spec.file!r} is not a plain file name")
        if not _HASH.match(spec.sha256):
            raise self.wrong(f"{name}: sha256 must be 64 hexadecimal digits")
        return spec

    def tensor(self, name: str, raw: object) -> TensorSpec:
        raw = self.table(name, raw)
        shape = self.take(raw, "shape", list)
        if not all(isinstance(n, int) for n in shape):
            raise self.wrong(f"{name}: a shape is a list of whole numbers")
        return TensorSpec(self.take(raw, "name", str), self.take(raw, "dtype", str), tuple(shape))

    def threshold(self, name: str, raw: object) -> Threshold:
        raw = self.table(name, raw)
        score, precision, recall = (self.take(raw, key, (int, float)) for key in ("score", "precision", "recall"))
        if not 0 <= score <= 1:
            raise self.wrong(f"{name}: a score lies between 0 and 1")
        return Threshold(float(score), float(precision), float(recall))

    def table(self, name: str, raw: object) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise self.wrong(f"{name} must be a table")
        return raw

    def take(self, raw: dict[str, Any], key: str, kind: type[_T] | tuple[type[_T], ...], default: Any = None) -> _T:  # noqa: ANN401
        value = raw.pop(key, default)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.wrong(f"{key} is missing" if value is None else f"{key} has the wrong type")
        return value

    def wrong(self, problem: str) -> FormatError:
        return FormatError(self.where, problem)


# ----------------------------------------------------------------------------------------------------------- writing


def format_card(card: ModelCard) -> str:
    """The card as TOML; `parse_card` gives the same card back."""
    tree: dict[str, Any] = {"format": FORMAT, "name": card.name, "task": card.task, "recipe": card.recipe}
    tree["nets"] = {name: _net_tree(net) for name, net in card.nets.items()}
    tree["assets"] = {name: _file_tree(spec) for name, spec in card.assets.items()}
    tree["thresholds"] = {
        use: {label: {"score": t.score, "precision": t.precision, "recall": t.recall} for label, t in rows.items()}
        for use, rows in card.thresholds.items()
    }
    tree |= {"settings": card.settings, "figures": card.figures, "budgets": card.budgets, "versions": card.versions}
    return "\n".join(_table((), tree)).strip() + "\n"


def _file_tree(spec: FileSpec) -> dict[str, Any]:
    return {"file": spec.file, "sha256": spec.sha256}


def _net_tree(net: NetSpec) -> dict[str, Any]:
    def tensors(specs: tuple[TensorSpec, ...]) -> list[dict[str, Any]]:
        return [{"name": t.name, "dtype": t.dtype, "shape": list(t.shape)} for t in specs]

    return {
        "inputs": tensors(net.inputs),
        "outputs": tensors(net.outputs),
        "heads": [dict(head) for head in net.heads],
        "files": {target: _file_tree(spec) for target, spec in net.files.items()},
        "prepare": dict(net.prepare),
    }


def _table(path: tuple[str, ...], tree: Mapping[str, Any]) -> list[str]:
    """Plain values first, then sub-tables; a table that holds no table is one line where that stays readable."""
    plain = {k: v for k, v in tree.items() if not isinstance(v, Mapping)}
    deeper = {k: v for k, v in tree.items() if isinstance(v, Mapping) and v}
    lines = ["", f"[{'.'.join(map(_key, path))}]"] if path and (plain or not deeper) else []
    lines += [f"{_key(k)} = {_value(v)}" for k, v in plain.items()]
    inline = {k: v for k, v in deeper.items() if path and len(_value(v)) < 100 and not _nested(v)}
    if inline and not lines:
        lines = ["", f"[{'.'.join(map(_key, path))}]"]
    lines += [f"{_key(k)} = {_value(v)}" for k, v in inline.items()]
    for key, value in deeper.items():
        if key not in inline:
            lines += _table((*path, key), value)
    return lines


def _nested(tree: Mapping[str, Any]) -> bool:
    return any(isinstance(v, (Mapping, list, tuple)) for v in tree.values())


def _key(key: str) -> str:
    return key if _PLAIN.match(key) else _value(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in value)
            return f'"{escaped}"'
        case list() | tuple():
            rows = [_value(v) for v in value]
            wide = sum(map(len, rows)) > 100
            return "[\n    " + ",\n    ".join(rows) + ",\n]" if wide else "[" + ", ".join(rows) + "]"
        case Mapping():
            return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    raise TypeError(f"a card cannot hold {type(value).__name__}")
