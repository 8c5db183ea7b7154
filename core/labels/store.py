"""labels.gpkg: one row per labelled chip and target, on disk as soon as it is given.

The file is a GeoPackage (OGC 12-128r19) that QGIS and geopandas open as it is: layer ``labels``,
with the chips' footprints. GDAL lays it out once; after that sqlite3 writes rows in transactions:
after a kill at any instant the file holds all of a change or none of it. It has no spatial index,
whose triggers need functions that only GDAL has.
"""

from __future__ import annotations

import contextlib
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
from odc.geo.crs import CRS

from .. import files, grids, vectors
from ..errors import DiskFull, EOEmbedError, LabelsUnreadable, OutputError, UsageError

#: Seconds to wait for another program that is writing to the file.
_BUSY_S = 5.0

_UPSERT = """
    INSERT INTO labels (chip_id, target, label, value, share, how, who, labelled_at, geometry)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (target, chip_id) DO UPDATE SET
        label = excluded.label, value = excluded.value, share = excluded.share, how = excluded.how,
        who = excluded.who, labelled_at = excluded.labelled_at, geometry = excluded.geometry
"""
_GROW = """
    UPDATE gpkg_contents SET
        min_x = min(ifnull(min_x, :x0), :x0), min_y = min(ifnull(min_y, :y0), :y0),
        max_x = max(ifnull(max_x, :x1), :x1), max_y = max(ifnull(max_y, :y1), :y1)
    WHERE table_name = 'labels'
"""
_DELETE_TARGET = "DELETE FROM labels WHERE target = ?"
_DELETE_CHIP = "DELETE FROM labels WHERE target = ? AND chip_id = ?"
_DELETE_HOW = "DELETE FROM labels WHERE target = ? AND how = ?"
_TOUCH = """
    UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
    WHERE table_name = 'labels'
"""


@dataclass(frozen=True)
class LabelTable:
    """Labels of one target.

    Parameters
    ----------
    ids: chip ids, ascending, int64 ``(n,)``.
    values: class codes, object array of str, or values, float64 ``(n,)``.
    share: the part of each chip that bears its label out, float32, NaN where nobody said.
    how, who: ``click``, ``imported`` …, and by whom, object arrays of str.
    when: UTC, datetime64[ms].
    """

    ids: np.ndarray
    values: np.ndarray
    share: np.ndarray
    how: np.ndarray
    who: np.ndarray
    when: np.ndarray


class LabelChange(NamedTuple):
    """A chip's new label, None to take it away, and how it is given."""

    chip: int
    value: str | float | None
    how: str = "click"


class LabelStore:
    """The labels of a workspace; the file is made with the first label.

    Each call opens and closes the file, so that threads and programs can share it. All raise
    LabelsUnreadable where the file is damaged or foreign (it is never overwritten), and OutputError
    or DiskFull where the system refuses or another program holds the file.
    """

    def __init__(self, path: Path, crs: CRS) -> None:
        self.path, self.crs = Path(path), crs

    def put(
        self,
        target: str,
        ids: Sequence[int] | np.ndarray,
        labels: Sequence[str] | Sequence[float] | np.ndarray,
        *,
        polygons: Sequence[Any] | np.ndarray,
        share: Sequence[float] | np.ndarray | None = None,
        how: str,
        who: str,
        when: datetime | None = None,
        replacing: str | None = None,
    ) -> int:
        """Label chips, in place of what they were labelled before; on disk when this returns.

        Parameters
        ----------
        labels: class codes (str), or finite numbers.
        polygons: chip footprints in the store's CRS, shapely.
        when: with its time zone; now by default.
        replacing: takes the target's labels that were given this way (a ``how``) away first.

        Returns the number of chips. Raises UsageError for codes among the numbers of a target or
        the reverse.
        """
        texts, numbers = _columns(labels)
        shares = [None] * len(ids) if share is None else np.asarray(share, float).tolist()
        if len(ids) == 0:
            if replacing is not None:
                self._delete(_DELETE_HOW, [(target, replacing)])
            return 0
        if not self.path.exists():
            self._create()
        with self._transaction() as db:
            db.execute(_DELETE_HOW, (target, replacing))
            self._require_kind(db, target, coded=texts[0] is not None)
            chips = np.asarray(ids).tolist()
            count = self._upsert(
                db, target, chips, (texts, numbers), shares, [how] * len(chips), who, when, polygons
            )
            db.execute(_TOUCH)
        return count

    def change(
        self,
        target: str,
        changes: Sequence[LabelChange],
        *,
        polygons: Sequence[Any] | np.ndarray,
        who: str,
        when: datetime | None = None,
    ) -> list[tuple[str | float | None, str]]:
        """Give and take labels in one transaction; on disk when this returns.

        ``polygons`` are the footprints of the chips of ``changes``, in their order. Returns for each the
        label it had before, None for none, and how that was given. Raises as ``put`` does.
        """
        given = [i for i, one in enumerate(changes) if one.value is not None]
        if not self.path.exists():
            if not given:
                return [(None, "")] * len(changes)
            self._create()
        texts, numbers = _columns([changes[i].value for i in given])
        with self._transaction() as db:
            if given:
                self._require_kind(db, target, coded=texts[0] is not None)
            before = [_label_of(db, target, one.chip) for one in changes]
            rest = [(target, one.chip) for one in changes if one.value is None]
            db.executemany(_DELETE_CHIP, rest)
            if given:
                shapes = np.asarray(polygons, dtype=object)[given]
                some = [changes[i] for i in given]
                self._upsert(
                    db, target, [one.chip for one in some], (texts, numbers), [None] * len(some),
                    [one.how for one in some], who, when, shapes,
                )  # fmt: skip
            db.execute(_TOUCH)
        return before

    def counts(self, target: str) -> dict[str | float, int]:
        """Labelled chips of each class code of a target, or of each value."""
        return dict(
            self._select(
                "SELECT ifnull(label, value), count(*) FROM labels "
                "WHERE target = ? AND chip_id IS NOT NULL GROUP BY 1 ORDER BY 1",
                (target,),
            )
        )

    def remove(self, target: str, ids: Sequence[int] | np.ndarray) -> int:
        """Take chips' labels of a target away. Returns how many there were."""
        pairs = [(target, chip) for chip in np.asarray(ids).tolist()]
        return self._delete(_DELETE_CHIP, pairs)

    def clear(self, target: str) -> int:
        """Take all labels of a target away. Returns how many there were."""
        return self._delete(_DELETE_TARGET, [(target,)])

    def get(self, target: str) -> LabelTable:
        """Labels of a target; none where it has none."""
        rows = self._select(
            "SELECT chip_id, label, value, share, how, who, labelled_at FROM labels "
            "WHERE target = ? AND chip_id IS NOT NULL ORDER BY chip_id",
            (target,),
        )
        ids, texts, numbers, shares, how, who, when = zip(*rows, strict=True) if rows else [()] * 7
        coded = [text is not None for text in texts]
        if any(coded) and not all(coded):
            raise LabelsUnreadable(
                f"Target {target} of {self.path} holds classes and values at once; give the rows "
                "of one of them another target."
            )
        return LabelTable(
            np.array(ids, dtype=np.int64),
            np.array(texts, dtype=object) if any(coded) else np.array(numbers, dtype=np.float64),
            np.array(shares, dtype=np.float32),
            np.array(how, dtype=object),
            np.array(who, dtype=object),
            np.array([(text or "NaT").rstrip("Z") for text in when], dtype="datetime64[ms]"),
        )

    def targets(self) -> dict[str, int]:
        """Number of labelled chips of each target, by its name."""
        return dict(
            self._select("SELECT target, count(*) FROM labels GROUP BY target ORDER BY target")
        )

    # -- the file ------------------------------------------------------------------------------

    def _create(self) -> None:
        """Lay out an empty file: complete, then under its name."""
        import geopandas
        import pandas

        columns = {
            "chip_id": "int64", "target": "str", "label": "str", "value": "float64",
            "share": "float64", "how": "str", "who": "str", "labelled_at": "datetime64[ms, UTC]",
        }  # fmt: skip
        frame = geopandas.GeoDataFrame(
            {name: pandas.Series(dtype=dtype) for name, dtype in columns.items()},
            geometry=geopandas.GeoSeries([], crs=grids.crs_text(self.crs)),
        )
        layout = vectors.geopackage(
            frame, "labels", geometry_type="Polygon",
            layer_options={"GEOMETRY_NAME": "geometry", "SPATIAL_INDEX": "NO"},
        )  # fmt: skip
        with files.replacing(self.path) as part:
            part.write_bytes(layout)
            with contextlib.closing(sqlite3.connect(part)) as db:
                db.execute("CREATE UNIQUE INDEX labels_target_chip ON labels (target, chip_id)")

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is written inside, or nothing."""
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")  # closing without it takes everything back

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # mode=rw never makes a file, and can finish what a killed writer left in the journal.
        uri = f"{self.path.absolute().as_uri()}?mode=rw"
        try:
            with contextlib.closing(
                sqlite3.connect(uri, uri=True, timeout=_BUSY_S, isolation_level=None)
            ) as db:
                db.execute("PRAGMA synchronous = EXTRA")  # the folder's entry too is on disk
                yield db
        except sqlite3.Error as error:
            raise _refused(self.path, error) from error

    def _select(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        if not self.path.exists():
            return []
        with self._open() as db:
            return db.execute(query, values).fetchall()

    def _upsert(
        self,
        db: sqlite3.Connection,
        target: str,
        chips: list[int],
        labels: tuple[list[str | None], list[float | None]],
        shares: Sequence[float | None],
        hows: Sequence[str],
        who: str,
        when: datetime | None,
        polygons: Sequence[Any] | np.ndarray,
    ) -> int:
        """Write rows within a transaction; returns their number."""
        at = (when or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
        at = at.replace("+00:00", "Z")
        (srs,) = db.execute(
            "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'labels'"
        ).fetchone()
        rows = [
            (chip, target, text, number, share, how, who, at, shape)
            for chip, text, number, share, how, shape in zip(
                chips, *labels, shares, hows, _blobs(polygons, srs), strict=True
            )
        ]
        count = db.executemany(_UPSERT, rows).rowcount
        x0, y0, x1, y1 = shapely.total_bounds(np.asarray(polygons)).tolist()
        db.execute(_GROW, {"x0": x0, "y0": y0, "x1": x1, "y1": y1})
        return count

    def _delete(self, statement: str, values: list[tuple[Any, ...]]) -> int:
        if not values or not self.path.exists():
            return 0
        with self._transaction() as db:
            count = db.executemany(statement, values).rowcount
            db.execute(_TOUCH)
        return count

    def _require_kind(self, db: sqlite3.Connection, target: str, *, coded: bool) -> None:
        """Raises UsageError where a target's labels, all of one kind, are in the other column."""
        query = "SELECT label IS NULL, value IS NULL FROM labels WHERE target = ? LIMIT 1"
        row = db.execute(query, (target,)).fetchone()
        if row is not None and row[0 if coded else 1]:
            holds, given = ("values", "classes") if coded else ("classes", "values")
            raise UsageError(f"Target {target} holds {holds}; give these {given} another target.")


def _label_of(db: sqlite3.Connection, target: str, chip: int) -> tuple[str | float | None, str]:
    """The label of a chip and how it was given; None where it has none."""
    query = "SELECT ifnull(label, value), how FROM labels WHERE target = ? AND chip_id = ?"
    label, how = db.execute(query, (target, chip)).fetchone() or (None, "")
    return label, how or ""


def _columns(labels: Any) -> tuple[list[str | None], list[float | None]]:
    """Labels as the columns ``label`` and ``value``."""
    found = np.asarray(labels, dtype=object).tolist()
    if all(isinstance(label, str) for label in found):
        return [str(label) for label in found], [None] * len(found)
    try:
        numbers = np.asarray(labels, dtype=np.float64)
    except (TypeError, ValueError):
        numbers = np.array([np.nan])
    if any(isinstance(label, str) for label in found) or not np.isfinite(numbers).all():
        raise UsageError("Labels of one target are class codes or finite numbers, all of one kind.")
    return [None] * len(found), numbers.tolist()


def _blobs(polygons: Sequence[Any] | np.ndarray, srs: int) -> list[bytes]:
    """GeoPackageBinary: header with envelope, then WKB, little-endian (OGC 12-128r19, 2.1.3)."""
    shapes = np.asarray(polygons, dtype=object)
    return [
        struct.pack("<2sBBi4d", b"GP", 0, 0b011, srs, x0, x1, y0, y1) + wkb
        for (x0, y0, x1, y1), wkb in zip(
            shapely.bounds(shapes).tolist(), shapely.to_wkb(shapes, byte_order=1), strict=True
        )
    ]


def _refused(path: Path, error: sqlite3.Error) -> EOEmbedError:
    """What an SQLite error means to the person whose labels these are."""
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:  # the primary code
        case sqlite3.SQLITE_FULL:
            return DiskFull(f"No room left on the disk for {path}; free some, then label again.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return OutputError(
                f"{path} is held by another program for more than {_BUSY_S:.0f} s; save or stop "
                "editing the layer there, then label again."
            )
        case (
            sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM
            | sqlite3.SQLITE_IOERR
        ):  # fmt: skip
            return OutputError(f"{path} cannot be written: {error}.")
        case _:
            return LabelsUnreadable(
                f"{path} is damaged or no labels file ({error}); it was left as it is: restore a "
                "copy, or move it away to start afresh."
            )
