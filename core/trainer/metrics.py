"""Curves of a run: lines of CSV, and TensorBoard's own files where it is installed. No torch until one is written."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from .. import files

#: The files of a run, and the columns that their lines begin with; what a method logs follows.
CURVES = {
    "metrics": ("step", "epoch", "loss", "lr", "images_per_s", "seconds", "memory"),
    "validation": ("step", "epoch", "loss"),
    "probe": ("step", "epoch", "probe_knn", "probe_linear"),
}
Value = float | int | None
Columns = dict[str, list[Any]]


class _Board(Protocol):
    def add_scalar(self, tag: str, value: float, step: int) -> None: ...
    def close(self) -> None: ...


class Curves:
    """The curves of a run that writes them.

    ``after``: the step that the run goes on from; later lines, of what is done again, are cut off.
    """

    def __init__(self, folder: Path, after: int = 0) -> None:
        self._folder = folder
        self._columns: dict[str, list[str]] = {}
        for name in CURVES:
            self._cut(name, after)
        self._board = _open_board(folder / "tensorboard", after)

    def add(self, name: str, line: Mapping[str, Value]) -> None:
        """Write a line of a curve in CURVES; a column that it has not yet is added. Raises DiskFull, OutputError."""
        path = self._folder / f"{name}.csv"
        columns = self._columns.setdefault(name, list(CURVES[name]))
        new = [column for column in line if column not in columns]
        try:
            if new or not path.exists():
                columns += new
                self._write(name, _read(path))
            with path.open("a", encoding="utf-8", newline="") as file:
                file.write(_text(line, columns))
        except OSError as error:
            raise files.refused(path, error) from error
        self._show(name, line)

    def close(self) -> None:
        """Finish TensorBoard's file."""
        if self._board is not None:
            self._board.close()

    def _show(self, name: str, line: Mapping[str, Value]) -> None:
        if self._board is None:
            return
        for column, value in line.items():
            if column not in ("step", "epoch", "seconds") and value is not None:
                self._board.add_scalar(f"{name}/{column}", value, int(line["step"] or 0))

    def _cut(self, name: str, after: int) -> None:
        path = self._folder / f"{name}.csv"
        if path.exists():
            lines = _read(path)
            self._columns[name] = list(lines[0] if lines else CURVES[name])
            self._write(name, [line for line in lines if int(line["step"]) <= after])

    def _write(self, name: str, lines: list[dict[str, str]]) -> None:
        columns = self._columns[name]
        text = _text(dict(zip(columns, columns, strict=True)), columns)
        files.write_text(
            self._folder / f"{name}.csv", text + "".join(_text(line, columns) for line in lines)
        )


def read_curves(folder: str | Path, after: int = -1) -> dict[str, Columns]:
    """The curves of a run by name, each its columns by name; lines of steps beyond ``after`` alone.

    Values are numbers, None where a line has none.
    """
    found: dict[str, Columns] = {}
    for name, columns in CURVES.items():
        lines = _read(Path(folder) / f"{name}.csv")
        names = list(lines[0]) if lines else list(columns)
        wanted = [line for line in lines if int(line["step"]) > after]
        found[name] = {column: [_number(line[column]) for line in wanted] for column in names}
    return found


def latest_probe(folder: str | Path) -> dict[str, float] | None:
    """The last line of the probe's curve; None where there is none."""
    columns = read_curves(folder)["probe"]
    return {n: values[-1] for n, values in columns.items()} if columns["step"] else None


def _read(path: Path) -> list[dict[str, str]]:
    """Whole lines by column; a last line that a killed process left half is none."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return []
    lines = list(csv.DictReader(io.StringIO(text[: text.rfind("\n") + 1], newline="")))
    return [
        line
        for line in lines
        if None not in line and None not in line.values() and line["step"].isdigit()
    ]


def _text(line: Mapping[str, Any], columns: list[str]) -> str:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\n").writerow(_cell(line.get(name)) for name in columns)
    return made.getvalue()


def _cell(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else repr(value)


def _number(text: str) -> Value:
    if not text:
        return None
    value = float(text)
    return (
        int(value)
        if value.is_integer() and text.isdigit()
        else value
        if math.isfinite(value)
        else None
    )


def _open_board(folder: Path, after: int) -> _Board | None:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        return None
    return SummaryWriter(folder, flush_secs=10, purge_step=after + 1 if after else None)
