"""Check samples on disk: the cells to label, and beside them the design that they were drawn by.

    samples/<name>.gpkg   the cells as polygons in drawn order, in a layer <name>: sample_id, label (to
                          fill in), note, who, labelled_at; nothing that tells what the map says there
    samples/<name>.json   the map, the strata and each cell's stratum: what the estimate needs

The design is written first: where the cells are, it is.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyogrio
import shapely
from affine import Affine
from numpy.typing import NDArray
from odc.geo.crs import CRS
from odc.geo.geobox import GeoBox
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj.exceptions import CRSError

from .. import files, vectors
from ..errors import LabelsUnreadable, OutputError, SampleInvalid
from ..labels.from_vector import check_fields, choose_layer, read_table
from ..workspace import GridConfig
from .cellmaps import Kind, MapClass

FORMAT = 1
_TO_FILL = ("label", "note", "who", "labelled_at")


@dataclass(frozen=True)
class Stratum:
    """A stratum of the sampled map: its cells, their area in m², and how many were drawn."""

    name: str
    cells: int
    area: float
    drawn: int


@dataclass(frozen=True)
class Design:
    """How a sample was drawn; sample_id i stands at place i - 1 of ``cell`` and what follows it.

    map: as the workspace stores paths. digest: of its content then. how: in words. legend: the map's
    classes; mapped: their areas in m², or for values their mean over the ground. cell: flat index into
    the grid, with its row and column. stratum: place in ``strata``.
    """

    map: str
    digest: str
    kind: Kind
    how: str
    seed: int
    grid: GridConfig
    legend: tuple[MapClass, ...]
    mapped: tuple[float, ...]
    strata: tuple[Stratum, ...]
    cell: tuple[int, ...]
    row: tuple[int, ...]
    col: tuple[int, ...]
    stratum: tuple[int, ...]

    @property
    def geobox(self) -> GeoBox:
        return GeoBox(self.grid.shape, Affine(*self.grid.transform), CRS(self.grid.crs))

    def centres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """x and y of the cells' centres in the grid's CRS."""
        col, row = np.asarray(self.col) + 0.5, np.asarray(self.row) + 0.5
        x, y = self.geobox.affine * (col, row)
        return x, y


class SampleFiles(NamedTuple):
    """The two files of a sample."""

    cells: Path
    design: Path

    @classmethod
    def named(cls, folder: Path, name: str) -> SampleFiles:
        return cls(folder / f"{name}.gpkg", folder / f"{name}.json")


def write_sample(paths: SampleFiles, design: Design) -> None:
    """Write a new sample.

    A design without cells, as a killed run leaves it, is completed by the same draw. Raises OutputError
    where there is another sample of that name, DiskFull.
    """
    content = json.loads(json.dumps({"format": FORMAT, **asdict(design)}))
    if paths.cells.exists() or (paths.design.exists() and read_json(paths.design) != content):
        there = paths.cells if paths.cells.exists() else paths.design
        raise OutputError(
            f"{there} is there already, and its labels are not written over; choose another --name."
        )
    files.write_json(paths.design, content)
    vectors.write_geopackage(paths.cells, _unlabelled(design), paths.cells.stem)


def read_design(paths: SampleFiles) -> Design:
    """The design of a sample. Raises SampleInvalid where it is missing, damaged or of a later version."""
    content = read_json(paths.design)
    if content is None:
        raise SampleInvalid(
            f"{paths.cells} is a sample without its design: {paths.design.name} must lie beside it and be "
            "whole; restore it, or draw another sample."
        )
    if isinstance(content, dict) and content.get("format") != FORMAT:
        raise SampleInvalid(
            f"{paths.design} is of format {content.get('format')}, and this program knows {FORMAT}; update "
            "eo-embed."
        )
    try:
        design = _design(content)
        _check_design(design)
    except (KeyError, TypeError, ValueError, CRSError) as error:
        raise SampleInvalid(
            f"{paths.design} is damaged ({' '.join(str(error).split())}); restore a copy, or draw another "
            "sample."
        ) from error
    return design


def read_sample(paths: SampleFiles, design: Design) -> NDArray[np.object_]:
    """The label of each cell of the design ``(n,)``, None where it has none.

    Of several layers with cells, as copies saved into the file leave them, that with the most labels counts.

    Raises LabelsUnreadable for a file that is no GeoPackage, SampleInvalid for cells that are not those of the
    design.
    """
    import pandas

    _, frame = most_labelled(paths)
    ids = pandas.to_numeric(frame["sample_id"], errors="coerce").to_numpy(np.float64)
    known = np.isin(ids, np.arange(1, len(design.cell) + 1))
    if not known.all() or len(np.unique(ids)) < len(ids):
        raise SampleInvalid(
            f"{paths.cells} holds cells that were not drawn, or one twice; a sample cannot be added to: take "
            "them away, or draw a larger one under another --name."
        )
    place = ids.astype(np.int64) - 1
    _check_places(paths, design, frame, place)
    labels = np.full(len(design.cell), None, dtype=object)
    labels[place] = as_labels(frame["label"].tolist())
    return labels


def is_sample(path: str) -> bool:
    """Whether a file holds the cells of a sample: beside a design, or with all the columns of one."""
    telling = {"sample_id"}
    if not Path(path).with_suffix(".json").is_file():
        telling |= set(_TO_FILL)  # other people number their points by sample_id, too
    try:
        return bool(_layers_with(path, telling))
    except (DataSourceError, DataLayerError):
        return False


# -- the cells -------------------------------------------------------------------------------


def _layers_with(path: str, columns: set[str]) -> list[str]:
    """The layers with geometry that have these columns, in the file's order."""
    names = [str(name) for name, geometry in pyogrio.list_layers(path) if geometry is not None]
    return [n for n in names if columns <= set(pyogrio.read_info(path, layer=n)["fields"])]


def most_labelled(paths: SampleFiles) -> tuple[str, Any]:
    """The layer of cells with the most labels, of equals the last, which was added last: name and frame.

    Raises LabelsUnreadable, SampleInvalid where no layer has the columns.
    """
    path = str(paths.cells)
    try:
        layers = _layers_with(path, {"sample_id", "label"})
    except (DataSourceError, DataLayerError) as error:
        raise LabelsUnreadable(f"{path} cannot be read as reference labels: {error}") from error
    if not layers:
        raise SampleInvalid(f"{path} lacks the column sample_id or label; restore it from a copy.")
    frames = [(layer, read_frame(path, layer)) for layer in reversed(layers)]
    return max(frames, key=lambda found: _labels_in(found[1]))


def _labels_in(frame: Any) -> int:
    return sum(label is not None for label in as_labels(frame["label"].tolist()))


def _unlabelled(design: Design) -> Any:
    """The cells in drawn order, their labels empty."""
    import geopandas
    import pandas

    n = len(design.cell)
    label = "str" if design.kind == "classes" else "float64"
    empty = zip(_TO_FILL, (label, "str", "str", "datetime64[ms, UTC]"), strict=True)
    columns = {name: pandas.Series([None] * n, dtype=dtype) for name, dtype in empty}
    return geopandas.GeoDataFrame(
        {"sample_id": np.arange(1, n + 1), **columns},
        geometry=cell_polygons(design),
        crs=design.grid.crs,
    )


def cell_polygons(design: Design) -> NDArray[np.object_]:
    row, col = np.asarray(design.row), np.asarray(design.col)
    affine = design.geobox.affine
    corners = ((0, 0), (1, 0), (1, 1), (0, 1))
    rings = [np.column_stack(affine * (col + right, row + down)) for right, down in corners]
    return shapely.polygons(np.stack(rings, axis=1))


def _check_places(paths: SampleFiles, design: Design, frame: Any, place: NDArray[np.int64]) -> None:
    """Raises SampleInvalid where a cell does not lie where it was drawn: of another sample, or moved."""
    middle = shapely.centroid(frame.geometry.to_crs(design.grid.crs).to_numpy())
    col, row = ~design.geobox.affine * (shapely.get_x(middle), shapely.get_y(middle))
    drawn = np.asarray(design.row)[place], np.asarray(design.col)[place]
    off = (np.floor(row) != drawn[0]) | (np.floor(col) != drawn[1])
    if off.any():
        raise SampleInvalid(
            f"{off.sum()} of {len(place)} cells of {paths.cells} do not lie where {paths.design.name} drew "
            "them; restore the two files of one sample."
        )


def read_frame(path: str, layer: str | None, field: str | None = None) -> Any:
    """A vector file or table, its CRS known, with ``field`` where one is asked for."""
    import geopandas

    if not os.path.exists(path):
        raise LabelsUnreadable(f"There is no reference file at {path}; check the path.")
    try:
        if path.lower().endswith(".csv"):
            return read_table(path, field)
        if path.endswith("parquet"):
            frame = geopandas.read_parquet(path)
        else:
            frame = pyogrio.read_dataframe(path, layer=choose_layer(path, layer))
    except (DataSourceError, DataLayerError, ValueError, OSError) as error:
        raise LabelsUnreadable(f"{path} cannot be read as reference labels: {error}") from error
    check_fields(path, [c for c in frame if c != frame.geometry.name], frame.crs, field)
    return frame


def as_labels(given: Sequence[Any]) -> NDArray[np.object_]:
    """Labels as texts and numbers, None for those that are missing or blank."""
    labels = np.full(len(given), None, dtype=object)
    for i, label in enumerate(given):
        text = label.strip() if isinstance(label, str) else label
        missing = text is None or text == "" or (isinstance(text, float) and math.isnan(text))
        labels[i] = None if missing else text
    return labels


# -- the design ------------------------------------------------------------------------------


def read_json(path: Path) -> Any:
    """The content of a JSON file, None where there is none or it is damaged."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _design(content: dict[str, Any]) -> Design:
    grid = content["grid"]
    height, width = grid["shape"]
    return Design(
        map=str(content["map"]),
        digest=str(content["digest"]),
        kind=content["kind"],
        how=str(content["how"]),
        seed=int(content["seed"]),
        grid=GridConfig(grid["crs"], tuple(map(float, grid["transform"])), (height, width)),
        legend=tuple(
            MapClass(int(c["value"]), str(c["name"]), str(c["colour"])) for c in content["legend"]
        ),
        mapped=tuple(map(float, content["mapped"])),
        strata=tuple(
            Stratum(str(s["name"]), int(s["cells"]), float(s["area"]), int(s["drawn"]))
            for s in content["strata"]
        ),
        **{key: tuple(map(int, content[key])) for key in ("cell", "row", "col", "stratum")},
    )


def _check_design(design: Design) -> None:
    """Raises ValueError for a design that contradicts itself, CRSError for no CRS."""
    cell, stratum = np.asarray(design.cell), np.asarray(design.stratum)
    drawn = np.bincount(stratum, minlength=len(design.strata)).tolist()
    height, width = design.grid.shape
    sound = {
        "kind": design.kind in ("classes", "value"),
        "grid": not design.geobox.affine.is_degenerate,
        "mapped": len(design.mapped) == (len(design.legend) if design.kind == "classes" else 1),
        "strata": drawn == [s.drawn for s in design.strata]
        and all(s.drawn <= s.cells and 0 <= s.area < math.inf for s in design.strata),
        "cell": len(np.unique(cell)) == len(cell) == len(stratum) > 0
        and 0 <= cell.min() <= cell.max() < height * width,
        "row": np.array_equal(design.row, cell // width),
        "col": np.array_equal(design.col, cell % width),
    }
    for key, holds in sound.items():
        if not holds:
            raise ValueError(f"'{key}' does not fit the rest")
