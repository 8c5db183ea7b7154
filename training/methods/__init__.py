"""Methods of training, one module each with a ``METHOD``. Listing them imports no torch."""

from __future__ import annotations

from functools import cache

from ...core.errors import RecipeInvalid
from ...core.offers import offers
from .base import Method, Setup, check_config, knob

__all__ = ["Method", "Setup", "find_method", "knob", "methods"]


@cache
def methods() -> dict[str, Method]:
    """What the modules of this package offer, by name."""
    found: list[Method] = offers(__name__, "METHOD")
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
