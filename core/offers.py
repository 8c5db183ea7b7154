"""Packages whose modules each offer one thing: a model's family, a data set's layout, a method, an experiment.

A file put into such a package is found; none is listed anywhere.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any


def offers(package: str, attribute: str) -> list[Any]:
    """What the modules of a package hold under a name, in their order; those that have none are passed over."""
    path = importlib.import_module(package).__path__
    modules = [importlib.import_module(f"{package}.{m.name}") for m in pkgutil.iter_modules(path)]
    return [getattr(module, attribute) for module in modules if hasattr(module, attribute)]
