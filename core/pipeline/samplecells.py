"""A check sample cell by cell, for a program that shows one after the other: what is there, and one label
written at a time."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .. import grids
from ..errors import EOEmbedError, LabelsUnreadable, OutputError, SampleInvalid, UsageError
from . import samples
from .cellmaps import Kind, MapClass
from .samples import Design, SampleFiles
from .workspaces import Place, open_workspace

#: Seconds to wait for another program that is writing to the file.
_BUSY_S = 5.0


@dataclass(frozen=True)
class SampleStatus:
    """A check sample: its cells, how many of them bear a label, and the map that was sampled."""

    name: str
    n: int
    labelled: int
    map: str


@dataclass(frozen=True)
class SampleCell:
    """A cell to label, 1 for the first drawn: its outline and centre in the sample's CRS, and its label."""

    cell: int
    wkt: str
    x: float
    y: float
    label: str | float | None


@dataclass(frozen=True)
class SampleCells:
    """All cells of a sample, in drawn order. ``crs`` is ``EPSG:n`` or WKT; ``classes`` are those of the map,
    whose names the labels are."""

    name: str
    crs: str
    kind: Kind
    classes: tuple[MapClass, ...]
    cells: list[SampleCell]


def list_samples(place: Place) -> list[SampleStatus]:
    """The samples of a workspace, by name; what cannot be read is passed over."""
    folder = open_workspace(place).folder / "samples"
    found = []
    for path in sorted(folder.glob("*.json")):
        paths = SampleFiles.named(folder, path.stem)
        try:
            design = samples.read_design(paths)
            labels = samples.read_sample(paths, design)
        except EOEmbedError:
            continue
        labelled = sum(label is not None for label in labels)
        found.append(SampleStatus(path.stem, len(labels), labelled, design.map))
    return found


def sample_cells(place: Place, name: str) -> SampleCells:
    """The cells of a sample. Raises SampleInvalid, LabelsUnreadable."""
    paths, design = _find(place, name)
    labels = samples.read_sample(paths, design)
    places = zip(*(axis.tolist() for axis in design.centres()), strict=True)
    outlines = samples.cell_polygons(design)
    cells = [
        SampleCell(number, outline.wkt, x, y, label)
        for number, (outline, (x, y), label) in enumerate(
            zip(outlines, places, labels, strict=True), 1
        )
    ]
    crs = grids.crs_text(design.geobox.crs)
    return SampleCells(name, crs, design.kind, design.legend, cells)


def label_sample_cell(
    place: Place, name: str, cell: int, label: str | float | None, *, who: str = ""
) -> None:
    """Write the label of a cell, or take it away with None; on disk when this returns.

    Raises UsageError for a cell that is none of the sample or a label that does not fit its map, SampleInvalid,
    LabelsUnreadable, and OutputError where another program holds the file.
    """
    paths, design = _find(place, name)
    if not 1 <= cell <= len(design.cell):
        raise UsageError(
            f"Sample {name} has no cell {cell}; its cells run from 1 to {len(design.cell)}."
        )
    given = _fitting(name, design, label)
    layer, _ = samples.most_labelled(paths)
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    quoted = '"' + layer.replace('"', '""') + '"'
    update = " ".join(
        ("UPDATE", quoted, "SET label = ?, who = ?, labelled_at = ? WHERE sample_id = ?")
    )
    with _open(paths.cells) as db:
        db.execute("BEGIN IMMEDIATE")
        by = (None, None) if given is None else (who, at)
        changed = db.execute(update, (given, *by, cell)).rowcount
        db.execute("COMMIT")
    if changed != 1:
        raise SampleInvalid(f"{paths.cells} lacks cell {cell}; restore it from a copy.")


def _find(place: Place, name: str) -> tuple[SampleFiles, Design]:
    folder = open_workspace(place).folder / "samples"
    paths = SampleFiles.named(folder, name)
    if not paths.cells.is_file():
        there = ", ".join(path.stem for path in sorted(folder.glob("*.json"))) or "none yet"
        raise SampleInvalid(f"There is no sample {name} in {folder}; there is {there}.")
    return paths, samples.read_design(paths)


def _fitting(name: str, design: Design, label: str | float | None) -> str | float | None:
    if label is None:
        return None
    if design.kind == "value":
        if isinstance(label, str):
            raise UsageError(f"The map of sample {name} holds values; {label!r} is no number.")
        return float(label)
    text = str(label).strip()
    if not text:
        raise UsageError(f"A label of sample {name} is the name of a class, or null to clear it.")
    return text


@contextlib.contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """The file for one transaction, which closing without COMMIT takes back."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with contextlib.closing(
            sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)
        ) as db:
            db.execute("PRAGMA synchronous = EXTRA")
            _add_spatial_functions(db)
            yield db
    except sqlite3.OperationalError as error:
        raise OutputError(
            f"{path} cannot be written ({error}); stop editing the layer elsewhere, then label again."
        ) from error
    except sqlite3.DatabaseError as error:
        raise LabelsUnreadable(f"{path} is damaged ({error}); restore a copy.") from error


def _add_spatial_functions(db: sqlite3.Connection) -> None:
    """What the triggers of GDAL's spatial index call. They must be there for SQLite to read the triggers,
    though none runs where the geometry stays as it is."""

    def never(_: Any) -> None:
        raise ValueError("the geometry of a sample's cell is not to change")

    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        db.create_function(name, 1, never)
