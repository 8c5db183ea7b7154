"""How a report names files: those of the workspace by their place in it, and nobody's home."""

from __future__ import annotations

from pathlib import Path

from ..workspace import Workspace, stored_path


def told_file(workspace: Workspace, path: str | Path) -> str:
    """A file of the workspace by its place in it; any other by its name, unless it lies in the home."""
    told = told_path(stored_path(str(path), workspace.folder))
    return Path(told).name if Path(told).is_absolute() else told


def without_folders(workspace: Workspace, text: str, *paths: str | Path) -> str:
    """A sentence in which these files are named as the page names files."""
    for path in paths:
        text = text.replace(str(path), told_file(workspace, path))
    return text


def is_outside(workspace: Workspace, path: Path) -> bool:
    return not path.resolve().is_relative_to(workspace.folder.resolve())


def told_path(path: str) -> str:
    """A path as the page tells it: whose home it lies in is nobody's business."""
    home = str(Path.home())
    inside = len(home) > 1 and path.startswith((f"{home}/", f"{home}\\"))
    return f"~{path[len(home) :]}" if inside else path
