"""Frozen dataclasses that are quick to make: a wearer waits while a program makes more than two hundred.

Python compiles six functions for each of them. Here a class gets one of its own, `__init__`, and shares the others.
"""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from dataclasses import dataclass

__all__ = ["dataclass"]

T = TypeVar("T")

if not TYPE_CHECKING:

    def dataclass(*, frozen: bool, slots: bool = False) -> Callable[[type[T]], type[T]]:
        """The decorator of the standard library; raises TypeError for what is not frozen."""
        if not frozen:
            raise TypeError("what is not frozen is for dataclasses.dataclass")
        return partial(record, slots=slots)


def record(cls: type[T], *, slots: bool) -> type[T]:
    """A class like this one, as a dataclass."""
    cls.__doc__ = cls.__doc__ or cls.__name__  # where there is none, the standard library spells its signature out
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    methods = {"__init__": _init_of(made), **{name: vars(_Shared)[name] for name in SHARED}}
    for name, method in methods.items():
        if vars(made).get(name) is None:  # one with an __eq__ of its own has None for a __hash__
            setattr(made, name, method)
    return made


def _init_of(cls: type) -> Callable[..., None]:
    """The function `__init__` of a class, compiled where its annotations can be resolved."""
    given: dict[str, Any] = {"_set": object.__setattr__, "_missing": MISSING}
    head, body = ["self"], []
    for field in fields(cls):
        name = value = field.name
        if field.kw_only or not field.init:
            raise TypeError(f"{cls.__name__}.{name}: such a field is for dataclasses.dataclass")
        if field.default is not MISSING:
            given[f"_{name}"] = field.default
            head.append(f"{name}=_{name}")
        elif field.default_factory is not MISSING:
            given[f"_{name}"] = field.default_factory
            head.append(f"{name}=_missing")
            value = f"_{name}() if {name} is _missing else {name}"
        else:
            head.append(name)
        body.append(f"_set(self, {name!r}, {value})")
    body.append("self.__post_init__()" if hasattr(cls, "__post_init__") else "pass")
    text = f"def make({', '.join(given)}):\n def __init__({', '.join(head)}):\n  {'; '.join(body)}\n return __init__"
    made: dict[str, Any] = {}
    exec(text, vars(sys.modules[cls.__module__]), made)  # noqa: S102 - as the standard library does, of our own names
    init: Callable[..., None] = made["make"](**given)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {**{field.name: field.type for field in fields(cls)}, "return": None}
    return init


class _Shared:
    """What the standard library writes out for each class, for all."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __repr__(self) -> str:
        told = (f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
        return f"{type(self).__qualname__}({', '.join(told)})"

    def __eq__(self, other: object) -> bool:
        return _compared(self) == _compared(other) if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(_compared(self))

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def __getstate__(self) -> tuple[Any, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))  # and nothing that is reckoned from them

    def __setstate__(self, state: Iterable[Any]) -> None:
        for field, value in zip(fields(self), state, strict=True):
            object.__setattr__(self, field.name, value)


SHARED = ("__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__", "__setstate__")


def _compared(one: _Shared) -> tuple[Any, ...]:
    return tuple(getattr(one, field.name) for field in fields(one) if field.compare)
