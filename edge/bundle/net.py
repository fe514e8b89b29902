"""Opens and writes bundles; the only module that uses onnxruntime.

A file is read once, hashed, and those very bytes go to onnxruntime: one in ten corrupted models loads and returns
numbers, so "it loaded" proves nothing. Symbolic links are refused, and so are models
that keep their weights in a second file (onnx_file.py). What a model takes and gives must be what its card says.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from edge.bundle.cpu import has_vnni
from edge.bundle.model_card import NAME as CARD
from edge.bundle.model_card import FileSpec, ModelCard, NetSpec, TensorSpec, card_bytes, format_card, parse_card
from edge.bundle.onnx_file import of_onnxruntime, problem_of
from edge.bundle.pins import check_pin, pinned_by, put_pin
from edge.bundle.plain_file import read_plain
from edge.errors import ModelError, UsageError
from edge.messages import Array
from edge.records import dataclass

if TYPE_CHECKING:
    import onnxruntime as ort

Net = Callable[[Mapping[str, Array]], Mapping[str, Array]]

VNNI = "x86-vnni"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DTYPES = {"tensor(float)": "float32", "tensor(double)": "float64"}  # the rest are called as in numpy


@dataclass(frozen=True, slots=True)
class Bundle:
    """A model, ready: its card, its nets by name, and the bytes of its other files by name."""

    card: ModelCard
    nets: Mapping[str, Net]
    assets: Mapping[str, bytes]
    files: Mapping[str, str] = field(default_factory=dict)
    """Which file each net was read from."""


def open_bundle(folder: Path, *, only: frozenset[str] | None = None, target: str = "", whole: bool = False) -> Bundle:
    """Open and check a folder of models/; raises ModelError. `only` names the nets that are wanted, if not all.

    Its card must be the one that was published or added under its name: see pins.py.

    A net gives what its heads read, or all that is in its file where it has none or where `whole` asks for it.
    """
    written = card_bytes(folder)
    check_pin(folder, written)
    card = parse_card(written, str(folder / CARD))
    wanted = _targets(card.name, target) if target else targets()
    nets, files = {}, {}
    known = bool(pinned_by(folder)) and not whole  # looked into before it got its pin, and the same since
    for name, spec in card.nets.items():
        if only is None or name in only:
            file = file_of(spec, wanted)
            if file is None:
                raise ModelError(card.name, f"has no file for this machine ({' or '.join(wanted)})")
            data = read_checked(folder, card.name, file)
            if not known and not of_onnxruntime(data) and (problem := problem_of(data)):
                raise ModelError(card.name, f"{file.file} {problem}")
            nets[name], files[name] = _open_net(data, card.name, spec, file.file, whole=whole), file.file
    assets = {name: read_checked(folder, card.name, spec) for name, spec in card.assets.items()}
    return Bundle(card, MappingProxyType(nets), MappingProxyType(assets), MappingProxyType(files))


def check_name(name: str) -> None:
    """Raise UsageError for a name that is not that of one folder, such as a path."""
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no name for a model: up to 64 letters, digits, dots, dashes and underscores")


def write_bundle(card: ModelCard, files: Mapping[str, bytes], folder: Path) -> None:
    """Write a bundle whole or not at all: into a folder beside it, opened there, then moved. Raises ModelError."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise ModelError(card.name, f"cannot be written to {folder}: {error.strerror}") from error
    try:
        for name, data in {**files, CARD: format_card(card).encode()}.items():
            with (place / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for target in targets():
            open_bundle(place, target=target)
        place.chmod(0o755)
        _swap(place, folder)
        put_pin(folder, card_bytes(folder))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def file_spec(name: str, data: bytes) -> FileSpec:
    """The entry of a card for a file: its name and hash."""
    return FileSpec(name, hashlib.sha256(data).hexdigest())


def _swap(place: Path, folder: Path) -> None:
    """A folder cannot be renamed over a full one: the old one steps aside, and comes back on failure."""
    if not folder.exists():
        place.rename(folder)
        return
    aside = place.with_name(place.name + "-old")
    folder.rename(aside)
    try:
        place.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    shutil.rmtree(aside)


def targets() -> tuple[str, ...]:
    """Which of a net's files this machine can run, the fastest first. VNNI: x86 that multiplies bytes by itself."""
    if platform.machine().lower() in {"aarch64", "arm64", "armv7l", "armv8l"}:
        return ("arm",)
    return (VNNI, "x86") if has_vnni() else ("x86",)


def _targets(bundle: str, target: str) -> tuple[str, ...]:
    """The same where somebody names the target; sums of bytes overflow without a word where VNNI is missing."""
    if target == VNNI and not has_vnni():
        raise ModelError(bundle, f"cannot be run for {VNNI}: this CPU has no VNNI. Leave models.target out")
    return (VNNI, "x86") if target == VNNI else (target,)


def file_of(spec: NetSpec, wanted: Sequence[str]) -> FileSpec | None:
    """The first file there is for these targets."""
    return next((spec.files[target] for target in (*wanted, "any") if target in spec.files), None)


def read_checked(folder: Path, bundle: str, spec: FileSpec) -> bytes:
    """The bytes of a file of a bundle: plain, singly linked, with the hash of the card. Raises ModelError."""
    data = read_plain(folder / spec.file, bundle, links=False)
    if hashlib.sha256(data).hexdigest() != spec.sha256:
        raise ModelError(bundle, f"{spec.file} is not the file its card describes (altered or damaged): fetch it again")
    return data


def session(model: bytes, threads: int = 1, *, arena: bool = True) -> ort.InferenceSession:
    """An onnxruntime session with few threads, none of which spins while it waits.

    `arena`: keep the memory of a run for the next one, which pays where all runs are of one size.
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what is an error is raised as well, and told once
    options.enable_cpu_mem_arena = arena
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.force_spinning_stop", "1")
    opened = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    opened._model_bytes = None  # noqa: SLF001 - it would keep the file in memory, to open it again on a lost GPU
    return opened


def net_of(model: bytes, outputs: Sequence[str] = (), name: str = "net") -> Net:
    """A bare net from the bytes of an ONNX file. `outputs` names those that are asked for, where not all are."""
    return _run(session(model), outputs, name)


def _run(opened: ort.InferenceSession, outputs: Sequence[str], name: str) -> Net:
    names = list(outputs) or [output.name for output in opened.get_outputs()]
    refusals = _refusals()

    def run(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        try:
            return dict(zip(names, opened.run(names, dict(inputs)), strict=True))
        except refusals as error:
            raise ModelError(name, f"cannot be run: {_first_line(error)}") from error

    return run


def _first_line(error: Exception) -> str:
    """What onnxruntime says, without its colours and without where in its own code it said so."""
    if isinstance(error, MemoryError) or "allocate memory" in str(error) or "bad_alloc" in str(error):
        return "it asks for more memory than a model may have"
    lines = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()
    return lines[0][:200] if lines else type(error).__name__


def inputs_and_outputs(name: str, model: bytes) -> tuple[tuple[TensorSpec, ...], tuple[TensorSpec, ...]]:
    """What a file without a card takes and gives (-1: any size). Raises ModelError."""
    if problem := problem_of(model):
        raise ModelError(name, problem)
    try:
        opened = session(model)
    except _refusals() as error:
        raise ModelError(name, f"is no ONNX model, or a damaged one: {_first_line(error)}") from error
    return tuple(map(_described, opened.get_inputs())), tuple(map(_described, opened.get_outputs()))


def _described(tensor: ort.NodeArg) -> TensorSpec:
    return TensorSpec(tensor.name, _dtype(tensor.type), tuple(n if isinstance(n, int) else -1 for n in tensor.shape))


def _open_net(data: bytes, bundle: str, spec: NetSpec, file: str, *, whole: bool) -> Net:
    try:
        opened = session(data, arena=not any(size < 0 for tensor in spec.inputs for size in tensor.shape))
    except _refusals() as error:
        raise ModelError(bundle, f"{file} cannot be run: {_first_line(error)}") from error
    _check(bundle, file, spec.inputs, opened.get_inputs())
    _check(bundle, file, spec.outputs, opened.get_outputs())
    read = [head["output"] for head in spec.heads]
    for name in set(read) - {tensor.name for tensor in spec.outputs}:
        raise ModelError(bundle, f"its head reads {name!r}, which {file} does not give")
    return _run(opened, () if whole else read, bundle)


def _refusals() -> tuple[type[Exception], ...]:
    """What onnxruntime raises for a bad model: a class for each status, and (seen) Python's own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    names = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NoModel", "NotImplemented")
    kinds = [getattr(state, name) for name in (*names, "NoSuchFile", "RuntimeException", "EPFail")]
    return (*kinds, RuntimeError, ValueError, TypeError, MemoryError)


def _check(bundle: str, file: str, wanted: tuple[TensorSpec, ...], found: list[ort.NodeArg]) -> None:
    """What the file takes or gives must be exactly what the card says."""
    seen = {tensor.name: (tensor.dtype, tensor.shape) for tensor in map(_described, found)}
    for tensor in wanted:
        if tensor.name not in seen:
            raise ModelError(bundle, f"{file} has no tensor {tensor.name!r}")
        dtype, shape = seen.pop(tensor.name)
        fits = len(shape) == len(tensor.shape) and all(
            w in (n, -1) or n == -1 for w, n in zip(tensor.shape, shape, strict=True)
        )
        if dtype != tensor.dtype or not fits:
            raise ModelError(bundle, f"{file}: {tensor.name} is {dtype} {list(shape)}, its card says otherwise")
    if seen:
        raise ModelError(bundle, f"{file} has a tensor {min(seen)!r} that its card does not name")


def _dtype(name: str) -> str:
    return _DTYPES.get(name, name.removeprefix("tensor(").removesuffix(")"))
