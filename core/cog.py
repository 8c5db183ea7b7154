"""Cloud-optimised GeoTIFFs: written in rows from top to bottom, several files taking their place at once.

GDAL may write to a full disk and say nothing: what it could not write reads as nodata, or not at
all. So rows go to a raw file first, a VRT header tells GDAL how to read it, and the COG made from
it is read back and compared before anything takes its place.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET  # nosec B405 # builds, never parses

import numpy as np
import psutil
import rasterio
import rasterio.shutil
from odc.geo.geobox import GeoBox

from . import files
from .classes import ClassInfo, map_values, rgb_of
from .errors import OutputError

BLOCK = 512
_GDAL_TYPES = {"uint8": "Byte", "uint16": "UInt16", "float32": "Float32"}
_PROBE_BYTES = 2**22


@dataclass(frozen=True, kw_only=True)
class Raster:
    """What one GeoTIFF holds.

    ``dtype`` is uint8, uint16 or float32; ``bands`` are the descriptions; a value is
    ``stored * scale``. With ``classes``, 0 is nodata and each has its value (``map_values``):
    the file gets their colours as its colour table and their names as its categories (in the
    ``.aux.xml`` beside it, since GeoTIFF has no place for them) and as tags of the band.
    Overviews hold the most frequent class, or else the mean.
    """

    dtype: str
    nodata: float
    bands: tuple[str, ...]
    scale: float = 1.0
    classes: tuple[ClassInfo, ...] = ()


class Staging:
    """A folder beside a file where it and its companions are made before they get their names.

    ``commit`` moves all of them into place; leaving the ``with`` removes what was not moved. What a
    killed process left there is removed by the next one that writes the same file.
    Raises OutputError where the folder cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path.with_name(f".{path.name}.{os.getpid()}.part")

    def __enter__(self) -> Staging:
        with self.refusing():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            for left in self.path.parent.glob(f".{glob.escape(self.path.name)}.*.part"):
                pid = left.name.split(".")[-2]
                if left == self.folder or not (pid.isdigit() and psutil.pid_exists(int(pid))):
                    shutil.rmtree(left, ignore_errors=True)
            self.folder.mkdir()
        return self

    def __exit__(self, *error: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn what the system refuses within into DiskFull or OutputError naming the file."""
        try:
            yield
        except PermissionError as error:
            raise OutputError(
                f"{self.path} cannot be written: {error.strerror}; "
                "choose another place, or close it where it is open."
            ) from error
        except OSError as error:
            raise files.refused(self.path, error) from error

    def write_text(self, name: str, text: str) -> None:
        """Make a companion. Raises DiskFull, OutputError."""
        with self.refusing():
            (self.folder / name).write_text(text, encoding="utf-8")

    def commit(self, family: Sequence[str]) -> None:
        """Move the files made here beside ``path``, and ``path`` itself last.

        ``family`` names all that there can be; those that were not made this time are removed.
        All contents are on disk before the first move, so that a full disk moves nothing.
        Raises DiskFull, OutputError.
        """
        made = sorted(self.folder.iterdir(), key=lambda part: part.name == self.path.name)
        with self.refusing():
            for part in made:
                with part.open("rb+") as file:
                    os.fsync(file.fileno())
            for part in made:
                os.replace(part, self.path.with_name(part.name))
            for name in set(family) - {part.name for part in made}:
                self.path.with_name(name).unlink(missing_ok=True)


class CogWriter:
    """One COG in a staging folder, given in rows from top to bottom; a context manager.

    ``grid`` is its cells and ``tags`` the file's metadata. Until ``finish`` the rows lie uncompressed
    beside it.
    """

    def __init__(
        self, staging: Staging, name: str, grid: GeoBox, raster: Raster, tags: dict[str, str]
    ) -> None:
        self._staging, self._grid, self._raster, self._tags = staging, grid, raster, tags
        self._path = staging.folder / name
        self._raw = staging.folder / f"{name}.raw"

    def __enter__(self) -> CogWriter:
        with self._staging.refusing():
            self._file = self._raw.open("wb")
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def write(self, rows: np.ndarray) -> None:
        """Append ``(bands, rows, width)`` of the raster's dtype. Raises DiskFull, OutputError."""
        with self._staging.refusing():
            self._file.write(np.ascontiguousarray(rows.swapaxes(0, 1)).data)

    def finish(self) -> None:
        """Make the COG of the rows written, which must be all. Raises DiskFull, OutputError."""
        header = self._raw.with_suffix(".vrt")
        with self._staging.refusing():
            self._file.close()
            header.write_bytes(ET.tostring(self._header(), encoding="utf-8"))
            try:
                self._translate(header)
                self._compare()
            except Exception as error:  # rasterio lets GDAL's errors through, which share no root
                # GDAL did not say whether the disk is full, but the disk does.
                self._raw.with_suffix(".probe").write_bytes(bytes(_PROBE_BYTES))
                raise OutputError(
                    f"{self._staging.path} cannot be written: {' '.join(str(error).split())}."
                ) from error
            header.unlink()
            self._raw.unlink()
        if self._raster.classes:
            self._staging.write_text(f"{self._path.name}.aux.xml", _categories(self._raster))

    def _translate(self, header: Path) -> None:
        rasterio.shutil.copy(
            header,
            self._path,
            driver="COG",
            blocksize=BLOCK,
            compress="deflate",
            predictor="no" if self._raster.classes else "yes",
            overview_resampling="mode" if self._raster.classes else "average",
            bigtiff="if_safer",
            num_threads="all_cpus",
        )

    def _compare(self) -> None:
        """Read the COG back, block by block, and its overviews. Raises OSError where it differs."""
        shape = (self._grid.shape[0], len(self._raster.bands), self._grid.shape[1])
        lines = np.memmap(self._raw, self._raster.dtype, mode="r", shape=shape)
        with rasterio.open(self._path) as data:
            levels = len(data.overviews(1))
            for _, window in data.block_windows(1):
                rows, cols = window.toslices()
                expected = lines[rows, :, cols].swapaxes(0, 1)
                if not np.array_equal(
                    data.read(window=window), expected, equal_nan=expected.dtype.kind == "f"
                ):
                    raise OSError("what was written does not read back the same")
        for level in range(levels):
            with rasterio.open(self._path, overview_level=level) as data:
                for _, window in data.block_windows(1):
                    data.read(window=window)

    def _header(self) -> ET.Element:
        """The raw file as a VRT data set, line by line and in each line band by band."""
        height, width = self._grid.shape
        root = ET.Element("VRTDataset", rasterXSize=str(width), rasterYSize=str(height))
        crs = self._grid.crs
        _text(root, "SRS", crs.to_wkt() if crs else "")
        _text(root, "GeoTransform", ", ".join(map(repr, self._grid.affine.to_gdal())))
        _tags(root, self._tags)
        size = np.dtype(self._raster.dtype).itemsize
        for index in range(len(self._raster.bands)):
            band = self._band(root, index)
            _text(band, "SourceFilename", self._raw.name).set("relativeToVRT", "1")
            _text(band, "ImageOffset", index * width * size)
            _text(band, "PixelOffset", size)
            _text(band, "LineOffset", len(self._raster.bands) * width * size)
            _text(band, "ByteOrder", "LSB" if sys.byteorder == "little" else "MSB")
        return root

    def _band(self, root: ET.Element, index: int) -> ET.Element:
        raster = self._raster
        band = ET.SubElement(
            root,
            "VRTRasterBand",
            dataType=_GDAL_TYPES[raster.dtype],
            band=str(index + 1),
            subClass="VRTRawRasterBand",
        )
        _text(band, "Description", raster.bands[index])
        _text(band, "NoDataValue", raster.nodata)
        _text(band, "Scale", repr(raster.scale))
        if raster.classes:
            _tags(band, {f"CLASS_{value}": info.name for value, info in _by_value(raster)})
            _text(band, "ColorInterp", "Palette")
            colours = ET.SubElement(band, "ColorTable")
            of = dict(_by_value(raster))
            for value in range(max(of) + 1):
                _entry(
                    colours, *((*rgb_of(of[value].colour), 255) if value in of else (0, 0, 0, 0))
                )
        return band


def _categories(raster: Raster) -> str:
    """GDAL's auxiliary metadata with the names of the classes, by stored value."""
    root = ET.Element("PAMDataset")
    names = ET.SubElement(ET.SubElement(root, "PAMRasterBand", band="1"), "CategoryNames")
    name_of = {0: "nodata"} | {value: info.name for value, info in _by_value(raster)}
    for value in range(max(name_of) + 1):
        _text(names, "Category", name_of.get(value, ""))
    return ET.tostring(root, encoding="unicode")


def _by_value(raster: Raster) -> list[tuple[int, ClassInfo]]:
    return list(zip(map_values(raster.classes), raster.classes, strict=True))


def _text(parent: ET.Element, name: str, value: object) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = str(value)
    return child


def _tags(parent: ET.Element, tags: dict[str, str]) -> None:
    metadata = ET.SubElement(parent, "Metadata")
    for key, value in tags.items():
        _text(metadata, "MDI", value).set("key", key)


def _entry(table: ET.Element, red: int, green: int, blue: int, alpha: int) -> None:
    ET.SubElement(table, "Entry", c1=str(red), c2=str(green), c3=str(blue), c4=str(alpha))
