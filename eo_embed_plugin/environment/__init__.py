"""The managed environment: the Python that the worker runs in, apart from QGIS's own."""

from __future__ import annotations

from ..flow import Problem
from .check import Recipe
from .environment import Environment
from .installation import Progress
from .state import ABSENT, BROKEN, INCOMPLETE, OUTDATED, READY, Status

__all__ = [
    "ABSENT",
    "BROKEN",
    "INCOMPLETE",
    "OUTDATED",
    "READY",
    "Environment",
    "Problem",
    "Progress",
    "Recipe",
    "Status",
]
