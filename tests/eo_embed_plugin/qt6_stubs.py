"""PyQt6 as its type stubs tell it."""

from __future__ import annotations

import ast
import enum
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Stubs:
    """PyQt6 by its type stubs: no library is loaded beside the Qt of this QGIS."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.modules = {p.stem: self._members(ast.parse(p.read_text()).body) for p in self._files()}
        self.classes = {n: c for m in self.modules.values() for n, c in m.items()}

    def _files(self) -> Iterator[Path]:
        return self._folder.glob("Qt*.pyi")

    @staticmethod
    def _members(body: list[ast.stmt]) -> dict[str, Any]:
        """Name to ClassDef for classes, to None for anything else."""
        out: dict[str, Any] = {}
        for node in body:
            if isinstance(node, ast.ClassDef):
                out[node.name] = node
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                out[node.name] = None
            elif isinstance(node, ast.Assign):
                out.update({t.id: None for t in node.targets if isinstance(t, ast.Name)})
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                out[node.target.id] = None
        return out

    def member(self, owner: ast.ClassDef, name: str) -> tuple[bool, Any]:
        """Whether a class, or one that it inherits from, has a member; and the class that this is."""
        own = self._members(owner.body)
        if name in own:
            return True, own[name]
        for base in owner.bases:
            parent = self.classes.get(ast.unparse(base).split(".")[-1])
            if parent is not None:
                there, inner = self.member(parent, name)
                if there:
                    return True, inner
        inherited = {ast.unparse(base).split(".")[-1] for base in owner.bases}
        known = {"Enum", "IntEnum", "Flag", "IntFlag"} & inherited
        return name.startswith("__") or (bool(known) and hasattr(enum.Enum, name)), None

    def names(self) -> set[str]:
        """All names of members, anywhere."""
        out = set()
        for module in self.modules.values():
            for node in filter(None, module.values()):
                out |= {
                    n
                    for c in ast.walk(node)
                    if isinstance(c, ast.ClassDef)
                    for n in self._members(c.body)
                }
        return out
