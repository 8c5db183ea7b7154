"""Methods of training, one module each with a ``METHOD``. Listing them imports no torch."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from ...core.errors import RecipeInvalid
from .base import Method, Setup, check_config, knob

__all__ = ["Method", "Setup", "find_method", "knob", "methods"]


@cache
def methods() -> dict[str, Method]:
    """What the modules of this package offer, by name."""
    modules = [
        importlib.import_module(f".{m.name}", __name__) for m in pkgutil.iter_modules(__path__)
    ]
    found = [module.METHOD for module in modules if hasattr(module, "METHOD")]
    for method in found:
        check_config(method.config)
    return {method.name: method for method in found}


def find_method(name: str) -> Method:
    """A method by name. Raises RecipeInvalid, naming those there are."""
    if name not in methods():
        raise RecipeInvalid(
            f"There is no method '{name}'; the methods are: {', '.join(methods())}."
        )
    return methods()[name]
