"""The files of a map, written together in rows of cells from top to bottom, with their QGIS styles.

    map.tif              classes: uint8 (uint16 beyond 254), 0 nodata, else a class's code where all
                         are numbers, its place otherwise (``map_values``), with colour table
                         and category names; values: float32, NaN nodata
    map.probability.tif  classes only: a uint8 band each, 0..250 with scale 1/250, 255 nodata
    map.uncertainty.tif  classes: normalised entropy, stored as probabilities are; values: float32 spread
    map.<layer>.tif      whatever else is said of each cell (``Layer``)

They are made in a folder of their own and renamed into place at the end, the map last: whatever
stops the work before that leaves the old map as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from odc.geo.geobox import GeoBox

from .. import __version__
from . import qml
from .classes import PROBABILITY_RAMP, UNCERTAINTY_RAMP, VALUE_RAMP, Legend, map_values
from .cog import CogWriter, Raster, Staging
from .errors import OutputError
from .probes.base import Prediction

#: Shares of 0..1 are stored in this many steps, and nodata as 255. QGIS compares a band's scaled
#: values with its nodata value as it is stored, so that must not be within 0..1.
_STEPS = 250
#: Layers that a map may have beside it; those of an earlier map of its name go when they are not made.
LAYERS = ("applicability", "sets", "interval")


@dataclass(frozen=True)
class MapFiles:
    """The GeoTIFFs of a map; ``probability`` is None for values. Styles lie beside them as .qml."""

    map: Path
    probability: Path | None
    uncertainty: Path
    layers: Mapping[str, Path] = field(default_factory=dict)

    def to_dict(self) -> dict[str, str]:
        """The paths that there are, by what they hold."""
        own = {"map": self.map, "probability": self.probability, "uncertainty": self.uncertainty}
        every = own | dict(self.layers)
        return {name: str(path) for name, path in every.items() if path is not None}


@dataclass(frozen=True)
class Layer:
    """Something else that is said of ``n`` cells: a file of its own.

    ``values`` ``(bands, n)`` as ``raster`` stores them. Without classes the first band is coloured by
    ``ramp`` over ``limits``, by default from the least to the greatest value.
    """

    raster: Raster
    values: np.ndarray
    ramp: tuple[str, ...] = VALUE_RAMP
    limits: tuple[float, float] | None = None

    def style(self) -> str:
        """The QGIS style."""
        if self.raster.classes:
            return qml.paletted(self.raster.classes)
        first = self.values[0][np.isfinite(self.values[0])]
        found = (float(first.min()), float(first.max())) if first.size else (0.0, 1.0)
        return _ramped(self.ramp, *(self.limits or found))


def write_layer(path: Path, grid: GeoBox, cells: np.ndarray, layer: Layer, about: str) -> Path:
    """Write one layer as a GeoTIFF of its own: its values at ``cells`` (flat indices) of ``grid``.

    ``about`` says what was asked (the tag TARGET). Raises OutputError, DiskFull.
    """
    _check_path(path)
    _refuse_other(path)
    with Staging(path) as staging:
        _stage(staging, path.name, grid, cells, layer, _tags(about))
        staging.commit([path.name, f"{path.stem}.qml", f"{path.name}.aux.xml"])
    return path


def _stage(
    staging: Staging, name: str, grid: GeoBox, cells: np.ndarray, layer: Layer, tags: dict[str, str]
) -> None:
    """Make a layer's file and style in a staging folder."""
    bands, (height, width) = len(layer.values), grid.shape
    rows = np.full((bands, height * width), layer.raster.nodata, dtype=layer.raster.dtype)
    rows[:, cells] = layer.values
    with CogWriter(staging, name, grid, layer.raster, tags) as writer:
        writer.write(rows.reshape(bands, height, width))
        writer.finish()
    staging.write_text(str(Path(name).with_suffix(".qml")), layer.style())


def _tags(target: str) -> dict[str, str]:
    return {"TARGET": target, "TIFFTAG_SOFTWARE": f"{_SOFTWARE} {__version__}"}


def _ramped(ramp: tuple[str, ...], low: float, high: float) -> str:
    # A ramp needs a range, also where all cells hold one value.
    return qml.ramped(ramp, low, high if high > low else low + 1)


def _check_path(path: Path) -> None:
    if path.suffix.lower() not in (".tif", ".tiff"):
        raise OutputError(f"Maps are written as .tif, not as {path.name}.")


class MapSummary(NamedTuple):
    """What a map holds: its cells with a prediction, how many of each class, the range of the value."""

    cells: int
    counts: tuple[int, ...]
    range: tuple[float, float] | None

    def plus(self, other: MapSummary) -> MapSummary:
        """Of two parts of a map together."""
        ends = [end for part in (self, other) if part.range for end in part.range]
        counts = (a + b for a, b in zip(self.counts, other.counts, strict=True))
        extent = (min(ends), max(ends)) if ends else None
        return MapSummary(self.cells + other.cells, tuple(counts), extent)


def summarise(prediction: Prediction, legend: Legend) -> MapSummary:
    """What a map of these predictions, at least one, holds."""
    labels = prediction.labels
    if legend.kind == "value":
        return MapSummary(len(labels), (), (float(labels.min()), float(labels.max())))
    counts = np.bincount(labels, minlength=len(legend.classes))
    return MapSummary(len(labels), tuple(counts.tolist()), None)


_SOFTWARE = "eo-embed"
_INFIX = {"map": "", "probability": ".probability", "uncertainty": ".uncertainty"}
_RAMP = {"map": VALUE_RAMP, "probability": PROBABILITY_RAMP, "uncertainty": UNCERTAINTY_RAMP}


def rasters_of(legend: Legend) -> dict[str, Raster]:
    """What each file of a map holds."""
    if legend.kind == "value":
        value: dict[str, Any] = {"dtype": "float32", "nodata": np.nan}
        return {
            "map": Raster(**value, bands=(legend.target,)),
            "uncertainty": Raster(**value, bands=(f"spread of {legend.target}",)),
        }
    # 0 is nodata and n classes follow; beyond 254 QGIS and GDAL's palettes want 16 bits.
    dtype = "uint8" if len(legend.classes) <= 254 else "uint16"
    share: dict[str, Any] = {"dtype": "uint8", "nodata": 255, "scale": 1 / _STEPS}
    return {
        "map": Raster(dtype=dtype, nodata=0, bands=(legend.target,), classes=legend.classes),
        "probability": Raster(**share, bands=tuple(c.name for c in legend.classes)),
        "uncertainty": Raster(**share, bands=("normalised entropy",)),
    }


def style_of(part: str, legend: Legend, extent: tuple[float, float]) -> str:
    """The QGIS style of a file of a map; ``extent`` is of its values, where they have no range of their own."""
    raster = rasters_of(legend)[part]
    if raster.classes:
        return qml.paletted(raster.classes)
    return _ramped(_RAMP[part], *((0.0, 1.0) if raster.dtype == "uint8" else extent))


def _refuse_other(path: Path) -> None:
    """Raises OutputError where a map would take the place of something that is no map of ours."""
    if not path.is_file():
        return
    try:
        with rasterio.open(path) as data:
            ours = data.tags().get("TIFFTAG_SOFTWARE", "").startswith(_SOFTWARE)
    except rasterio.errors.RasterioError:
        ours = False
    if not ours:
        raise OutputError(
            f"{path} is there and is no map of eo-embed; choose another name, or move it away."
        )


def stored_values(prediction: Prediction, legend: Legend) -> dict[str, np.ndarray]:
    """What each file stores for ``n`` cells, ``(bands, n)``."""
    labels, proba, uncertainty = prediction.labels, prediction.proba, prediction.uncertainty
    if proba is None:
        return {"map": labels[None], "uncertainty": uncertainty[None]}
    return {
        "map": np.array(map_values(legend.classes))[labels][None],
        "probability": _as_stored(proba).T,
        "uncertainty": _as_stored(uncertainty)[None],
    }


def _as_stored(share: np.ndarray) -> np.ndarray:
    """Shares of 0..1 as uint8 steps, rounded."""
    return (share * _STEPS + 0.5).astype(np.uint8)


class MapWriter:
    """The files of one map, written together in rows of cells from top to bottom."""

    def __init__(self, path: Path, grid: GeoBox, legend: Legend) -> None:
        _check_path(path)
        self._path, self._grid, self._legend = path, grid, legend
        self._staging = Staging(path)
        self._rasters = rasters_of(legend)
        for part in (*self._rasters, *LAYERS):
            _refuse_other(path.with_name(self._name(part)))
        self._layers: list[str] = []
        self._writers: dict[str, CogWriter] = {}
        self._ranges: dict[str, tuple[float, float]] = {}
        self.summary = MapSummary(0, (0,) * len(legend.classes), None)

    def __enter__(self) -> MapWriter:
        tags = _tags(self._legend.target)
        with ExitStack() as stack:
            stack.enter_context(self._staging)
            for part, raster in self._rasters.items():
                writer = CogWriter(self._staging, self._name(part), self._grid, raster, tags)
                self._writers[part] = stack.enter_context(writer)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def write(self, height: int, cells: np.ndarray, prediction: Prediction) -> None:
        """Append rows of cells: the prediction at ``cells`` (flat indices), nodata elsewhere."""
        width = self._grid.shape[1]
        if len(cells):
            self.summary = self.summary.plus(summarise(prediction, self._legend))
        for part, stored in stored_values(prediction, self._legend).items():
            raster = self._rasters[part]
            rows = np.full((len(stored), height * width), raster.nodata, dtype=raster.dtype)
            rows[:, cells] = stored
            self._writers[part].write(rows.reshape(-1, height, width))
            if stored.size:
                low, high = self._ranges.get(part, (np.inf, -np.inf))
                self._ranges[part] = min(low, float(stored.min())), max(high, float(stored.max()))

    def add_layers(self, cells: np.ndarray, layers: Mapping[str, Layer]) -> None:
        """Put layers, by their names in LAYERS, beside the map: their values at ``cells`` of it all."""
        for name, layer in layers.items():
            tags = _tags(self._legend.target)
            _stage(self._staging, self._name(name), self._grid, cells, layer, tags)
            self._layers.append(name)

    def close(self) -> MapFiles:
        """Make the files and move them into place."""
        for part, writer in self._writers.items():
            writer.finish()
            self._staging.write_text(self._name(part, ".qml"), self._style(part))
        every = (*_INFIX, *LAYERS)
        self._staging.commit(
            [self._name(p, end) for p in every for end in (None, ".qml")]
            + [f"{self._name(p)}.aux.xml" for p in every]
        )
        place = {p: self._path.with_name(self._name(p)) for p in (*self._rasters, *self._layers)}
        layers = {name: place[name] for name in self._layers}
        return MapFiles(place["map"], place.get("probability"), place["uncertainty"], layers)

    def _name(self, part: str, suffix: str | None = None) -> str:
        infix = _INFIX.get(part, f".{part}")
        return f"{self._path.stem}{infix}{suffix or self._path.suffix}"

    def _style(self, part: str) -> str:
        return style_of(part, self._legend, self._ranges.get(part, (0.0, 1.0)))
