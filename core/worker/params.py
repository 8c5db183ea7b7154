"""Parameters of a request, held against what a function declares."""

from __future__ import annotations

import copy
import inspect
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Union

from .protocol import INVALID_PARAMS, ProtocolError


class Parameters:
    """What a function takes by name.

    Parameters
    ----------
    function: its parameters after ``skipped`` are read from the request.
    """

    def __init__(self, function: Callable[..., Any], skipped: Sequence[str]) -> None:
        hints = typing.get_type_hints(function)
        given = inspect.signature(function).parameters
        self._kinds = {name: hints[name] for name in given if name not in skipped}
        self._needed = [
            name for name in self._kinds if given[name].default is inspect.Parameter.empty
        ]

    def plus(self, name: str, kind: Any) -> Parameters:
        """The same and one more, which may be left away."""
        more = copy.copy(self)
        more._kinds = {**self._kinds, name: kind}
        return more

    def read(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as the function takes them. Raises ProtocolError that names the first that is
        missing, unknown or of another type."""
        for name in given:
            if name not in self._kinds:
                known = ", ".join(self._kinds) or "none"
                raise _invalid(f"{method} has no parameter '{name}'; its parameters are: {known}.")
        for name in self._needed:
            if name not in given:
                raise _invalid(f"{method} needs the parameter '{name}'.")
        found = {}
        for name, value in given.items():
            try:
                found[name] = _read(self._kinds[name], value)
            except TypeError as error:
                raise _invalid(f"Parameter '{name}' of {method} must be {error}.") from error
        return found


def _invalid(sentence: str) -> ProtocolError:
    return ProtocolError(INVALID_PARAMS, sentence)


def _read(kind: Any, value: Any) -> Any:
    """``value`` as ``kind``. Raises TypeError with what it must be in words."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any or ((kind is None or kind is type(None)) and value is None):
        return value
    if origin in (Union, types.UnionType):
        return _read_union(inner, value)
    if origin is Literal:
        # bool is an int: True would pass for 1.
        if not any(value == choice and type(value) is type(choice) for choice in inner):
            raise TypeError("one of " + ", ".join(map(_word, inner)))
        return value
    if origin is not None:
        return _read_container(origin, inner, value)
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        return _read_record(kind, value)
    allowed, words = _SCALARS.get(kind, ((), f"a {getattr(kind, '__name__', kind)}"))
    if not isinstance(value, allowed) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(words)
    return kind(value) if kind in (Path, float) else value


_SCALARS: dict[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    bool: ((bool,), "true or false"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    Path: ((str,), "a path"),
}


def _read_union(kinds: tuple[Any, ...], value: Any) -> Any:
    said = []
    for kind in kinds:
        try:
            return _read(kind, value)
        except TypeError as error:
            said.append(str(error))
    raise TypeError(" or ".join(dict.fromkeys(said)))


def _read_container(origin: Any, inner: tuple[Any, ...], value: Any) -> Any:
    if origin is tuple and inner[-1] is not ...:
        if not isinstance(value, list) or len(value) != len(inner):
            raise TypeError(f"a list of {len(inner)} items")
        return tuple(_read(kind, item) for kind, item in zip(inner, value, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise TypeError("an object")
        return {key: _read_item(inner[1], item, f"'{key}'") for key, item in value.items()}
    if not isinstance(value, list):
        raise TypeError("a list")
    read = [_read_item(inner[0], item, f"item {i}") for i, item in enumerate(value)]
    return tuple(read) if origin is tuple else read


def _read_item(kind: Any, value: Any, where: str) -> Any:
    try:
        return _read(kind, value)
    except TypeError as error:
        raise TypeError(f"made of such whose {where} is {error}") from error


def _read_record(kind: Any, value: Any) -> Any:
    """An object with the fields of a named tuple."""
    hints = typing.get_type_hints(kind)
    needed = [name for name in kind._fields if name not in kind._field_defaults]
    if not isinstance(value, dict) or set(value) - set(hints) or set(needed) - set(value):
        raise TypeError(f"an object of {', '.join(kind._fields)}")
    return kind(
        **{name: _read_item(hints[name], item, f"'{name}'") for name, item in value.items()}
    )


def _word(choice: Any) -> str:
    return {True: "true", False: "false", None: "null"}.get(choice, str(choice))
