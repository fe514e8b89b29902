"""Messages <-> plain data that JSON can hold, derived from the dataclass fields: a new message needs no line here.

Pixels and samples are left to the caller: `store` takes an array and gives the number that stands for it in the
data, `fetch` gives it back. Where a field may hold one of several classes, `is` names the one it holds. Every field
is written, also where it has its default value: a default may change, a recording may not. Recordings outlive
the classes: a field that is missing in the data gets its default (without one the data is refused), and a field that
the class does not have, or has no longer, is passed over.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, TypeAlias, TypeVar, Union

from edge.records import dataclass

T = TypeVar("T")
Array: TypeAlias = Any
Store = Callable[[Array], int]
Fetch = Callable[[int], Array]


class _ArrayField:
    """Stands in the hints where a message holds an array."""


# `messages` imports these for type checkers only; arrays are ours to name.
_NAMES = {"datetime": datetime, "Mapping": Mapping, "Pixels": _ArrayField, "Samples": _ArrayField}


@dataclass(frozen=True, slots=True)
class Codec:
    """The functions that encode and decode one type."""

    encode: Callable[[Any, Store], Any]
    decode: Callable[[Any, Fetch], Any]


def encode(kind: Any, value: object, store: Store | None = None) -> Any:  # noqa: ANN401 - JSON
    """Plain data for a value of this type."""
    return codec_of(kind).encode(value, store or _no_arrays)


def decode(kind: Any, data: object, fetch: Fetch | None = None) -> Any:  # noqa: ANN401 - a value of that type
    """The value again; raises ValueError for data that is not of this type."""
    try:
        return codec_of(kind).decode(data, fetch or _no_arrays)
    except (KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
        raise ValueError(f"not a {getattr(kind, '__name__', kind)}: {error!r}") from None


@cache
def codec_of(kind: Any) -> Codec:  # noqa: ANN401 - any type that a message may have
    """The codec of a type, made once."""
    origin = typing.get_origin(kind)
    if isinstance(kind, typing.NewType):
        return codec_of(kind.__supertype__)
    if origin in {Union, types.UnionType}:
        return _one_of(typing.get_args(kind))
    if origin in {tuple, frozenset, Mapping}:
        return _collection(origin, typing.get_args(kind))
    if kind is object:  # a value of a skill's own (`Claim.wants`): no decision depends on it, and no tape keeps it
        return Codec(lambda _value, _store: None, lambda _data, _fetch: None)
    if kind is _ArrayField:
        return Codec(lambda array, store: store(array), lambda number, fetch: fetch(number))
    if kind is datetime:
        return Codec(lambda time, _: time.isoformat(), lambda text, _: datetime.fromisoformat(text))
    if is_dataclass(kind):
        return _record(kind)
    return _simple(kind)


def _simple(kind: Any) -> Codec:  # noqa: ANN401
    if issubclass(kind, Enum):
        return Codec(lambda member, _: member.value, lambda value, _: kind(value))
    if issubclass(kind, tuple):  # a NamedTuple: its fields in order
        parts = [codec_of(part) for part in typing.get_type_hints(kind, localns=_NAMES).values()]
        return Codec(_each(parts, "encode", list), _each(parts, "decode", lambda values: kind(*values)))
    if kind is float:
        return Codec(lambda number, _: float(number), lambda number, _: float(_checked(number, (int, float))))
    return Codec(lambda value, _: value, lambda value, _: _checked(value, (kind,)))


def _checked(value: T, kinds: tuple[type, ...]) -> T:
    if type(value) not in kinds:
        raise TypeError(f"{value!r} is no {kinds[-1].__name__}")
    return value


def _each(parts: list[Codec], way: str, wrap: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    ways = [getattr(part, way) for part in parts]
    return lambda values, arrays: wrap([go(value, arrays) for go, value in zip(ways, values, strict=True)])


def _collection(origin: Any, arguments: tuple[Any, ...]) -> Codec:  # noqa: ANN401
    if origin is Mapping:
        key, item = (codec_of(argument) for argument in arguments)
        return Codec(
            lambda pairs, store: {key.encode(k, store): item.encode(v, store) for k, v in pairs.items()},
            lambda pairs, fetch: {key.decode(k, fetch): item.decode(v, fetch) for k, v in pairs.items()},
        )
    one = codec_of(arguments[0])
    # A set has no order of its own: written in one, so that equal sets are equal data.
    in_order: Callable[[Any], list[Any]] = sorted if origin is frozenset else list
    return Codec(
        lambda items, store: in_order(one.encode(item, store) for item in items),
        lambda items, fetch: origin(one.decode(item, fetch) for item in _checked(items, (list,))),
    )


def _record(kind: Any) -> Codec:  # noqa: ANN401
    # Made at first use, since a message may hold others that hold it.
    plan: dict[str, Codec] = {}

    def of() -> dict[str, Codec]:
        if not plan:
            hints = typing.get_type_hints(kind, localns=_NAMES)
            plan.update((field.name, codec_of(hints[field.name])) for field in fields(kind))
        return plan

    def read(data: Mapping[str, Any], fetch: Fetch) -> Any:  # noqa: ANN401
        _checked(data, (dict,))
        return kind(**{name: part.decode(data[name], fetch) for name, part in of().items() if name in data})

    return Codec(
        lambda value, store: {name: part.encode(getattr(value, name), store) for name, part in of().items()}, read
    )


def _one_of(kinds: tuple[Any, ...]) -> Codec:
    records = {kind.__name__: kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind)}
    others = [kind for kind in kinds if kind is not types.NoneType and not is_dataclass(kind)]
    if not records and len(others) == 1:
        return _optional(codec_of(others[0]))
    if not records:  # one of several plain values: JSON keeps them apart
        return Codec(lambda value, _: value, lambda value, _: _checked(value, (*kinds,)))
    if len(records) == 1:
        return _optional(codec_of(next(iter(records.values()))))

    def write(value: Any, store: Store) -> Any:  # noqa: ANN401
        return {"is": type(value).__name__} | codec_of(records[type(value).__name__]).encode(value, store)

    return _optional(Codec(write, lambda data, fetch: codec_of(records[data["is"]]).decode(data, fetch)))


def _optional(codec: Codec) -> Codec:
    return Codec(
        lambda value, store: None if value is None else codec.encode(value, store),
        lambda data, fetch: None if data is None else codec.decode(data, fetch),
    )


def _no_arrays(_: Any) -> Any:  # noqa: ANN401
    raise ValueError("there is no place for pixels or samples here")
