"""Whether a run may go on: with the settings it was begun with, on the same data. No torch here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any

from ..errors import UsageError

#: What a run that goes on may have otherwise: how long it is and what it tells, not what it learns.
FREE = {"steps", "epochs", "readers", "log_every", "checkpoint_every", "probe_every", "probe"}


def require_same(
    folder: Path,
    kept: Mapping[str, Any],
    about: Mapping[str, Any],
    settings: Mapping[str, Any],
) -> None:
    """Raises UsageError unless a run may go on so: FREE settings apart, all as it was begun, on the same data."""
    before, after = (
        _values(kept.get("about", {}), kept.get("settings", {})),
        _values(about, settings),
    )
    other = sorted(n for n in before.keys() & after.keys() if before[n] != after[n])
    if other:
        said = ", ".join(f"{name} {_word(before[name])}" for name in other)
        raise UsageError(
            f"The run in {folder} was begun with {said}, not {', '.join(_word(after[n]) for n in other)}; resume it "
            "as it was, or begin another."
        )
    if _fingerprint(kept.get("about", {})) != _fingerprint(about):
        raise UsageError(
            f"The run in {folder} was begun on other data, or the data has changed since; begin another run."
        )


def _values(about: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """All that decides what a run learns, by name, as JSON would have it."""
    method = {"method": about["method"]} if "method" in about else {}
    every = {**about.get("values", {}), **settings, **method}
    return json.loads(json.dumps({n: v for n, v in every.items() if n not in FREE}))


def _fingerprint(about: Mapping[str, Any]) -> Any:
    return _without_place(json.loads(json.dumps(about.get("data", {}).get("fingerprint"))))


def _without_place(content: Any) -> Any:
    """A fingerprint without folders, which runs of before kept as they were typed: in the name of the data, and in
    paths of files in it."""
    if isinstance(content, list):
        return [_without_place(each) for each in content]
    if isinstance(content, dict):
        left = {"name"} if "samples" in content else set()  # bands have names that count
        if {"mtime_ns", "path"} <= content.keys():  # a file's stamp tells which it is
            content = content | {"path": PurePath(content["path"]).name}
        return {key: _without_place(v) for key, v in content.items() if key not in left}
    return content


def _word(value: Any) -> str:
    return "none" if value is None else str(value)
