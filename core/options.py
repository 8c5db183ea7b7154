"""Options of models and heads: typed, bounded, each with a line of help."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from .errors import UsageError

OptionValue = str | int | float | bool | tuple[float, ...] | None

#: What every generator of random numbers here takes: scikit-learn's are seeded with 32 bits.
LARGEST_SEED = 2**32 - 1


@dataclass(frozen=True)
class Option:
    """One option; values given as text are read as the default's type.

    Parameters
    ----------
    default: its value where none is given.
    doc: one line for help texts.
    choices: the values allowed; empty where any will do.
    least, above, most: bounds of a number, or of each number of a list; ``above`` is left out itself.
    optional: whether None, or the word none, is a value.
    kind: the type, where the default is None.
    """

    default: OptionValue
    doc: str
    choices: tuple[str, ...] = ()
    least: float | None = None
    above: float | None = None
    most: float | None = None
    optional: bool = False
    kind: type | None = None

    def read(self, name: str, value: Any) -> Any:
        """``value`` as this option's type. Raises UsageError that says what is accepted."""
        try:
            read = self._convert(value)
            allowed = self._allows(read)
        except (TypeError, ValueError, OverflowError):
            allowed = False
        if not allowed:
            given = "none" if value is None else value
            raise UsageError(f"Option {name}={given} must be {self.accepts}: {self.doc}.")
        return read

    @property
    def accepts(self) -> str:
        """What it may be, in words: ``a whole number of at least 1, or none``."""
        none = ["none"] if self.optional else []
        if self.choices:
            return f"one of {', '.join([*self.choices, *none])}"
        each = ", each" if self._kind is tuple and self._limits else ""
        return ", or ".join([f"{_KINDS[self._kind]}{each}{self._limits}", *none])

    @property
    def _limits(self) -> str:
        if self.least is not None and self.most is not None:
            return f" from {_plain(self.least)} to {_plain(self.most)}"
        bounds = {"of at least": self.least, "above": self.above, "of at most": self.most}
        given = [f"{words} {_plain(b)}" for words, b in bounds.items() if b is not None]
        return f" {' and '.join(given)}" if given else ""

    def to_dict(self) -> dict[str, Any]:
        """As a form needs it, JSON-able: what it is, its default, its kind (``bool``, ``int``, ``float``, ``str``,
        ``tuple``), its bounds, and in words what it accepts."""
        return {
            "doc": self.doc,
            "default": list(self.default) if isinstance(self.default, tuple) else self.default,
            "kind": self._kind.__name__,
            "choices": list(self.choices),
            "least": self.least,
            "above": self.above,
            "most": self.most,
            "optional": self.optional,
            "accepts": self.accepts,
        }

    def describe(self) -> str:
        """The line of help, what is accepted, and the default."""
        default = "none" if self.default in (None, "") else _plain(self.default)
        return f"{self.doc} ({self.accepts}); default {default}"

    @property
    def _kind(self) -> type:
        return self.kind or type(self.default)

    def _convert(self, value: Any) -> Any:
        if self.optional and (value is None or value == "none"):
            return None
        if self._kind is str and value is None:  # what the command line makes of the word none
            return "none" if "none" in self.choices else ""
        return _CONVERSIONS[self._kind](value)

    def _allows(self, value: Any) -> bool:
        if value is None:
            return self.optional
        if self.choices and value not in self.choices:
            return False
        numbers = value if isinstance(value, tuple) else (value,)
        return all(
            (self.least is None or number >= self.least)
            and (self.above is None or number > self.above)
            and (self.most is None or number <= self.most)
            for number in numbers
        )


_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    tuple: "numbers separated by commas",
}


def _as_bool(value: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError(value)
    return words[str(value).lower()]


def _as_int(value: Any) -> int:
    if isinstance(value, bool) or int(value) != float(value):
        raise ValueError(value)
    return int(value)


def _as_float(value: Any) -> float:
    if isinstance(value, bool) or not math.isfinite(float(value)):
        raise ValueError(value)
    return float(value)


def _as_text(value: Any) -> str:
    if not isinstance(value, str | int | float):
        raise TypeError(value)
    return str(value)


def _as_numbers(value: Any) -> tuple[float, ...]:
    """Of a list, or of text such as ``0.1,1,10``; a number alone is no list."""
    if isinstance(value, str):
        value = json.loads(value if value.startswith("[") else f"[{value}]" if "," in value else "")
    if not isinstance(value, list | tuple) or not value:
        raise TypeError(value)
    return tuple(_as_float(number) for number in value)


_CONVERSIONS = {
    bool: _as_bool,
    int: _as_int,
    float: _as_float,
    str: _as_text,
    tuple: _as_numbers,
}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(_plain, value))
    return f"{value:.10g}" if isinstance(value, int | float) else str(value)
