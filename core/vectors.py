"""Vector files, laid out in memory and then written at once: a full disk never meets GDAL."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import files

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def geopackage(frame: GeoDataFrame, layer: str, **options: Any) -> bytes:
    """A GeoPackage of one layer; ``options`` are pyogrio's."""
    layout = io.BytesIO()
    frame.to_file(layout, layer=layer, driver="GPKG", engine="pyogrio", **options)
    return layout.getvalue()


def write_geopackage(path: Path, frame: GeoDataFrame, layer: str) -> None:
    """Write a GeoPackage of one layer. Raises DiskFull, OutputError."""
    with files.replacing(path) as part:
        part.write_bytes(geopackage(frame, layer))


def write_geoparquet(path: Path, frame: GeoDataFrame) -> None:
    """Write GeoParquet. Raises DiskFull, OutputError."""
    layout = io.BytesIO()
    frame.to_parquet(layout)
    with files.replacing(path) as part:
        part.write_bytes(layout.getvalue())
